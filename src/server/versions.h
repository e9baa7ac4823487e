// versions.h: the versions that an SLO's definition went through, from the log's catalogue events.
//
// How        an index of what each applied catalogue changed, SLO by SLO; it reads on from where it stopped whenever it is
//            asked, so that it is never behind the log and a commit costs nothing.
// Bounds     the newest 200 versions of an SLO, 200,000 in all (then the oldest tenth of the log's range goes). The log
//            keeps them all.
// Threads    one at a time (the desk's): it reads the disk.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/diff.h"
#include "domain/slo/state.h"
#include "log/log.h"

namespace plimsoll::server {

struct SloVersion {
    std::string definition_version;  ///< of a removed SLO the one that it had
    std::uint64_t seq = 0;           ///< of the event that applied it
    Timestamp at;
    std::string actor_name;
    std::string commit;              ///< empty: not from Git
    catalog::ChangeAction action = catalog::ChangeAction::added;
    std::vector<catalog::FieldChange> changes;  ///< in words
    // What the judge made of it; empty where it said nothing: the definition stayed the same, or it was before it told.
    std::string what;                        ///< "created", "target", "window", "method", "definition", "rules", "removed"
    std::optional<std::uint32_t> generation; ///< rises with each new indicator
    std::string objective;                   ///< "99.95 %"
    std::optional<double> budget_before;     ///< share, as the version before judged it
    std::optional<double> budget_after;
    std::optional<TimeRange> rejudged;       ///< history that this version judges too
};
BOOST_DESCRIBE_STRUCT(SloVersion, (), (definition_version, seq, at, actor_name, commit, action, changes, what, generation,
                                       objective, budget_before, budget_after, rejudged))

struct SloVersions {
    std::string name;
    std::vector<SloVersion> items;  ///< newest first
};
BOOST_DESCRIBE_STRUCT(SloVersions, (), (name, items))

/// Tells each version what the judge made of it: the first record of the same definition that came after it and before the
/// next version. Both are as their sources list them: `items` newest first, `judged` oldest first.
void join(std::vector<SloVersion>& items, const std::vector<slo::VersionRecord>& judged);

class VersionIndex {
public:
    static constexpr std::size_t kPerSlo = 200;
    static constexpr std::size_t kInAll = 200'000;

    explicit VersionIndex(const log::Log& log) : log_(log) {}

    /// Reads what came since. Errors: io; corrupt; tampered.
    Result<> catch_up();
    /// Of one SLO, newest first; `actor_name` holds the id until somebody names it. Empty: the log never spoke of it.
    [[nodiscard]] std::vector<SloVersion> of(const std::string& slo) const;

private:
    void take(const log::Event& row);
    void forget_oldest();

    const log::Log& log_;
    log::Seq next_ = 1;
    std::size_t total_ = 0;
    std::map<std::string, std::deque<SloVersion>> by_slo_;  ///< oldest first
};

}  // namespace plimsoll::server
