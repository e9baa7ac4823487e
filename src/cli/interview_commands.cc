// interview_commands.cc: `plimsoll interview kit list | show | check | gaps`: interview kits, out of this binary or of a server.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "cli/checked.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/terminal.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/kit_views.h"
#include "domain/hiring/panel.h"
#include "domain/people/question_words.h"

namespace plimsoll::cli {

namespace {

using hiring::InterviewKit;
using hiring::InterviewKitView;
using hiring::KitShelf;

std::vector<std::filesystem::path> folders_of(const std::string& kits) {
    std::vector<std::filesystem::path> out;
    if (!kits.empty()) out.emplace_back(kits);
    return out;
}

/// Of the server that --server names, else of this binary and the kits.
Result<hiring::InterviewKitList> list_of(const Common& common, const std::string& kits) {
    if (!common.server.empty()) return fetch<hiring::InterviewKitList>(Session(common), "/api/v1/hiring/kits");
    TRY_ASSIGN(const KitShelf shelf, hiring::read_shelf(folders_of(kits)));
    return hiring::list_kits(shelf);
}

Result<InterviewKitView> kit_of(const Common& common, const std::string& id, const std::string& kits) {
    if (!common.server.empty()) return fetch<InterviewKitView>(Session(common), "/api/v1/hiring/kits/" + encoded(id));
    TRY_ASSIGN(const KitShelf shelf, hiring::read_shelf(folders_of(kits)));
    TRY_ASSIGN(const people::BankReading bank, people::read_bank(folders_of(kits)));
    const InterviewKit* kit = hiring::find_kit(shelf, id);
    if (kit == nullptr) return fail(hiring::errors::unknown_kit, id);
    return hiring::show_kit(*kit, bank.bank);
}

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
    return text::printable(out);
}

class KitPrinter {
public:
    explicit KitPrinter(const InterviewKitView& view) : view_(view), terminal_(stdout) {}

    void head() {
        const InterviewKit& kit = view_.kit;
        fmt::print("{}  {}\n", terminal_.tone(text::printable(kit.title), Tone::strong),
                   quiet(fmt::format("{}, version {}, for {}, from {}", kit.id, kit.version, people::word_of(kit.role), kit.origin)));
        paragraph("", kit.purpose);
    }
    void dimensions() {
        heading("What is assessed");
        for (const hiring::KitDimension& d : view_.kit.dimensions) {
            fmt::print("\n  {}  {}\n", terminal_.tone(text::printable(d.name), Tone::strong), quiet(fmt::format("{}, weight {}", d.id, d.weight)));
            paragraph("    ", d.what);
            for (const hiring::Anchor& anchor : d.anchors) hanging(fmt::format("    {} {:<10}", anchor.points, hiring::word_of_points(anchor.points)), anchor.text);
            for (const std::string& signal : d.strong) hanging("    + ", signal);
            for (const std::string& signal : d.weak) hanging("    - ", signal);
            fmt::print("{}\n", quiet("    shown by " + joined(d.questions)));
        }
    }
    void rounds() {
        heading("Rounds");
        for (const hiring::KitRound& round : view_.kit.rounds) {
            fmt::print("\n  {}  {}\n", terminal_.tone(text::printable(round.name), Tone::strong), quiet(fmt::format("{}, {} min, rates {}", round.id, round.minutes, joined(round.dimensions))));
            paragraph("    ", round.purpose);
            hanging("    tell before  ", round.tell);
            hanging(fmt::format("    {:>3} min  ", round.opening.minutes), "\"" + round.opening.words + "\"");
            for (const hiring::KitQuestion& q : round.questions) hanging(fmt::format("    {:>3} min  ", q.minutes), q.id + "  " + asked(q.id));
            hanging(fmt::format("    {:>3} min  ", round.closing.minutes), "\"" + round.closing.words + "\"");
        }
    }
    void prompts() {
        heading("Look twice: prompts, never a score");
        for (const hiring::RedFlag& flag : view_.kit.red_flags) {
            fmt::print("\n  {}  {}\n", terminal_.tone(text::printable(flag.text), Tone::strong), quiet(flag.id));
            hanging("    for      ", flag.look_for);
            hanging("    against  ", flag.opposing);
            hanging("    ask      ", flag.ask);
        }
    }
    void panel() {
        heading("For whoever leads the panel");
        paragraph("  ", view_.kit.panel);
    }

private:
    [[nodiscard]] std::string quiet(const std::string& words) const { return terminal_.tone(text::printable(words), Tone::quiet); }
    [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(std::min(terminal_.width(), kWidestText)); }
    void heading(const char* words) const { fmt::print("\n{}\n", terminal_.tone(words, Tone::strong)); }
    void paragraph(const std::string& margin, const std::string& words) const {
        if (!words.empty()) fmt::print("{}", wrapped(text::printable(words), width(), margin, margin));
    }
    /// Lines after the first begin below the words.
    void hanging(const std::string& first, const std::string& words) const {
        if (!words.empty()) fmt::print("{}", wrapped(text::printable(words), width(), first, std::string(first.size(), ' ')));
    }
    [[nodiscard]] std::string asked(const std::string& id) const {
        const auto at = std::find_if(view_.questions.begin(), view_.questions.end(), [&](const people::QuestionRow& q) { return q.id == id; });
        return at == view_.questions.end() ? "(not in the bank)" : at->text;
    }

