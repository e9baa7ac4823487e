#include "domain/backtest/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/backtest/report_charts.h"
#include "domain/backtest/words.h"

namespace plimsoll::backtest {

namespace {

/// The palette is the screens': web/src/app/styles.css.
constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --page:#ffffff; --raised:#f6f8fa; --border:#dde2e8; --text:#16202b; --quiet:#566374; --accent:#1a69a6; --track:#e6eaef;
  --plain:#4d7f9f; --caution:#d68a00; --breach:#b3261e; --caution-text:#8a5300; --breach-text:#a3211a; --loss:#f0d9d6; }
@media (prefers-color-scheme: dark) { :root { --page:#11171d; --raised:#182029; --border:#2b3541; --text:#e3e8ee; --quiet:#98a5b4; --accent:#6db3e3;
  --track:#28323d; --plain:#6f9fbd; --caution:#e0a02b; --breach:#ef7a70; --caution-text:#e8b04a; --breach-text:#f58d84; --loss:#4a2a2a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 22px; font-weight: 600; margin: 0 0 4px; }
h2 { font-size: 18px; font-weight: 600; margin: 40px 0 4px; padding-top: 20px; border-top: 1px solid var(--border); overflow-wrap: anywhere; }
h3 { font-size: 14px; font-weight: 600; margin: 26px 0 6px; }
p { margin: 4px 0; max-width: 80ch; }
a { color: var(--accent); }
.quiet, figcaption { color: var(--quiet); }
.caption, figcaption { font-size: 12px; }
.note { border: 1px solid var(--border); border-left: 3px solid var(--caution); border-radius: 4px; padding: 8px 12px; margin: 8px 0; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 13px; min-width: 100%; }
th, td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--border); white-space: nowrap; vertical-align: top; }
th { font-weight: 500; color: var(--quiet); }
td.n, th.n { text-align: right; }
td.wide { white-space: normal; min-width: 22ch; }
tr.first td { font-weight: 600; }
.alarm { color: var(--breach-text); font-weight: 600; }
.careful { color: var(--caution-text); font-weight: 500; }
figure { margin: 10px 0 0; }
svg { display: block; width: 100%; min-width: 620px; height: auto; }
svg text { fill: var(--quiet); font-size: 12px; }
svg .grid { stroke: var(--track); }
svg .zero { stroke: var(--quiet); stroke-width: 1.2; }
svg .tick { stroke: var(--border); }
svg .course { fill: none; stroke: var(--plain); stroke-width: 1.8; stroke-linejoin: round; }
svg .loss { fill: var(--loss); }
svg .page line { stroke: var(--breach); stroke-opacity: .35; }
svg .page path { fill: var(--breach); }
svg .page.cheap path { fill: var(--quiet); } svg .page.cheap line { stroke: var(--quiet); }
svg .page.costly path { fill: var(--caution); } svg .page.costly line { stroke: var(--caution); }
svg .ticket path { fill: var(--page); stroke: var(--quiet); }
svg .behind { fill: var(--quiet); opacity: .55; }
svg .on-front { fill: var(--accent); }
svg .as-it-is { fill: var(--caution); stroke: var(--page); }
details { margin: 8px 0; }
summary { cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 8px 0; }
dt { font-weight: 500; } dd { margin: 0; color: var(--quiet); max-width: 80ch; }
@media (max-width: 560px) { main { padding: 16px 12px 48px; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 6px; } }
@media print { @page { margin: 14mm; } main { max-width: none; padding: 0; } h2 { break-before: page; } h2.only { break-before: auto; } figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; } svg { min-width: 0; } table { font-size: 10px; } th, td { padding-right: 8px; white-space: normal; } * { print-color-adjust: exact; } }
)css";

