// calibrate_command.cc: `plimsoll interview calibrate [SET]`: written answers rated in a terminal, then shown beside the known ratings.
// Without a server nothing is kept; with --server the ratings are those of whose token it is.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/terminal.h"
#include "domain/catalog/fields.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/kit_views.h"

namespace plimsoll::cli {

namespace {

using hiring::CalibrationItemView;
using hiring::CalibrationRating;
using hiring::CalibrationSetView;

constexpr int kMostTries = 5;  // of one rating
constexpr const char* kSelf = "you";

/// Where the set comes from and where ratings go: this binary and a folder, or a server.
class Calibrator {
public:
    Calibrator(const Common& common, const std::string& kits) : common_(common) {
        if (!kits.empty()) folders_.emplace_back(kits);
    }

    Result<hiring::CalibrationSetList> list() {
        if (remote()) return fetch<hiring::CalibrationSetList>(Session(common_), "/api/v1/hiring/calibration");
        TRY(read());
        return hiring::list_sets(shelf_, {});
    }
    Result<CalibrationSetView> open(const std::string& id) {
        if (remote()) return fetch<CalibrationSetView>(Session(common_), path(id));
        TRY(read());
        return shown(id);
    }
    Result<CalibrationSetView> rate(const CalibrationSetView& view, const std::string& item, std::vector<CalibrationRating> ratings) {
        if (remote()) {
            const hiring::CalibrationBody body{view.version, std::move(ratings)};
            TRY_ASSIGN(const std::string answer, Session(common_).post(path(view.id) + "/items/" + encoded(item) + "/ratings", json::encode(body)));
            return json::decode<CalibrationSetView>(answer);
        }
        rows_.push_back({view.id, view.version, item, kSelf, {}, std::move(ratings)});
        return shown(view.id);
    }

private:
    [[nodiscard]] bool remote() const { return !common_.server.empty(); }
    static std::string path(const std::string& id) { return "/api/v1/hiring/calibration/" + encoded(id); }
    Result<> read() {
        TRY_ASSIGN(shelf_, hiring::read_shelf(folders_));
        TRY_ASSIGN(bank_, people::read_bank(folders_));
        return {};
    }
    Result<CalibrationSetView> shown(const std::string& id) {
        const hiring::CalibrationSet* set = hiring::find_set(shelf_, id);
        if (set == nullptr) return fail(hiring::errors::unknown_set, id);
        return hiring::show_set(*set, shelf_, bank_.bank, kSelf, rows_);
    }

    const Common& common_;
    std::vector<std::filesystem::path> folders_;
    hiring::KitShelf shelf_;
    people::BankReading bank_;
    std::vector<hiring::CalibrationRow> rows_;
};

/// Everything for people goes to one stream, so that standard output stays JSON where it is asked for.
class Desk {
public:
    explicit Desk(std::FILE* out) : out_(out), terminal_(out) {}

    void say(const std::string& words) const { fmt::print(out_, "{}\n", words); }
    void paragraph(const std::string& first, const std::string& words) const {
        const auto width = static_cast<std::size_t>(std::min(terminal_.width(), kWidestText));
        fmt::print(out_, "{}", wrapped(text::printable(words), width, first, std::string(first.size(), ' ')));
    }
    [[nodiscard]] std::string strong(const std::string& words) const { return terminal_.tone(text::printable(words), Tone::strong); }
    [[nodiscard]] const Terminal& terminal() const { return terminal_; }

