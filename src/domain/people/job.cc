#include "domain/people/job.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "domain/catalog/fields.h"
#include "domain/people/job_gates.h"
#include "domain/people/resume_words.h"

namespace plimsoll::people {

namespace {

std::string heading_text(std::string_view line) {
    std::string out = lowered(line);
    const auto strip = [](char c) { return c == '#' || c == '*' || c == ':' || c == '=' || c == '_' || c == '-' || c == ' ' || c == '!' || c == '?' || c == '.'; };
    while (!out.empty() && strip(out.front())) out.erase(out.begin());
    while (!out.empty() && strip(out.back())) out.pop_back();
    for (std::size_t at = out.find('&'); at != std::string::npos; at = out.find('&', at)) out.replace(at, 1, "and");
    for (std::size_t at = out.find("you'll"); at != std::string::npos; at = out.find("you'll")) out.replace(at, 6, "you will");
    for (std::size_t at = out.find("we're"); at != std::string::npos; at = out.find("we're")) out.replace(at, 5, "we are");
    for (std::size_t at = out.find("you're"); at != std::string::npos; at = out.find("you're")) out.replace(at, 6, "you are");
    return out;
}

const std::unordered_map<std::string, JobSection>& headings() {
    using S = JobSection;
    static const std::unordered_map<std::string, JobSection> known{
        {"requirements", S::required}, {"required", S::required}, {"must have", S::required}, {"must haves", S::required}, {"must-have", S::required}, {"must-haves", S::required}, {"qualifications", S::required},
        {"minimum qualifications", S::required}, {"basic qualifications", S::required}, {"required qualifications", S::required}, {"required skills", S::required}, {"what you bring", S::required},
        {"what we are looking for", S::required}, {"what we look for", S::required}, {"who you are", S::required}, {"you have", S::required}, {"about you", S::required}, {"your profile", S::required},
        {"what you will need", S::required}, {"what you need", S::required}, {"skills and experience", S::required}, {"experience", S::required}, {"your experience", S::required}, {"key requirements", S::required},
        {"job requirements", S::required}, {"minimum requirements", S::required}, {"technical requirements", S::required}, {"skills", S::required}, {"required experience", S::required}, {"your skills", S::required},
        {"what you will bring", S::required}, {"essential", S::required}, {"essential skills", S::required}, {"we expect", S::required}, {"you bring", S::required}, {"what it takes", S::required},
        {"requirements and qualifications", S::required}, {"ideal candidate", S::required}, {"the ideal candidate", S::required}, {"key skills", S::required}, {"technical skills", S::required},
        {"nice to have", S::preferred}, {"nice-to-have", S::preferred}, {"nice to haves", S::preferred}, {"bonus", S::preferred}, {"bonus points", S::preferred}, {"bonus points for", S::preferred}, {"preferred", S::preferred},
        {"preferred qualifications", S::preferred}, {"preferred skills", S::preferred}, {"desirable", S::preferred}, {"desired skills", S::preferred}, {"pluses", S::preferred}, {"a plus", S::preferred},
        {"good to have", S::preferred}, {"preferred experience", S::preferred}, {"extra credit", S::preferred}, {"it would be great if", S::preferred}, {"desired qualifications", S::preferred}, {"additional skills", S::preferred},
        {"even better if", S::preferred}, {"optional", S::preferred}, {"desirable skills", S::preferred}, {"you might also have", S::preferred},
        {"responsibilities", S::responsibilities}, {"what you will do", S::responsibilities}, {"your responsibilities", S::responsibilities}, {"key responsibilities", S::responsibilities}, {"the role", S::responsibilities},
        {"your role", S::responsibilities}, {"duties", S::responsibilities}, {"day to day", S::responsibilities}, {"what you will be doing", S::responsibilities}, {"in this role you will", S::responsibilities},
        {"in this role, you will", S::responsibilities}, {"your mission", S::responsibilities}, {"your tasks", S::responsibilities}, {"tasks", S::responsibilities}, {"about the role", S::responsibilities},
        {"the job", S::responsibilities}, {"job description", S::responsibilities}, {"role", S::responsibilities}, {"what you will own", S::responsibilities}, {"you will", S::responsibilities},
        {"role and responsibilities", S::responsibilities}, {"job responsibilities", S::responsibilities}, {"roles and responsibilities", S::responsibilities}, {"about the job", S::responsibilities},
        {"about us", S::general}, {"about the company", S::general}, {"who we are", S::general}, {"about the team", S::general}, {"the team", S::general}, {"our team", S::general}, {"our stack", S::general}, {"tech stack", S::general},
        {"our tech stack", S::general}, {"technologies we use", S::general}, {"company description", S::general}, {"overview", S::general}, {"summary", S::general}, {"our technology", S::general}, {"our tools", S::general},
        {"benefits", S::left_out}, {"perks", S::left_out}, {"perks and benefits", S::left_out}, {"benefits and perks", S::left_out}, {"what we offer", S::left_out}, {"we offer", S::left_out}, {"our offer", S::left_out},
        {"compensation", S::left_out}, {"salary", S::left_out}, {"compensation and benefits", S::left_out}, {"equal opportunity", S::left_out}, {"equal opportunity employer", S::left_out}, {"diversity", S::left_out},
        {"how to apply", S::left_out}, {"interview process", S::left_out}, {"hiring process", S::left_out}, {"our hiring process", S::left_out}, {"why join us", S::left_out}, {"why us", S::left_out}, {"pay range", S::left_out},
        {"privacy notice", S::left_out}, {"diversity and inclusion", S::left_out}, {"our commitment", S::left_out}, {"location", S::left_out}, {"what we offer you", S::left_out}, {"why work with us", S::left_out}};
    return known;
}

std::optional<JobSection> known_heading(const std::string& text) {
    const auto found = headings().find(text);
    return found == headings().end() ? std::nullopt : std::optional(found->second);
}

/// What a heading in words of its own means ("Would be lovely", "Don't worry about"), by the first of these that it holds. Nothing: it only
/// parts what stands under the heading before ("Cloud and networks").
std::optional<JobSection> guessed_heading(const std::string& text) {
    using S = JobSection;
    static constexpr auto kSigns = std::to_array<std::pair<std::string_view, JobSection>>(
        {{"worry", S::left_out}, {"perk", S::left_out}, {"benefit", S::left_out}, {"offer", S::left_out}, {"don't need", S::left_out}, {"do not need", S::left_out}, {"not need", S::left_out}, {"needn't", S::left_out},
         {"apply", S::left_out}, {"applying", S::left_out}, {"compensation", S::left_out}, {"salary", S::left_out}, {"in it for you", S::left_out}, {"why ", S::left_out}, {"process", S::left_out}, {"equal opportunit", S::left_out},
         {"diversity", S::left_out}, {"inclusion", S::left_out}, {"reward", S::left_out}, {"life at", S::left_out}, {"you get", S::left_out}, {"next steps", S::left_out}, {"our culture", S::left_out}, {"our values", S::left_out},
         {"nice", S::preferred}, {"bonus", S::preferred}, {"plus", S::preferred}, {"prefer", S::preferred}, {"lovely", S::preferred}, {"great if", S::preferred}, {"great to have", S::preferred}, {"good to", S::preferred},
         {"extra", S::preferred}, {"desir", S::preferred}, {"advantage", S::preferred}, {"love to see", S::preferred}, {"would love", S::preferred}, {"stand out", S::preferred}, {"optional", S::preferred}, {"useful", S::preferred},
         {"helpful", S::preferred}, {"ideally", S::preferred}, {"wish", S::preferred}, {"not required", S::preferred}, {"not essential", S::preferred},
         {"about us", S::general}, {"who we are", S::general}, {"what we do", S::general}, {"how we work", S::general}, {"work with", S::general}, {"our team", S::general}, {"the team", S::general}, {"the company", S::general},
         {"stack", S::general}, {"we use", S::general}, {"about the product", S::general},
         {"require", S::required}, {"must", S::required}, {"qualif", S::required}, {"looking for", S::required}, {"bring", S::required}, {"profile", S::required}, {"you have", S::required}, {"you've", S::required},
         {"who you are", S::required}, {"about you", S::required}, {"need", S::required}, {"expect", S::required}, {"essential", S::required}, {"criteria", S::required}, {"your background", S::required}, {"we want", S::required},
         {"we seek", S::required}, {"ideal candidate", S::required}, {"you know", S::required}, {"should know", S::required}, {"you should", S::required}, {"might be", S::required}, {"good fit", S::required}, {"right fit", S::required}, {"you might", S::required}, {"skills", S::required},
         {"you will", S::responsibilities}, {"you'll", S::responsibilities}, {"responsib", S::responsibilities}, {"day to day", S::responsibilities}, {"day-to-day", S::responsibilities}, {"your day", S::responsibilities},
         {"your week", S::responsibilities}, {"tasks", S::responsibilities}, {"duties", S::responsibilities}, {"mission", S::responsibilities}, {"your impact", S::responsibilities}, {"the role", S::responsibilities},
         {"the job", S::responsibilities}, {"your work", S::responsibilities}, {"you do", S::responsibilities}, {"accountab", S::responsibilities}, {"first months", S::responsibilities}, {"first 90 days", S::responsibilities}, {"great day", S::responsibilities},
         {"typical day", S::responsibilities}, {"day in the life", S::responsibilities}, {"about ", S::general}});
    for (const auto& [sign, section] : kSigns) {
        const std::size_t at = text.find(sign);
        if (at != std::string::npos && (at == 0 || !is_word_byte(text[at - 1]))) return section;
    }
    return std::nullopt;
}

/// Benefits, law and process: ends what was asked, heading or not.
constexpr auto kBoilerplate = std::to_array<std::string_view>(
        {"equal opportunity",  "equal employment",   "regardless of race", "401(k)",         "401k",            "health insurance", "dental",         "paid time off", "parental leave",    "vacation days",
         "salary range",       "base salary",        "pay range",          "visa sponsorship", "reasonable accommodation", "stock options", "equity package", "gym membership", "protected veteran", "privacy notice",
         "we do not discriminate", "without regard to", "unlimited pto",   "annual leave",   "pension",         "apply now",        "to apply",       "background check", "need not apply", "learning budget", "training budget", "conference budget"});
bool is_boilerplate(std::string_view lower) {
    return std::any_of(kBoilerplate.begin(), kBoilerplate.end(), [&](std::string_view phrase) { return find_phrase(lower, phrase) != std::string_view::npos; });
}

/// "Team: Kafka Platform", "Company: …": says where, not what.
bool is_label_line(std::string_view lower) {
    static constexpr auto kLabels = std::to_array<std::string_view>({"title:", "job title:", "team:", "department:", "position:", "location:", "reports to:", "reporting to:", "company:", "employment type:", "job type:",
                                                                     "role:", "organization:", "organisation:", "business unit:", "product:", "salary:", "start date:", "contract:", "about:", "group:"});
    return std::any_of(kLabels.begin(), kLabels.end(), [&](std::string_view label) { return lower.starts_with(label); });
}

/// A marker of how much something is asked, and where it stands.
struct Marker {
    std::size_t begin;
    std::size_t end;
    JobSection says;
    bool before;  // it stands before what it speaks of; else behind
    std::string_view words;
    bool in_parentheses = false;
};

struct KnownMarker {
    std::string_view words;
    JobSection says;
    bool before;
};
constexpr auto kMarkers = std::to_array<KnownMarker>(
        {{"nice to have", JobSection::preferred, true}, {"good to have", JobSection::preferred, true}, {"bonus points for", JobSection::preferred, true}, {"bonus points", JobSection::preferred, true}, {"bonus", JobSection::preferred, true}, {"ideally", JobSection::preferred, true},
         {"preferably", JobSection::preferred, true}, {"a plus", JobSection::preferred, false}, {"big plus", JobSection::preferred, false}, {"plus points", JobSection::preferred, false}, {"is preferred", JobSection::preferred, false}, {"are preferred", JobSection::preferred, false},
         {"preferred", JobSection::preferred, false}, {"desirable", JobSection::preferred, false}, {"desired", JobSection::preferred, false}, {"an advantage", JobSection::preferred, false}, {"added advantage", JobSection::preferred, false}, {"advantageous", JobSection::preferred, false}, {"optional", JobSection::preferred, false},
         {"not required", JobSection::preferred, false}, {"not a must", JobSection::preferred, false}, {"is beneficial", JobSection::preferred, false}, {"would be great", JobSection::preferred, false}, {"is welcome", JobSection::preferred, false}, {"not essential", JobSection::preferred, false}, {"no must", JobSection::preferred, false},
         {"is helpful", JobSection::preferred, false}, {"are helpful", JobSection::preferred, false}, {"must have", JobSection::required, true}, {"must know", JobSection::required, true}, {"must be", JobSection::required, true}, {"required", JobSection::required, false},
         {"is a must", JobSection::required, false}, {"mandatory", JobSection::required, false}, {"essential", JobSection::required, false}, {"you have", JobSection::required, true}, {"you need", JobSection::required, true}, {"minimum", JobSection::required, true},
         {"we require", JobSection::required, true}, {"at least", JobSection::required, true}});

std::vector<Marker> markers_in(std::string_view lower) {
    std::vector<Marker> out;
    for (const KnownMarker& known : kMarkers) {
        for (std::size_t at = find_phrase(lower, known.words); at != std::string_view::npos; at = find_phrase(lower, known.words, at + 1)) {
            const std::size_t end = at + known.words.size();
            const bool within = std::any_of(out.begin(), out.end(), [&](const Marker& m) { return at < m.end && m.begin < end; });
            if (within) continue;
            // "Required: X" and "Preferred: X" speak of what follows.
            const bool colon = end < lower.size() && lower[end] == ':';
            out.push_back({at, end, known.says, known.before || colon, known.words});
        }
    }
    std::sort(out.begin(), out.end(), [](const Marker& a, const Marker& b) { return a.begin < b.begin; });
    const std::size_t last_close = lower.rfind(')');
    for (Marker& m : out) {
        // "(a plus)", "(Go preferred)": the parenthesis opens right before it.
        const std::size_t near = m.begin - std::min<std::size_t>(m.begin, 11);
        m.in_parentheses = lower.substr(near, m.begin - near).find('(') != std::string_view::npos && last_close != std::string_view::npos && last_close >= m.end;
    }
    return out;
}

/// Where in a text a marker, a word of benefits or of a degree may stand, in one pass: statements without any need not be asked. Ascending.
struct PhrasePlaces {
    std::vector<std::uint32_t> markers;
    std::vector<std::uint32_t> boilerplate;
    std::vector<std::uint32_t> gates;

