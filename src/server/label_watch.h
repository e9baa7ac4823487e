// label_watch.h: label values that delivered steadily and ceased while others of the same SLO go on: a group, or a value that
// an indicator asks for by =~. A source that falls silent as a whole is stale instead.
//
// Steady     heard for an hour without a gap of 10 minutes, as far as this process looked: after a start it is blind for
//            that hour.
// Once       a loss is told once; when the value delivers again, its hour begins anew.
// Left out   instances and pods, which come and go, and labels of more than 100 values.
// Bounds     2,000 series an SLO; 50 SLOs a minute besides groups.
// Threads    its loop's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/catalog_keeper.h"

namespace plimsoll::server {

/// What is known of the values of some labels; pure.
class LabelLosses {
public:
    static constexpr Duration kSteady = Duration::hours(1);
    static constexpr Duration kSilence = Duration::minutes(10);

    struct Lost {
        std::string value;
        Timestamp since;  ///< its newest sample
    };
    /// `newest` of each value that is known now, by one key: an SLO's label.
    std::vector<Lost> look(const std::string& key, const std::map<std::string, Timestamp>& newest);
    /// Forgets all but these.
    void keep(const std::function<bool(const std::string& key)>& wanted);

private:
    struct Heard {
        Timestamp since;
        Timestamp newest;
        bool told = false;
    };
    std::map<std::string, std::map<std::string, Heard>> heard_;
};

class LabelWatch {
public:
    struct Ports {
        const ledger::Ledger& ledger;
        const Clock& clock;
        std::function<std::shared_ptr<const Bound>()> bound;
        std::function<Result<>(const slo::RecordAnomaly&)> record;
    };
    explicit LabelWatch(Ports ports);
    [[nodiscard]] Duty duty();
    void look();

private:
    /// An SLO whose total asks for a label by =~.
    struct Watched {
        std::string slo;
        std::vector<std::string> labels;
    };
    void watch(const std::shared_ptr<const Bound>& bound);
    void look_at_groups(const Bound& bound);
    void look_at_labels(const Bound& bound, const Watched& watched);
    void tell(const std::string& slo, const LabelLosses::Lost& lost, const std::string& what);

    Ports ports_;
    Timestamp due_;
    std::shared_ptr<const Bound> seen_;
    std::vector<Watched> watched_;
    std::size_t next_ = 0;
    LabelLosses losses_;
};

}  // namespace plimsoll::server
