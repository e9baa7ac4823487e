#include "domain/targets/noticed.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "domain/targets/basis.h"

namespace plimsoll::targets {
namespace {

constexpr Duration kHour = Duration::hours(1);

/// Ends of stretches, in steps from the start of the range, rising.
struct Stretches {
    std::vector<std::int64_t> ends;
    std::int64_t runs = 0;      ///< ends that follow each other are one
    std::int64_t length = 0;    ///< steps of one stretch
};

Stretches find_stretches(const slo::Tape& tape, TimeRange range, const Notice& notice) {
    Stretches out;
    out.length = std::max<std::int64_t>(1, (notice.over + tape.step() - Duration::ms(1)) / tape.step());
    const Duration length = tape.step() * out.length;
    const std::int64_t steps = range.length() / tape.step();
    for (std::int64_t n = out.length; n <= steps; ++n) {
        const Timestamp end = range.start + tape.step() * n;
        const ledger::Slot sum = tape.sum({end - length, end}).sum;
        if (sum.valid <= 0 || static_cast<__int128>(sum.bad) * notice.share.denominator() < static_cast<__int128>(sum.valid) * notice.share.numerator()) continue;
        if (out.ends.empty() || out.ends.back() + 1 < n) ++out.runs;
        out.ends.push_back(n);
    }
    return out;
}

struct Windows {
    std::int64_t all = 0;
    std::int64_t noticed = 0;
    std::optional<Ratio> least;  ///< error ratio of the noticed ones
};

Windows find_windows(const slo::Tape& tape, TimeRange range, Duration period, const Stretches& stretches) {
    Windows out;
    for (Timestamp end = (range.start + period + kHour - Duration::ms(1)).floor(kHour); end <= range.end; end = end + kHour) {
        ++out.all;
        const std::int64_t first = (end - period - range.start + tape.step() - Duration::ms(1)) / tape.step() + stretches.length;
        const auto held = std::lower_bound(stretches.ends.begin(), stretches.ends.end(), first);
        if (held == stretches.ends.end() || range.start + tape.step() * *held > end) continue;
        const ledger::Slot sum = tape.sum({end - period, end}).sum;
        if (sum.valid <= 0) continue;
        ++out.noticed;
        const Ratio error = *Ratio::of(sum.bad, sum.valid);
        if (!out.least || error < *out.least) out.least = error;
    }
    return out;
}

}  // namespace

Noticed loosest_noticed(const slo::Tape& tape, TimeRange range, Duration period, const Notice& notice, std::span<const Objective> levels) {
    const Stretches stretches = find_stretches(tape, range, notice);
    const std::string what = fmt::format("{} % bad over {}", text::number(notice.share.as_double() * 100), text::duration_words(tape.step() * stretches.length));
    if (stretches.ends.empty()) return {std::nullopt, fmt::format("Nothing follows: the history holds no stretch of {}.", what)};
    const Windows windows = find_windows(tape, range, period, stretches);
    if (windows.all == 0) return {std::nullopt, fmt::format("Nothing follows: the history of {} holds no whole window of {}.", text::duration_words(range.length()), text::duration_words(period))};
    if (!windows.least)
        return {std::nullopt, fmt::format("Nothing follows: none of the {} windows of {} holds one of the stretches of {} whole.", text::count(windows.all), text::duration_words(period), what)};
    const std::string found = fmt::format("Users noticed {}: stretches of at least {}. {} of {} windows of {}, one ending each hour, hold one; the best of these delivered {}",
                                          stretches.runs == 1 ? "once" : fmt::format("{} times", text::count(stretches.runs)), what, text::count(windows.noticed),
                                          text::count(windows.all), text::duration_words(period), share_words(1 - windows.least->as_double()));
    const auto level = std::find_if(levels.begin(), levels.end(), [&](const Objective& o) { return o.allowance() <= *windows.least; });
    if (level == levels.end()) return {std::nullopt, found + ", better than every level that was compared: no objective of these would have told."};
    return {*level, fmt::format("{}: any objective below would call that window kept. Rounded up to a level: {}.", found, text::percent(*level))};
}

}  // namespace plimsoll::targets
