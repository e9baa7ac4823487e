// Here because the values of a change are JSON text and are read back by their types.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json_codec.h"
#include "domain/catalog/change_text.h"

namespace plimsoll::catalog {

namespace {

using Text = std::optional<std::string>;

/// The value when the text is one of this type.
template <class T>
std::optional<T> value_of(const Text& json_text) {
    if (!json_text) return std::nullopt;
    auto value = json::decode<T>(*json_text);
    if (!value) return std::nullopt;
    return std::move(*value);
}

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
    return out.empty() ? "none" : out;
}

std::string plain(const std::string& json_text) {
    if (const auto one = value_of<std::string>(json_text)) return *one;
    if (const auto list = value_of<std::vector<std::string>>(json_text)) return joined(*list);
    if (const auto map = value_of<std::map<std::string, std::string>>(json_text)) {
        std::vector<std::string> pairs;
        for (const auto& [key, value] : *map) pairs.push_back(key + "=" + value);
        return joined(pairs);
    }
    if (const auto yes = value_of<bool>(json_text)) return *yes ? "yes" : "no";
    return json_text;
}

std::string objective(const std::string& json_text) {
    const auto ratio = value_of<Ratio>(json_text);
    const auto promised = ratio ? Objective::of(*ratio) : Result<Objective>(fail(plimsoll::errors::malformed));
    return promised ? text::percent(*promised) : json_text;
}

Text said(const Text& json_text, std::string (*say)(const std::string&)) {
    return json_text ? Text(say(*json_text)) : Text();
}

void add(std::vector<FieldChange>& out, std::string field, Text before, Text after) {
    if (before != after) out.push_back({std::move(field), std::move(before), std::move(after)});
}

void add_indicator(std::vector<FieldChange>& out, const FieldChange& change) {
    const auto before = value_of<Indicator>(change.before);
    const auto after = value_of<Indicator>(change.after);
    if (!before || !after) return out.push_back(change);
    const auto query = [](const std::string& text) { return text.empty() ? Text() : Text(text); };
    add(out, "indicator.total", query(before->total), query(after->total));
    add(out, "indicator.good", query(before->good), query(after->good));
    add(out, "indicator.bad", query(before->bad), query(after->bad));
}

void add_rules(std::vector<FieldChange>& out, const FieldChange& change) {
    const auto before = value_of<std::vector<BurnRule>>(change.before);
    const auto after = value_of<std::vector<BurnRule>>(change.after);
    if (!before || !after) return out.push_back(change);
    std::map<std::string, std::pair<Text, Text>> by_name;
    for (const BurnRule& rule : *before) by_name[rule.name].first = in_words(rule);
    for (const BurnRule& rule : *after) by_name[rule.name].second = in_words(rule);
    for (auto& [name, texts] : by_name) add(out, "rules." + name, std::move(texts.first), std::move(texts.second));
}

}  // namespace

std::string in_words(const BurnRule& rule) {
    std::string out = fmt::format("{} {} {:.6g}x over {}", rule.severity == Severity::page ? "page" : "ticket",
                                  rule.at_or_above ? "at or above" : "above", rule.factor, text::duration(rule.long_window));
    if (rule.short_window > Duration()) out += " and " + text::duration(rule.short_window);
    if (rule.entry_delay > Duration()) out += ", once it held for " + text::duration(rule.entry_delay);
    if (rule.clear_delay > Duration()) out += ", until it was clear for " + text::duration(rule.clear_delay);
    if (!rule.channels.empty()) out += ", to " + joined(rule.channels);
    if (!rule.notify_resolved) out += ", resolved notices off";
    return out;
}

std::vector<FieldChange> in_words(const std::vector<FieldChange>& fields) {
    std::vector<FieldChange> out;
    for (const FieldChange& change : fields) {
        if (change.field == "definition_version" || change.field == "sli_version") continue;
        if (change.field == "indicator") add_indicator(out, change);
        else if (change.field == "rules") add_rules(out, change);
        else if (change.field == "objective") add(out, change.field, said(change.before, objective), said(change.after, objective));
        else add(out, change.field, said(change.before, plain), said(change.after, plain));
    }
    return out;
}

Change in_words(const Change& change) { return {change.kind, change.name, change.action, in_words(change.fields)}; }

std::string counted(const std::vector<Change>& changes) {
    std::map<std::pair<std::string, ChangeAction>, std::size_t> counts;
    for (const Change& change : changes) ++counts[{change.kind, change.action}];
    std::string out;
    for (const auto& [what, n] : counts) {
        const char* action = boost::describe::enum_to_string(what.second, "");
        out += fmt::format("{}{} {}{} {}", out.empty() ? "" : ", ", n, what.first, n == 1 ? "" : "s", action);
    }
    return out.empty() ? "nothing" : out;
}

}  // namespace plimsoll::catalog
