// resume_text.cc: sections and posts of a resume that is plain text.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "domain/people/resume.h"
#include "domain/people/resume_words.h"

namespace plimsoll::people {

namespace {

/// Marks of Markdown, colons and rules around a heading, taken off; lower case.
std::string heading_text(std::string_view line) {
    std::string out = lowered(line);
    const auto strip = [](char c) { return c == '#' || c == '*' || c == ':' || c == '=' || c == '_' || c == '-' || c == ' ' || c == '|' || c == '.' || c == '~'; };
    while (!out.empty() && strip(out.front())) out.erase(out.begin());
    while (!out.empty() && strip(out.back())) out.pop_back();
    // "W O R K" is left as it is: the document says that its letters are spaced.
    return out;
}

const std::unordered_map<std::string, ResumeSection>& headings() {
    using S = ResumeSection;
    static const std::unordered_map<std::string, ResumeSection> known{
        {"summary", S::summary}, {"profile", S::summary}, {"about", S::summary}, {"about me", S::summary}, {"objective", S::summary}, {"professional summary", S::summary},
        {"career summary", S::summary}, {"executive summary", S::summary}, {"career objective", S::summary}, {"personal statement", S::summary}, {"highlights", S::summary}, {"overview", S::summary},
        {"experience", S::experience}, {"work experience", S::experience}, {"professional experience", S::experience}, {"employment", S::experience}, {"employment history", S::experience},
        {"work history", S::experience}, {"career history", S::experience}, {"career", S::experience}, {"relevant experience", S::experience}, {"positions", S::experience}, {"work", S::experience},
        {"selected experience", S::experience}, {"industry experience", S::experience}, {"internships", S::experience}, {"additional experience", S::experience}, {"earlier experience", S::experience},
        {"projects", S::projects}, {"personal projects", S::projects}, {"side projects", S::projects}, {"selected projects", S::projects}, {"open source", S::projects}, {"key projects", S::projects},
        {"open source contributions", S::projects}, {"open-source", S::projects},
        {"skills", S::skills}, {"technical skills", S::skills}, {"key skills", S::skills}, {"core skills", S::skills}, {"core competencies", S::skills}, {"competencies", S::skills},
        {"technologies", S::skills}, {"tools", S::skills}, {"tech stack", S::skills}, {"technical expertise", S::skills}, {"expertise", S::skills}, {"areas of expertise", S::skills},
        {"skill set", S::skills}, {"skillset", S::skills}, {"programming languages", S::skills}, {"tools and technologies", S::skills}, {"skills and tools", S::skills},
        {"skills and technologies", S::skills}, {"technical proficiencies", S::skills}, {"technical summary", S::skills}, {"languages and tools", S::skills}, {"toolbox", S::skills}, {"it skills", S::skills},
        {"education", S::education}, {"academic background", S::education}, {"studies", S::education}, {"education and training", S::education}, {"courses", S::education}, {"coursework", S::education},
        {"training", S::education}, {"qualifications", S::education}, {"relevant coursework", S::education}, {"academic projects", S::education},
        {"certifications", S::certificates}, {"certificates", S::certificates}, {"licenses and certifications", S::certificates}, {"certification", S::certificates}, {"licences", S::certificates},
        {"certifications and training", S::certificates}, {"education and certifications", S::education}, {"courses and certifications", S::certificates}, {"courses and certificates", S::certificates}, {"professional certifications", S::certificates}, {"licenses", S::certificates},
        {"academic profile", S::education}, {"academics", S::education}, {"academic qualifications", S::education}, {"academic details", S::education}, {"educational qualification", S::education},
        {"educational qualifications", S::education}, {"educational background", S::education}, {"education and certificates", S::education}, {"professional development", S::education}, {"trainings", S::education},
        {"strengths", S::skills}, {"key strengths", S::skills}, {"core strengths", S::skills}, {"key competencies", S::skills}, {"professional skills", S::skills}, {"hard skills", S::skills}, {"technology", S::skills},
        {"technical tools", S::skills}, {"skills summary", S::skills}, {"skills matrix", S::skills}, {"skill matrix", S::skills}, {"it knowledge", S::skills}, {"technical knowledge", S::skills},
        {"professional background", S::experience}, {"professional history", S::experience}, {"professional career", S::experience}, {"career experience", S::experience}, {"employment record", S::experience},
        {"military service", S::experience}, {"work experiences", S::experience}, {"professional experiences", S::experience}, {"current position", S::experience}, {"previous positions", S::experience},
        {"summary of qualifications", S::summary}, {"career profile", S::summary}, {"at a glance", S::summary}, {"who i am", S::summary}, {"introduction", S::summary},
        {"community service", S::volunteering}, {"volunteer work", S::volunteering}, {"volunteering experience", S::volunteering},
        {"languages known", S::other}, {"speaking", S::other}, {"declaration", S::other}, {"other", S::other}, {"personal", S::other}, {"memberships", S::other}, {"personal data", S::other}, {"activities", S::other},
        {"volunteering", S::volunteering}, {"volunteer experience", S::volunteering}, {"volunteer", S::volunteering}, {"community", S::volunteering},
        {"languages", S::other}, {"interests", S::other}, {"hobbies", S::other}, {"references", S::other}, {"publications", S::other}, {"awards", S::other}, {"talks", S::other}, {"patents", S::other},
        {"contact", S::other}, {"personal details", S::other}, {"personal information", S::other}, {"hobbies and interests", S::other}, {"honors and awards", S::other}, {"achievements", S::summary}};
    return known;
}

std::optional<ResumeSection> known_heading(std::string text) {
    for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at)) text.replace(at, 1, "and");
    const auto found = headings().find(text);
    return found == headings().end() ? std::nullopt : std::optional(found->second);
}

