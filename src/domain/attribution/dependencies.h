// dependencies.h: what a service's upstreams must deliver so that it can keep its own promise, and who overspent.
//
// Shares     of the service's error budget: as the catalogue grants them; the rest in equal parts to the upstreams without a
//            grant and to the service itself. Equal parts of a whole, so that they add up to 1.
// Required   of an upstream: 1 - allowance x share, as if what fails there failed here.
// Spent      its bad share over the service's period / (allowance x share): 1 is all that it was granted. Exact up to the
//            division; compared in integers.
// Empty      an upstream that declares no SLO promises nothing: that is said, and nothing is guessed.
#pragma once

#include <boost/describe/class.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/catalog/model.h"
#include "domain/slo/views.h"
#include "ledger/ledger.h"

namespace plimsoll::attribution {

struct DependencyView {
    std::string service;
    std::string slo;                       ///< that is counted on; empty: it has none
    double share = 0;                      ///< of the downstream's budget
    bool granted = false;                  ///< by the catalogue; false: an equal part
    std::string required;                  ///< "99.983 %"
    std::string promised;                  ///< the upstream's objective; empty: none
    std::optional<bool> promised_enough;   ///< null: it promises nothing
    std::optional<double> spent;           ///< share of what it was granted
    std::optional<bool> overspent;
    std::optional<double> coverage;        ///< of the period
    std::string why_empty;                 ///< why `spent` is null
    std::vector<slo::DefenceSheet> measures;  ///< attribution.dependency_required, attribution.dependency_spent
};
BOOST_DESCRIBE_STRUCT(DependencyView, (), (service, slo, share, granted, required, promised, promised_enough, spent, overspent,
                                           coverage, why_empty, measures))

struct DependencyBudgets {
    std::string service;
    std::string slo;           ///< whose budget is granted; empty: the service has none
    std::string objective;     ///< exact: "99.95 %"
    double allowance = 0;      ///< 1 - objective
    double own_share = 0;      ///< what the service keeps for itself
    std::optional<Timestamp> as_of;
    std::optional<TimeRange> period;      ///< that `spent` stands on; null: no data yet
    std::vector<DependencyView> items;    ///< in the order of the catalogue
    std::string why_empty;                ///< why there are no items
};
BOOST_DESCRIBE_STRUCT(DependencyBudgets, (), (service, slo, objective, allowance, own_share, as_of, period, items, why_empty))

/// An upstream and what it is granted.
struct Grant {
    std::string service;
    const catalog::Slo* slo = nullptr;  ///< nullptr: it has none
    Ratio share;
    bool granted = false;
};
struct Grants {
    std::vector<Grant> upstreams;
    Ratio own;
};

/// The service's strictest SLO that is no group of another; nullptr: none. The first by name of equals.
[[nodiscard]] const catalog::Slo* strictest_slo(const catalog::Catalog& catalog, const std::string& service);
[[nodiscard]] Grants grants_of(const catalog::Catalog& catalog, const catalog::Service& service);

/// One upstream's counts over the period, and since when it was measured; empty: none.
struct Delivered {
    ledger::WindowSum window;
    Timestamp since;
};
using DeliveredOf = std::function<Result<std::optional<Delivered>>(const catalog::Slo&, TimeRange)>;

/// `slo` is the service's; `period` empty: it was never fed. Errors: those of `delivered`.
[[nodiscard]] Result<DependencyBudgets> dependency_budgets(const catalog::Catalog& catalog, const catalog::Service& service,
                                                           const catalog::Slo& slo, std::optional<TimeRange> period, Timestamp as_of,
                                                           const DeliveredOf& delivered);

}  // namespace plimsoll::attribution
