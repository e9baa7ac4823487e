// reading.h: gathers what a view of one SLO needs: the catalogue's definition, the ledger's windows, the state's record.
//
// Threads    any: each call asks the ports anew and holds no lock of its own.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/slo/debug.h"
#include "domain/slo/ports.h"
#include "domain/slo/views.h"

namespace plimsoll::slo {

/// One instant of one SLO, and the log sequence that its alerts reflect.
struct Reading {
    std::shared_ptr<const catalog::Catalog> catalog;
    const catalog::Slo* slo = nullptr;
    bool bound = false;  ///< the ledger knows its indicator
    ledger::LiveWindows live{Timestamp::min(), {}, {}};
    ledger::SliStatus status;
    SloRecord record;
    std::uint64_t seq = 0;
    std::vector<ExcludedRange> excluded;
    ledger::LiveWindows with_excluded{Timestamp::min(), {}, {}};
    std::vector<std::string> missing_members;
    std::string worst_group;
    [[nodiscard]] Account account() const {
        return {*slo, live, status, &record, excluded, with_excluded, missing_members, worst_group};
    }
};

/// Reads the windows of an account that has none yet, and sums it up.
[[nodiscard]] SloSummary read_summary(const Ports& ports, const catalog::Catalog& catalog, Account& account,
                                      Yesterday::Question& question);

/// The states of budgets as the policies have them, read once for many summaries.
class PolicyStates {
public:
    explicit PolicyStates(const Ports& ports);
    void add_to(SloSummary& summary, const catalog::Slo& slo) const;

private:
    std::optional<std::map<std::string, BudgetState>> states_;  ///< empty: nobody says any
};

/// Errors: unknown_slo.
[[nodiscard]] Result<Reading> read_slo(const Ports& ports, const std::string& name);

/// `points` over (as_of - period, as_of]; empty points before the first sample. Errors: io.
[[nodiscard]] Result<BurnDown> read_burn_down(const Ports& ports, const Reading& reading, std::size_t points);
[[nodiscard]] SloDebug read_debug(const Ports& ports, const Reading& reading);

/// Which SLOs or alerts a list is of; empty strings ask for all.
struct SloFilter {
    std::string service;
    std::optional<SloState> state;
    std::string after;  ///< cursor: the last name of the page before
    std::size_t limit = 100;
};
struct SloList {
    SloPage page;
    std::uint64_t seq = 0;
};
[[nodiscard]] SloList list_slos(const Ports& ports, const SloFilter& filter);

struct AlertFilter {
    std::string service;
    std::string slo;
    std::optional<bool> open;                    ///< true: open only; false: resolved only
    std::optional<std::uint64_t> before;         ///< cursor: log sequence of firing
    std::size_t limit = 100;
};
struct AlertList {
    AlertPage page;
    std::uint64_t seq = 0;
};
[[nodiscard]] AlertList list_alerts(const Ports& ports, const AlertFilter& filter);

}  // namespace plimsoll::slo