/// Headings that a post may have within itself: under experience they begin no section.
bool is_part_of_post(const std::string& heading) { return heading == "achievements" || heading == "highlights" || heading == "overview"; }

/// "Parental leave", "Career break: caregiver": months without work.
bool is_break(std::string_view title) {
    static constexpr auto kBreaks = std::to_array<std::string_view>({"career break", "parental leave", "maternity leave", "paternity leave", "family leave", "sabbatical", "gap year", "caregiver", "caregiving", "family care",
                                                                     "unemployed", "between jobs", "medical leave", "sick leave", "study leave", "career gap", "time off"});
    const std::string lower = lowered(title);
    return std::any_of(kBreaks.begin(), kBreaks.end(), [&](std::string_view words) { return find_phrase(lower, words) != std::string_view::npos; });
}

/// A heading put together from words that headings are made of: "Relevant Professional Experience", "Tools & Platforms".
std::optional<ResumeSection> composed_heading(const std::string& text) {
    using S = ResumeSection;
    static const std::unordered_map<std::string_view, S> kNouns{
        {"experience", S::experience}, {"employment", S::experience}, {"career", S::experience}, {"positions", S::experience}, {"roles", S::experience}, {"internships", S::experience}, {"jobs", S::experience},
        {"skills", S::skills}, {"technologies", S::skills}, {"tools", S::skills}, {"competencies", S::skills}, {"expertise", S::skills}, {"proficiencies", S::skills}, {"stack", S::skills}, {"toolbox", S::skills},
        {"education", S::education}, {"studies", S::education}, {"degrees", S::education}, {"coursework", S::education}, {"courses", S::education},
        {"certifications", S::certificates}, {"certificates", S::certificates}, {"certification", S::certificates}, {"licenses", S::certificates}, {"licences", S::certificates}, {"credentials", S::certificates},
        {"projects", S::projects}, {"volunteering", S::volunteering}, {"volunteer", S::volunteering}, {"summary", S::summary}, {"profile", S::summary}, {"objective", S::summary},
        {"publications", S::other}, {"awards", S::other}, {"talks", S::other}, {"interests", S::other}, {"hobbies", S::other}, {"references", S::other}, {"memberships", S::other}, {"patents", S::other}};
    static const std::unordered_set<std::string_view> kModifiers({"relevant", "selected", "professional", "technical", "key", "core", "other", "additional", "recent", "previous", "my", "and", "of", "work", "personal", "history", "industry",
                                                                        "academic", "matrix", "overview", "platforms", "languages", "programming", "engineering", "it", "main", "general", "current", "past", "earlier", "notable", "side",
                                                                        "open", "source", "training", "background", "areas", "detailed", "qualifications", "related", "working", "domain", "soft", "hard", "software", "practical"});
    std::optional<S> section;
    std::size_t words = 0;
    // Asked of every short line: nearly all are told at their first word.
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ' || text[at] == '&' || text[at] == '/') {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && text[end] != ' ' && text[end] != '/') ++end;
        const std::string_view word = std::string_view(text).substr(at, end - at);
        const auto noun = kNouns.find(word);
        if (++words > 5 || (noun == kNouns.end() && !kModifiers.contains(word))) return std::nullopt;
        if (noun != kNouns.end() && !section) section = noun->second;
        at = end;
    }
    return section;
}

