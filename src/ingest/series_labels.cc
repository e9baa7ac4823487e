#include "ingest/series_labels.h"

#include <algorithm>
#include <protozero/pbf_reader.hpp>

#include "base/text.h"

namespace plimsoll::ingest {
namespace {

constexpr std::string_view kName = "__name__";

bool is_plain(std::string_view name, bool colons) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
    return std::all_of(name.begin(), name.end(), [colons](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               (colons && c == ':');
    });
}

void append_quoted(std::string& out, std::string_view value) {
    out += '"';
    for (const char c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_label(std::string& out, const promql::Label& label) {
    if (out.back() != '{') out += ',';
    if (is_plain(label.name, false)) {
        out += label.name;
    } else {
        append_quoted(out, label.name);
    }
    out += '=';
    append_quoted(out, label.value);
}

bool by_name(const promql::Label& a, const promql::Label& b) {
    return a.name < b.name;
}

}  // namespace

std::optional<Reason> canonicalise(Labels& labels) {
    std::stable_sort(labels.begin(), labels.end(), by_name);
    const auto twice = std::adjacent_find(
        labels.begin(), labels.end(), [](const promql::Label& a, const promql::Label& b) { return a.name == b.name; });
    const bool duplicate = twice != labels.end();
    std::erase_if(labels, [](const promql::Label& label) { return label.value.empty(); });
    if (labels.empty()) return Reason::no_labels;
    const bool utf8 = std::all_of(labels.begin(), labels.end(), [](const promql::Label& label) {
        return text::is_utf8(label.name) && text::is_utf8(label.value);
    });
    if (!utf8) return Reason::not_utf8;
    if (labels.front().name.empty()) return Reason::nameless_label;
    if (duplicate) return Reason::duplicate_label;
    if (value_of(labels, kName).empty()) return Reason::no_name;
    return std::nullopt;
}

std::optional<Reason> over_limit(const Labels& labels, const LabelLimits& limits) {
    if (labels.size() > limits.labels) return Reason::too_many_labels;
    for (const promql::Label& label : labels) {
        if (label.name.size() > limits.name_bytes) return Reason::label_name_too_long;
        if (label.value.size() > limits.value_bytes) return Reason::label_value_too_long;
    }
    return std::nullopt;
}

std::string canonical_text(const Labels& labels) {
    const std::string_view name = value_of(labels, kName);
    std::string out;
    if (is_plain(name, true)) {
        out = name;
        if (labels.size() == 1) return out;
        out += '{';
    } else {
        out = "{";
        if (!name.empty()) append_quoted(out, name);
    }
    for (const promql::Label& label : labels) {
        if (label.name != kName) append_label(out, label);
    }
    return out + '}';
}

std::string_view value_of(const Labels& labels, std::string_view name) {
    const auto found = std::lower_bound(labels.begin(), labels.end(), promql::Label{name, {}}, by_name);
    return found != labels.end() && found->name == name ? found->value : std::string_view();
}

std::string target_of(const Labels& labels) {
    std::string out(value_of(labels, "job"));
    out += '\0';
    return out += value_of(labels, "instance");
}

Result<Labels> labels_of_protobuf(std::string_view bytes) {
    using protozero::pbf_wire_type;
    Labels out;
    protozero::pbf_reader series(bytes);
    while (series.next(1, pbf_wire_type::length_delimited)) {
        protozero::pbf_reader message = series.get_message();
        promql::Label label;
        while (message.next()) {
            switch (message.tag_and_type()) {
                case protozero::tag_and_type(1, pbf_wire_type::length_delimited):
                    label.name = message.get_view();
                    break;
                case protozero::tag_and_type(2, pbf_wire_type::length_delimited):
                    label.value = message.get_view();
                    break;
                default:
                    if (message.tag() <= 2) return fail(errors::malformed, "a label's name or value is not a string");
                    message.skip();
            }
        }
        out.push_back(label);
    }
    return out;
}

}  // namespace plimsoll::ingest
