#include "domain/hiring/calibration_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/kit_fields.h"
#include "domain/people/composite.h"

namespace plimsoll::hiring {

namespace {

using catalog::Fields;
using catalog::Need;
using catalog::Problems;

/// Neighbours of the known rating, on the scale.
std::vector<int> read_also(const Fields& fields, std::optional<int> points) {
    std::vector<int> out;
    for (const yaml::Node& node : fields.list("also")) {
        const std::optional<std::int64_t> value = node.as_int();
        const bool beside = points && value && (*value == *points - 1 || *value == *points + 1);
        if (!beside || *value < people::kLeastPoint || *value > people::kMostPoint)
            fields.invalid("also", "must hold points beside the known ones, from 1 to 4", "such as `points: 3` and `also: [2]`");
        else if (std::find(out.begin(), out.end(), static_cast<int>(*value)) == out.end())
            out.push_back(static_cast<int>(*value));
    }
    std::sort(out.begin(), out.end());
    return out;
}

KnownRating read_known(const Fields& fields, std::set<std::string>& taken) {
    KnownRating known;
    known.dimension = fields.text("dimension", Need::required, kLongestKitName);
    if (!known.dimension.empty() && !taken.insert(known.dimension).second)
        fields.invalid("dimension", fmt::format("is `{}`, which is rated above", known.dimension), "rate each once");
    const bool not_assessed = fields.flag("not_assessed").value_or(false);
    if (const auto points = fields.integer("points", people::kLeastPoint, people::kMostPoint)) known.points = static_cast<int>(*points);
    if (not_assessed == fields.has("points")) fields.invalid("points", "must stand where `not_assessed: true` does not", "write one of the two");
    known.also = read_also(fields, known.points);
    known.reason = fields.text("reason", Need::required, kLongestKitText);
    return known;
}

std::vector<CalibrationItem> read_items(const Fields& set) {
    std::vector<CalibrationItem> out;
    std::set<std::string> taken;
    for (const Fields& fields : read_maps(set, "items", {"id", "question", "answer", "known"}, kMostItems, Need::required)) {
        CalibrationItem item;
        item.place = fields.place();
        item.id = read_part_id(fields, taken);
        item.question = fields.text("question", Need::required, 32);
        item.answer = fields.text("answer", Need::required, kLongestTranscript);
        std::set<std::string> rated;
        for (const Fields& known : read_maps(fields, "known", {"dimension", "points", "not_assessed", "also", "reason"}, kMostKnown, Need::required))
            item.known.push_back(read_known(known, rated));
        out.push_back(std::move(item));
    }
    return out;
}

}  // namespace

std::vector<CalibrationSet> read_calibration_sets(const std::vector<catalog::FileText>& files, Problems& problems, std::string_view prefix) {
    std::vector<CalibrationSet> sets;
    std::map<std::string, yaml::Place> places;
    each_document(files, "calibration", problems, [&](const yaml::Node& document, const std::string& path) {
        const std::size_t before = problems.errors();
        const Fields head(document, "", {"kit", "format", "id", "version", "title", "purpose", "interview_kit", "items"}, problems);
        if (!known_format(head)) return;
        CalibrationSet set;
        set.place = head.place();
        set.id = head.reference("id", Need::required);
        set.version = static_cast<int>(head.integer("version", 1, 1'000'000).value_or(1));
        set.title = head.text("title", Need::required, kLongestKitName);
        set.purpose = head.text("purpose", Need::optional, kLongestKitNotes);
        set.interview_kit = head.reference("interview_kit", Need::required);
        set.items = read_items(head);
        if (problems.errors() != before) return;
        if (sets.size() == kMostSets) return head.invalid("id", fmt::format("is one too many: {} sets are kept", kMostSets), "keep fewer");
        const auto [other, fresh] = places.emplace(set.id, set.place);
        if (!fresh) return head.wrong(errors::duplicate_kit, "id", fmt::format("is `{}`, as that of the set at {} is", set.id, other->second.text()), "give one of them another id");
        set.origin = std::string(prefix) + path;
        sets.push_back(std::move(set));
    });
    return sets;
}

}  // namespace plimsoll::hiring