    /// Empty: standard input has ended, or nothing that was typed could be read.
    std::optional<CalibrationRating> ask(const hiring::KitDimension& dimension) const {
        say("");
        say("  " + strong(dimension.name));
        for (const hiring::Anchor& anchor : dimension.anchors) paragraph(fmt::format("    {}  ", anchor.points), anchor.text);
        for (int tries = 0; tries < kMostTries; ++tries) {
            fmt::print(out_, "  1 to 4, or n where the answer shows nothing of it: ");
            std::fflush(out_);
            std::string line;
            if (!std::getline(std::cin, line)) return std::nullopt;
            line = catalog::trimmed(line);
            if (line == "n" || line == "N") return CalibrationRating{dimension.id, std::nullopt};
            if (line.size() == 1 && line[0] >= '1' && line[0] <= '4') return CalibrationRating{dimension.id, line[0] - '0'};
            say("  that is neither 1, 2, 3, 4 nor n");
        }
        return std::nullopt;
    }

private:
    std::FILE* out_;
    Terminal terminal_;
};

std::string points_or_none(std::optional<int> points) { return points ? std::to_string(*points) : "not assessed"; }

void show_known(const Desk& desk, const CalibrationSetView& view, const CalibrationItemView& item) {
    for (const hiring::KnownRating& known : item.known) {
        const auto mine = std::find_if(item.mine.begin(), item.mine.end(), [&](const CalibrationRating& r) { return r.dimension == known.dimension; });
        const auto dimension = std::find_if(view.dimensions.begin(), view.dimensions.end(), [&](const hiring::KitDimension& d) { return d.id == known.dimension; });
        std::string words = fmt::format("{}: yours {}, known {}", dimension == view.dimensions.end() ? known.dimension : dimension->name,
                                        mine == item.mine.end() ? "none" : points_or_none(mine->points), points_or_none(known.points));
        for (const int also : known.also) words += fmt::format(" (or {})", also);
        desk.say("");
        desk.say("  " + desk.strong(words));
        desk.paragraph("    ", known.reason);
    }
}

std::string said(const hiring::CalibrationFigure& figure, bool share) {
    if (!figure.value) return figure.why_empty;
    return share ? fmt::format("{:.0f} % of {}", *figure.value * 100, figure.n) : fmt::format("{:+.2f} points over {}", *figure.value, figure.n);
}

void show_result(const Desk& desk, const hiring::CalibrationResult& result) {
    const hiring::CalibrationSummary& all = result.all;
    desk.say("");
    desk.say(desk.strong("Your ratings beside the known ones"));
    desk.say("  the same                 " + said(all.exact, true));
    desk.say("  the same or a neighbour  " + said(all.acceptable, true));
    desk.say("  within one point         " + said(all.within_one, true));
    desk.say("  bias                     " + said(all.bias, false) + (all.bias.value ? "; above 0 lenient, below 0 severe" : ""));
    desk.say(fmt::format("  not assessed             {} rightly; {} rated where nothing was shown; {} overlooked", all.rightly_not_assessed, all.rated_without_evidence, all.evidence_overlooked));
}

/// Rates what is not rated yet; stops where the input ends. Returns the view as it is then.
Result<CalibrationSetView> rate_all(const Desk& desk, Calibrator& calibrator, CalibrationSetView view) {
    for (std::size_t i = 0; i < view.items.size(); ++i) {
        const CalibrationItemView item = view.items[i];
        if (item.rated) continue;
        desk.say("");
        desk.paragraph(fmt::format("{} of {}  ", i + 1, view.items.size()), fmt::format("{}  {}", item.question, item.asked));
        desk.say("");
        desk.paragraph("  ", item.answer);
        std::vector<CalibrationRating> ratings;
        for (const std::string& id : item.dimensions) {
            const auto dimension = std::find_if(view.dimensions.begin(), view.dimensions.end(), [&](const hiring::KitDimension& d) { return d.id == id; });
            if (dimension == view.dimensions.end()) continue;
            const std::optional<CalibrationRating> rating = desk.ask(*dimension);
            if (!rating) return view;
            ratings.push_back(*rating);
        }
        TRY_ASSIGN(view, calibrator.rate(view, item.id, std::move(ratings)));
        show_known(desk, view, view.items[i]);
    }
    return view;
}

int list_sets(const Common& common, Calibrator& calibrator) {
    const auto list = calibrator.list();
    if (!list) return report(list.error());
    if (common.json) return print_json(json::encode(*list));
    Table table({{"id"}, {"title"}, {"answers", Table::Align::right}, {"rated", Table::Align::right}, {"kit"}, {"version", Table::Align::right}});
    for (const hiring::CalibrationSetRow& set : list->items)
        table.add({{set.id, Tone::strong}, {set.title}, {std::to_string(set.items)}, {std::to_string(set.rated)}, {set.interview_kit}, {std::to_string(set.version)}});
    fmt::print("{}", table.text(Terminal(stdout)));
    return kOk;
}

}  // namespace

int interview_calibrate(const Common& common, const std::string& set, const std::string& kits) {
    Calibrator calibrator(common, kits);
    if (set.empty()) return list_sets(common, calibrator);
    auto view = calibrator.open(set);
    if (!view) return report(view.error());
    const Desk desk(common.json ? stderr : stdout);
    desk.say(desk.strong(view->title));
    desk.paragraph("", view->purpose);
    view = rate_all(desk, calibrator, std::move(*view));
    if (!view) return report(view.error());
    if (common.json) return print_json(json::encode(view->mine));
    const auto open = std::count_if(view->items.begin(), view->items.end(), [](const CalibrationItemView& item) { return !item.rated; });
    if (open > 0) desk.say(fmt::format("\nstopped: {} of {} answers are not rated", open, view->items.size()));
    show_result(desk, view->mine);
    return kOk;
}

}  // namespace plimsoll::cli