/// Rows of a table under their headings; what stands in a cell is HTML already.
class Rows {
public:
    struct Column {
        const char* heading;
        const char* kind = "";  ///< a class: "n" for numbers, "wide" for sentences
    };
    explicit Rows(std::vector<Column> columns) : columns_(std::move(columns)) {
        text_ = "<div class=\"scroll\"><table><thead><tr>";
        for (const Column& c : columns_) text_ += fmt::format("<th class=\"{}\">{}</th>", c.kind, c.heading);
        text_ += "</tr></thead><tbody>";
    }
    void add(const std::vector<std::string>& cells, const char* kind = "") {
        text_ += fmt::format("<tr class=\"{}\">", kind);
        for (std::size_t i = 0; i < cells.size(); ++i) text_ += fmt::format("<td class=\"{}\">{}</td>", columns_[i].kind, cells[i]);
        text_ += "</tr>\n";
    }
    [[nodiscard]] std::string text() const { return text_ + "</tbody></table></div>\n"; }

private:
    std::vector<Column> columns_;
    std::string text_;
};

std::string number(std::uint64_t n) { return text::count(static_cast<std::int64_t>(n)); }

std::string toned(const char* tone, bool when, const std::string& words) { return when ? fmt::format("<span class=\"{}\">{}</span>", tone, words) : words; }

std::string comparison(const Backtest& backtest) {
    Rows rows({{"variant"}, {"promise"}, {"budget left", "n"}, {"breaches", "n"}, {"in breach", "n"}, {"pages", "n"}, {"pages / 30 d", "n"}, {"answer", "n"},
               {"cheap", "n"}, {"tickets", "n"}, {"losses missed", "n"}, {"detect, median", "n"}, {"detect, worst", "n"}, {"reset, median", "n"},
               {"precision", "n"}, {"recall", "n"}});
    for (const VariantResult& v : backtest.variants) {
        const Score& s = v.score;
        rows.add({html(v.name), html(v.objective + " over " + v.window), toned("alarm", v.budget_remaining && *v.budget_remaining <= 0, share_words(v.budget_remaining)),
                  toned("alarm", s.breaches > 0, number(s.breaches)), s.breaches > 0 ? text::duration_words(s.in_breach) : "–", number(s.pages), rate_words(s.pages_per_month),
                  number(s.pages_that_answer), toned("careful", s.cheap_pages > 0, number(s.cheap_pages)), number(s.tickets),
                  toned("alarm", s.losses_without_page > 0, fmt::format("{} of {}", s.losses_without_page, s.losses)), length_words(s.detect_median),
                  length_words(s.detect_worst), length_words(s.reset_median), share_words(s.precision, 0), share_words(s.recall, 0)},
                 &v == &backtest.variants.front() ? "first" : "");
    }
    return "<h3>Compared</h3>\n" + rows.text();
}

std::string rules_of(const VariantResult& variant) {
    std::string out;
    for (const catalog::BurnRule& rule : variant.rules) {
        out += fmt::format("{}{} when burn over {}", out.empty() ? "" : "; ", rule.severity == catalog::Severity::page ? "page" : "ticket", rule_words(rule));
    }
    return out.empty() ? "It has no burn rules." : out + ".";
}

std::string alerts_of(const Backtest& backtest, const VariantResult& variant, bool open) {
    if (variant.alerts.empty()) return "<p class=\"quiet\">No alert would have fired.</p>\n";
    Rows rows({{"fired (UTC)"}, {"rule"}, {"severity"}, {"open for", "n"}, {"budget left then", "n"}, {"bad", "n"}, {"cost", "n"}, {"detected after", "n"}, {"worth", "wide"}});
    for (const BacktestAlert& a : variant.alerts) {
        std::string open_words = text::duration_words(open_for(a, backtest.range.end));
        if (!a.resolved_at) open_words += ", still open";
        const auto bad = static_cast<double>(a.bad) / static_cast<double>(std::max<std::int64_t>(1, backtest.unit.per_one));
        rows.add({minute_words(a.fired_at) + (a.began_open ? " (before the range)" : ""), html(a.rule), html(a.severity), open_words, share_words(a.budget_remaining),
                  backtest.unit.per_one == 1 ? text::count(a.bad) : rate_words(bad), text::percent(a.cost), length_words(a.detected_after),
                  toned("careful", a.severity == "page" && a.worth != Worth::answers, html(worth_words(a)))});
    }
    std::string out = fmt::format("<details{}><summary>{} alert{}</summary>\n", open ? " open" : "", number(variant.alerts.size() + variant.alerts_left_out),
                                  variant.alerts.size() + variant.alerts_left_out == 1 ? "" : "s");
    out += rows.text();
    if (variant.alerts_left_out > 0) out += fmt::format("<p class=\"caption quiet\">{} more are not listed.</p>\n", number(variant.alerts_left_out));
    return out + "</details>\n";
}

