// worker.h: judges SLOs as samples settle, and notices when samples stop.
//
// Life       the ledger's notice -> inbox -> step(): the quick test for each settled SLI -> a command where something
//            changed. Nothing waits for a timer; only staleness does, and its due time follows from the last sample.
// Held       an SLO whose past is being filled is passed over, and looked at within kResyncInterval of the end of that.
// Threads    notice() and catalog_changed() from any thread, quick. step() from one thread; run() is that thread's loop.
// Restart    nothing is remembered here that the log or the ledger does not hold, but for anomalies of the last ten
//            minutes that were not yet added up, and since when this process hears samples.
// Bounds     the inbox holds each SLI once, each anomaly kind of each SLI once, and one revision per source.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "domain/slo/judge.h"
#include "domain/slo/ports.h"
#include "domain/slo/suspicions.h"

namespace plimsoll::slo {

class Worker {
public:
    /// Anomalies of one kind and SLO are added up for so long before they are logged again.
    static constexpr Duration kAnomalyInterval = Duration::minutes(10);
    /// How often each indicator's counts are asked what speaks against it (suspicions.h); its turns are spread over that time.
    static constexpr Duration kSuspectInterval = Duration::hours(1);
    /// How often the state is read anew: after a failed commit the engine may have folded back behind our back.
    static constexpr Duration kResyncInterval = Duration::seconds(5);

    explicit Worker(Ports ports);

    /// For Ledger::on_notice.
    void notice(const ledger::Notice& notice);
    /// After a catalogue was applied and its SLIs are bound.
    void catalog_changed();

    /// Does all that waits and all that is due; returns when it wants to be called again, notices apart.
    Timestamp step();
    /// Steps until stop(): at each notice, and when something is due.
    void run();
    void stop();
    /// How long the oldest counts that settled have been waiting for their judgement; zero: none wait. Any thread.
    [[nodiscard]] Duration behind() const;

private:
    struct Slot {
        std::optional<ledger::SliId> sli;
        Timestamp as_of = Timestamp::min();
        Duration stale_after;  ///< of the SLO: looked at for all of them, and the catalogue lies far away
        bool stale_open = false;
        bool busy = false;  ///< some rule is not idle, or it is stale
        bool direct = false;  ///< judged by the ledger's own events: neither slices nor members, and nothing is excluded
        bool counted = false; ///< it has an indicator, or members that may have
        Duration slice;       ///< of an SLO that counts slices; zero: none
        Timestamp closed = Timestamp::min();  ///< slices up to here were looked at
    };
    struct AnomalySum {
        Timestamp at;
        std::int64_t count = 0;
        std::string detail;
    };
    using AnomalyKey = std::pair<std::string, ledger::Anomaly::Kind>;
    struct Inbox {
        bool catalog_changed = true;  ///< so that the first step compiles and judges everything
        std::vector<ledger::SliId> settled;
        std::optional<Duration> since;    ///< monotonic: when the first of them settled
        std::map<std::pair<ledger::SliId, ledger::Anomaly::Kind>, AnomalySum> anomalies;
        std::map<std::string, ledger::Revision> revisions;  ///< by source
    };

    Inbox take_inbox();
    void tell_judged(std::optional<Duration> since);
    void notice_clock_step();
    void compile();
    void remember_budgets(const catalog::Catalog& next);
    void reconcile();
    void record_definitions();
    bool record_definition(const catalog::Slo& slo, const std::optional<VersionRecord>& last);
    void suspect_some();
    void suspect(std::size_t slot);
    void tell_suspicion(const std::string& slo, std::string_view kind, const Suspicion& found, bool lasts, Timestamp at);
    void mirror_all();
    void mirror(std::size_t slot, const SloRecord* record);
    void refresh(std::size_t slot);
    void find_direct();
    void glance(const std::vector<ledger::SliId>& settled);
    void rest_on_members();
    void look_again_at_revised(const Inbox& inbox);
    [[nodiscard]] bool worth_a_look(std::size_t slot, Timestamp as_of) const;
    [[nodiscard]] std::span<const std::uint32_t> resting_on(ledger::SliId sli) const;
    void read_windows(const std::vector<ledger::SliId>& settled);
    Timestamp newest(std::size_t slot);
    void look(std::size_t slot);
    bool is_held(std::size_t slot);
    void look_at_released();
    void check_staleness(std::size_t slot);
    void check_due_staleness();
    void add_anomalies(const Inbox& inbox);
    void log_anomalies();
    void log_revisions(const Inbox& inbox);
    bool submit(Command command);
    [[nodiscard]] std::optional<std::size_t> slot_of(ledger::SliId sli) const;
    [[nodiscard]] std::optional<Timestamp> stale_due(std::size_t slot) const;

    const Ports ports_;

    // Guarded by mutex_.
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    Inbox inbox_;
    std::optional<Duration> judging_since_;  ///< of what the step that runs took out of the inbox
    std::vector<bool> waiting_;  ///< by SLI: already in the inbox
    bool stopping_ = false;

    // The stepping thread's.
    Judge judge_;
    std::vector<Slot> slots_;                 ///< in the order of judge_
    std::vector<std::vector<std::uint32_t>> resting_;  ///< by SLI: composites and roll-ups that stand on it
    std::vector<std::uint32_t> slot_by_sli_;  ///< UINT32_MAX: none
    std::set<std::size_t> again_;             ///< a command was refused: look again at the next step
    std::set<std::size_t> held_;              ///< their past is being filled
    std::map<AnomalyKey, AnomalySum> anomalies_;
    std::map<AnomalyKey, Timestamp> anomaly_logged_;
    std::map<std::string, ledger::Revision> revisions_again_;
    bool reconcile_again_ = false;            ///< a command of it was refused
    std::map<std::string, double> left_before_;  ///< budgets of the catalogue before, where a new indicator replaces the old one
    Timestamp now_;
    Timestamp heard_since_;
    Timestamp suspect_due_;
    std::size_t suspect_next_ = 0;
    std::vector<ledger::SliId> uneasy_;  ///< of one glance; kept to spare its allocation
    Timestamp resync_at_ = Timestamp::min();
    Duration last_monotonic_;
};

}  // namespace plimsoll::slo
