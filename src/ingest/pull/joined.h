// joined.h: many queries as one, and its answer taken apart again.
//
// Shape      label_replace(QUERY, "plimsoll_query", "N", "", "") joined by `or`: the label keeps the results apart.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/pull/answer.h"
#include "ingest/pull/asked_sli.h"

namespace plimsoll::ingest::pull {

inline constexpr std::string_view kQueryLabel = "plimsoll_query";

[[nodiscard]] std::string joined(const std::vector<const AskedTerm*>& terms);

/// Series by query, without the label. Errors: no_answer (a series of no query).
[[nodiscard]] Result<std::vector<std::vector<AnsweredSeries>>> parted(std::vector<AnsweredSeries> series, std::size_t queries);

}  // namespace plimsoll::ingest::pull