std::string variant_section(const Backtest& backtest, const VariantResult& variant, bool first) {
    std::string out = fmt::format("<h3>{}: {}</h3>\n<p class=\"caption quiet\">{}", html(variant.name), html(promise_words(backtest, variant)), html(rules_of(variant)));
    if (variant.traffic != 1) out += fmt::format(" With {} times the traffic.", text::number(variant.traffic));
    out += "</p>\n<figure>" + course_chart(backtest, variant);
    if (first) {
        out += "<figcaption>Budget remaining over time. ▼ a page that answers (red), is costly (amber) or cheap (grey); ▽ a ticket; bands are losses. "
               "A gap is a time without counts.</figcaption>";
    }
    return out + "</figure>\n" + alerts_of(backtest, variant, first);
}

std::string detection_words(const Detection& d) {
    if (d.paged_at) return fmt::format("page after {}{}", length_words(d.detected_after), d.spent_by_then ? ", " + text::percent(*d.spent_by_then) + " spent" : "");
    const std::string ticket = d.ticket_at ? ", a ticket at " + minute_words(*d.ticket_at) : "";
    return "<span class=\"alarm\">no page</span>" + ticket;
}

std::string losses_section(const Backtest& backtest) {
    std::string out = fmt::format("<h3>Losses: {}</h3>\n", truth_words(backtest));
    if (backtest.losses.empty()) return out + "<p class=\"quiet\">None in this range.</p>\n";
    std::vector<Rows::Column> columns{{"loss"}, {"from (UTC)"}, {"lasted", "n"}, {"of the budget", "n"}, {"peak burn", "n"}};
    std::vector<std::string> names;
    for (const VariantResult& v : backtest.variants) names.push_back(html(v.name));
    for (const std::string& name : names) columns.push_back({name.c_str(), ""});
    Rows rows(columns);
    for (std::size_t i = 0; i < backtest.losses.size(); ++i) {
        const Loss& loss = backtest.losses[i];
        std::vector<std::string> cells{html(loss.title.empty() ? loss.id : loss.id + " " + loss.title), minute_words(loss.start),
                                       text::duration_words(loss.end - loss.start), text::percent(loss.share), fmt::format("{:.1f}x", loss.peak_burn)};
        for (const VariantResult& v : backtest.variants) cells.push_back(i < v.detections.size() ? detection_words(v.detections[i]) : "–");
        rows.add(cells);
    }
    return out + rows.text();
}

std::string front_section(const Backtest& backtest) {
    if (backtest.front.empty()) return {};
    std::string out = fmt::format("<h3>Other settings of the paging rule: {} tried</h3>\n", number(backtest.front.size()));
    const std::string chart = front_chart(backtest);
    if (!chart.empty()) {
        out += "<figure>" + chart + "<figcaption>Mean time until a loss pages (upwards) against pages in 30 d (to the right): low and left is better. "
               "Blue dots: no other setting detects sooner with as few pages. Amber square: as it is.</figcaption></figure>\n";
    }
    Rows rows({{"pages when burn over"}, {""}, {"budget spent at firing", "n"}, {"pages / 30 d", "n"}, {"of them useless", "n"}, {"recall", "n"}, {"detects after, mean", "n"}});
    for (const FrontPoint& point : backtest.front) {
        if (!point.on_front && !point.as_it_is) continue;
        rows.add({html(rule_words(point.rules)), point.as_it_is ? "as it is" : "", text::percent(point.budget_at_firing), rate_words(point.pages_per_month),
                  rate_words(point.useless_pages_per_month), share_words(point.recall, 0), length_words(point.detect_mean)},
                 point.as_it_is ? "first" : "");
    }
    return out + rows.text();
}

