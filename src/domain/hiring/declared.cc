#include "domain/hiring/declared.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/invariant.h"
#include "domain/hiring/decide.h"
#include "domain/hiring/kit_fields.h"
#include "domain/hiring/scorecard_export.h"
#include "domain/people/embedded.h"
#include "domain/people/question_words.h"

namespace plimsoll::hiring {

namespace {

using catalog::Fields;
using catalog::Need;

constexpr std::size_t kMostChoices = 20;
constexpr std::size_t kLongestQuestion = 200;

DeclaredAttribute read_attribute(const Fields& fields, std::set<std::string>& taken) {
    DeclaredAttribute out;
    out.id = read_part_id(fields, taken);
    out.question = fields.text("question", Need::required, kLongestQuestion);
    std::set<std::string> choices;
    for (const Fields& choice : read_maps(fields, "choices", {"id", "text"}, kMostChoices, Need::required)) {
        std::string id = read_part_id(choice, choices);
        out.choices.push_back({std::move(id), choice.text("text", Need::required, kLongestQuestion)});
    }
    if (out.choices.size() < 2) fields.invalid("choices", "must be two at least", "not declaring is always possible besides");
    return out;
}

/// When an application left the stage, and whether it went on. From the application on: when it ended, and whether somebody was hired.
struct Decided {
    const ApplicationRow* application = nullptr;
    Timestamp at;
    bool advanced = false;
};

std::optional<Decided> decided(const ApplicationRow& a, std::optional<Stage> from) {
    bool there = !from || *from == Stage::applied;
    for (const Passage& p : a.passages) {
        const bool ends = p.to == Stage::rejected || p.to == Stage::withdrawn;
        if (!from) {
            if (ends || p.to == Stage::hired) return Decided{&a, p.why.at, p.to == Stage::hired};
            continue;
        }
        there = there || (!ends && p.to >= *from);
        if (there && !ends && p.to > *from) return Decided{&a, p.why.at, true};
        if (there && ends) return Decided{&a, p.why.at, false};
    }
    return std::nullopt;
}

/// In the order of the decisions, whole blocks alone.
std::vector<Decided> counted(const HiringFacts& facts, std::optional<Stage> from) {
    std::vector<Decided> out;
    for (const ApplicationRow& a : facts.applications)
        if (const auto one = decided(a, from)) out.push_back(*one);
    std::sort(out.begin(), out.end(), [](const Decided& a, const Decided& b) { return std::tie(a.at, a.application->number, a.application->id) < std::tie(b.at, b.application->number, b.application->id); });
    out.resize(out.size() / kFairnessBlock * kFairnessBlock);
    return out;
}

std::vector<people::AssessedPerson> people_of(const std::vector<Decided>& decided, const std::vector<DeclaredRow>& declared, const std::vector<DeclaredAttribute>& attributes) {
    std::map<std::string, const DeclaredRow*> rows;
    for (const DeclaredRow& row : declared) rows.emplace(row.application, &row);
    std::vector<people::AssessedPerson> out;
    for (std::size_t i = 0; i < decided.size(); ++i) {
        const Timestamp full_at = decided[i / kFairnessBlock * kFairnessBlock + kFairnessBlock - 1].at;
        people::AssessedPerson person;
        person.advanced = decided[i].advanced;
        const auto row = rows.find(decided[i].application->id);
        const bool counts = row != rows.end() && row->second->at <= full_at;
        for (const DeclaredAttribute& attribute : attributes) {
            const auto value = counts ? row->second->values.find(attribute.id) : Declared::const_iterator();
            person.groups.push_back(counts && value != row->second->values.end() ? value->second : std::string());
        }
        out.push_back(std::move(person));
    }
    return out;
}

FairnessTable withheld(people::ImpactTable table) {
    FairnessTable out;
    const bool small = std::any_of(table.rows.begin(), table.rows.end(), [](const people::ImpactRow& row) { return !row.enough; });
    out.table = std::move(table);
    if (!small) return out;
    out.totals_withheld = true;
    out.table.known = {};
    out.table.unknown = {};
    if (out.table.attributes.size() > 1) {
        out.table.rows.clear();
        out.why_withheld = fmt::format("a group has fewer than {} people, and could be worked out from the others", kLeastGroup);
        return out;
    }
    for (people::ImpactRow& row : out.table.rows) {
        row.share = 0;  // of a total that is withheld
        if (row.enough) continue;
        row.counts = {};
        row.rate = 0;
        row.why_empty = fmt::format("not enough data: fewer than {} people", kLeastGroup);
    }
    return out;
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.6g}", *value) : std::string(); }

}  // namespace

std::vector<DeclaredAttribute> read_attributes(const std::vector<catalog::FileText>& files, catalog::Problems& problems) {
    std::vector<DeclaredAttribute> out;
    const std::size_t before = problems.errors();
    each_document(files, "fairness", problems, [&](const yaml::Node& document, const std::string&) {
        const Fields head(document, "", {"kit", "format", "attributes"}, problems);
        if (!known_format(head)) return;
        std::set<std::string> taken;
        out.clear();
        for (const Fields& fields : read_maps(head, "attributes", {"id", "question", "choices"}, people::kMostAttributes, Need::required)) out.push_back(read_attribute(fields, taken));
    });
    if (problems.errors() != before) out.clear();
    return out;
}

const std::vector<DeclaredAttribute>& shipped_attributes() {
    static const std::vector<DeclaredAttribute> kShipped = [] {
        std::vector<catalog::FileText> files;
        for (const people::EmbeddedKit& kit : people::embedded_kits("fairness")) files.push_back({std::string(kit.path), std::string(kit.text)});
        catalog::Problems problems;
        std::vector<DeclaredAttribute> read = read_attributes(files, problems);
        INVARIANT(problems.errors() == 0 && !read.empty(), "the kits of the binary are read by the tests");
        return read;
    }();
    return kShipped;
}

Result<> check_declared(const std::vector<DeclaredAttribute>& attributes, const Declared& values) {
    std::vector<FieldError> broken;
    for (const auto& [id, choice] : values) {
        const auto attribute = std::find_if(attributes.begin(), attributes.end(), [&](const DeclaredAttribute& a) { return a.id == id; });
        if (attribute == attributes.end()) broken.push_back({"/values/" + id, "is not asked here", "leave it out"});
        else if (std::none_of(attribute->choices.begin(), attribute->choices.end(), [&](const DeclaredChoice& c) { return c.id == choice; }))
            broken.push_back({"/values/" + id, "must be one of the choices", "or be left out: not declared"});
    }
    if (broken.empty()) return {};
    return fail(errors::invalid, "what was declared", std::move(broken));
}

Result<FairnessPage> fairness_of(const HiringFacts& facts, const std::vector<DeclaredRow>& declared, const std::vector<DeclaredAttribute>& attributes, std::optional<Stage> from) {
    FairnessPage page;
    page.of = from ? people::word_of(*from) : "hired";
    page.attributes = attributes;
    const std::vector<Decided> chosen = counted(facts, from);
    page.counted = static_cast<std::int64_t>(chosen.size());
    page.notes = {fmt::format("Counted are whole blocks of {} decided applications, in the order of the decisions, so that two looks at one stage differ by that many people at least, but for whoever withdrew or was erased between them.", kFairnessBlock),
                  "Four fifths alone decides nothing: chance and the weight of one person stand beside it. Nothing here says that a selection was fair, or unlawful: ask counsel."};
    if (chosen.empty()) {
        page.why_empty = fmt::format("not enough data: fewer than {} decided applications", kFairnessBlock);
        return page;
    }
    std::vector<std::string> ids;
    for (const DeclaredAttribute& attribute : attributes) ids.push_back(attribute.id);
    people::ImpactOptions options;
    options.least_people = kLeastGroup;
    TRY_ASSIGN(std::vector<people::ImpactTable> tables, people::impact_of(ids, people_of(chosen, declared, attributes), options));
    for (people::ImpactTable& table : tables) page.tables.push_back(withheld(std::move(table)));
    return page;
}

std::string fairness_csv(const FairnessPage& page) {
    std::string out = "stage,attributes,group,assessed,advanced,rate,ratio,ratio_low,ratio_high,fisher_p,below_four_fifths,ratio_with_one_person_more_or_less,remark\r\n";
    for (const FairnessTable& table : page.tables) {
        const std::string attributes = fmt::format("{}", fmt::join(table.table.attributes, " x "));
        if (!table.why_withheld.empty()) out += fmt::format("{},{},,,,,,,,,,,{}\r\n", page.of, csv_cell(attributes), csv_cell(table.why_withheld));
        for (const people::ImpactRow& row : table.table.rows) {
            const std::string head = fmt::format("{},{},{}", page.of, csv_cell(attributes), csv_cell(fmt::format("{}", fmt::join(row.group, " x "))));
            if (!row.enough) {
                out += fmt::format("{},,,,,,,,,,{}\r\n", head, csv_cell(row.why_empty));
                continue;
            }
            out += fmt::format("{},{},{},{:.6g},{},{},{},{},{},{},{}\r\n", head, row.counts.assessed, row.counts.advanced, row.rate, number(row.ratio),
                               row.interval ? number(row.interval->low) : "", row.interval ? number(row.interval->high) : "", number(row.fisher_p),
                               row.below_four_fifths ? (*row.below_four_fifths ? "yes" : "no") : "", row.flip ? number(row.flip->ratio) : "",
                               csv_cell(row.reference ? "highest rate" : row.why_empty));
        }
    }
    return out;
}

}  // namespace plimsoll::hiring
