#include "domain/people/skill_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/crypto.h"
#include "base/text.h"
#include "domain/catalog/fields.h"
#include "domain/catalog/folder.h"
#include "domain/catalog/hint.h"
#include "domain/people/question_words.h"

namespace plimsoll::people {

namespace {

using catalog::Fields;
using catalog::Need;
using catalog::Problems;

const std::vector<std::string> kNameKeys = {"text", "case_sensitive", "ambiguous", "cues", "not_before", "not_after"};

void read_flags(const Fields& fields, SkillName& name) {
    name.case_sensitive = fields.flag("case_sensitive").value_or(false);
    name.ambiguous = fields.flag("ambiguous").value_or(false);
    name.cues = fields.texts("cues", 64);
    name.not_before = fields.texts("not_before", 64);
    name.not_after = fields.texts("not_after", 64);
}

std::vector<SkillName> read_names(const Fields& skill, std::string_view key, bool evidence) {
    std::vector<SkillName> names;
    std::size_t index = 0;
    for (const yaml::Node& node : skill.list(key)) {
        SkillName name;
        name.evidence = evidence;
        name.place = node.place();
        if (node.is_map()) {
            const Fields fields(node, fmt::format("{}[{}]", skill.path(key), index), kNameKeys, skill.problems());
            name.text = fields.text("text", Need::required, kLongestSkillName);
            read_flags(fields, name);
        } else {
            name.text = catalog::trimmed(node.text());
            if (name.text.empty() || name.text.size() > kLongestSkillName)
                skill.invalid(key, fmt::format("must hold names of 1 to {} characters, or maps with `text`", kLongestSkillName));
        }
        ++index;
        if (!name.text.empty()) names.push_back(std::move(name));
    }
    return names;
}

Skill read_skill(const yaml::Node& node, const std::string& path, const std::string& category, std::optional<Competency> usual, Problems& problems) {
    const Fields fields(node, path, {"id", "name", "as", "category", "competency", "aliases", "evidence", "parents", "implies", "related", "shows"}, problems);
    Skill skill;
    skill.place = node.place();
    skill.id = fields.reference("id", Need::required);
    skill.name = fields.text("name", Need::required, kLongestSkillName);
    skill.category = fields.text("category", Need::optional, kLongestSkillName);
    if (skill.category.empty()) skill.category = category;
    if (skill.category.empty()) fields.invalid("category", "is missing", "name it here, or once for the file");
    const std::string competency = fields.one_of("competency", words_of<Competency>(), usual ? Need::optional : Need::required);
    if (!competency.empty()) skill.competency = *from_word<Competency>(competency);
    else if (usual) skill.competency = *usual;
    SkillName own;
    own.text = skill.name;
    own.place = fields.place("name");
    if (fields.has("as")) read_flags(Fields(fields["as"], fields.path("as"), {"case_sensitive", "ambiguous", "cues", "not_before", "not_after"}, problems), own);
    skill.names.push_back(std::move(own));
    for (SkillName& name : read_names(fields, "aliases", false)) skill.names.push_back(std::move(name));
    for (SkillName& name : read_names(fields, "evidence", true)) skill.names.push_back(std::move(name));
    if (skill.names.size() > kMostSkillNames) fields.invalid("aliases", fmt::format("has more than {} names", kMostSkillNames), "keep those that people write");
    skill.parents = fields.texts("parents", 16);
    skill.implies = fields.texts("implies", 16);
    const yaml::Node related = fields["related"];
    if (related && !related.is_map()) fields.invalid("related", "must be a map of ids to weights", "such as {kustomize: 0.7}");
    for (const yaml::Node::Entry& entry : related.entries()) {
        const std::optional<double> weight = entry.value.as_double();
        if (!weight || *weight < 0.3 || *weight > 0.9) {
            problems.add(plimsoll::errors::invalid, entry.value.place(), fmt::format("the weight of `{}` must be a number from 0.3 to 0.9", entry.key),
                         "0.3 for the same field, 0.9 for a drop-in");
            continue;
        }
        skill.related.push_back({entry.key, *weight});
    }
    skill.shows = fields.text("shows", Need::optional, 200);
    return skill;
}

/// Reads the files, then checks what only all of them together can show.
class Reader {
public:
    Reader(Problems& problems, const SkillBase* below) : problems_(problems), below_(below) {}