std::string section(const Backtest& backtest, bool only) {
    std::string out = fmt::format("<section id=\"slo-{}\"><h2 class=\"{}\">{}</h2>\n", html(backtest.slo), only ? "only" : "", html(backtest.slo));
    if (!backtest.variants.empty()) {
        out += fmt::format("<p>{} · service {} · {} to {} UTC, in steps of {} · coverage {} · {} steps judged</p>\n", html(promise_words(backtest, backtest.variants.front())),
                           html(backtest.service), minute_words(backtest.range.start), minute_words(backtest.range.end), text::duration(backtest.step),
                           share_words(backtest.coverage), number(backtest.judged));
    }
    if (!backtest.why_empty.empty()) out += "<p class=\"note\">" + html(backtest.why_empty) + "</p>\n";
    for (const std::string& caveat : backtest.caveats) out += "<p class=\"note\">" + html(caveat) + "</p>\n";
    if (!backtest.variants.empty()) {
        out += comparison(backtest);
        for (const VariantResult& v : backtest.variants) out += variant_section(backtest, v, &v == &backtest.variants.front());
        out += losses_section(backtest);
        out += front_section(backtest);
    }
    return out + "</section>\n";
}

constexpr std::string_view kHow = R"html(<section><h2 class="only">How to read it</h2>
<dl>
<dt>Replayed</dt><dd>The judge's own code, at every step of the past as it was counted. Nobody was paged, nothing was changed.</dd>
<dt>A page answers</dt><dd>It was open while a loss lasted, so somebody who got up would have met it.</dd>
<dt>Costly, cheap</dt><dd>It answers nothing known. Costly: at least 1 % of the budget went while it was open. Cheap: less did.</dd>
<dt>Precision, recall</dt><dd>Pages that answer, of all pages; losses with a page, of all losses.</dd>
<dt>Detect, reset</dt><dd>From the begin of a loss to its page; from its end until the alert resolves.</dd>
<dt>Budget left</dt><dd>1 − bad / ((1 − objective) × valid) over the SLO's window, at the end of the range. Below zero it is overspent.</dd>
</dl></section>
)html";

}  // namespace

std::string html_report(std::span<const Backtest> backtests, const std::string& made) {
    std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Backtest";
    if (backtests.size() == 1) out += " of " + html(backtests.front().slo);
    out += "</title>\n<style>";
    out += kStyle;
    out += "</style></head><body><main>\n<h1>Backtest</h1>\n<p class=\"quiet\">What these alerts would have done over the past. Made by " + html(made) + ".</p>\n";
    if (backtests.empty()) out += "<p class=\"note\">There was no SLO to test.</p>\n";
    if (backtests.size() > 1) {
        Rows rows({{"SLO"}, {"budget left", "n"}, {"breaches", "n"}, {"pages", "n"}, {"pages / 30 d", "n"}, {"cheap", "n"}, {"losses missed", "n"}});
        for (const Backtest& b : backtests) {
            const std::string name = fmt::format("<a href=\"#slo-{0}\">{0}</a>", html(b.slo));
            if (b.variants.empty()) {
                rows.add({name, "–", "–", "–", "–", "–", "–"});
                continue;
            }
            const VariantResult& v = b.variants.front();
            rows.add({name, share_words(v.budget_remaining), number(v.score.breaches), number(v.score.pages), rate_words(v.score.pages_per_month), number(v.score.cheap_pages),
                      fmt::format("{} of {}", v.score.losses_without_page, v.score.losses)});
        }
        out += rows.text();
    }
    for (const Backtest& b : backtests) out += section(b, backtests.size() == 1);
    out += kHow;
    return out + "</main></body></html>\n";
}

}  // namespace plimsoll::backtest
