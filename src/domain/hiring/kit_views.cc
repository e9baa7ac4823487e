#include "domain/hiring/kit_views.h"

#include <algorithm>
#include <set>

#include "base/invariant.h"

namespace plimsoll::hiring {

namespace {

people::QuestionRow row_of(const people::Question& q) {
    return {q.id, q.version, q.text, q.competency, q.kind, q.level, q.roles, q.dimensions, q.minutes, q.origin};
}

const CalibrationRow* rated(const CalibrationSet& set, const std::string& item, const std::vector<CalibrationRow>& mine) {
    const auto at = std::find_if(mine.begin(), mine.end(), [&](const CalibrationRow& r) { return r.set == set.id && r.version == set.version && r.item == item; });
    return at == mine.end() ? nullptr : &*at;
}

CalibrationItemView item_of(const CalibrationSet& set, const CalibrationItem& item, const people::Bank& bank, const std::vector<CalibrationRow>& mine) {
    CalibrationItemView out;
    out.id = item.id;
    out.question = item.question;
    if (const people::Question* question = bank.find(item.question)) out.asked = question->text;
    out.answer = item.answer;
    for (const KnownRating& known : item.known) out.dimensions.push_back(known.dimension);
    if (const CalibrationRow* row = rated(set, item.id, mine)) {
        out.rated = true;
        out.mine = row->ratings;
        out.known = item.known;
    }
    return out;
}

}  // namespace

InterviewKitList list_kits(const KitShelf& shelf) {
    InterviewKitList out;
    for (const InterviewKit& kit : shelf.kits) {
        int minutes = 0;
        for (const KitRound& round : kit.rounds) minutes += round.minutes;
        out.items.push_back({kit.id, kit.version, kit.role, kit.level, kit.title, kit.purpose, static_cast<int>(kit.dimensions.size()), static_cast<int>(kit.rounds.size()),
                             minutes, kit.origin});
    }
    out.replaced = shelf.replaced;
    out.problems = shelf.problems;
    return out;
}

InterviewKitView show_kit(const InterviewKit& kit, const people::Bank& bank) {
    InterviewKitView out;
    out.kit = kit;
    std::set<std::string> seen;
    const auto add = [&](const std::string& id) {
        if (!seen.insert(id).second) return;
        if (const people::Question* question = bank.find(id)) out.questions.push_back(row_of(*question));
        else out.unknown_questions.push_back(id);
    };
    for (const KitRound& round : kit.rounds)
        for (const KitQuestion& q : round.questions) add(q.id);
    for (const KitDimension& d : kit.dimensions)
        for (const std::string& id : d.questions) add(id);
    return out;
}

CalibrationSetList list_sets(const KitShelf& shelf, const std::vector<CalibrationRow>& mine) {
    CalibrationSetList out;
    for (const CalibrationSet& set : shelf.sets) {
        const auto done = std::count_if(set.items.begin(), set.items.end(), [&](const CalibrationItem& item) { return rated(set, item.id, mine) != nullptr; });
        out.items.push_back({set.id, set.version, set.title, set.purpose, set.interview_kit, static_cast<int>(set.items.size()), static_cast<int>(done), set.origin});
    }
    return out;
}

std::vector<CalibrationAnswer> answers_of(const CalibrationSet& set, const std::vector<CalibrationRow>& rows) {
    std::vector<CalibrationAnswer> out;
    for (const CalibrationRow& row : rows) {
        const CalibrationItem* item = row.set == set.id && row.version == set.version ? find_item(set, row.item) : nullptr;
        if (item == nullptr) continue;
        for (const CalibrationRating& rating : row.ratings)
            if (find_known(*item, rating.dimension) != nullptr) out.push_back({row.rater, row.item, rating.dimension, rating.points});
    }
    return out;
}

CalibrationSetView show_set(const CalibrationSet& set, const KitShelf& shelf, const people::Bank& bank, const std::string& rater, const std::vector<CalibrationRow>& mine) {
    CalibrationSetView out;
    out.id = set.id;
    out.version = set.version;
    out.title = set.title;
    out.purpose = set.purpose;
    out.interview_kit = set.interview_kit;
    const InterviewKit* kit = find_kit(shelf, set.interview_kit);
    std::set<std::string> seen;
    for (const CalibrationItem& item : set.items) {
        out.items.push_back(item_of(set, item, bank, mine));
        for (const KnownRating& known : item.known) {
            if (!seen.insert(known.dimension).second) continue;
            const KitDimension* dimension = kit == nullptr ? nullptr : find_dimension(*kit, known.dimension);
            out.dimensions.push_back(dimension != nullptr ? *dimension : KitDimension{known.dimension, known.dimension, {}, 1, {}, {}, {}, {}, {}});
        }
    }
    std::vector<CalibrationAnswer> own = answers_of(set, mine);
    std::erase_if(own, [&](const CalibrationAnswer& a) { return a.rater != rater; });
    const auto result = calibration_of(set, own);
    INVARIANT(static_cast<bool>(result), "ratings in the log were checked against this version of the set");
    out.mine = *result;
    return out;
}

}  // namespace plimsoll::hiring
