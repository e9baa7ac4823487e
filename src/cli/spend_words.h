// spend_words.h: how the command line says what was spent, and on what.
#pragma once

#include <string>

#include "cli/commands.h"
#include "domain/attribution/views.h"

namespace plimsoll::cli {

[[nodiscard]] std::string word_of(attribution::CauseKind kind);
/// "INC-7 “payments were down”".
[[nodiscard]] std::string title_of(const std::string& ref, const std::string& title);
/// A count of the ledger in its unit, without the noun: "1,029", "2.500".
[[nodiscard]] std::string counted(std::int64_t count, const attribution::CountUnit& unit);
/// Where an SLO's episodes are asked for.
[[nodiscard]] std::string episodes_target(const std::string& slo, const EpisodesOptions& options);

}  // namespace plimsoll::cli
