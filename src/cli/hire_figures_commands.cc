// hire_figures_commands.cc: `plimsoll hire funnel | plan | agreement | fairness | scorecards`: figures of hiring, none about a single candidate.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/hire_parts.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/terminal.h"
#include "domain/hiring/agreement_page.h"
#include "domain/hiring/declared.h"
#include "domain/hiring/funnel.h"
#include "domain/hiring/hiring_plan.h"
#include "domain/people/question_words.h"

namespace plimsoll::cli {

namespace {

using people::word_of;

std::string query_of(const HireFigures& options) {
    return fmt::format("?opening={}&kit={}&from={}&to={}", encoded(options.opening), encoded(options.kit), encoded(options.from), encoded(options.to));
}

/// Asks, and hands what came to `print`; with --json it goes out as it came.
template <class T>
int shown(const Common& common, const std::string& target, void (*print)(const T&)) {
    const auto body = Session(common).get(target);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    const auto view = json::decode<T>(*body);
    if (!view) return report(view.error());
    print(*view);
    return kOk;
}

std::string days(const hiring::WaitFigure& figure) {
    if (!figure.median) return figure.why_empty;
    return fmt::format("{:.1f} d, median of {}, {} of them over", static_cast<double>(figure.median->in_ms()) / 86'400'000.0, figure.n, figure.ended);
}

std::string share(const Measure& m) {
    if (!m.value) return m.why_empty;
    std::string out = fmt::format("{:.0f} % of {}", *m.value * 100, m.sample_size);
    if (m.interval) out += fmt::format(" ({:.0f} to {:.0f} %)", m.interval->low * 100, m.interval->high * 100);
    return out;
}

std::string coefficient(const people::Coefficient& c) {
    if (!c.value) return c.why_undefined;
    std::string out = fmt::format("{:.2f} over {}", *c.value, c.units);
    if (c.interval) out += fmt::format(" ({:.2f} to {:.2f})", c.interval->low, c.interval->high);
    return out;
}

void print_funnel(const hiring::FunnelView& view) {
    const Terminal terminal(stdout);
    Table table({{"stage"}, {"reached", Table::Align::right}, {"here", Table::Align::right}, {"rejected", Table::Align::right}, {"withdrawn", Table::Align::right}, {"went on"}, {"time in it"}});
    for (const hiring::FunnelStage& s : view.stages)
        table.add({{word_of(s.stage), Tone::strong}, {std::to_string(s.reached)}, {std::to_string(s.here)}, {std::to_string(s.rejected)}, {std::to_string(s.withdrawn)}, {share(s.conversion)}, {days(s.time)}});
    fmt::print("{}\n", table.text(terminal));
    fmt::print("time to fill       {}\n", days(view.time_to_fill));
    fmt::print("offer rate         {}\n", share(view.offer_rate));
    fmt::print("offers accepted    {}; {} wait for an answer\n", share(view.offers_accepted), view.offers_waiting);
    fmt::print("met at 90 days     {}\n", share(view.met_90));
    fmt::print("met at 180 days    {}\n", share(view.met_180));
    fmt::print("cleared on-call    {}\n", share(view.cleared_for_on_call));
    fmt::print("kept a year        {}\n", share(view.kept_a_year));
    fmt::print("quality of hire    {}; {} are to be looked at\n", share(view.quality_of_hire), view.quality_due);
}

void print_plan(const hiring::HiringPlan& plan) {
    const Terminal terminal(stdout);
    Table table({{"opening"}, {"title"}, {"filled", Table::Align::right}, {"in process", Table::Align::right}, {"state"}, {"why"}});
    for (const hiring::PlannedPost& p : plan.posts) {
        const Tone tone = p.state == hiring::PlanState::late ? Tone::alarm : p.state == hiring::PlanState::likely_late ? Tone::caution : Tone::plain;
        std::string state = word_of(p.state);
        for (char& c : state) c = c == '_' ? ' ' : c;
        table.add({{p.opening, Tone::strong}, {p.title}, {fmt::format("{}/{}", p.filled, p.headcount)}, {std::to_string(p.in_process)}, {state, tone}, {p.why}});
    }
    fmt::print("{}{} of {} posts filled; time to fill {}\n", table.text(terminal), plan.filled, plan.headcount, days(plan.time_to_fill));
}

void print_agreement(const hiring::AgreementPage& page) {
    const Terminal terminal(stdout);
    fmt::print("{} cards of {} applications, first versions; left out: {} erased, {} hidden from you, {} older\n\n", page.cards, page.applications, page.erased, page.hidden, page.beyond);
    Table table({{"dimension"}, {"alpha, ordinal"}, {"raw"}, {"AC1"}});
    table.add({{"all", Tone::strong}, {coefficient(page.overall.alpha)}, {coefficient(page.overall.raw)}, {coefficient(page.overall.ac1)}});
    for (const hiring::DimensionAgreement& d : page.dimensions) table.add({{d.name}, {coefficient(d.report.alpha)}, {coefficient(d.report.raw)}, {coefficient(d.report.ac1)}});
    fmt::print("{}\n", table.text(terminal));
    for (const std::string& note : page.overall.notes) fmt::print("{}", wrapped(text::printable(note), static_cast<std::size_t>(std::min(terminal.width(), kWidestText)), "- ", "  "));
    fmt::print("composite of one interviewer, ICC(2,1)  {}\ncomposite of the panel, ICC(2,k)        {}\n\n", coefficient(page.composite_of_one), coefficient(page.composite_of_panel));
    Table raters({{"interviewer"}, {"cards", Table::Align::right}, {"ratings", Table::Align::right}, {"not assessed", Table::Align::right}, {"evidence a rating", Table::Align::right},
                  {"leniency", Table::Align::right}, {"changed", Table::Align::right}});
    for (const hiring::RaterHabits& r : page.raters)
        raters.add({{r.rater.name.empty() ? r.rater.id : r.rater.name, Tone::strong}, {std::to_string(r.cards)}, {std::to_string(r.ratings)}, {std::to_string(r.not_assessed)},
                    {r.evidence_per_rating ? fmt::format("{:.1f}", *r.evidence_per_rating) : "-"}, {r.leniency ? fmt::format("{:+.2f}", r.leniency->effect) : "-"}, {std::to_string(r.changed)}});
    fmt::print("{}", raters.text(terminal));
    if (!page.why_no_leniency.empty()) fmt::print("no leniency: {}\n", text::printable(page.why_no_leniency));
}

/// What a group's figures say, or why there are none.
std::vector<Cell> cells_of(const people::ImpactRow& row) {
    std::string group;
    for (const std::string& one : row.group) group += (group.empty() ? "" : " x ") + one;
    if (!row.enough) return {{group, Tone::strong}, {"-"}, {"-"}, {"-"}, {"-"}, {row.why_empty, Tone::quiet}};
    const std::string ratio = row.ratio ? fmt::format("{:.3f}", *row.ratio) : row.reference ? "highest" : "-";
    std::string beside;
    if (row.interval) beside += fmt::format("{:.2f} to {:.2f}", row.interval->low, row.interval->high);
    if (row.flip && row.flip->ratio) beside += fmt::format("{}one person: {:.3f}", beside.empty() ? "" : "; ", *row.flip->ratio);
    return {{group, Tone::strong}, {fmt::format("{}/{}", row.counts.advanced, row.counts.assessed)}, {fmt::format("{:.0f} %", row.rate * 100)}, {ratio},
            {row.fisher_p ? fmt::format("{:.4f}", *row.fisher_p) : "-"}, {beside}};
}

void print_fairness(const hiring::FairnessPage& page) {
    const Terminal terminal(stdout);
    const auto width = static_cast<std::size_t>(std::min(terminal.width(), kWidestText));
    if (!page.why_empty.empty()) fmt::print("{}\n", text::printable(page.why_empty));
    else fmt::print("{} decided applications, {}\n", page.counted, page.of == "hired" ? "who was hired" : "who went on from " + page.of);
    for (const hiring::FairnessTable& table : page.tables) {
        fmt::print("\n{}\n", terminal.tone(text::printable(fmt::format("{}", fmt::join(table.table.attributes, " x "))), Tone::strong));
        if (!table.why_withheld.empty()) {
            fmt::print("{}", wrapped(text::printable(table.why_withheld), width, "", ""));
            continue;
        }
        Table rows({{"group"}, {"advanced", Table::Align::right}, {"rate", Table::Align::right}, {"ratio", Table::Align::right}, {"Fisher p", Table::Align::right}, {"beside it"}});
        for (const people::ImpactRow& row : table.table.rows) rows.add(cells_of(row));
        fmt::print("{}", rows.text(terminal));
    }
    fmt::print("\n");
    for (const std::string& note : page.notes) fmt::print("{}", wrapped(text::printable(note), width, "- ", "  "));
}

}  // namespace

int hire_fairness(const Common& common, const std::string& stage, bool csv) {
    if (!csv) return shown<hiring::FairnessPage>(common, kHiringBase + "fairness?stage=" + encoded(stage), print_fairness);
    const auto body = Session(common).get(kHiringBase + "fairness/table?stage=" + encoded(stage));
    if (!body) return report(body.error());
    fmt::print("{}", *body);
    return kOk;
}

int hire_funnel(const Common& common, const HireFigures& options) { return shown<hiring::FunnelView>(common, kHiringBase + "funnel" + query_of(options), print_funnel); }

int hire_plan(const Common& common) { return shown<hiring::HiringPlan>(common, kHiringBase + "plan", print_plan); }

int hire_agreement(const Common& common, const HireFigures& options) { return shown<hiring::AgreementPage>(common, kHiringBase + "agreement" + query_of(options), print_agreement); }

int hire_scorecards(const Common& common, const HireFigures& options) {
    const auto body = Session(common).get(kHiringBase + "export" + query_of(options) + "&format=" + encoded(options.format));
    if (!body) return report(body.error());
    if (options.out.empty()) {
        fmt::print("{}", *body);
        return kOk;
    }
    std::ofstream file(options.out, std::ios::binary);
    file << *body;
    file.close();
    if (!file) return report(Error(plimsoll::errors::io, "cannot write " + options.out));
    fmt::print(stderr, "{} bytes in {}\n", body->size(), text::printable(options.out));
    return kOk;
}

}  // namespace plimsoll::cli