bool has_dates(ResumeSection section) { return section == ResumeSection::experience || section == ResumeSection::projects || section == ResumeSection::volunteering; }

/// A title without dates and what parts it from them.
std::string title_of(std::string_view line, const DateRange* dates) {
    std::string out(line);
    if (dates != nullptr) out = std::string(line.substr(0, dates->begin_at)) + " " + std::string(line.substr(dates->end_at));
    const auto strip = [](char c) { return c == ' ' || c == '|' || c == ',' || c == '-' || c == '(' || c == ')' || c == '#' || c == '*' || c == ':' || c == '_'; };
    while (!out.empty() && strip(out.front())) out.erase(out.begin());
    while (!out.empty() && strip(out.back())) out.pop_back();
    // "Duration: 2019 - 2021", "Role: Engineer": forms name what they hold.
    static constexpr auto kLabels = std::to_array<std::string_view>({"duration", "period", "dates", "tenure", "time", "time period", "from", "years", "role", "position", "designation", "title", "job title", "zeitraum"});
    const std::string lower = lowered(out);
    for (const std::string_view label : kLabels) {
        if (lower == label) return {};
        if (!lower.starts_with(label) || lower.size() < label.size() + 2) continue;
        const std::string_view behind = std::string_view(out).substr(label.size());
        const std::size_t value = behind.find_first_not_of(" :|\t");
        if (value == std::string_view::npos || (value < 2 && behind.front() == ' ')) continue;  // "Time Manager"
        return std::string(behind.substr(value));
    }
    return out;
}

/// Walks the lines once: which section each is in, which post, which are heads.
class Walk {
public:
    explicit Walk(Resume& resume) : resume_(resume), lines_(resume.document.lines()), breaks_(lines_.size(), false), heads_(lines_.size(), false), titles_(lines_.size(), false), asides_(lines_.size(), false), sections_(lines_.size()), posts_(lines_.size()) {}

    void run() {
        find_headings();
        // A resume without any heading: dated lines are posts all the same.
        if (!resume_.sections_found) std::fill(sections_.begin(), sections_.end(), ResumeSection::experience);
        find_posts();
        const std::vector<Passage> cut = passages(resume_.document, breaks_);
        resume_.statements.reserve(cut.size());
        for (const Passage& passage : cut) {
            Statement& statement = resume_.statements.emplace_back();
            statement.at = passage;
            statement.section = sections_[passage.line];
            statement.post = posts_[passage.line];
            statement.heading = heads_[passage.line];
            statement.title = titles_[passage.line];
        }
    }

private:
    [[nodiscard]] std::string_view line(std::size_t i) const { return resume_.document.view(lines_[i].begin, lines_[i].end); }
    [[nodiscard]] bool blank(std::size_t i) const { return lines_[i].begin == lines_[i].end; }