    explicit PhrasePlaces(std::string_view text) {
        static const SkillAutomaton phrases([] {
            std::vector<std::string> all;
            for (const KnownMarker& marker : kMarkers) all.emplace_back(marker.words);
            all.insert(all.end(), kBoilerplate.begin(), kBoilerplate.end());
            all.insert(all.end(), gate_words().begin(), gate_words().end());
            return all;
        }());
        for (const NameMatch& match : phrases.find(text)) {
            auto& list = match.name < kMarkers.size() ? markers : match.name < kMarkers.size() + kBoilerplate.size() ? boilerplate : gates;
            list.push_back(match.begin);
        }
        for (auto* list : {&markers, &boilerplate, &gates}) std::sort(list->begin(), list->end());
    }
    /// Whether one of the places lies in the passage.
    [[nodiscard]] static bool in(const std::vector<std::uint32_t>& places, const Passage& passage) {
        const auto first = std::lower_bound(places.begin(), places.end(), passage.begin);
        return first != places.end() && *first < passage.end;
    }
};

/// The marker that speaks of [begin, end) of the statement; null: none does.
const Marker* marker_of(std::string_view lower, const std::vector<Marker>& markers, std::size_t begin, std::size_t end) {
    if (markers.empty()) return nullptr;
    // "Go (preferred), Kubernetes": of the item right before it alone.
    const std::size_t item_end = std::min(lower.find_first_of(",;", begin), lower.size());
    for (const Marker& m : markers) {
        if (m.in_parentheses && end <= m.begin && m.begin < item_end) return &m;
    }
    const Marker* only = nullptr;
    bool several = false;
    for (const Marker& m : markers) {
        if (m.in_parentheses) continue;
        several = several || (only != nullptr && only->says != m.says);
        if (only == nullptr) only = &m;
    }
    if (only == nullptr) return nullptr;
    if (!several) {
        // "Prometheus; Rust is a plus": behind a semicolon it speaks of its own part alone.
        const bool own_part = lower.substr(end, std::max(end, only->begin) - end).find(';') == std::string_view::npos;
        return only->before || end > only->begin || own_part ? only : nullptr;
    }
    // Several kinds: the nearest that speaks in the right direction with none of the other kind between.
    const Marker* before = nullptr;
    const Marker* behind = nullptr;
    for (const Marker& m : markers) {
        if (m.in_parentheses) continue;
        if (m.end <= begin) before = &m;
        if (m.begin >= end && behind == nullptr) behind = &m;
    }
    const bool before_speaks = before != nullptr && before->before;
    const bool behind_speaks = behind != nullptr && !behind->before;
    if (before_speaks && behind_speaks) return lower.find(';', before->end) < begin || behind->begin - end <= begin - before->end ? behind : before;
    if (before_speaks) return before;
    return behind_speaks ? behind : nullptr;
}

/// What stands between two hits, as a joint.
enum class Joint { none, comma, either, both };
Joint joint_between(std::string_view between) {
    const auto trimmed_away = [](char c) { return c == ' ' || c == '\n' || c == '(' || c == ')'; };
    while (!between.empty() && trimmed_away(between.front())) between.remove_prefix(1);
    while (!between.empty() && trimmed_away(between.back())) between.remove_suffix(1);
    if (between.size() > 16) return Joint::none;
    std::string b = lowered(between);
    for (char& c : b) c = c == '\n' ? ' ' : c;
    if (b == "/" || b == "or" || b == ", or" || b == "and/or" || b == "or even" || b == "or another" || b == "or other" || b == "or any other" || b == "or similar" || b == "or equivalent" || b == "|" || b == "and / or" || b == "/ or") return Joint::either;
    if (b == ",") return Joint::comma;
    if (b == "and" || b == ", and" || b == "&" || b == "+" || b == "as well as") return Joint::both;
    return Joint::none;
}

/// "such as", "e.g.": what stands between a skill and its examples.
bool is_example_lead(std::string_view between) {
    static constexpr auto kLeads = std::to_array<std::string_view>({"such as", "e.g", "like", "for example", "for instance"});
    return between.size() <= 40 && std::any_of(kLeads.begin(), kLeads.end(), [&](std::string_view lead) { return between.find(lead) != std::string_view::npos; });
}

/// "log management at scale (Splunk, Loki or similar)": brackets of alternatives right behind what they are examples of. `last`: the end of
/// the last of them.
bool lists_examples(std::string_view behind, std::size_t last) {
    const std::size_t open = behind.find('(');
    const std::size_t close = behind.find(')');
    if (open == std::string_view::npos || open > 30 || close == std::string_view::npos || close < last || open > last) return false;
    const std::string inside = lowered(behind.substr(open, close - open));
    return find_phrase(inside, "or") != std::string_view::npos || find_phrase(inside, "similar") != std::string_view::npos || find_phrase(inside, "etc") != std::string_view::npos;
}

/// Groups hits of one statement: those that are alternatives share a group.
std::vector<std::vector<std::size_t>> groups_of(std::string_view text, const Passage& passage, const std::vector<const SkillHit*>& hits) {
    std::vector<std::vector<std::size_t>> groups;
    std::size_t i = 0;
    while (i < hits.size()) {
        std::size_t last = i;
        bool either = false;
        bool both = false;
        std::vector<Joint> joints;
        while (last + 1 < hits.size()) {
            const Joint joint = joint_between(text.substr(hits[last]->end, hits[last + 1]->begin - hits[last]->end));
            if (joint == Joint::none) break;
            joints.push_back(joint);
            ++last;
        }
        const std::uint32_t lead_size = std::min<std::uint32_t>(40, hits[i]->begin - passage.begin);
        const std::string lead_end = lowered(text.substr(hits[i]->begin - lead_size, lead_size));
        static constexpr auto kLeads = std::to_array<std::string_view>({"one of", "any of", "either", "such as", "e.g.", "e.g.,", "like", "for example", "for instance", "one or more of", "some of"});
        bool example = false;
        for (const std::string_view word : kLeads) {
            const std::size_t at = lead_end.rfind(word);
            example = example || (at != std::string::npos && lead_end.size() - at <= word.size() + 8 && find_phrase(lead_end, word, at) == at);
        }
        for (const Joint joint : joints) {
            either = either || joint == Joint::either;
            both = both || joint == Joint::both;
        }
        if (example) {
            std::vector<std::size_t> all;
            for (std::size_t k = i; k <= last; ++k) all.push_back(k);
            groups.push_back(std::move(all));
        } else {
            // "A, B or C" is one group; "A and B or C" is A, and B or C; "A, B and C" are three; "A/B, C" is A or B, and C.
            bool list_or = false;
            if (either && !both) {
                const bool slashes_only = std::all_of(joints.begin(), joints.end(), [](Joint j) { return j == Joint::either; });
                list_or = slashes_only || joints.back() == Joint::either;
                // A slash at the end of a comma list joins only its two.
                if (!slashes_only && list_or) {
                    const std::string_view between = text.substr(hits[last - 1]->end, hits[last]->begin - hits[last - 1]->end);
                    list_or = between.find('/') == std::string_view::npos && between.find('|') == std::string_view::npos;
                }
            }
            std::vector<std::size_t> group{i};
            for (std::size_t k = i + 1; k <= last; ++k) {
                const Joint joint = joints[k - i - 1];
                if (joint == Joint::either || (list_or && joint == Joint::comma)) {
                    group.push_back(k);
                } else {
                    groups.push_back(std::move(group));
                    group = {k};
                }
            }
            groups.push_back(std::move(group));
        }
        i = last + 1;
    }
    return groups;
}

/// "the Kubernetes Platform team", "our Observability group": whose name it is, not what is asked.
bool names_a_team(std::string_view text, const Passage& passage, const SkillHit& hit) {
    if (lowered(text.substr(hit.begin, hit.end - hit.begin)).ends_with(" team")) return true;
    const std::vector<Word> behind = words_of_text(text, hit.end, std::min<std::size_t>(passage.end, hit.end + 48));
    for (std::size_t i = 0; i < std::min<std::size_t>(behind.size(), 3); ++i) {
        const std::string& word = behind[i].text;
        if (text.substr(hit.end, behind[i].begin - hit.end).find_first_of(",;.:") != std::string_view::npos) return false;
        if (word == "team" || word == "group" || word == "squad" || word == "tribe" || word == "department" || word == "organisation" || word == "organization") return true;
        if (behind[i].begin < text.size() && !(text[behind[i].begin] >= 'A' && text[behind[i].begin] <= 'Z') && word != "&" && word != "and") return false;
    }
    return false;
}

class Reading {
public:
    Reading(Job& job, const SkillFinder& finder) : job_(job), finder_(finder), text_(job.document.text()), phrases_(text_) {}

