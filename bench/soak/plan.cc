#include "plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <random>

#include "base/invariant.h"

namespace plimsoll::soak {
namespace {

constexpr Duration kUsualSpacing = Duration::seconds(45);
constexpr Duration kLongestStep = Duration::seconds(40);

bool restarts(Trouble trouble) { return trouble == Trouble::stopped || trouble == Trouble::killed; }

std::vector<Trouble> kinds(bool with_disk, bool with_restarts) {
    std::vector<Trouble> all;
    if (with_restarts) all = {Trouble::stopped, Trouble::killed};
    for (const Trouble t : {Trouble::outage, Trouble::vanished, Trouble::replaced, Trouble::late, Trouble::twice, Trouble::receiver_down, Trouble::broken})
        all.push_back(t);
    if (with_disk) all.push_back(Trouble::full_disk);
    return all;
}

/// std::shuffle's result is not the same everywhere; this is.
void shuffle(std::vector<Trouble>& all, std::mt19937_64& random) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random() % i]);
}

Duration share(Duration of, std::int64_t percent) { return of * percent / 100; }

}  // namespace

Duration quiet_start(Duration run) { return std::min(run / 10, Duration::minutes(1)); }

std::vector<Step> plan_of(std::uint64_t seed, Duration run, bool with_disk) {
    INVARIANT(run >= Duration::minutes(2), "a shorter soak has no room for its troubles");
    std::mt19937_64 random(seed);
    const Duration begin = quiet_start(run);
    const Duration troubled = run - begin - std::min(run / 8, Duration::seconds(90));
    const auto most = static_cast<std::int64_t>(kinds(true, true).size());
    const std::int64_t rounds = std::max<std::int64_t>(1, troubled / (kUsualSpacing * most));
    std::vector<Trouble> order;
    for (std::int64_t round = 0; round < rounds; ++round) {
        std::vector<Trouble> some = kinds(with_disk, 2 * round < rounds);
        shuffle(some, random);
        // The only round of a short run has its restarts in front, so that the last process lives for most of it.
        if (rounds == 1) std::stable_partition(some.begin(), some.end(), restarts);
        order.insert(order.end(), some.begin(), some.end());
    }
    const Duration spacing = troubled / static_cast<std::int64_t>(order.size());
    std::vector<Step> plan;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Duration from = begin + spacing * static_cast<std::int64_t>(i) + share(spacing, static_cast<std::int64_t>(random() % 25));
        const Duration length = std::min(kLongestStep, share(spacing, 30 + static_cast<std::int64_t>(random() % 21)));
        plan.push_back({from, length, order[i], random()});
    }
    return plan;
}

std::string_view name_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::stopped: return "stopped and started";
        case Trouble::killed: return "kill -9 and started";
        case Trouble::outage: return "no traffic";
        case Trouble::vanished: return "an instance vanishes";
        case Trouble::replaced: return "an instance is replaced";
        case Trouble::late: return "late bodies";
        case Trouble::twice: return "bodies sent twice";
        case Trouble::full_disk: return "disk full";
        case Trouble::receiver_down: return "receiver of pages down";
        case Trouble::broken: return "a service breaks";
    }
    return "";
}

std::string text_of(std::span<const Step> plan, int speed) {
    std::string out;
    for (const Step& step : plan) {
        fmt::format_to(std::back_inserter(out), "  {:>7.1f} s  {:<24} for {:>5.1f} s ({:.0f} min of the company's time)\n", step.at.in_seconds(),
                       name_of(step.trouble), step.length.in_seconds(), step.length.in_minutes() * speed);
    }
    return out;
}

}  // namespace plimsoll::soak
