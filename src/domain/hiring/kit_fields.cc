#include "domain/hiring/kit_fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/hiring/interview_kit_reader.h"

namespace plimsoll::hiring {

using catalog::Fields;
using catalog::Need;
using catalog::Problems;

bool is_part_id(std::string_view id) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (id.empty() || id.size() > 40 || !letter(id.front())) return false;
    return std::all_of(id.begin(), id.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::string read_part_id(const Fields& fields, std::set<std::string>& taken) {
    std::string id = fields.text("id", Need::required);
    if (id.empty()) return id;
    if (!is_part_id(id)) {
        fields.invalid("id", "must be 1 to 40 of a-z, 0-9 and '_', a letter first", "such as \"change_safety\"");
    } else if (!taken.insert(id).second) {
        fields.wrong(errors::duplicate_kit, "id", fmt::format("is `{}`, as another's is", id), "give one of them another id");
    }
    return id;
}

std::vector<std::string> read_texts(const Fields& fields, std::string_view key, std::size_t most, std::size_t longest) {
    std::vector<std::string> out = fields.texts(key, most);
    for (const std::string& text : out) {
        const std::size_t n = catalog::characters(text);
        if (n > longest) fields.invalid(key, fmt::format("has an item of {} characters; {} are allowed", n, longest), "say it shorter, or make two of it");
    }
    return out;
}

std::vector<Fields> read_maps(const Fields& fields, std::string_view key, const std::vector<std::string>& known, std::size_t most, Need need) {
    std::vector<Fields> out;
    const std::vector<yaml::Node> items = fields.list(key, need);
    if (items.size() > most) fields.invalid(key, fmt::format("has {} items; {} are allowed", items.size(), most), "keep fewer");
    for (std::size_t i = 0; i < std::min(items.size(), most); ++i) {
        const std::string path = fmt::format("{}[{}]", fields.path(key), i);
        if (items[i].is_map()) out.emplace_back(items[i], path, known, fields.problems());
        else fields.problems().add(plimsoll::errors::invalid, items[i].place(), fmt::format("`{}` must be a map", path), "begin it with `id:`");
    }
    return out;
}

void each_document(const std::vector<catalog::FileText>& files, std::string_view kind, Problems& problems,
                   const std::function<void(const yaml::Node&, const std::string&)>& read) {
    for (const catalog::FileText& file : files) {
        const auto documents = yaml::parse_documents(file.text, file.path);
        if (!documents) {
            const Error& error = documents.error();
            if (error.fields().empty()) problems.add(error.kind(), {file.path, 0, 0}, error.sentence());
            for (const FieldError& field : error.fields()) problems.add(error.kind(), catalog::place_in(file.path, field.where), field.rule, field.remedy);
            continue;
        }
        for (const yaml::Node& document : *documents)
            if (document.is_map() && catalog::trimmed(document["kit"].text()) == kind) read(document, file.path);
    }
}

bool known_format(const Fields& head) {
    if (head.has("format")) return head.integer("format", 1, 1).has_value();
    head.wrong(errors::interview_kit_head, "format", "is missing", "write `format: 1`");
    return false;
}

}  // namespace plimsoll::hiring