    Result<> run() {
        cut();
        // Under a heading of requirements an everyday word in its own spelling is a skill, as it is under a resume's "Skills".
        std::vector<bool> asks(job_.passages.size(), false);
        for (std::size_t p = 0; p < asks.size(); ++p) asks[p] = job_.sections[p] == JobSection::required || job_.sections[p] == JobSection::preferred;
        TRY_ASSIGN(job_.hits, finder_.find(text_, job_.passages, asks));
        std::size_t next = 0;
        for (std::size_t p = 0; p < job_.passages.size(); ++p) {
            std::vector<const SkillHit*> in;
            while (next < job_.hits.size() && job_.hits[next].end <= job_.passages[p].end) in.push_back(&job_.hits[next++]);
            statement(p, in);
        }
        std::stable_sort(job_.requirements.begin(), job_.requirements.end(), [](const Requirement& a, const Requirement& b) { return weight_of(a.section) > weight_of(b.section); });
        if (beyond_ > 0) job_.document.add_problem({"too_many_requirements", fmt::format("only the first {} requirements are held against the resume; {} more are not", kMostRequirements, beyond_)});
        job_.detected = std::any_of(job_.requirements.begin(), job_.requirements.end(), [](const Requirement& r) { return r.section != JobSection::general; });
        gates();
        return {};
    }

private:
    void cut() {
        const std::vector<DocumentLine>& lines = job_.document.lines();
        std::vector<bool> breaks(lines.size(), false);
        std::vector<bool> silent(lines.size(), false);  // headings, title and label lines
        std::vector<JobSection> sections(lines.size(), JobSection::general);
        std::vector<std::string> under(lines.size());
        JobSection now = JobSection::general;
        std::string heading;
        bool titled = false;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::string_view line = job_.document.view(lines[i].begin, lines[i].end);
            if (line.empty()) {
                sections[i] = now;
                continue;
            }
            auto found = line.size() <= 70 ? known_heading(heading_text(line)) : std::nullopt;
            if (!found && titled && looks_like_a_heading(lines, i)) found = heading_by_its_words_or_list(lines, i, now);
            if (found && !lines[i].bullet) {
                now = *found;
                heading = std::string(line);
                while (!heading.empty() && (heading.back() == ':' || heading.back() == '*' || heading.back() == ' ')) heading.pop_back();
                heading.erase(0, std::min(heading.find_first_not_of("#* "), heading.size()));
                breaks[i] = true;
                // "You must have run Kubernetes in one of these:" announces a section and asks for something too.
                silent[i] = known_heading(heading_text(line)).has_value() || words_of_text(line, 0, line.size()).size() <= 4;
                titled = true;
            } else if (const std::string lower = lowered(line); is_label_line(lower)) {
                breaks[i] = silent[i] = true;
                if (job_.title.empty() && (lower.starts_with("title:") || lower.starts_with("job title:") || lower.starts_with("position:") || lower.starts_with("role:")))
                    job_.title = shortened(catalog::trimmed(line.substr(line.find(':') + 1)), kLongestTitle);
            } else if (!titled && line.size() <= 100 && !line.ends_with('.') && !lines[i].bullet) {
                titled = true;
                if (job_.title.empty()) job_.title = std::string(line.substr(std::min(line.find_first_not_of("#* "), line.size())));
                breaks[i] = silent[i] = true;
            } else {
                titled = true;
                // "Requirements: Go, Kubernetes": the heading and what it holds in one line.
                const std::size_t colon = line.find(':');
                const auto inline_section = colon != std::string_view::npos && colon < 40 ? known_heading(heading_text(line.substr(0, colon))) : std::nullopt;
                if (inline_section) {
                    sections[i] = *inline_section;
                    under[i] = std::string(line.substr(0, colon));
                    breaks[i] = true;
                    continue;
                }
            }
            sections[i] = now;
            under[i] = heading;
        }
        JobSection closed_from = JobSection::left_out;
        bool closed = false;
        std::string closed_heading;
        std::optional<JobSection> within;  // by a heading amid a paragraph: "... in two cities. Requirements: Go. Benefits: a bike."
        std::string within_heading;
        std::size_t end_before = 0;
        const std::vector<Passage> cut_text = people::passages(job_.document, breaks);
        for (const Passage& passage : cut_text) {
            JobSection section = sections[passage.line];
            if (passage.bullet || silent[passage.line] || !goes_on(lines, passage, end_before)) within.reset();
            end_before = passage.end;
            const std::string_view said = text_.substr(passage.begin, passage.end - passage.begin);
            if (const std::size_t colon = said.substr(0, 41).find(':'); colon != std::string_view::npos && !silent[passage.line]) {
                if (const auto named = known_heading(heading_text(said.substr(0, colon)))) {
                    within = *named;
                    within_heading = std::string(said.substr(0, colon));
                }
            }
            if (within) {
                section = *within;
                under[passage.line] = within_heading;
            }
            // A text pasted as one paragraph begins with its title.
            if (job_.title.empty() && &passage == &cut_text.front() && said.size() <= 100 && names_a_role(said) && !within) {
                job_.title = std::string(said.substr(0, std::min(said.find(" - "), said.find(" | "))));
                section = JobSection::left_out;
            } else if (section == JobSection::general && !within && !closed) {
                section = by_first_words(lowered(said.substr(0, 40)));
            }
            // Boilerplate closes its block: what stands behind it under the same heading is only mentioned.
            if (closed && (under[passage.line] != closed_heading || section != closed_from)) closed = false;
            if (silent[passage.line]) section = JobSection::left_out;
            else if (PhrasePlaces::in(phrases_.boilerplate, passage) && is_boilerplate(lowered(text_.substr(passage.begin, passage.end - passage.begin)))) {
                if (section != JobSection::left_out) {
                    closed = true;
                    closed_from = section;
                    closed_heading = under[passage.line];
                }
                section = JobSection::left_out;
            } else if (closed) {
                section = JobSection::general;
            }
            job_.passages.push_back(passage);
            job_.sections.push_back(section);
            headings_.push_back(under[passage.line]);
        }
    }

