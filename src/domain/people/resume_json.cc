// resume_json.cc: a JSON Resume into the same statements as a text: each value is a run of its own, cited by its JSON pointer.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/people/resume.h"
#include "domain/people/resume_words.h"

namespace plimsoll::people {

namespace {

namespace bj = boost::json;

constexpr std::size_t kMostProblems = 50;  ///< that are told one by one

/// Collects runs, and what is known of each: its section, its post, whether it is a list of names.
class Collector {
public:
    void read(const bj::object& root) {
        if (const bj::object* basics = object(root, "basics", "")) {
            add(*basics, "label", "/basics", ResumeSection::head, true);
            add(*basics, "summary", "/basics", ResumeSection::summary);
        }
        entries(root, "work", [&](const bj::object& o, const std::string& path) { post(o, path, ResumeSection::experience, {"position", "name"}); });
        entries(root, "volunteer", [&](const bj::object& o, const std::string& path) { post(o, path, ResumeSection::volunteering, {"position", "organization"}); });
        entries(root, "projects", [&](const bj::object& o, const std::string& path) { post(o, path, ResumeSection::projects, {"name", "entity"}); });
        entries(root, "skills", [&](const bj::object& o, const std::string& path) {
            add(o, "name", path, ResumeSection::skills);
            add(o, "level", path, ResumeSection::skills);
            list(o, "keywords", path, ResumeSection::skills);
        });
        entries(root, "education", [&](const bj::object& o, const std::string& path) {
            for (const char* key : {"studyType", "area", "institution"}) add(o, key, path, ResumeSection::education);
            list(o, "courses", path, ResumeSection::education);
        });
        entries(root, "certificates", [&](const bj::object& o, const std::string& path) { add(o, "name", path, ResumeSection::certificates); });
        entries(root, "publications", [&](const bj::object& o, const std::string& path) {
            add(o, "name", path, ResumeSection::other);
            add(o, "summary", path, ResumeSection::other);
        });
        entries(root, "awards", [&](const bj::object& o, const std::string& path) {
            add(o, "title", path, ResumeSection::other);
            add(o, "summary", path, ResumeSection::other);
        });
    }

    Result<Resume> take(DecodedText decoded) {
        if (beyond_) return fail(errors::too_much_work, fmt::format("it holds more than {} values or {} posts", kMostLines, kMostPosts));
        Resume resume;
        resume.format = "json_resume";
        resume.sections_found = true;
        if (problems_.size() > kMostProblems) {
            const std::size_t more = problems_.size() - kMostProblems;
            problems_.resize(kMostProblems);
            problems_.push_back(fmt::format("{} more values are not as the schema has them and were passed over", more));
        }
        for (std::string& problem : problems_) decoded.problems.push_back({"json_resume", std::move(problem)});
        resume.document = Document(std::move(runs_), std::move(decoded.encoding), std::move(decoded.problems));
        resume.document.set_format(resume.format);
        resume.posts = std::move(posts_);
        TRY(within_bounds(resume));
        const auto& lines = resume.document.lines();
        std::vector<std::size_t> first_line(known_.size(), 0);
        for (std::size_t i = lines.size(); i-- > 0;) first_line[lines[i].run] = i;
        for (std::size_t run = 0; run < known_.size(); ++run) {
            if (known_[run].post && known_[run].head) resume.posts[*known_[run].post].line = static_cast<std::uint32_t>(first_line[run]);
        }
        for (const Passage& passage : passages(resume.document, std::vector<bool>(lines.size(), false))) {
            const Known& known = known_[lines[passage.line].run];
            Statement s;
            s.at = passage;
            s.section = known.section;
            s.post = known.post;
            s.title = known.post.has_value() && known.head;
            resume.statements.push_back(std::move(s));
        }
        read_statements(resume);
        return resume;
    }

private:
    struct Known {
        ResumeSection section;
        std::optional<std::size_t> post;
        bool head;
    };

