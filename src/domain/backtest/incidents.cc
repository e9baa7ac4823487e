#include "domain/backtest/incidents.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/yaml.h"

namespace plimsoll::backtest {

namespace {

/// One incident as it is written.
struct Written {
    std::string where;  ///< "incidents.csv:3"
    std::string id, title, start, end;
};

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// Rows of a CSV text, one after the other. A quoted field may hold commas, line ends and doubled quotes.
class Rows {
public:
    explicit Rows(std::string_view text) : text_(text) {}

    /// False: no more. `line` is that on which the row begins; empty lines are passed over.
    bool next(std::vector<std::string>& fields, int& line) {
        while (at_ < text_.size()) {
            line = line_;
            fields = row();
            if (fields.size() > 1 || !fields.front().empty()) return true;
        }
        return false;
    }

private:
    std::vector<std::string> row() {
        std::vector<std::string> out(1);
        bool quoted = false;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '\n') ++line_;
            if (quoted) {
                quoted = take_quoted(c, out.back());
            } else if (c == '"' && trimmed(out.back()).empty()) {
                out.back().clear();
                quoted = true;
            } else if (c == ',') {
                out.emplace_back();
            } else if (c == '\n') {
                ++at_;
                break;
            } else {
                out.back() += c;
            }
        }
        for (std::string& field : out) field = trimmed(field);
        return out;
    }
    /// Whether the field is still within its quotes.
    bool take_quoted(char c, std::string& field) {
        if (c != '"') {
            field += c;
            return true;
        }
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') return false;
        ++at_;
        field += '"';
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

constexpr const char* kHeadRemedy = "begin with a line such as start,end,id,title";

Result<std::vector<Written>> of_csv(std::string_view text, const std::string& name) {
    Rows rows(text);
    std::vector<std::string> head;
    int line = 1;
    if (!rows.next(head, line)) return std::vector<Written>{};
    const auto column = [&](std::string_view wanted) -> std::optional<std::size_t> {
        const auto found = std::find_if(head.begin(), head.end(), [&](const std::string& field) { return lower(field) == wanted; });
        return found == head.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - head.begin()));
    };
    const auto start = column("start"), end = column("end"), id = column("id"), title = column("title");
    std::vector<FieldError> wrong;
    if (!start) wrong.push_back({fmt::format("{}:{}", name, line), "the head names no column `start`", kHeadRemedy});
    if (!end) wrong.push_back({fmt::format("{}:{}", name, line), "the head names no column `end`", kHeadRemedy});
    if (!wrong.empty()) return fail(errors::malformed, name + " is not a CSV of incidents", std::move(wrong));
    std::vector<Written> out;
    std::vector<std::string> fields;
    while (rows.next(fields, line)) {
        const auto field = [&](const std::optional<std::size_t>& at) { return at && *at < fields.size() ? fields[*at] : std::string(); };
        out.push_back({fmt::format("{}:{}", name, line), field(id), field(title), field(start), field(end)});
        if (out.size() > kMostIncidents) break;  // too many is said of the whole
    }
    return out;
}

Result<std::vector<Written>> of_tree(std::string_view text, const std::string& name) {
    TRY_ASSIGN(const std::vector<yaml::Node> documents, yaml::parse_documents(text, name));
    std::vector<Written> out;
    for (const yaml::Node& document : documents) {
        const yaml::Node list = document.is_map() ? document["incidents"] : document;
        if (list.kind() == yaml::Node::Kind::null) continue;
        if (!list.is_list()) {
            return fail(errors::malformed, name + " is not a list of incidents",
                        {{document.place().text(), "is no list", "write a list of objects with start, end, and perhaps id and title"}});
        }
        for (const yaml::Node& item : list.items()) {
            out.push_back({item.place().text(), item["id"].text(), item["title"].text(), item["start"].text(), item["end"].text()});
            if (out.size() > kMostIncidents) return out;
        }
    }
    return out;
}

bool is_tree(std::string_view text, const std::string& name) {
    const std::string suffix = lower(name.substr(std::min(name.size(), name.rfind('.'))));
    if (suffix == ".json" || suffix == ".yaml" || suffix == ".yml") return true;
    if (suffix == ".csv") return false;
    const std::string begin = trimmed(text.substr(0, 512));
    return begin.starts_with('[') || begin.starts_with('{') || begin.starts_with('-') || begin.starts_with("incidents:");
}

std::optional<Timestamp> time_of(const Written& one, const char* field, const std::string& text, std::vector<FieldError>& wrong) {
    if (text.empty()) {
        wrong.push_back({one.where, fmt::format("`{}` is missing", field), "write RFC 3339, such as 2026-11-21T09:00:00Z"});
        return std::nullopt;
    }
    auto at = text::parse_rfc3339(text);
    if (at) return *at;
    wrong.push_back({one.where, fmt::format("`{}` is \"{}\", which is no time of RFC 3339", field, text::printable(text.substr(0, 60))),
                     "write it with its zone, such as 2026-11-21T09:00:00Z or 2026-11-21T10:00:00+01:00"});
    return std::nullopt;
}

Result<std::vector<KnownIncident>> checked(const std::vector<Written>& written) {
    std::vector<KnownIncident> out;
    std::vector<FieldError> wrong;
    std::set<std::string> ids;
    for (const Written& one : written) {
        const auto start = time_of(one, "start", one.start, wrong);
        const auto end = time_of(one, "end", one.end, wrong);
        KnownIncident incident{one.id.empty() ? fmt::format("incident-{}", out.size() + 1) : one.id, one.title, start.value_or(Timestamp()),
                               end.value_or(Timestamp())};
        for (const auto& [field, text] : {std::pair("id", &one.id), std::pair("title", &one.title)}) {
            if (text->size() > kLongestIncidentText)
                wrong.push_back({one.where, fmt::format("`{}` is longer than {} bytes", field, kLongestIncidentText), "shorten it"});
        }
        if (start && end && *end <= *start) wrong.push_back({one.where, "`end` is not after `start`", "give the end of the harm to users"});
        if (!ids.insert(incident.id).second)
            wrong.push_back({one.where, fmt::format("the id \"{}\" stands twice", text::printable(incident.id)), "give each incident an id of its own"});
        out.push_back(std::move(incident));
    }
    if (!wrong.empty()) return fail(errors::invalid, "the incidents cannot be used", std::move(wrong));
    return out;
}

}  // namespace

Result<std::vector<KnownIncident>> read_incidents(std::string_view text, const std::string& name) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (text.size() > kMostIncidentBytes)
        return fail(errors::invalid, name + " is larger than 1 MiB", {{name, "is larger than 1 MiB", "leave out what lies before the range"}});
    if (!text::is_utf8(text)) return fail(errors::malformed, name + " is not UTF-8", {{name, "is not UTF-8", "save it as UTF-8"}});
    TRY_ASSIGN(const std::vector<Written> written, is_tree(text, name) ? of_tree(text, name) : of_csv(text, name));
    if (written.size() > kMostIncidents) {
        return fail(errors::invalid, fmt::format("{} holds more than {} incidents", name, kMostIncidents),
                    {{name, fmt::format("holds more than {} incidents", kMostIncidents), "leave out what lies before the range"}});
    }
    return checked(written);
}

}  // namespace plimsoll::backtest