    /// Whether a passage stands in the same paragraph as what ends at `end_before`: in its line, or behind the break of a long one.
    [[nodiscard]] bool goes_on(const std::vector<DocumentLine>& lines, const Passage& passage, std::size_t end_before) const {
        const std::string_view between = text_.substr(end_before, passage.begin - end_before);
        const auto line_breaks = std::count(between.begin(), between.end(), '\n');
        if (line_breaks == 0) return end_before > 0;
        if (line_breaks > 1 || passage.line == 0) return false;
        const DocumentLine& before = lines[passage.line - 1];
        return !before.bullet && before.end - before.begin >= 60;
    }
    /// A short line that is marked as one, or that announces what stands below it.
    [[nodiscard]] bool looks_like_a_heading(const std::vector<DocumentLine>& lines, std::size_t i) const {
        const std::string_view line = job_.document.view(lines[i].begin, lines[i].end);
        if (lines[i].bullet || line.size() > 60 || line.ends_with('.') || line.ends_with(',') || line.ends_with(';')) return false;
        if (line.starts_with('#') || (line.starts_with("**") && line.ends_with("**")) || line.ends_with(':') || line.ends_with(":**")) return true;
        if (i > 0 && lines[i - 1].begin != lines[i - 1].end && !lines[i - 1].bullet && lines[i - 1].run == lines[i].run) return false;
        std::size_t next = i + 1;
        while (next < lines.size() && lines[next].begin == lines[next].end) ++next;
        return next < lines.size() && lines[next].bullet;
    }
    /// By its words, else by the list below it: one of deeds ("Own the backups") tells what is to be done. Nothing: a heading within the section.
    [[nodiscard]] std::optional<JobSection> heading_by_its_words_or_list(const std::vector<DocumentLine>& lines, std::size_t i, JobSection now) const {
        const std::string heading = heading_text(job_.document.view(lines[i].begin, lines[i].end));
        if (const auto guessed = guessed_heading(heading)) return guessed;
        if (now != JobSection::general) return std::nullopt;
        std::size_t items = 0;
        std::size_t deeds = 0;
        for (std::size_t k = i + 1; k < lines.size() && items < 12; ++k) {
            if (lines[k].begin == lines[k].end) {
                if (items > 0) break;
                continue;
            }
            std::string_view item = job_.document.view(lines[k].begin, lines[k].end);
            item.remove_prefix(std::min(item.find_first_not_of("0123456789.) "), item.size()));
            const FoundWord verb = doing_verb(item.substr(0, 40));
            ++items;
            deeds += verb.at == 0 ? 1 : 0;
        }
        if (items >= 2 && 2 * deeds >= items) return JobSection::responsibilities;
        return heading.starts_with("what you ") || heading.starts_with("you ") || heading.starts_with("your ") ? std::optional(JobSection::required) : std::nullopt;
    }
    /// "You will run our clusters" says what is to be done wherever it stands.
    static JobSection by_first_words(std::string_view lower) {
        for (const std::string_view words : {"you will need ", "you'll need ", "you will have ", "you'll have ", "you will bring ", "you'll bring "}) {
            if (lower.starts_with(words)) return JobSection::required;
        }
        for (const std::string_view words : {"you will ", "you'll ", "in this role you will ", "in this role, you will ", "in this role you'll ", "in this role, you'll "}) {
            if (lower.starts_with(words)) return JobSection::responsibilities;
        }
        return JobSection::general;
    }

