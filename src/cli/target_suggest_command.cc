// target_suggest_command.cc: `plimsoll target suggest`: what a history says about what may be promised.
#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/load_line.h"
#include "cli/output.h"
#include "cli/time_text.h"
#include "cli/week_map.h"
#include "domain/targets/basis.h"
#include "domain/targets/views.h"

namespace plimsoll::cli {

namespace {

using targets::Level;
using targets::TargetSuggestion;

std::string share(const std::optional<double>& value) { return value ? targets::share_words(*value) : "–"; }

Result<std::string> target_of(const TargetQuestion& q) {
    const Timestamp now = SystemClock().now();
    std::string out = "/api/v1/slos/" + encoded(q.slo) + "/target";
    char sign = '?';
    const auto add = [&](const char* name, const std::string& value) {
        if (value.empty()) return;
        out += sign + std::string(name) + "=" + encoded(value);
        sign = '&';
    };
    if (!q.from.empty()) {
        TRY_ASSIGN(const Timestamp from, time_of("--from", q.from, q.zone, now));
        add("from", text::rfc3339(from));
    }
    if (!q.to.empty()) {
        TRY_ASSIGN(const Timestamp to, time_of("--to", q.to, q.zone, now));
        add("to", text::rfc3339(to));
    }
    for (const std::string& level : q.levels) add("level", level);
    add("notice", q.notice);
    add("most_pages", q.most_pages);
    add("zone", q.zone);
    return out;
}

void print_baseline(const TargetSuggestion& s, const Terminal& terminal) {
    const targets::Baseline& b = s.baseline;
    fmt::print("\n{}\n", terminal.tone("What was delivered", Tone::strong));
    fmt::print("  {} from {} to {}\n", share(b.sli), text::rfc3339(b.range.start), text::rfc3339(b.range.end));
    fmt::print("  {} bad of {} {}{}\n", text::count(b.bad), text::count(b.valid), text::printable(s.noun),
               b.coverage ? fmt::format(", {} of the time measured", text::percent(*b.coverage)) : "");
    if (b.day_worst) fmt::print("  days: worst {}, median {}, best {}\n", share(b.day_worst), share(b.day_median), share(b.day_best));
    if (b.window_worst) fmt::print("  windows of {}: worst {}, median {}\n", text::duration(s.period), share(b.window_worst), share(b.window_median));
    if (!b.week.empty()) fmt::print("\n{}", week_map(b.week, terminal));
    if (!b.pattern.empty()) fmt::print("  {} ({})\n", terminal.tone(text::printable(b.pattern), Tone::caution), text::printable(b.zone));
}

std::string paged_after(const Level& level) {
    if (!level.detect_median) return "–";
    return *level.detect_median <= Duration() ? "at once" : text::duration_words(*level.detect_median);
}

std::string times(std::uint64_t n, Duration length) { return n == 0 && length == Duration() ? "0" : fmt::format("{} ({})", n, text::duration_words(length)); }

void print_levels(const TargetSuggestion& s, const Terminal& terminal) {
    fmt::print("\n{}\n", terminal.tone("What each objective would have brought", Tone::strong));
    Table table({{"  objective", Table::Align::right}, {"budget at the end"}, {"", Table::Align::right}, {"breaches"}, {"freezes"}, {"pages a month", Table::Align::right},
                 {"tickets", Table::Align::right}, {"paged after"}, {""}});
    const int bar = std::clamp(terminal.width() - 100, 12, 24);
    for (const Level& level : s.levels) {
        LoadLine line;
        line.remaining = level.budget_now;
        table.add({{"  " + level.objective + (level.as_it_is ? " now" : ""), level.as_it_is ? Tone::strong : Tone::plain}, {load_bar(line, bar, terminal), Tone::plain, true},
                   {level.budget_now ? text::percent(*level.budget_now) : "–"}, {times(level.breaches, level.in_breach)}, {times(level.freezes, level.in_freeze)},
                   {fmt::format("{:.1f}", level.pages_per_month)}, {std::to_string(level.tickets)}, {paged_after(level)},
                   {level.affordable ? "affordable" : "too dear: " + level.why_not, level.affordable ? Tone::good : Tone::quiet}});
    }
    fmt::print("{}", table.text(terminal));
}

void print_answers(const TargetSuggestion& s, const Terminal& terminal) {
    fmt::print("\n  tightest that is affordable: {}\n", s.tightest_affordable ? terminal.tone(*s.tightest_affordable, Tone::strong) : "none of these");
    if (s.loosest_noticed) fmt::print("  loosest that tells when users notice: {}\n", terminal.tone(*s.loosest_noticed, Tone::strong));
    if (!s.noticed_why.empty()) fmt::print("  {}\n", text::printable(s.noticed_why));
}

void print_upstreams(const TargetSuggestion& s, const Terminal& terminal) {
    if (s.dependencies.empty()) return;
    fmt::print("\n{}\n", terminal.tone("What it depends on", Tone::strong));
    Table table({{"  service"}, {"slo"}, {"promises", Table::Align::right}, {"delivered", Table::Align::right}});
    for (const targets::DependencyBound& d : s.dependencies) table.add({{"  " + d.service}, {d.slo.empty() ? "–" : d.slo}, {share(d.objective)}, {share(d.delivered)}});
    fmt::print("{}", table.text(terminal));
    if (s.dependencies_deliver) fmt::print("  in series: {}\n", share(s.dependencies_deliver));
}

/// What is suggested, unless it is promised already: "99.9".
std::string to_propose(const TargetSuggestion& s) {
    if (!s.tightest_affordable || *s.tightest_affordable == s.objective) return "PERCENT";
    return s.tightest_affordable->substr(0, s.tightest_affordable->find(' '));
}

void print_all(const TargetSuggestion& s) {
    const Terminal terminal(stdout);
    fmt::print("{}  promises {} over {}\n", terminal.tone(text::printable(s.slo), Tone::strong), s.objective, text::printable(s.window));
    if (!s.why_empty.empty()) {
        fmt::print("  {}\n", text::printable(s.why_empty));
    } else {
        print_baseline(s, terminal);
        print_levels(s, terminal);
        print_answers(s, terminal);
    }
    print_upstreams(s, terminal);
    if (!s.warnings.empty() || !s.caveats.empty()) fmt::print("\n");
    for (const std::string& warning : s.warnings) fmt::print("  {} {}\n", terminal.tone("!", Tone::caution), text::printable(warning));
    for (const std::string& caveat : s.caveats) fmt::print("  {}\n", terminal.tone(text::printable(caveat), Tone::quiet));
    if (s.why_empty.empty()) fmt::print("\n  `plimsoll target propose {} --objective {} --reason WHY` proposes one\n", text::printable(s.slo), to_propose(s));
}

}  // namespace

int target_suggest(const Common& common, const TargetQuestion& question) {
    auto target = target_of(question);
    if (!target) return report(target.error());
    auto body = Session(common).get(*target);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto suggestion = json::decode<TargetSuggestion>(*body);
    if (!suggestion) return report(suggestion.error());
    print_all(*suggestion);
    return kOk;
}

}  // namespace plimsoll::cli
