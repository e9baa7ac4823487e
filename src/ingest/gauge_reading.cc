#include "ingest/gauge_reading.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace plimsoll::ingest {
namespace {

using Kind = GaugeReading::Kind;
using Fault = ledger::Anomaly::Kind;

struct Row {
    Kind kind;
    std::string_view words;
    bool bounded;
};
constexpr std::array<Row, 9> kRows{{
    {Kind::at_most, "good if <= ", true},
    {Kind::at_least, "good if >= ", true},
    {Kind::below, "good if < ", true},
    {Kind::above, "good if > ", true},
    {Kind::good_share, "good share", false},
    {Kind::bad_share, "bad share", false},
    {Kind::fresh, "fresh within ", true},
    {Kind::heartbeat, "heartbeat", false},
    {Kind::firing, "firing", false},
}};

const Row& row_of(Kind kind) {
    return kRows[static_cast<std::size_t>(kind)];
}

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

bool is_share(Kind kind) {
    return kind == Kind::good_share || kind == Kind::bad_share;
}

}  // namespace

ledger::Contribution GaugeReading::contribution(ledger::SliId sli) const {
    ledger::Contribution out{sli, 1, 1, ledger::Counting::sample};
    if (is_share(kind)) out.valid = kShareUnit;
    if (kind == Kind::heartbeat) out.bad = 0;
    if (kind == Kind::firing) out.valid = 0;
    return out;
}

tl::expected<std::int64_t, Fault> GaugeReading::bad_of(double value, Timestamp at) const {
    if (std::isnan(value)) return tl::unexpected(Fault::no_number);
    switch (kind) {
        case Kind::at_most:
            return value <= bound ? 0 : 1;
        case Kind::at_least:
            return value >= bound ? 0 : 1;
        case Kind::below:
            return value < bound ? 0 : 1;
        case Kind::above:
            return value > bound ? 0 : 1;
        case Kind::good_share:
        case Kind::bad_share: {
            if (value < 0 || value > 1) return tl::unexpected(Fault::not_a_share);
            const auto millionths = static_cast<std::int64_t>(std::llround(value * kShareUnit));
            return kind == Kind::bad_share ? millionths : kShareUnit - millionths;
        }
        case Kind::fresh: {
            // A time that lies ahead is a clock that is wrong, or milliseconds taken for seconds: neither is fresh.
            const double age_ms = static_cast<double>(at.in_ms()) - value * 1000;
            if (age_ms < -1000 * bound) return tl::unexpected(Fault::time_ahead);
            return age_ms <= 1000 * bound ? 0 : 1;
        }
        case Kind::heartbeat:
            return 0;
        case Kind::firing:
            return value == 0 ? 0 : 1;
    }
    return tl::unexpected(Fault::no_number);
}

std::string GaugeReading::text() const {
    const Row& row = row_of(kind);
    return row.bounded ? fmt::format("{}{}", row.words, bound) : std::string(row.words);
}

std::optional<GaugeReading> GaugeReading::read(std::string_view text) {
    for (const Row& row : kRows) {
        if (!row.bounded && text == row.words) return GaugeReading{row.kind, 0};
        if (!row.bounded || !text.starts_with(row.words)) continue;
        const auto bound = number(text.substr(row.words.size()));
        if (bound) return GaugeReading{row.kind, *bound};
    }
    return std::nullopt;
}

}  // namespace plimsoll::ingest