    void statement(std::size_t p, const std::vector<const SkillHit*>& hits) {
        if (job_.sections[p] == JobSection::left_out) return;
        if (hits.empty()) return;
        const Passage& passage = job_.passages[p];
        const std::string lower = lowered(text_.substr(passage.begin, passage.end - passage.begin));
        const std::vector<Marker> markers = markers_of(passage, lower);
        std::vector<const SkillHit*> asked;
        for (const SkillHit* hit : hits) {
            const bool denied_as_plus = hit->state == SkillHit::State::negated && hit->why == "not required" && lower.find("but not required") != std::string::npos;
            if (hit->state != SkillHit::State::counts && !denied_as_plus) continue;
            if (job_.sections[p] == JobSection::general && markers.empty() && names_a_team(text_, passage, *hit)) continue;
            asked.push_back(hit);
        }
        const SkillHit* example_of = nullptr;
        for (const std::vector<std::size_t>& group : groups_of(text_, passage, asked)) {
            // "Service mesh such as Istio": whoever has the example has what it is an example of; asked once.
            const SkillHit* lead = example_of != nullptr ? example_of : group.front() > 0 ? asked[group.front() - 1] : nullptr;
            example_of = nullptr;
            const bool in_brackets = lead != nullptr && lists_examples(text_.substr(lead->end, passage.end - lead->end), asked[group.back()]->end - lead->end);
            const bool examples = lead != nullptr && std::all_of(group.begin(), group.end(), [&](std::size_t i) { return finder_.base().implies(asked[i]->skill, lead->skill); }) &&
                                  (in_brackets || is_example_lead(lowered(text_.substr(lead->end, asked[group.front()]->begin - lead->end))));
            if (examples) {
                if (in_brackets) example_of = lead;  // of the next group in these brackets too
                continue;
            }
            Requirement r;
            for (const std::size_t i : group) r.skills.push_back(asked[i]->skill);
            std::sort(r.skills.begin(), r.skills.end());
            r.skills.erase(std::unique(r.skills.begin(), r.skills.end()), r.skills.end());
            const Marker* marker = marker_of(lower, markers, asked[group.front()]->begin - passage.begin, asked[group.back()]->end - passage.begin);
            r.section = marker != nullptr ? marker->says : job_.sections[p];
            r.why = marker != nullptr ? fmt::format("\"{}\" in the line", marker->words) : headings_[p].empty() ? "mentioned" : fmt::format("under \"{}\"", headings_[p]);
            r.places.emplace_back(passage.begin, passage.end);
            add(std::move(r));
        }
    }

