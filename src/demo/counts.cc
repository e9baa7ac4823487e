#include "demo/counts.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/invariant.h"

namespace plimsoll::demo {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

/// SplitMix64's finish: each argument changes every bit.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    std::uint64_t z = a + 0x9e3779b97f4a7c15ULL * (b + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/// FNV-1a: a name's own stream of randomness, whatever else is in the company.
std::uint64_t named(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

/// Nearly normal, mean 0, deviation 1, within 3.5: the sum of four 16-bit uniforms.
double normal(std::uint64_t bits) {
    double sum = 0;
    for (int i = 0; i < 4; ++i) sum += static_cast<double>((bits >> (16 * i)) & 0xffff) * 0x1.0p-16;
    return (sum - 2) * std::sqrt(3.0);
}

/// A curve through a random value in [-1, 1] every `every` seconds.
double wobble(std::uint64_t stream, std::int64_t second, std::int64_t every) {
    const std::int64_t knot = second / every;
    const double along = static_cast<double>(second % every) / static_cast<double>(every);
    const double from = unit(mixed(stream, static_cast<std::uint64_t>(knot))) * 2 - 1;
    const double to = unit(mixed(stream, static_cast<std::uint64_t>(knot + 1))) * 2 - 1;
    return from + (to - from) * along;
}

double bump(double hour, double at, double width) {
    double away = std::fabs(hour - at);
    away = std::min(away, 24 - away) / width;
    return std::exp(-away * away / 2);
}

/// 1 at the busiest hour of a working day.
double activity(Shape shape, std::int64_t second) {
    const double hour = static_cast<double>(second % kDaySeconds) / 3600.0;
    const std::int64_t weekday = (second / kDaySeconds + 3) % 7;  // 1970 began on a Thursday; Monday is 0
    if (shape == Shape::office) {
        const double day = 0.04 + 0.96 * std::max(bump(hour, 10.5, 1.8), bump(hour, 15, 2.0));
        return weekday >= 5 ? day * 0.15 : day;
    }
    const double day = 0.16 + 0.55 * bump(hour, 12.3, 2.6) + 0.84 * bump(hour, 19.6, 2.4);
    return std::min(day, 1.0) * (weekday == 5 ? 0.86 : weekday == 6 ? 1.0 : 0.93);
}

std::int64_t poisson(double mean, std::uint64_t bits) {
    if (mean <= 0) return 0;
    if (mean > 40) return std::max<std::int64_t>(0, std::llround(mean + std::sqrt(mean) * normal(bits)));
    const double u = unit(bits);
    double probability = std::exp(-mean);
    double below = probability;
    std::int64_t n = 0;
    while (u >= below && n < 200) {
        probability *= mean / static_cast<double>(++n);
        below += probability;
    }
    return n;
}

}  // namespace

Counts::Counts(std::uint64_t seed, Timestamp founded) : seed_(seed), founded_(founded), day_(founded.floor(Duration::days(1))) {
    INVARIANT(founded.floor(ledger::kStep) == founded, "a company is founded on a slot edge");
}

Duration Counts::offset(Since since, Timestamp slot) const { return slot - (since == Since::day ? day_ : founded_); }

bool Counts::silent(const PromisedSlo& slo, int instance, Timestamp slot) const {
    const Duration at = offset(Since::day, slot);
    return std::any_of(slo.gaps.begin(), slo.gaps.end(), [&](const Gap& gap) {
        return instance < gap.instances && at >= gap.from && at < gap.from + gap.length;
    });
}

double Counts::mean(const CompanyService& service, const PromisedSlo& slo, std::uint64_t stream, Timestamp slot) const {
    const std::int64_t second = slot.in_ms() / 1000;
    const double calm = 1 + 0.07 * wobble(stream, second, 420) + 0.03 * wobble(~stream, second, 70);
    return service.peak * slo.share * activity(service.shape, second) * calm * ledger::kStep.in_seconds() / service.instances;
}

double Counts::bad_share(const PromisedSlo& slo, std::uint64_t stream, Timestamp slot) const {
    const std::int64_t second = slot.in_ms() / 1000;
    const double restless = std::exp(0.7 * wobble(stream ^ 0x5bd1, second, 1'500) + 0.4 * wobble(stream ^ 0x1b87, second, 19'000));
    double share = slo.bad * restless * 0.93;  // 0.93: the mean of `restless` is above one
    for (const Incident& incident : slo.incidents) {
        const Duration in = offset(incident.since, slot) - incident.from;
        if (in < Duration{} || in >= incident.length) continue;
        const double rise = std::min(1.0, (in.in_seconds() + 10) / 90);
        share = std::max(share, incident.bad * rise * (1 + 0.12 * wobble(stream ^ 0xe653, second, 130)));
    }
    return std::clamp(share, 0.0, 1.0);
}

EventCount Counts::draw(const Rates& rates, int instance, Timestamp slot) {
    const auto number = static_cast<std::uint64_t>(slot.in_ms() / ledger::kStep.in_ms());
    const auto who = static_cast<std::uint64_t>(instance);
    EventCount count;
    count.valid = poisson(rates.mean, mixed(mixed(rates.stream, who), number));
    const double rarer = std::min(rates.bad, 1 - rates.bad) * static_cast<double>(count.valid);
    const std::int64_t few = std::min(count.valid, poisson(rarer, mixed(mixed(rates.own, ~who), number)));
    count.bad = rates.bad <= 0.5 ? few : count.valid - few;
    return count;
}

std::optional<EventCount> Counts::of(const CompanyService& service, const PromisedSlo& slo, int instance, Timestamp slot,
                                     double least_bad) const {
    if (silent(slo, instance, slot)) return std::nullopt;
    return draw(rates(service, slo, slot, least_bad), instance, slot);
}

Counts::Rates Counts::rates(const CompanyService& service, const PromisedSlo& slo, Timestamp slot, double least_bad) const {
    Rates rates;
    rates.own = mixed(seed_, named(slo.name));
    rates.stream = slo.kind == EventKind::outcome ? rates.own : mixed(seed_, named(service.name));
    rates.mean = mean(service, slo, rates.stream, slot);
    rates.bad = std::max(bad_share(slo, rates.own, slot), std::min(least_bad, 1.0));
    return rates;
}

ledger::Slot Counts::together(const CompanyService& service, const PromisedSlo& slo, Timestamp slot) const {
    ledger::Slot all;
    const Rates shared = rates(service, slo, slot, 0);
    for (int instance = 0; instance < service.instances; ++instance) {
        all.live += 2;
        if (silent(slo, instance, slot)) continue;
        const EventCount count = draw(shared, instance, slot);
        all.valid += count.valid;
        all.bad += count.bad;
        all.reporting += 2;
        all.measured = 1;
    }
    return all;
}

}  // namespace plimsoll::demo
