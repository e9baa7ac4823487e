// gauge_reading.h: how a sample of a gauge becomes counts: whole numbers, exact for ever.
//
// Units      threshold, freshness, alerts: one sample is one event. Shares: one sample is 10^6 millionths of an event, rounded
//            to the nearest.
// Series     a gauge that is read in some way is a series of its own to the ledger: the labels, then " as " and text().
//            No series' labels end like that, so the two cannot be mistaken for each other.
// Source     catalog/model.h, Indicator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/units.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest {

struct GaugeReading {
    enum class Kind : std::uint8_t {
        at_most,     ///< good if value <= bound
        at_least,    ///< good if value >= bound
        below,       ///< good if value < bound
        above,       ///< good if value > bound
        good_share,  ///< the value, 0 to 1, is the share that is good
        bad_share,   ///< or bad
        fresh,       ///< the value is a time in seconds since 1970; good if at most `bound` seconds old when it was sampled
        heartbeat,   ///< each sample is an event, whatever its value
        firing,      ///< each sample but zero makes one of the heartbeats bad
    };
    Kind kind = Kind::at_most;
    double bound = 0;
    friend bool operator==(const GaugeReading&, const GaugeReading&) = default;

    /// How a series that is read like this enters an SLI.
    [[nodiscard]] ledger::Contribution contribution(ledger::SliId sli) const;
    /// The bad counts of one sample; or what makes it unusable. Requires: no stale marker.
    [[nodiscard]] tl::expected<std::int64_t, ledger::Anomaly::Kind> bad_of(double value, Timestamp at) const;

    /// "good if <= 0.3".
    [[nodiscard]] std::string text() const;
    /// Empty if it is no text().
    [[nodiscard]] static std::optional<GaugeReading> read(std::string_view text);
};

inline constexpr std::int32_t kShareUnit = 1'000'000;
/// Between labels and text().
inline constexpr std::string_view kReadAs = " as ";

}  // namespace plimsoll::ingest
