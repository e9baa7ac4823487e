#include "cli/backtest_print.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "cli/plot.h"
#include "domain/backtest/words.h"

namespace plimsoll::cli {

namespace {

using backtest::Backtest;
using backtest::BacktestAlert;
using backtest::FrontPoint;
using backtest::length_words;
using backtest::minute_words;
using backtest::rate_words;
using backtest::rule_words;
using backtest::share_words;
using backtest::VariantResult;

constexpr std::size_t kMostRows = 40;  ///< of alerts and losses; the report and --json have all
constexpr std::size_t kFewRows = 10;   ///< of what is tried beside the SLO as it is
constexpr int kAxis = 9;               ///< columns that plot() takes for its labels
constexpr int kWidest = 110;

std::string number(std::uint64_t n) { return text::count(static_cast<std::int64_t>(n)); }

/// One line of the comparison: a figure of every variant.
struct Figure {
    const char* heading;
    Cell (*of)(const VariantResult&);
};

const std::vector<Figure>& figures() {
    static const std::vector<Figure> all{
        {"objective", [](const VariantResult& v) { return Cell{v.objective}; }},
        {"window", [](const VariantResult& v) { return Cell{v.window}; }},
        {"budget left", [](const VariantResult& v) { return Cell{share_words(v.budget_remaining), v.budget_remaining && *v.budget_remaining <= 0 ? Tone::alarm : Tone::plain}; }},
        {"breaches", [](const VariantResult& v) { return Cell{number(v.score.breaches), v.score.breaches > 0 ? Tone::alarm : Tone::plain}; }},
        {"pages", [](const VariantResult& v) { return Cell{number(v.score.pages)}; }},
        {"/30d", [](const VariantResult& v) { return Cell{rate_words(v.score.pages_per_month)}; }},
        {"answer", [](const VariantResult& v) { return Cell{number(v.score.pages_that_answer)}; }},
        {"cheap", [](const VariantResult& v) { return Cell{number(v.score.cheap_pages), v.score.cheap_pages > 0 ? Tone::caution : Tone::plain}; }},
        {"missed", [](const VariantResult& v) {
             return Cell{fmt::format("{}/{}", v.score.losses_without_page, v.score.losses), v.score.losses_without_page > 0 ? Tone::alarm : Tone::plain};
         }},
        {"detect", [](const VariantResult& v) { return Cell{length_words(v.score.detect_median)}; }},
        {"reset", [](const VariantResult& v) { return Cell{length_words(v.score.reset_median)}; }},
        {"precision", [](const VariantResult& v) { return Cell{share_words(v.score.precision, 0)}; }},
        {"recall", [](const VariantResult& v) { return Cell{share_words(v.score.recall, 0)}; }},
    };
    return all;
}

Table by_variant(const Backtest& b) {
    std::vector<Table::Column> columns{{"variant"}};
    for (const Figure& f : figures()) columns.push_back({f.heading, Table::Align::right});
    Table table(columns);
    for (const VariantResult& v : b.variants) {
        std::vector<Cell> row{{v.name, Tone::strong}};
        for (const Figure& f : figures()) row.push_back(f.of(v));
        table.add(std::move(row));
    }
    return table;
}

/// For narrow terminals: a column each variant, as many beside each other as fit.
std::string by_figure(const Backtest& b, const Terminal& terminal) {
    std::string out;
    for (std::size_t first = 0; first < b.variants.size();) {
        std::vector<Table::Column> headings{{""}};
        std::size_t end = first;
        for (std::size_t width = 12; end < b.variants.size(); ++end) {
            width += 2 + std::max<std::size_t>(columns(text::printable(b.variants[end].name)), 12);
            if (end > first && width > static_cast<std::size_t>(terminal.width())) break;
            headings.push_back({text::printable(b.variants[end].name), Table::Align::right});
        }
        Table table(headings);
        for (const Figure& f : figures()) {
            std::vector<Cell> row{{f.heading, Tone::quiet}};
            for (std::size_t i = first; i < end; ++i) row.push_back(f.of(b.variants[i]));
            table.add(std::move(row));
        }
        out += (first > 0 ? "\n" : "") + table.text(terminal);
        first = end;
    }
    return out;
}

std::string comparison(const Backtest& b, const Terminal& terminal) {
    const std::string wide = by_variant(b).text(terminal);
    return columns(wide.substr(0, wide.find('\n'))) <= static_cast<std::size_t>(terminal.width()) ? wide : by_figure(b, terminal);
}

/// Characters at the columns of a plot where something was.
class MarkLine {
public:
    MarkLine(const Backtest& b, int columns) : range_(b.range), marks_(static_cast<std::size_t>(columns)) {}
    void put(Timestamp at, const char* mark) { marks_[place(at)] = mark; }
    void fill(TimeRange range, const char* mark) {
        for (std::size_t i = place(range.start); i <= place(range.end); ++i) marks_[i] = mark;
    }
    [[nodiscard]] std::string text(const std::string& label, const Terminal& terminal, Tone tone) const {
        std::string out;
        for (const char* mark : marks_) out += mark == nullptr ? " " : mark;
        out.erase(out.find_last_not_of(' ') + 1);
        if (out.empty()) return {};
        return terminal.tone(fmt::format("{:>{}}", label, kAxis - 1), Tone::quiet) + " " + terminal.tone(out, tone) + "\n";
    }

private:
    [[nodiscard]] std::size_t place(Timestamp at) const {
        const double share = (at - range_.start).in_seconds() / std::max(1.0, range_.length().in_seconds());
        return static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(marks_.size() - 1));
    }
    TimeRange range_;
    std::vector<const char*> marks_;
};

std::string course(const Backtest& b, const VariantResult& v, const Terminal& terminal) {
    const int width = std::min(terminal.width(), kWidest);
    Plot line;
    for (const backtest::CoursePoint& point : v.course) line.points.push_back(point.remaining ? std::optional(std::max(-1.0, *point.remaining)) : std::nullopt);
    line.rules = {0};
    line.left = minute_words(b.range.start);
    line.right = minute_words(b.range.end);
    std::string out = plot(line, width, 8, terminal);
    const int columns = std::max(10, width - kAxis);
    MarkLine pages(b, columns), tickets(b, columns), losses(b, columns);
    for (const BacktestAlert& alert : v.alerts) (alert.severity == "page" ? pages : tickets).put(alert.fired_at, alert.severity == "page" ? "▲" : "△");
    for (const backtest::Loss& loss : b.losses) losses.fill({loss.start, loss.end}, "▀");
    out += losses.text("losses", terminal, Tone::caution);
    out += pages.text("pages", terminal, Tone::alarm);
    out += tickets.text("tickets", terminal, Tone::quiet);
    return out;
}

std::string alerts(const Backtest& b, const VariantResult& v, std::size_t most, const Terminal& terminal) {
    if (v.alerts.empty()) return "  No alert would have fired.\n";
    Table table({{"fired (UTC)"}, {"rule"}, {"open for", Table::Align::right}, {"budget then", Table::Align::right}, {"worth"}});
    const std::size_t shown = std::min(v.alerts.size(), most);
    for (std::size_t i = 0; i < shown; ++i) {
        const BacktestAlert& a = v.alerts[i];
        const bool idle = a.severity == "page" && a.worth != backtest::Worth::answers;
        table.add({{minute_words(a.fired_at)},
                   {a.rule},
                   {text::duration_words(open_for(a, b.range.end)) + (a.resolved_at ? "" : " +")},
                   {share_words(a.budget_remaining)},
                   {worth_words(a) + (a.detected_after ? ", after " + length_words(a.detected_after) : ""), idle ? Tone::caution : Tone::plain}});
    }
    std::string out = table.text(terminal);
    const std::uint64_t more = v.alerts.size() - shown + v.alerts_left_out;
    return more > 0 ? out + fmt::format("  and {} more; --json and --report have them\n", number(more)) : out;
}

std::string missed(const Backtest& b, const VariantResult& v, const Terminal& terminal) {
    Table table({{"loss without a page"}, {"from (UTC)"}, {"lasted", Table::Align::right}, {"of the budget", Table::Align::right}, {"peak burn", Table::Align::right}, {""}});
    std::size_t left = kMostRows;
    for (std::size_t i = 0; i < b.losses.size() && i < v.detections.size() && left > 0; ++i) {
        if (v.detections[i].paged_at) continue;
        const backtest::Loss& loss = b.losses[i];
        --left;
        table.add({{loss.title.empty() ? loss.id : loss.id + " " + loss.title}, {minute_words(loss.start)}, {text::duration_words(loss.end - loss.start)},
                   {text::percent(loss.share)}, {fmt::format("{:.1f}x", loss.peak_burn)},
                   {v.detections[i].ticket_at ? "ticket at " + minute_words(*v.detections[i].ticket_at) : ""}});
    }
    return table.empty() ? "" : "\n" + table.text(terminal);
}

std::string variant_text(const Backtest& b, const VariantResult& v, const Terminal& terminal) {
    std::string out = fmt::format("\n{}\n", terminal.tone(text::printable(fmt::format("{}: {}", v.name, promise_words(b, v))), Tone::strong));
    return out + course(b, v, terminal) + "\n" + alerts(b, v, &v == &b.variants.front() ? kMostRows : kFewRows, terminal) + missed(b, v, terminal);
}

/// Pages to the right, time to detect upwards.
std::string scatter(const Backtest& b, const Terminal& terminal) {
    double pages = 1, minutes = 1;
    for (const FrontPoint& point : b.front) {
        if (!point.detect_mean) continue;
        pages = std::max(pages, point.pages_per_month);
        minutes = std::max(minutes, point.detect_mean->in_minutes());
    }
    const int width = std::min(terminal.width(), 72) - kAxis;
    constexpr int kRows = 10;
    std::vector<std::vector<const char*>> grid(kRows, std::vector<const char*>(static_cast<std::size_t>(width), " "));
    for (const int level : {0, 1, 2}) {  // what matters more is drawn over what matters less
        for (const FrontPoint& point : b.front) {
            if (!point.detect_mean || (point.as_it_is ? 2 : point.on_front ? 1 : 0) != level) continue;
            const auto x = static_cast<std::size_t>(std::lround(point.pages_per_month / pages * (width - 1)));
            const auto y = static_cast<std::size_t>(kRows - 1 - std::lround(point.detect_mean->in_minutes() / minutes * (kRows - 1)));
            static constexpr const char* kMarks[] = {"·", "●", "◆"};
            grid[y][x] = kMarks[level];
        }
    }
    std::string out;
    for (int row = 0; row < kRows; ++row) {
        std::string line;
        for (const char* cell : grid[static_cast<std::size_t>(row)]) line += cell;
        line.erase(line.find_last_not_of(' ') + 1);
        const std::string label = row == 0 ? text::duration(Duration::minutes(std::llround(minutes))) : row == kRows - 1 ? "0" : "";
        const std::size_t pad = kAxis - 2 > static_cast<int>(columns(label)) ? kAxis - 2 - columns(label) : 0;
        out += terminal.tone(std::string(pad, ' ') + label + " ┤", Tone::quiet) + line + "\n";
    }
    return out + terminal.tone(fmt::format("{:>{}}  0 to {} pages in 30 d; upwards: mean time to detect a loss.  ● front  ◆ as it is\n", "", kAxis - 2, rate_words(pages)), Tone::quiet);
}

std::string front(const Backtest& b, const Terminal& terminal) {
    if (b.front.empty()) return {};
    Table table({{"pages when burn over"}, {"at firing", Table::Align::right}, {"/30d", Table::Align::right}, {"useless", Table::Align::right},
                 {"recall", Table::Align::right}, {"detects after", Table::Align::right}, {""}});
    for (const FrontPoint& point : b.front) {
        if (!point.on_front && !point.as_it_is) continue;
        table.add({{rule_words(point.rules)}, {text::percent(point.budget_at_firing)}, {rate_words(point.pages_per_month)}, {rate_words(point.useless_pages_per_month)},
                   {share_words(point.recall, 0)}, {length_words(point.detect_mean)}, {point.as_it_is ? "as it is" : ""}});
    }
    return fmt::format("\n{}\n", terminal.tone(fmt::format("The front of {} other settings of the paging rule", b.front.size()), Tone::strong)) + scatter(b, terminal) + "\n" +
           table.text(terminal);
}

}  // namespace

std::string backtest_text(const Backtest& b, const Terminal& terminal) {
    std::string out = terminal.tone(text::printable(b.slo), Tone::strong);
    if (b.variants.empty()) {
        out += "\n";
    } else {
        out += text::printable(fmt::format(": {}; {} to {} UTC in steps of {}; coverage {}", promise_words(b, b.variants.front()), minute_words(b.range.start),
                                           minute_words(b.range.end), text::duration(b.step), share_words(b.coverage))) + "\n";
    }
    if (!b.why_empty.empty()) out += "  " + text::printable(b.why_empty) + "\n";
    for (const std::string& caveat : b.caveats) out += terminal.tone("  note: ", Tone::caution) + text::printable(caveat) + "\n";
    if (b.variants.empty()) return out;
    out += fmt::format("\n{}", comparison(b, terminal));
    out += terminal.tone(fmt::format("losses: {}; a cheap page spent less than 1 % of the budget and answers nothing\n", truth_words(b)), Tone::quiet);
    for (const VariantResult& v : b.variants) out += variant_text(b, v, terminal);
    return out + front(b, terminal);
}

}  // namespace plimsoll::cli
