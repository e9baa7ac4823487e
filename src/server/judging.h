// judging.h: from settled counts to alert facts: judges an SLO as its windows move, and tells what the ledger noticed.
//
// Threads    everything on the loop's thread.
// Refusals   when the log cannot take a judgement it is made again at the next retry: what is due is never forgotten.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "domain/slo/judge.h"
#include "ledger/ledger.h"
#include "server/engine.h"
#include "server/loop.h"

namespace plimsoll::server {

class Judging {
public:
    Judging(Engine& engine, const ledger::Ledger& ledger, const Clock& clock, Metrics& metrics);

    /// The catalogue and the SLI of each of its SLOs, by name. Ends alerts of rules that are gone.
    void bound(std::shared_ptr<const catalog::Catalog> catalog, const std::map<std::string, ledger::SliId>& slis);
    /// Counts settled: judge what moved, remember what was noticed.
    void noticed(const ledger::Notice& notice);

    /// Staleness, judgements to be made again, and anomalies gathered for a minute: runs every few seconds.
    [[nodiscard]] Duty duty();

private:
    void judge(std::size_t index);
    void check_staleness(Timestamp now);
    void flush_anomalies(Timestamp now);
    void refresh_phases(const std::string& slo);

    Engine& engine_;
    const ledger::Ledger& ledger_;
    const Clock& clock_;
    Counter& judged_;
    Counter& refused_;
    const Timestamp started_;
    slo::Judge judge_;
    std::vector<slo::SloFacts> facts_;                    ///< by index of judge_
    std::vector<ledger::SliId> slis_;                     ///< by index of judge_
    std::map<ledger::SliId, std::size_t> index_of_sli_;
    std::set<std::size_t> again_;                         ///< the log refused these
    std::map<std::pair<std::string, std::string>, slo::RecordAnomaly> anomalies_;  ///< by SLO and kind
    std::vector<slo::RecordRevision> revisions_;          ///< not yet in the log
    Timestamp next_check_;
    Timestamp next_flush_;
};

}  // namespace plimsoll::server
