#include "domain/targets/levels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace plimsoll::targets {
namespace {

constexpr std::array<const char*, 9> kUsual = {"90", "95", "99", "99.5", "99.8", "99.9", "99.95", "99.99", "99.999"};
constexpr std::ptrdiff_t kAround = 2;

std::vector<Objective> usual() {
    std::vector<Objective> out;
    for (const char* percent : kUsual) out.push_back(*Objective::parse_percent(percent));
    return out;
}

void order(std::vector<Objective>& levels) {
    std::sort(levels.begin(), levels.end(), [](const Objective& a, const Objective& b) { return a.ratio() < b.ratio(); });
    levels.erase(std::unique(levels.begin(), levels.end(), [](const Objective& a, const Objective& b) { return a.ratio() == b.ratio(); }), levels.end());
}

/// One event more or less decides nothing that a person could mean.
bool coarse(const Level& level, double events) { return (1 - level.target) * events < 1 - 1e-9; }

std::string times(std::uint64_t n, const char* one, const char* many) { return n == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}", n, many); }

std::string why_not(const Level& level, Duration range, double most_pages) {
    std::string out;
    const auto add = [&](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
    if (level.breaches > 0) add(fmt::format("{} ({})", times(level.breaches, "breach", "breaches"), text::duration_words(level.in_breach)));
    const double frozen = level.in_freeze.in_seconds() / range.in_seconds();
    if (frozen > kMostFrozen) add(fmt::format("{} of freeze ({} of the time)", text::duration_words(level.in_freeze), text::percent(frozen, 0)));
    if (level.pages_per_month > most_pages) add(fmt::format("{:.1f} pages a month", level.pages_per_month));
    return out;
}

}  // namespace

std::vector<Objective> all_levels(const Objective& present, std::span<const Objective> asked) {
    std::vector<Objective> out = usual();
    out.push_back(present);
    out.insert(out.end(), asked.begin(), asked.end());
    order(out);
    return out;
}

std::vector<Objective> levels_for(const Baseline& baseline, const Objective& present, std::span<const Objective> asked) {
    std::vector<Objective> out = usual();
    const auto below = [&](double sli) { return std::count_if(out.begin(), out.end(), [&](const Objective& o) { return o.ratio().as_double() <= sli; }); };
    if (baseline.sli) {
        const auto size = static_cast<std::ptrdiff_t>(out.size());
        const double worst = std::min(baseline.window_worst.value_or(baseline.day_worst.value_or(*baseline.sli)), *baseline.sli);
        const std::ptrdiff_t first = std::clamp<std::ptrdiff_t>(below(worst) - kAround, 0, size - 1);
        const std::ptrdiff_t last = std::clamp<std::ptrdiff_t>(below(*baseline.sli) + kAround, first + 1, size);
        out = std::vector<Objective>(out.begin() + first, out.begin() + last);
    }
    out.push_back(present);
    out.insert(out.end(), asked.begin(), asked.end());
    order(out);
    return out;
}

Level level_of(const backtest::VariantResult& variant, const Objective& objective, Duration range, double most_pages) {
    Level out;
    out.objective = text::percent(objective);
    out.target = objective.ratio().as_double();
    out.budget_minutes = objective.allowance().as_double() * variant.period.in_minutes();
    out.budget_now = variant.budget_remaining;
    out.breaches = variant.score.breaches;
    out.in_breach = variant.score.in_breach;
    out.freezes = variant.score.freezes;
    out.in_freeze = variant.score.in_freeze;
    out.pages = variant.score.pages;
    out.tickets = variant.score.tickets;
    out.pages_per_month = variant.score.pages_per_month;
    out.detect_median = variant.score.detect_median;
    out.why_not = why_not(out, range, most_pages);
    out.affordable = out.why_not.empty();
    return out;
}

std::optional<std::string> tightest_affordable(std::span<const Level> levels, double events) {
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        if (level->affordable && !coarse(*level, events)) return level->objective;
    }
    return std::nullopt;
}

std::string too_few_events(std::span<const Level> levels, double events, const std::string& noun) {
    const auto first = std::find_if(levels.begin(), levels.end(), [&](const Level& level) { return coarse(level, events); });
    if (first == levels.end()) return {};
    return fmt::format("{}{} needs at least {} {} in a window for one bad one of budget, and there are some {}: one bad event decides it", first->objective,
                       first + 1 == levels.end() ? "" : " (and all that is tighter)", text::count(std::llround(1 / (1 - first->target))), noun,
                       text::count(std::llround(events)));
}

}  // namespace plimsoll::targets
