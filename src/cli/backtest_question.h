// backtest_question.h: what `slo backtest` was asked, from its options; and the SLOs of a file that stands alone.
#pragma once

#include <filesystem>
#include <memory>

#include "cli/commands.h"
#include "domain/backtest/question.h"
#include "domain/catalog/reading.h"

namespace plimsoll::cli {

/// All that is the same for every SLO: range, step, incidents, sweep. Errors: invalid, with every option that cannot be used;
/// those of read_incidents.
[[nodiscard]] Result<backtest::BacktestRequest> question_of(const BacktestOptions& options, Timestamp now);

/// One variant for each objective, each window and each traffic; one for the factors (a further one where a rule is named again)
/// and one for all that is left out. `rules`: of the SLO. Errors: invalid, with every option that cannot be used.
[[nodiscard]] Result<std::vector<backtest::Variant>> variants_of(const BacktestOptions& options, const std::vector<catalog::BurnRule>& rules);

/// A file, or a folder of them, as one text and as a catalogue of its own. Services that its SLOs name and that it does not
/// declare are taken for granted; anything else that it lacks is in `reading.errors`.
struct Drafts {
    std::string text;
    catalog::Reading reading;
};
/// Errors: io; malformed.
[[nodiscard]] Result<Drafts> drafts_of(const std::filesystem::path& path);
/// Errors: invalid, with the errors of the reading at their places.
[[nodiscard]] Result<std::shared_ptr<const catalog::Catalog>> catalog_of(Drafts drafts);

}  // namespace plimsoll::cli
