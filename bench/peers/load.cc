#include "bench/peers/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>

namespace plimsoll::bench {

namespace {

constexpr std::int64_t kOrigin = 1'700'000'000'000;
constexpr double kDay = 86'400;
constexpr double kTwoPi = 6.283185307179586;
constexpr double kEventsPerSecond = 50;     // of one instance, on the average of a day
constexpr double kSwing = 0.6;              // so that no second has fewer than 20
constexpr double kFewest = kEventsPerSecond * (1 - kSwing);
constexpr double kBadShare = 0.0004;
constexpr double kIncidentShare = 0.2;      // of the fewest events, so that bad stays below all
constexpr std::int64_t kIncidentEvery = 9 * 86'400;
constexpr std::int64_t kIncidentLength = 1'800;
constexpr std::uint64_t kNoise = 64;        // events that a sample may be ahead: less than 5 s of the fewest

constexpr std::int64_t kSlot = 10'000;
constexpr std::int64_t kHour = 3'600'000;

std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ x >> 33;
}

/// The integral of the traffic, and what one sample is ahead of it.
double all_at(const Load& load, int slo, int instance, std::int64_t at_ms) {
    const double s = static_cast<double>(at_ms - kOrigin) / 1000;
    if (load.steady) return std::floor(kEventsPerSecond * s);
    const double phase = 0.1 * (slo % 60);
    const double wave = kSwing * kDay / kTwoPi * (std::cos(phase) - std::cos(kTwoPi * s / kDay + phase));
    const std::uint64_t ahead = mixed(static_cast<std::uint64_t>(at_ms) * 1'000'003 + static_cast<std::uint64_t>(slo * 1'000 + instance)) % kNoise;
    return std::floor(kEventsPerSecond * (s + wave)) + static_cast<double>(ahead);
}

double usual_bad_at(const Load& load, int slo, std::int64_t at_ms) {
    if (load.steady) return 0;
    const std::int64_t s = (at_ms - kOrigin) / 1000 + slo * 7'919;
    const std::int64_t in_incidents = s / kIncidentEvery * kIncidentLength + std::min(s % kIncidentEvery, kIncidentLength);
    return std::floor(kBadShare * kFewest * static_cast<double>(s) + kIncidentShare * kFewest * static_cast<double>(in_incidents));
}

double bad_at(const Load& load, int slo, int instance, std::int64_t at_ms) {
    const std::int64_t outage = load.outage_from_ms + slo * load.outage_every_ms;
    if (load.outage_from_ms == 0 || at_ms <= outage) return usual_bad_at(load, slo, at_ms);
    return usual_bad_at(load, slo, outage) + all_at(load, slo, instance, at_ms) - all_at(load, slo, instance, outage);
}

std::string rfc3339(std::int64_t at_ms) {
    const std::time_t at = at_ms / 1000;
    std::tm parts{};
    gmtime_r(&at, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace

Labels labels_of(const Load& load, int series) {
    if (load.kind == Load::Kind::wide) return wide_labels(series);
    const int slo = series / load.series_per_slo;
    const int instance = series % load.series_per_slo / 2;
    return {{"__name__", series % 2 == 0 ? "all_total" : "bad_total"},
            {"instance", fmt::format("10.0.{}.{}:9090", slo % 250, instance)},
            {"job", "shop"},
            {"n", std::to_string(slo)}};
}

double value_of(const Load& load, int series, std::int64_t at_ms) {
    if (load.kind == Load::Kind::wide) {
        const double rounds = static_cast<double>((at_ms - kOrigin) / 1000);
        return series % 20 == 0 ? std::floor(rounds / 5'000) : rounds * 70 + series % 7;
    }
    const int slo = series / load.series_per_slo;
    const int instance = series % load.series_per_slo / 2;
    return series % 2 == 0 ? all_at(load, slo, instance, at_ms) : bad_at(load, slo, instance, at_ms);
}

Events events_between(const Load& load, int slo, std::int64_t from_ms, std::int64_t to_ms) {
    double all = 0;
    double bad = 0;
    for (int i = 0; i < load.series_per_slo / 2; ++i) {
        all += all_at(load, slo, i, to_ms) - all_at(load, slo, i, from_ms);
        bad += bad_at(load, slo, i, to_ms) - bad_at(load, slo, i, from_ms);
    }
    return {std::llround(all), std::llround(bad)};
}

std::string body_of(const Load& load, int first, int last, const Times& times) {
    std::vector<BenchSeries> out;
    for (int n = first; n < last; ++n) {
        BenchSeries one{labels_of(load, n), 0, 0, {}};
        for (std::int64_t at = times.from_ms; at < times.to_ms; at += times.step_ms) one.samples.emplace_back(at, value_of(load, n, at));
        out.push_back(std::move(one));
    }
    return write_body(out);
}

std::string slots_request(const Load& load, int slo, const std::string& sli_version, const Times& times) {
    std::string hours;
    for (std::int64_t hour = times.from_ms / kHour * kHour; hour < times.to_ms; hour += kHour) {
        std::string rows;
        for (int i = 0; i < 360; ++i) {
            const std::int64_t start = hour + i * kSlot;
            // The last sample in the slot; a sample belongs to the slot that it falls into.
            const std::int64_t before = (start + times.step_ms - 1) / times.step_ms * times.step_ms - times.step_ms;
            const std::int64_t newest = (start + kSlot - 1) / times.step_ms * times.step_ms;
            const Events events = newest > before ? events_between(load, slo, before, newest) : Events{};
            fmt::format_to(std::back_inserter(rows), "{}[{},{},{},{},{}]", i == 0 ? "" : ",", i, events.valid, events.bad, load.series_per_slo,
                           load.series_per_slo);
        }
        fmt::format_to(std::back_inserter(hours), "{}{{\"start\":\"{}\",\"slots\":[{}]}}", hours.empty() ? "" : ",", rfc3339(hour), rows);
    }
    return fmt::format(R"({{"slo":"slo-{}","sli_version":"{}","hours":[{}]}})", slo, sli_version, hours);
}

}  // namespace plimsoll::bench
