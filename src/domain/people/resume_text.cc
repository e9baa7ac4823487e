// resume_text.cc: sections and posts of a resume that is plain text.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

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
        {"certifications and training", S::certificates}, {"education and certifications", S::education}, {"courses and certifications", S::certificates},
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

bool has_dates(ResumeSection section) { return section == ResumeSection::experience || section == ResumeSection::projects || section == ResumeSection::volunteering; }

/// A title without dates and what parts it from them.
std::string title_of(std::string_view line, const DateRange* dates) {
    std::string out(line);
    if (dates != nullptr) out = std::string(line.substr(0, dates->begin_at)) + " " + std::string(line.substr(dates->end_at));
    const auto strip = [](char c) { return c == ' ' || c == '|' || c == ',' || c == '-' || c == '(' || c == ')' || c == '#' || c == '*' || c == ':' || c == '_'; };
    while (!out.empty() && strip(out.front())) out.erase(out.begin());
    while (!out.empty() && strip(out.back())) out.pop_back();
    return out;
}

/// Walks the lines once: which section each is in, which post, which are heads.
class Walk {
public:
    explicit Walk(Resume& resume) : resume_(resume), lines_(resume.document.lines()), breaks_(lines_.size(), false), heads_(lines_.size(), false), sections_(lines_.size()), posts_(lines_.size()) {}

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
            if (const auto section = resume_heading(line(i)); section && !lines_[i].bullet) {
                now = *section;
                sections_[i] = now;
                breaks_[i] = heads_[i] = true;
                resume_.sections_found = true;
                continue;
            }
            // "Skills: Go, Python": the heading and what stands under it in one line.
            const std::size_t colon = line(i).substr(0, 41).find(':');
            if (colon == std::string_view::npos) continue;
            const auto inline_section = known_heading(heading_text(line(i).substr(0, colon)));
            if (!inline_section) continue;
            breaks_[i] = true;
            sections_[i] = *inline_section;
            if (now == ResumeSection::head) now = *inline_section;  // a short resume that has nothing else
            resume_.sections_found = true;
        }
    }

    void find_posts() {
        std::optional<std::size_t> post;
        ResumeSection section = ResumeSection::head;
        std::size_t last_body = 0;  // index behind the last line that belongs to the post before
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (sections_[i] != section || heads_[i]) {
                post.reset();
                section = sections_[i];
                last_body = i + 1;
            }
            if (blank(i) || heads_[i] || !has_dates(section)) continue;
            const std::vector<DateRange> dates = may_be_head(i) ? date_ranges(line(i)) : std::vector<DateRange>{};
            const bool head = !dates.empty() && is_head(i, dates.front());
            if (head) {
                if (resume_.posts.size() > kMostPosts) return;  // resume_of refuses it
                post = begin_post(i, dates.front(), section, last_body);
            }
            if (lines_[i].bullet || (!head && post)) last_body = i + 1;
            posts_[i] = post;
        }
    }
    /// A line that is mostly its dates and a title, not a sentence that tells of a time.
    [[nodiscard]] bool may_be_head(std::size_t i) const { return !lines_[i].bullet && line(i).size() <= 160 && !line(i).ends_with('.'); }
    [[nodiscard]] bool is_head(std::size_t i, const DateRange& dates) const {
        const std::string before = lowered(line(i).substr(0, dates.begin_at));
        const std::size_t first_word = before.find(' ');
        return !is_doing_verb(std::string_view(before).substr(0, first_word));
    }
    /// The title may stand on the lines right above: those that are no bullet and no part of the post before.
    std::size_t begin_post(std::size_t i, const DateRange& dates, ResumeSection section, std::size_t not_before) {
        std::size_t first = i;
        std::string title = title_of(line(i), &dates);
        while (first > not_before && i - first < 2 && !blank(first - 1) && !heads_[first - 1] && !lines_[first - 1].bullet && line(first - 1).size() <= 120 && !line(first - 1).ends_with('.') && date_ranges(line(first - 1)).empty()) --first;
        std::string above;
        for (std::size_t k = first; k < i; ++k) above += (above.empty() ? "" : ", ") + title_of(line(k), nullptr);
        // And on the line below when the dates stand alone.
        if (title.empty() && above.empty() && i + 1 < lines_.size() && !blank(i + 1) && !lines_[i + 1].bullet && line(i + 1).size() <= 120 && !heads_[i + 1]) {
            title = title_of(line(i + 1), nullptr);
            breaks_[i + 1] = heads_[i + 1] = false;
        }
        resume_.posts.push_back({above.empty() ? title : title.empty() ? above : above + ", " + title, section, dates, static_cast<std::uint32_t>(first)});
        const std::size_t post = resume_.posts.size() - 1;
        for (std::size_t k = first; k <= i; ++k) {
            posts_[k] = post;
            breaks_[k] = true;
        }
        return post;
    }

    Resume& resume_;
    const std::vector<DocumentLine>& lines_;
    std::vector<bool> breaks_;
    std::vector<bool> heads_;
    std::vector<ResumeSection> sections_;
    std::vector<std::optional<std::size_t>> posts_;
};

}  // namespace

std::optional<ResumeSection> resume_heading(std::string_view line) {
    if (line.size() > 60) return std::nullopt;
    return known_heading(heading_text(line));
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
