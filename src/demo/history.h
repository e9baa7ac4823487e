// history.h: thirty days of the company's past, sent to its server by the route that `plimsoll import` uses.
//
// Order      hour by hour from new to old, which is cheapest for the ledger; two senders share the SLOs.
// Again      what is there already is left alone, so that an import that broke off can simply be repeated.
#pragma once

#include <cstdint>
#include <functional>

#include "demo/caller.h"
#include "demo/counts.h"
#include "server/import_routes.h"

namespace plimsoll::demo {

inline constexpr Duration kPast = Duration::days(30);

/// One hour of an SLO before its live samples begin; slots that nothing measured have no row.
[[nodiscard]] server::ImportHour hour_of(const Counts& counts, const CompanyService& service, const PromisedSlo& slo, Timestamp hour);

/// Called after each request, from several threads; an error ends the import.
using ImportProgress = std::function<Result<>(std::uint64_t hours_done, std::uint64_t hours)>;

/// Returns the slots that were filled. Errors: what the server or `progress` says first.
[[nodiscard]] Result<std::int64_t> import_past(const Caller& server, const Counts& counts, const ImportProgress& progress);

}  // namespace plimsoll::demo