    const InterviewKitView& view_;
    Terminal terminal_;
};

/// "incident=Ana,Ben" as a round and its interviewers.
Result<hiring::PanelPlan> plan_of(const std::vector<std::string>& rounds, const std::string& lead) {
    hiring::PanelPlan plan;
    plan.lead = lead;
    for (const std::string& words : rounds) {
        const std::size_t at = words.find('=');
        hiring::PlannedRound round;
        round.round = words.substr(0, at);
        for (std::size_t from = at == std::string::npos ? words.size() : at + 1; from < words.size();) {
            const std::size_t end = std::min(words.find(',', from), words.size());
            round.interviewers.push_back(words.substr(from, end - from));
            from = end + 1;
        }
        if (round.round.empty()) return fail(plimsoll::errors::invalid, "the command line", {{"--round", "must be a round and who interviews", "such as incident=Ana,Ben"}});
        plan.rounds.push_back(std::move(round));
    }
    return plan;
}

Result<hiring::PanelGaps> gaps_of(const Common& common, const std::string& id, const hiring::PanelPlan& plan, const std::string& kits) {
    if (!common.server.empty()) {
        TRY_ASSIGN(const std::string body, Session(common).post("/api/v1/hiring/kits/" + encoded(id) + "/gaps", json::encode(plan)));
        return json::decode<hiring::PanelGaps>(body);
    }
    TRY_ASSIGN(const InterviewKitView view, kit_of(common, id, kits));
    return hiring::panel_gaps(view.kit, plan);
}

void print_gaps(const hiring::PanelGaps& gaps) {
    const Terminal terminal(stdout);
    Table table({{"dimension"}, {"weight", Table::Align::right}, {"tested"}, {"by"}, {"in"}});
    for (const hiring::DimensionPlan& d : gaps.dimensions) {
        const Tone tone = d.tested == hiring::Tested::nobody ? Tone::alarm : d.tested == hiring::Tested::once ? Tone::caution : Tone::good;
        table.add({{d.name, Tone::strong}, {fmt::format("{}", d.weight)}, {people::word_of(d.tested), tone}, {joined(d.interviewers)}, {joined(d.rounds)}});
    }
    fmt::print("{}", table.text(terminal));
    if (!gaps.interviewers.empty()) {
        Table loads({{"interviewer"}, {"min", Table::Align::right}, {"rounds"}, {"rates"}});
        for (const hiring::InterviewerLoad& load : gaps.interviewers) loads.add({{load.interviewer, Tone::strong}, {std::to_string(load.minutes)}, {joined(load.rounds)}, {joined(load.dimensions)}});
        fmt::print("\n{}", loads.text(terminal));
    }
    fmt::print("\n{} min for the candidate; {:.0f} % of the weight is tested\n", gaps.minutes, gaps.weight_tested * 100);
    for (const std::string& sentence : gaps.sentences) fmt::print("{}", wrapped(text::printable(sentence), static_cast<std::size_t>(std::min(terminal.width(), kWidestText)), "- ", "  "));
}

}  // namespace

int interview_kit_list(const Common& common, const std::string& kits) {
    const auto list = list_of(common, kits);
    if (!list) return report(list.error());
    if (common.json) return print_json(json::encode(*list));
    print_problems(list->problems, "error");
    for (const people::Replacement& r : list->replaced)
        fmt::print(stderr, "{} of {} stands in place of that of {}\n", text::printable(r.id), text::printable(r.origin), text::printable(r.replaced));
    const Terminal terminal(stdout);
    Table table({{"id"}, {"role"}, {"title"}, {"dimensions", Table::Align::right}, {"rounds", Table::Align::right}, {"min", Table::Align::right}, {"version", Table::Align::right}});
    for (const hiring::InterviewKitRow& kit : list->items)
        table.add({{kit.id, Tone::strong}, {people::word_of(kit.role)}, {kit.title}, {std::to_string(kit.dimensions)}, {std::to_string(kit.rounds)}, {std::to_string(kit.minutes)},
                   {std::to_string(kit.version)}});
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int interview_kit_show(const Common& common, const std::string& id, const std::string& part, const std::string& kits) {
    const auto view = kit_of(common, id, kits);
    if (!view) return report(view.error());
    if (common.json) return print_json(json::encode(*view));
    KitPrinter printer(*view);
    const bool all = part == "all";
    printer.head();
    if (all || part == "dimensions") printer.dimensions();
    if (all || part == "rounds") printer.rounds();
    if (all || part == "prompts") printer.prompts();
    if (all || part == "panel") printer.panel();
    return kOk;
}

int interview_kit_check(const Common& common, const std::string& folder) {
    const auto checked = hiring::check_shelf(folder);
    if (!checked) return report(checked.error());
    return print_checked(*checked, common.json, fmt::format("{} kits and {} calibration sets in {} files", checked->kits, checked->sets, checked->files));
}

int interview_kit_gaps(const Common& common, const std::string& id, const PanelOptions& options) {
    const auto plan = plan_of(options.rounds, options.lead);
    if (!plan) return report(plan.error()), kUsage;
    const auto gaps = gaps_of(common, id, *plan, options.kits);
    if (!gaps) return report(gaps.error());
    if (common.json) print_json(json::encode(*gaps));
    else print_gaps(*gaps);
    return gaps->untested.empty() ? kOk : kFound;
}

}  // namespace plimsoll::cli