    void find_headings() {
        ResumeSection now = ResumeSection::head;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            sections_[i] = now;
            if (blank(i)) continue;
            if (const auto section = lines_[i].bullet ? std::nullopt : resume_heading(line(i))) {
                breaks_[i] = heads_[i] = true;
                if (now == ResumeSection::experience && is_part_of_post(heading_text(line(i)))) {
                    heads_[i] = false;
                    continue;
                }
                now = *section;
                sections_[i] = now;
                resume_.sections_found = true;
                continue;
            }
            if (begins_experience(i, now)) sections_[i] = now = ResumeSection::experience;
            // "Skills: Go, Python", or a row of a table "Skills | Go, Python": the heading and what stands under it in one line.
            const std::size_t colon = first_of(line(i).substr(0, 41), ":|");
            if (colon == std::string_view::npos) continue;
            const auto inline_section = known_heading(heading_text(line(i).substr(0, colon)));
            if (!inline_section) continue;
            breaks_[i] = true;
            sections_[i] = *inline_section;
            asides_[i] = has_dates(now);
            if (now == ResumeSection::head) now = *inline_section;  // a short resume that has nothing else
            resume_.sections_found = true;
        }
    }

    void find_posts() {
        std::optional<std::size_t> post;
        ResumeSection section = ResumeSection::head;
        std::size_t last_body = 0;  // index behind the last line that belongs to the post before
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (asides_[i]) {  // "Technologies: Java, Oracle" amid a post, which goes on behind it
                posts_[i] = post;
                last_body = i + 1;
                continue;
            }
            if (sections_[i] != section || heads_[i]) {
                post.reset();
                section = sections_[i];
                last_body = i + 1;
            }
            if (blank(i) || heads_[i]) continue;
            if (!has_dates(section)) continue;
            const std::vector<DateRange> dates = may_be_head(i) ? date_ranges(line(i)) : std::vector<DateRange>{};
            if (resume_.posts.size() > kMostPosts) return;  // resume_of refuses it
            const bool head = !dates.empty() && is_head(i, dates.front());
            if (head) {
                post = begin_post(i, dates.front(), section, last_body);
                if (!post) last_body = i + 1;
            } else if (section == ResumeSection::projects && begins_project(i)) {
                post = begin_project(i);
            }
            if (lines_[i].bullet || (!head && post && !stands_above_dates(i))) last_body = i + 1;
            posts_[i] = post;
        }
    }
    /// A line that is mostly its dates and a title, not a sentence that tells of a time.
    [[nodiscard]] bool may_be_head(std::size_t i) const { return !lines_[i].bullet && line(i).size() <= 160 && !line(i).ends_with('.'); }
    [[nodiscard]] bool is_head(std::size_t i, const DateRange& dates) const {
        // "Led the move to Kubernetes, 2019 - 2021" tells of a deed; "Lead Engineer, 2019 - 2021" and "Certified Trainer" are titles.
        const std::string_view before = line(i).substr(0, dates.begin_at);
        return !begins_with_past_deed(before) || names_a_role(line(i));
    }
    /// The title may stand on the lines right above: those that are no bullet and no part of the post before.
    /// A dated title where no heading of posts was understood ("Where I have worked").
    [[nodiscard]] bool begins_experience(std::size_t i, ResumeSection section) const {
        if (section != ResumeSection::head && section != ResumeSection::summary && section != ResumeSection::other) return false;
        return may_be_head(i) && (names_a_role(line(i)) || (i > 0 && names_a_role(line(i - 1)))) && !date_ranges(line(i)).empty();
    }
    /// A line right above one that holds nothing but dates: the title of what comes, not the end of what was.
    [[nodiscard]] bool stands_above_dates(std::size_t i) const {
        if (line(i).size() > 120 || line(i).ends_with('.') || lines_[i].indent > 0) return false;
        for (std::size_t k = i + 1; k < std::min(lines_.size(), i + 3); ++k) {
            if (blank(k) || heads_[k] || lines_[k].bullet || line(k).size() > 120) return false;
            const std::vector<DateRange> dates = date_ranges(line(k));
            if (!dates.empty()) return title_of(line(k), &dates.front()).empty();
            if (line(i).size() > 60) return false;  // the end of a long paragraph
        }
        return false;
    }
    /// Nothing: it is a break between posts.
    std::optional<std::size_t> begin_post(std::size_t i, const DateRange& dates, ResumeSection section, std::size_t not_before) {
        std::size_t first = i;
        std::string title = title_of(line(i), &dates);
        while (first > not_before && i - first < 2 && !blank(first - 1) && !heads_[first - 1] && !lines_[first - 1].bullet && line(first - 1).size() <= 120 && !line(first - 1).ends_with('.') && date_ranges(line(first - 1)).empty()) --first;
        std::string above;
        for (std::size_t k = first; k < i; ++k) above += (above.empty() ? "" : ", ") + title_of(line(k), nullptr);
        // And on the line below when the dates stand alone.
        if (title.empty() && above.empty() && i + 1 < lines_.size() && !blank(i + 1) && !lines_[i + 1].bullet && line(i + 1).size() <= 120 && !heads_[i + 1]) {
            title = title_of(line(i + 1), nullptr);
            breaks_[i + 1] = titles_[i + 1] = true;
        }
        title = above.empty() ? title : title.empty() ? above : above + ", " + title;
        for (std::size_t k = first; k <= i; ++k) breaks_[k] = true;
        if (is_break(title)) return std::nullopt;
        resume_.posts.push_back({title, section, dates, static_cast<std::uint32_t>(first)});
        const std::size_t post = resume_.posts.size() - 1;
        for (std::size_t k = first; k <= i; ++k) {
            posts_[k] = post;
            titles_[k] = true;
        }
        return post;
    }

    /// A name that stands alone under "Projects": "tatu, 2025".
    [[nodiscard]] bool begins_project(std::size_t i) const {
        if (lines_[i].bullet || line(i).size() > 80 || line(i).ends_with('.') || line(i).ends_with(',')) return false;
        // Its dates may stand on a line of their own, which begins it then.
        for (std::size_t k = i + 1; k < std::min(lines_.size(), i + 3); ++k) {
            if (!lines_[k].bullet && !date_ranges(line(k)).empty()) return false;
        }
        return i == 0 || blank(i - 1) || heads_[i - 1] || lines_[i - 1].bullet || line(i - 1).ends_with('.');
    }
    std::size_t begin_project(std::size_t i) {
        Post project;
        project.section = ResumeSection::projects;
        project.title = title_of(line(i), nullptr);
        project.line = static_cast<std::uint32_t>(i);
        // A year beside the name is when it was done.
        for (const Word& word : words_of_text(line(i), 0, line(i).size())) {
            const bool year = word.text.size() == 4 && (word.text.starts_with("19") || word.text.starts_with("20")) && std::all_of(word.text.begin(), word.text.end(), [](char c) { return c >= '0' && c <= '9'; });
            if (const auto read = year ? read_date(word.text) : std::nullopt) project.dates = DateRange{*read, *read, word.begin, word.end};
        }
        resume_.posts.push_back(std::move(project));
        breaks_[i] = true;
        return resume_.posts.size() - 1;
    }

    Resume& resume_;
    const std::vector<DocumentLine>& lines_;
    std::vector<bool> breaks_;
    std::vector<bool> heads_;
    std::vector<bool> titles_;
    std::vector<bool> asides_;
    std::vector<ResumeSection> sections_;
    std::vector<std::optional<std::size_t>> posts_;
};

}  // namespace

