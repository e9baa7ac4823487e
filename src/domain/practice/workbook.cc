#include "domain/practice/workbook.h"

#include <fmt/format.h>

#include <functional>
#include <set>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/catalog/fields.h"
#include "domain/practice/ids.h"

namespace plimsoll::practice {

namespace {

class Bounds {
public:
    template <class T>
    void list(const char* field, const std::vector<T>& items, std::size_t most, const std::function<void(const T&, const std::string&)>& look, const std::function<std::string(const T&)>& key) {
        const std::string at = std::string("/") + field;
        if (items.size() > most) broken.push_back({at, fmt::format("has {} items; {} are allowed", items.size(), most), "remove what you need no longer"});
        std::set<std::string> keys;
        for (std::size_t i = 0; i < std::min(items.size(), most); ++i) {
            const std::string item = fmt::format("{}/{}", at, i);
            look(items[i], item);
            if (!keys.insert(key(items[i])).second) broken.push_back({item, "stands in the list twice", "keep one of the two"});
        }
    }
    void text(const std::string& at, const std::string& text) {
        if (const std::size_t n = catalog::characters(text); n > kLongestLine) broken.push_back({at, fmt::format("has {} characters; {} are allowed", n, kLongestLine), "say it shorter"});
    }
    void id(const std::string& at, const std::string& id) {
        if (!is_own_id(id)) broken.push_back({at, kIdRule, ""});
    }

    std::vector<FieldError> broken;
};

}  // namespace

Result<> check_workbook(const Workbook& workbook) {
    Bounds b;
    if (workbook.format != 1) b.broken.push_back({"/format", "must be 1", ""});
    if (workbook.words_per_minute < kSlowestPace || workbook.words_per_minute > kFastestPace) b.broken.push_back({"/words_per_minute", fmt::format("must be {} to {}", kSlowestPace, kFastestPace), "150 is unhurried"});
    b.list<Drill>("drills", workbook.drills, kMostDrills, [&](const Drill& d, const std::string& at) { broken_bounds(d, at, b.broken); }, [](const Drill& d) { return fmt::format("{} {}", d.question, d.at.in_ms()); });
    b.list<QuestionNote>("notes", workbook.notes, kMostNotes,
                         [&](const QuestionNote& n, const std::string& at) {
                             b.id(at + "/question", n.question);
                             b.text(at + "/text", n.text);
                         },
                         [](const QuestionNote& n) { return n.question; });
    b.list<Story>("stories", workbook.stories, kMostStories,
                  [&](const Story& s, const std::string& at) {
                      if (s.id.empty()) b.id(at + "/id", s.id);
                      broken_bounds(s, at, b.broken);
                  },
                  [](const Story& s) { return s.id; });
    b.list<Figure>("figures", workbook.figures, kMostFigures,
                   [&](const Figure& f, const std::string& at) {
                       if (f.id.empty()) b.id(at + "/id", f.id);
                       broken_bounds(f, at, b.broken);
                   },
                   [](const Figure& f) { return f.id; });
    b.list<Heard>("heard", workbook.heard, kMostHeard,
                  [&](const Heard& h, const std::string& at) {
                      b.id(at + "/ask", h.ask);
                      b.text(at + "/text", h.text);
                  },
                  [](const Heard& h) { return h.ask; });
    if (workbook.closing) broken_bounds(*workbook.closing, "/closing", b.broken);
    if (b.broken.empty()) {
        if (const std::size_t n = json::encode(workbook).size(); n > kLongestWorkbook)
            b.broken.push_back({"", fmt::format("has {} bytes; {} are allowed", n, kLongestWorkbook), "export it, then remove old notes and sheets"});
    }
    if (b.broken.empty()) return {};
    return fail(plimsoll::errors::invalid, "the workbook", std::move(b.broken));
}

std::string workbook_tag(const std::optional<std::string>& text) {
    if (!text) return "none";
    return text::hex(crypto::view(crypto::sha256(*text))).substr(0, 32);
}

}  // namespace plimsoll::practice
