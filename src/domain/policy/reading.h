// reading.h: gathers what a budget is judged on and what the gate is asked about.
//
// Threads    any: each call asks the ports anew and holds no lock of its own.
#pragma once

#include <string>

#include "domain/policy/ports.h"
#include "domain/slo/counts.h"

namespace plimsoll::policy {

/// From windows that were read with exclusions left out; `budget_without_exclusions` stays empty.
[[nodiscard]] Figure figure_of(const catalog::Slo& slo, const ledger::LiveWindows& live);
/// The same with both numbers.
[[nodiscard]] Figure read_figure(const slo::Counts& counts, const catalog::Slo& slo);

/// As of one place in the log; states and exceptions are left to decide(). Errors: unknown_service.
[[nodiscard]] Result<GateFacts> gather(const Ports& ports, const std::string& service);

/// The part of the facts that the log alone says: the lines, which SLOs there are, their open alerts.
[[nodiscard]] GateFacts facts_of(const catalog::Catalog& catalog, const slo::State& alerts, const std::string& service);

/// Asks, records and answers. Errors: unknown_service, too_many_decisions, the log's.
struct Asked {
    Decision decision;
    std::uint64_t seq = 0;  ///< durable before it may be shown
};
[[nodiscard]] Result<Asked> ask_gate(const Ports& ports, const api::Actor& actor, const std::string& service);

}  // namespace plimsoll::policy