    void read(const catalog::FileText& file) {
        const auto documents = yaml::parse_documents(file.text, file.path);
        if (!documents) {
            const Error& error = documents.error();
            if (error.fields().empty()) problems_.add(error.kind(), {file.path, 0, 0}, error.sentence());
            for (const FieldError& field : error.fields()) problems_.add(error.kind(), catalog::place_in(file.path, field.where), field.rule, field.remedy);
            return;
        }
        for (const yaml::Node& document : *documents) {
            if (document && document.kind() != yaml::Node::Kind::null) read_document(document);
        }
    }

    void check_ids() {
        for (const Skill& skill : skills_) {
            for (const std::string& id : skill.parents) check_id(skill, id);
            for (const std::string& id : skill.implies) check_id(skill, id);
            for (const RelatedSkill& related : skill.related) {
                check_id(skill, related.id);
                if (related.id == skill.id) problems_.add(errors::unknown_skill, skill.place, fmt::format("`{}` is related to itself", skill.id), "leave it out");
            }
        }
        check_circles();
    }

    SkillReading take() {
        SkillReading out;
        for (const std::string& version : versions_) out.version += (out.version.empty() ? "" : "+") + version;
        out.skills = std::move(skills_);
        return out;
    }

private:
    void read_document(const yaml::Node& document) {
        const Fields head(document, "", {"kit", "format", "version", "category", "competency", "skills"}, problems_);
        if (!document.is_map()) return;
        if (head.text("kit") != "skills") return head.wrong(errors::skill_head, "kit", "must be skills", "begin the file with `kit: skills` and `format: 1`");
        if (!head.has("format")) return head.wrong(errors::skill_head, "format", "is missing", "write `format: 1`");
        if (!head.integer("format", 1, 1)) return;
        const std::string version = head.text("version", Need::required, 40);
        if (!version.empty()) versions_.insert(version);
        const std::string category = head.text("category", Need::optional, kLongestSkillName);
        const auto usual = from_word<Competency>(head.one_of("competency", words_of<Competency>()));
        std::size_t index = 0;
        for (const yaml::Node& node : head.list("skills", Need::required)) {
            const std::size_t before = problems_.errors();
            Skill skill = read_skill(node, fmt::format("skills[{}]", index++), category, usual, problems_);
            if (node.is_map() && problems_.errors() == before) add(std::move(skill));
        }
    }
    void add(Skill skill) {
        if (skills_.size() == kMostSkills) return problems_.add(plimsoll::errors::invalid, skill.place, fmt::format("a knowledge base holds {} skills", kMostSkills), "keep fewer");
        const auto [there, fresh] = by_id_.emplace(skill.id, skills_.size());
        if (!fresh) {
            return problems_.add(errors::duplicate_skill, skill.place,
                                 fmt::format("`{}` is the id of the skill at {} too", skill.id, skills_[there->second].place.text()), "give one of them another id");
        }
        skills_.push_back(std::move(skill));
    }
    void check_id(const Skill& skill, const std::string& id) {
        if (by_id_.contains(id) || (below_ != nullptr && below_->find(id))) return;
        std::vector<std::string> known;
        for (const auto& [other, at] : by_id_) known.push_back(other);
        problems_.add(errors::unknown_skill, skill.place, fmt::format("`{}` names `{}`, which is no skill", skill.id, id),
                      catalog::did_you_mean(id, known, "write the id of a skill that is there"));
    }
    /// implies and parents together: an arrow upward on either must never lead back.
    void check_circles() {
        enum class Mark { open, done };
        std::map<std::string, Mark> marks;
        const auto visit = [&](const auto& self, const Skill& skill) -> void {
            marks[skill.id] = Mark::open;
            for (const std::vector<std::string>* arrows : {&skill.implies, &skill.parents}) {
                for (const std::string& id : *arrows) {
                    const auto next = by_id_.find(id);
                    if (next == by_id_.end()) continue;
                    const auto mark = marks.find(id);
                    if (mark == marks.end()) self(self, skills_[next->second]);
                    else if (mark->second == Mark::open)
                        problems_.add(errors::skill_circle, skill.place, fmt::format("`{}` leads to `{}`, which leads back to it", skill.id, id), "leave out one of the arrows");
                }
            }
            marks[skill.id] = Mark::done;
        };
        for (const Skill& skill : skills_) {
            if (!marks.contains(skill.id)) visit(visit, skill);
        }
    }

