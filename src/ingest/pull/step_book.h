// step_book.h: what of an SLI's steps was delivered, so that a second look delivers only what differs.
//
// Corrected  a count that is another one now takes the place of the first (Temporality::measured). A gauge's sample stands; one
//            that was not there before is added.
// Kept       steps until they were looked at again; forget().
// Unknown    steps before this process: counts are delivered anew, which changes nothing if they are the same. Gauges and
//            counts that were rounded are left as they are.
// Threads    one.
#pragma once

#include <map>
#include <vector>

#include "ingest/pull/asked_sli.h"

namespace plimsoll::ingest::pull {

class StepBook {
public:
    enum class Kind { counts, rounded, gauge };
    explicit StepBook(Kind kind) : kind_(kind) {}

    /// Samples of steps in (after, until], which were not delivered before.
    [[nodiscard]] std::vector<LabelledSample> first(const std::vector<CountedSeries>& series, Timestamp after, Timestamp until);
    /// Of steps that were delivered, what differs.
    [[nodiscard]] std::vector<LabelledSample> again(const std::vector<CountedSeries>& series);
    /// Steps up to this one are not looked at any more.
    void forget(Timestamp until);

private:
    struct Told {
        double value = 0;  ///< as asked
        double count = 0;  ///< as delivered
    };
    struct Series {
        Rounding rounding;
        std::map<Timestamp, Told> steps;
    };
    LabelledSample sample(const CountedSeries& series, Timestamp step, double count) const;

    Kind kind_;
    Timestamp begun_ = Timestamp::max();  ///< steps up to here were not delivered by this book
    std::map<LabelledSample::Pairs, Series> series_;
};

}  // namespace plimsoll::ingest::pull
