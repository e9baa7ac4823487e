// decide.h: what may be said of an SLO's alerts, as guards followed by events. Every rule of alerting lives here.
//
// Time       conditions hold and clear in sample time (as_of). The wall clock (Issued::at) serves two questions only:
//            is this judgement history (older than 15 min), and has the data stopped.
// History    a judgement of history opens nothing and resolves nothing; what fires is frozen until the present is known.
// Delays     entry delay: the condition must hold so long before the rule fires; missing data neither ends nor restarts
//            it, and it fires only on a judgement that is above. Clear delay: it must be seen clear so long before it
//            resolves; missing data restarts it. Both err on the side of telling a person. Freezing is apart from both.
// Repeats    the same command twice says nothing the second time. Counters that began unseen are told once in an SLO's
//            generation: their number is read from the ledger's status, and every roll-out would tell it again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/slo/judge.h"
#include "domain/slo/state.h"

namespace plimsoll::slo {

/// The SLO as it is now in the catalogue: what an alert must carry so that it can be read years later.
struct SloFacts {
    std::string slo;
    std::string service;
    Ratio objective;
    std::string definition_version;
    std::vector<std::string> channels;  ///< the service's: for rules that name none, and for staleness
};
[[nodiscard]] SloFacts facts_of(const catalog::Slo& slo, const catalog::Catalog& catalog);

/// The counts moved: every rule was judged.
struct ApplyJudgement {
    SloFacts facts;
    Judgement judgement;
};

/// Time passed, or data came: is the SLO stale? `heard_since`: since when samples could have been received by this
/// process, so that our own down-time is not taken for the source's. `stale_after` zero: no such alert is wanted.
struct CheckStaleness {
    SloFacts facts;
    Timestamp as_of;
    Duration stale_after;
    std::vector<std::string> channels;  ///< the SLO's for staleness; empty: the service's
    Timestamp heard_since;
};

/// The catalogue changed: alerts and pendings of rules that are gone or ask something else end.
struct ReconcileRules {
    std::string slo;
    bool removed = false;                            ///< the SLO is no longer in the catalogue
    std::map<std::string, std::string> conditions;   ///< by rule, see condition_of
    Timestamp as_of;                                 ///< of the last judgement, else of the change
};

struct RecordAnomaly {
    std::string slo;
    std::string kind;
    Timestamp at;
    std::int64_t count = 0;
    std::string detail;
};

/// What was suspected is so no more.
struct EndAnomaly {
    std::string slo;
    std::string kind;
    Timestamp at;
};

/// The catalogue's definition of an SLO as it is now; empty: it is removed. Budgets and the range that is judged anew are told
/// by who can read the counts; they are recorded only where they mean something.
struct RecordDefinition {
    std::string slo;
    std::optional<Definition> now;
    Timestamp as_of;
    std::optional<double> budget_before;
    std::optional<double> budget_after;
    std::optional<TimeRange> rejudged;
};

struct RecordRevision {
    std::uint64_t batch = 0;
    std::string source;
    TimeRange range;
    std::vector<std::string> slos;
};

using Command = std::variant<ApplyJudgement, CheckStaleness, ReconcileRules, RecordAnomaly, RecordRevision, EndAnomaly,
                             RecordDefinition, RecordGroups, ForgetGroups>;

/// Errors: invalid (an anomaly without a count, a revision of nothing).
[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

}  // namespace plimsoll::slo