std::optional<ResumeSection> resume_heading(std::string_view line) {
    if (line.size() > 60) return std::nullopt;
    const std::string text = heading_text(line);
    const auto known = known_heading(text);
    if (known || first_of(text, ",;:0123456789") != std::string::npos) return known;
    return composed_heading(text);
}

Result<> within_bounds(const Resume& resume) {
    TRY(resume.document.within_bounds());
    if (resume.posts.size() > kMostPosts) return fail(errors::too_much_work, fmt::format("it tells of more than {} posts", kMostPosts));
    return {};
}

Result<Resume> resume_of(Document document) {
    TRY(document.within_bounds());
    Resume resume;
    resume.document = std::move(document);
    resume.format = resume.document.format();
    Walk(resume).run();
    TRY(within_bounds(resume));
    read_statements(resume);
    return resume;
}

void read_statements(Resume& resume) {
    const std::string_view text = resume.document.text();
    std::size_t instructions = 0;
    const std::vector<std::uint32_t> phrases = phrase_places(text);
    auto phrase = phrases.begin();
    for (Statement& s : resume.statements) {
        const std::string_view said = text.substr(s.at.begin, s.at.end - s.at.begin);
        while (phrase != phrases.end() && *phrase < s.at.begin) ++phrase;
        if (phrase != phrases.end() && *phrase < s.at.end) {
            const std::string lower = lowered(said);
            s.instruction = reads_as_instruction(lower);
            s.familiar = familiarity(lower);
        }
        instructions += s.instruction ? 1 : 0;
        // A list of names is a list wherever it stands.
        if (!s.at.list && !s.heading) s.verb = doing_verb(said).text;
        s.figure = first_figure(said).has_value();
    }
    if (instructions > 0)
        resume.document.add_problem({"instruction", std::to_string(instructions) + " statements speak to whoever or whatever reads the resume; they change nothing and count for nothing"});
}

Result<Resume> read_resume(std::string_view bytes) {
    const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string_view::npos && bytes[first] == '{' && !bytes.substr(first).starts_with("{\\rtf")) return read_json_resume(bytes);
    TRY_ASSIGN(Document document, read_text_document(bytes));
    return resume_of(std::move(document));
}

}  // namespace plimsoll::people