    Problems& problems_;
    const SkillBase* below_;
    std::set<std::string> versions_;
    std::vector<Skill> skills_;
    std::map<std::string, std::size_t> by_id_;
};

std::string content_hash(const std::vector<catalog::FileText>& files) {
    std::string all;
    for (const catalog::FileText& file : files) all += fmt::format("{} {}\n{}\n", file.path, file.text.size(), file.text);
    return text::hex(crypto::view(crypto::sha256(all))).substr(0, 12);
}

}  // namespace

SkillReading read_skills(const std::vector<catalog::FileText>& files, Problems& problems, const SkillBase* below) {
    Reader reader(problems, below);
    for (const catalog::FileText& file : files) reader.read(file);
    reader.check_ids();
    SkillReading out = reader.take();
    out.content_hash = content_hash(files);
    return out;
}

SkillBase make_base(SkillReading reading) {
    return SkillBase(reading.version + " (" + reading.content_hash + ")", std::move(reading.skills));
}

Result<SkillBase> read_skill_base(const std::filesystem::path& folder) {
    TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
    Problems problems;
    for (const catalog::Problem& problem : text.problems) problems.add(problem);
    const SkillBase& shipped = shipped_skills();
    SkillReading own = read_skills(text.files, problems, &shipped);
    SkillReading all;
    all.skills = own.skills;
    for (const Skill& skill : shipped.skills()) {
        if (std::none_of(own.skills.begin(), own.skills.end(), [&](const Skill& s) { return s.id == skill.id; })) all.skills.push_back(skill);
    }
    if (problems.errors() == 0) {
        // Arrows of both together: a skill that replaces a shipped one may close a circle that neither has alone.
        std::map<std::string, const Skill*> by_id;
        for (const Skill& skill : all.skills) by_id[skill.id] = &skill;
        for (const Skill& skill : own.skills) {
            std::set<std::string> seen;
            std::vector<std::string> open(skill.implies);
            open.insert(open.end(), skill.parents.begin(), skill.parents.end());
            while (!open.empty()) {
                const std::string id = open.back();
                open.pop_back();
                if (id == skill.id) {
                    problems.add(errors::skill_circle, skill.place, fmt::format("`{}` leads back to itself through shipped skills", id), "leave out one of the arrows");
                    break;
                }
                if (!seen.insert(id).second) continue;
                const Skill& next = *by_id.at(id);
                open.insert(open.end(), next.implies.begin(), next.implies.end());
                open.insert(open.end(), next.parents.begin(), next.parents.end());
            }
        }
    }
    if (problems.errors() > 0) return fail(plimsoll::errors::invalid, "the skills of the folder cannot be used", catalog::field_errors(problems.in_order_errors()));
    all.version = shipped.version() + " + " + own.version;
    all.content_hash = own.content_hash;
    return make_base(std::move(all));
}

}  // namespace plimsoll::people
