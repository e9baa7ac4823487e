#include "domain/hiring/interview_kit_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "domain/catalog/hint.h"
#include "domain/hiring/kit_fields.h"
#include "domain/people/composite.h"
#include "domain/people/question_words.h"

namespace plimsoll::hiring {

namespace {

using catalog::Fields;
using catalog::Need;
using catalog::Problems;

int whole(const Fields& fields, std::string_view key, int least, int most, int usual) {
    return static_cast<int>(fields.integer(key, least, most).value_or(usual));
}

std::vector<Anchor> read_anchors(const Fields& dimension) {
    std::vector<Anchor> out;
    if (!dimension.has("anchors")) {
        dimension.invalid("anchors", "is missing", "write what is seen at each of 1, 2, 3 and 4");
        return out;
    }
    const Fields anchors(dimension["anchors"], dimension.path("anchors"), {"1", "2", "3", "4"}, dimension.problems());
    for (int points = people::kLeastPoint; points <= people::kMostPoint; ++points)
        out.push_back({points, anchors.text(std::to_string(points), Need::required, kLongestKitText)});
    return out;
}

std::vector<KitDimension> read_dimensions(const Fields& kit) {
    std::vector<KitDimension> out;
    std::set<std::string> taken;
    for (const Fields& fields : read_maps(kit, "dimensions", {"id", "name", "what", "weight", "anchors", "strong", "weak", "questions"}, kMostKitDimensions, Need::required)) {
        KitDimension d;
        d.place = fields.place();
        d.id = read_part_id(fields, taken);
        d.name = fields.text("name", Need::required, kLongestKitName);
        d.what = fields.text("what", Need::optional, kLongestKitText);
        d.weight = fields.number("weight").value_or(1);
        if (!(d.weight > 0 && d.weight <= people::kMostWeight))
            fields.invalid("weight", fmt::format("must be above 0 and at most {}", people::kMostWeight), "1 is the usual weight; leave the dimension out instead of 0");
        d.anchors = read_anchors(fields);
        d.strong = read_texts(fields, "strong", kMostKitSignals, kLongestKitText);
        d.weak = read_texts(fields, "weak", kMostKitSignals, kLongestKitText);
        d.questions = read_texts(fields, "questions", kMostRoundQuestions, 32);
        out.push_back(std::move(d));
    }
    return out;
}

RoundPart read_part(const Fields& round, std::string_view key) {
    const Fields fields(round[key], round.path(key), {"minutes", "words"}, round.problems());
    return {whole(fields, "minutes", 0, kMostRoundMinutes, 5), fields.text("words", Need::optional, kLongestKitNotes)};
}

std::vector<KitQuestion> read_questions(const Fields& round) {
    std::vector<KitQuestion> out;
    std::set<std::string> taken;
    for (const Fields& fields : read_maps(round, "questions", {"id", "minutes"}, kMostRoundQuestions, Need::optional)) {
        KitQuestion q;
        q.place = fields.place();
        q.id = fields.text("id", Need::required, 32);
        q.minutes = whole(fields, "minutes", 1, kMostRoundMinutes, 5);
        if (!q.id.empty() && !taken.insert(q.id).second) fields.invalid("id", fmt::format("asks {} a second time", q.id), "ask it once");
        out.push_back(std::move(q));
    }
    return out;
}

/// Dimensions of a round must be the kit's.
void check_dimensions(const Fields& round, const KitRound& read, const std::vector<std::string>& known) {
    std::set<std::string> seen;
    for (const std::string& id : read.dimensions) {
        if (std::find(known.begin(), known.end(), id) == known.end())
            round.invalid("dimensions", fmt::format("names `{}`, which is no dimension of the kit", id), catalog::did_you_mean(id, known, "write the id of a dimension above"));
        else if (!seen.insert(id).second)
            round.invalid("dimensions", fmt::format("names `{}` twice", id), "name it once");
    }
}

std::vector<KitRound> read_rounds(const Fields& kit, const std::vector<KitDimension>& dimensions) {
    std::vector<std::string> known;
    for (const KitDimension& d : dimensions) known.push_back(d.id);
    std::vector<KitRound> out;
    std::set<std::string> taken;
    for (const Fields& fields : read_maps(kit, "rounds", {"id", "name", "minutes", "purpose", "tell", "dimensions", "opening", "questions", "closing"}, kMostRounds, Need::required)) {
        KitRound r;
        r.place = fields.place();
        r.id = read_part_id(fields, taken);
        r.name = fields.text("name", Need::required, kLongestKitName);
        r.minutes = whole(fields, "minutes", 5, kMostRoundMinutes, 60);
        r.purpose = fields.text("purpose", Need::optional, kLongestKitText);
        r.tell = fields.text("tell", Need::optional, kLongestKitNotes);
        r.dimensions = fields.texts("dimensions", kMostKitDimensions);
        if (r.dimensions.empty()) fields.invalid("dimensions", "is missing", "name what the round's interviewers rate");
        check_dimensions(fields, r, known);
        r.opening = read_part(fields, "opening");
        r.questions = read_questions(fields);
        r.closing = read_part(fields, "closing");
        out.push_back(std::move(r));
    }
    return out;
}

std::vector<RedFlag> read_red_flags(const Fields& kit) {
    std::vector<RedFlag> out;
    std::set<std::string> taken;
    for (const Fields& fields : read_maps(kit, "red_flags", {"id", "text", "look_for", "opposing", "ask"}, kMostRedFlags, Need::optional)) {
        RedFlag flag;
        flag.place = fields.place();
        flag.id = read_part_id(fields, taken);
        flag.text = fields.text("text", Need::required, kLongestKitText);
        flag.look_for = fields.text("look_for", Need::required, kLongestKitText);
        flag.opposing = fields.text("opposing", Need::required, kLongestKitText);
        flag.ask = fields.text("ask", Need::required, kLongestKitText);
        out.push_back(std::move(flag));
    }
    return out;
}

InterviewKit read_kit(const Fields& head) {
    InterviewKit kit;
    kit.place = head.place();
    kit.id = head.reference("id", Need::required);
    kit.version = whole(head, "version", 1, 1'000'000, 1);
    if (const auto role = people::from_word<people::Role>(head.one_of("role", people::words_of<people::Role>(), Need::required))) kit.role = *role;
    kit.level = head.text("level", Need::optional, kLongestKitName);
    kit.title = head.text("title", Need::required, kLongestKitName);
    kit.purpose = head.text("purpose", Need::optional, kLongestKitNotes);
    kit.dimensions = read_dimensions(head);
    kit.rounds = read_rounds(head, kit.dimensions);
    kit.red_flags = read_red_flags(head);
    kit.panel = head.text("panel", Need::optional, kLongestKitNotes);
    return kit;
}

}  // namespace

std::vector<InterviewKit> read_interview_kits(const std::vector<catalog::FileText>& files, Problems& problems, std::string_view prefix) {
    std::vector<InterviewKit> kits;
    std::map<std::string, yaml::Place> places;
    each_document(files, "interview", problems, [&](const yaml::Node& document, const std::string& path) {
        const std::size_t before = problems.errors();
        const Fields head(document, "", {"kit", "format", "id", "version", "role", "level", "title", "purpose", "dimensions", "rounds", "red_flags", "panel"}, problems);
        if (!known_format(head)) return;
        InterviewKit kit = read_kit(head);
        if (problems.errors() != before) return;
        if (kits.size() == kMostKits) return head.invalid("id", fmt::format("is one too many: {} kits are kept", kMostKits), "keep fewer");
        const auto [other, fresh] = places.emplace(kit.id, kit.place);
        if (!fresh) return head.wrong(errors::duplicate_kit, "id", fmt::format("is `{}`, as that of the kit at {} is", kit.id, other->second.text()), "give one of them another id");
        kit.origin = std::string(prefix) + path;
        kits.push_back(std::move(kit));
    });
    return kits;
}

}  // namespace plimsoll::hiring