    /// The same skills asked several times are one requirement, as strong as its strongest.
    void add(Requirement r) {
        const auto same = std::find_if(job_.requirements.begin(), job_.requirements.end(), [&](const Requirement& other) { return other.skills == r.skills; });
        if (same == job_.requirements.end()) {
            if (job_.requirements.size() < kMostRequirements) job_.requirements.push_back(std::move(r));
            else ++beyond_;
        } else if (weight_of(r.section) > weight_of(same->section)) {
            r.places.insert(r.places.end(), same->places.begin(), same->places.end());
            *same = std::move(r);
            if (same->places.size() > kMostPlaces) same->places.resize(kMostPlaces);
        } else if (same->places.size() < kMostPlaces && std::find(same->places.begin(), same->places.end(), r.places.front()) == same->places.end()) {
            same->places.push_back(r.places.front());
        }
    }
    [[nodiscard]] std::vector<Marker> markers_of(const Passage& passage, std::string_view lower) const {
        return PhrasePlaces::in(phrases_.markers, passage) ? markers_in(lower) : std::vector<Marker>{};
    }

    void gates() {
        if (const int rank = rank_of_title(job_.title); rank > 0) {
            GateAsked gate;
            gate.kind = GateKind::level;
            gate.level = rank;
            const std::size_t at = text_.find(job_.title);
            if (at != std::string_view::npos) {
                gate.begin = static_cast<std::uint32_t>(at);
                gate.end = static_cast<std::uint32_t>(at + job_.title.size());
            }
            job_.gates.push_back(gate);
        }
        std::size_t gates_beyond = 0;
        std::size_t next = 0;
        std::vector<const SkillHit*> in;
        for (std::size_t p = 0; p < job_.passages.size(); ++p) {
            in.clear();
            while (next < job_.hits.size() && job_.hits[next].end <= job_.passages[p].end) {
                if (job_.hits[next].state == SkillHit::State::counts) in.push_back(&job_.hits[next]);
                ++next;
            }
            if (job_.sections[p] == JobSection::left_out || !PhrasePlaces::in(phrases_.gates, job_.passages[p])) continue;
            const Passage& passage = job_.passages[p];
            std::vector<GateAsked> asked = gates_in(text_, passage, in);
            if (asked.empty()) continue;
            const std::string lower = lowered(text_.substr(passage.begin, passage.end - passage.begin));
            const std::vector<Marker> markers = markers_of(passage, lower);
            const bool preferred = (job_.sections[p] == JobSection::preferred && std::none_of(markers.begin(), markers.end(), [](const Marker& m) { return m.says == JobSection::required; })) ||
                                   std::any_of(markers.begin(), markers.end(), [](const Marker& m) { return m.says == JobSection::preferred; });
            for (GateAsked& gate : asked) {
                gate.preferred = preferred;
                if (job_.gates.size() < kMostGates) job_.gates.push_back(std::move(gate));
                else ++gates_beyond;
            }
        }
        if (gates_beyond > 0) job_.document.add_problem({"too_many_gates", fmt::format("only the first {} conditions are held against the resume; {} more are not", kMostGates, gates_beyond)});
    }

    Job& job_;
    const SkillFinder& finder_;
    std::string_view text_;
    PhrasePlaces phrases_;
    std::vector<std::string> headings_;  // beside passages
    std::size_t beyond_ = 0;             // requirements that were not kept
};

}  // namespace

double weight_of(JobSection section) {
    switch (section) {
        case JobSection::required: return 1;
        case JobSection::responsibilities: return 0.6;
        case JobSection::preferred: return 0.4;
        case JobSection::general: return 0.2;
        case JobSection::left_out: return 0;
    }
    return 0;
}

Result<Job> job_of(Document document, const SkillFinder& finder) {
    TRY(document.within_bounds());
    Job job;
    job.document = std::move(document);
    TRY(Reading(job, finder).run());
    return job;
}

Result<Job> read_job(std::string_view bytes, const SkillFinder& finder) {
    TRY_ASSIGN(Document document, read_text_document(bytes));
    return job_of(std::move(document), finder);
}

}  // namespace plimsoll::people
