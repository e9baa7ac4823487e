// temporality.h: how the samples of a series stand to the events that they tell of.
//
// A series of each temporality but the first is a series of its own to the ledger: its labels, then " as " and text(), as
// with gauges (gauge_reading.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ledger/ledger.h"

namespace plimsoll::ingest {

enum class Temporality : std::uint8_t {
    cumulative,  ///< counters and gauges: what is counted is the increase, or each sample of a gauge
    delta,       ///< each sample is a count of its own (OTLP). A second value for one time is refused, but a zero gives way
    measured,    ///< likewise, and a second value for one time takes the place of the first (pulls look again)
    event,       ///< likewise, and what comes for one time adds up: keys and cursors keep it from counting twice. They are
                 ///< kept by slot (moment_of), so that a thousand a second are one point of a series in 10 s
};

[[nodiscard]] std::string_view text(Temporality temporality);  ///< "cumulative", "deltas", "measurements", "events"
[[nodiscard]] std::optional<Temporality> temporality_of(std::string_view text);
[[nodiscard]] ledger::Counting counting_of(Temporality temporality);
/// The time at which a sample is kept: of events the start of their slot, beyond which an account tells nothing apart.
[[nodiscard]] inline Timestamp moment_of(Temporality temporality, Timestamp at) {
    return temporality == Temporality::event ? at.floor(ledger::kStep) : at;
}

}  // namespace plimsoll::ingest