    const bj::object* object(const bj::object& in, const char* key, const std::string& path) {
        const bj::value* value = in.if_contains(key);
        if (value == nullptr || value->is_null()) return nullptr;
        if (!value->is_object()) problems_.push_back(fmt::format("{}/{} is not an object and was passed over", path, key));
        return value->if_object();
    }
    template <class F>
    void entries(const bj::object& root, const char* key, const F& read) {
        const bj::value* value = root.if_contains(key);
        if (value == nullptr || value->is_null()) return;
        if (!value->is_array()) return problems_.push_back(fmt::format("/{} is not a list and was passed over", key));
        std::size_t i = 0;
        for (const bj::value& entry : value->get_array()) {
            if (beyond()) return;
            const std::string path = fmt::format("/{}/{}", key, i++);
            if (entry.is_object()) read(entry.get_object(), path);
            else problems_.push_back(path + " is not an object and was passed over");
        }
    }
    void add(const bj::object& in, const char* key, const std::string& path, ResumeSection section, bool head = false, std::optional<std::size_t> post = {}) {
        const bj::value* value = in.if_contains(key);
        if (value == nullptr || value->is_null()) return;
        if (!value->is_string()) return problems_.push_back(fmt::format("{}/{} is not a text and was passed over", path, key));
        run(std::string(value->get_string()), fmt::format("{}/{}", path, key), section, head, post);
    }
    void list(const bj::object& in, const char* key, const std::string& path, ResumeSection section, std::optional<std::size_t> post = {}) {
        const bj::value* value = in.if_contains(key);
        if (value == nullptr || value->is_null()) return;
        if (!value->is_array()) return problems_.push_back(fmt::format("{}/{} is not a list and was passed over", path, key));
        std::size_t i = 0;
        for (const bj::value& entry : value->get_array()) {
            if (beyond()) return;
            const std::string at = fmt::format("{}/{}/{}", path, key, i++);
            if (entry.is_string()) run(std::string(entry.get_string()), at, section, false, post);
            else problems_.push_back(at + " is not a text and was passed over");
        }
    }
    /// Whether there is more than is read; it is refused then, and need not be collected.
    bool beyond() {
        beyond_ = beyond_ || runs_.size() > kMostLines || posts_.size() > kMostPosts || problems_.size() > kMostLines;
        return beyond_;
    }
    void run(std::string text, std::string source, ResumeSection section, bool head, std::optional<std::size_t> post) {
        runs_.push_back({std::move(text), std::move(source), 0, 1, 1});
        known_.push_back({section, post, head});
    }
    std::optional<YearMonth> date(const bj::object& o, const char* key, const std::string& path) {
        const bj::value* value = o.if_contains(key);
        if (value == nullptr || value->is_null() || (value->is_string() && value->get_string().empty())) return std::nullopt;
        const auto read = value->is_string() ? read_date(std::string_view(value->get_string())) : std::nullopt;
        if (!read) problems_.push_back(fmt::format("{}/{} is no date (YYYY, YYYY-MM or YYYY-MM-DD) and was passed over", path, key));
        return read;
    }
    void post(const bj::object& o, const std::string& path, ResumeSection section, std::initializer_list<const char*> title_keys) {
        Post post;
        post.section = section;
        for (const char* key : title_keys) {
            const bj::value* value = o.if_contains(key);
            if (value != nullptr && value->is_string() && !value->get_string().empty()) post.title += (post.title.empty() ? "" : ", ") + std::string(value->get_string());
        }
        post.title = shortened(std::move(post.title), kLongestTitle);
        const auto start = date(o, "startDate", path);
        const auto end = date(o, "endDate", path);
        const bj::value* ended = o.if_contains("endDate");
        const bool goes_on = ended == nullptr || ended->is_null() || (ended->is_string() && (ended->get_string().empty() || ended->get_string() == "Present" || ended->get_string() == "present"));
        if (start && (end || goes_on) && (!end || start->first() <= end->last())) post.dates = DateRange{*start, end, 0, 0};
        else if (!start && end) post.dates = DateRange{*end, end, 0, 0};
        posts_.push_back(std::move(post));
        const std::size_t index = posts_.size() - 1;
        bool head = true;
        for (const char* key : title_keys) {
            add(o, key, path, section, head, index);
            head = false;
        }
        for (const char* key : {"description", "summary"}) add(o, key, path, section, false, index);
        list(o, "highlights", path, section, index);
        list(o, "keywords", path, section, index);
        list(o, "roles", path, section, index);
    }

    std::vector<TextRun> runs_;
    std::vector<Known> known_;
    std::vector<Post> posts_;
    std::vector<std::string> problems_;
    bool beyond_ = false;
};

}  // namespace

Result<Resume> read_json_resume(std::string_view bytes) {
    TRY_ASSIGN(DecodedText decoded, decode_text(bytes));
    boost::system::error_code error;
    bj::parse_options options;
    options.max_depth = 32;
    const bj::value root = bj::parse(decoded.text, error, {}, options);
    if (error) return fail(plimsoll::errors::malformed, "the resume begins as JSON and is none: " + error.message());
    if (!root.is_object()) return fail(errors::resume_shape, "it is no object");
    Collector collector;
    collector.read(root.get_object());
    TRY_ASSIGN(Resume resume, collector.take(std::move(decoded)));
    if (resume.statements.empty()) {
        return fail(errors::resume_shape, "none of its parts holds text", {{"/", "must hold at least one of basics, work, projects, skills, education, certificates", "see jsonresume.org/schema"}});
    }
    return resume;
}

}  // namespace plimsoll::people
