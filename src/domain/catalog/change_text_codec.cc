// Here because the values of a change are JSON text and are read back by their types.
#include <fmt/format.h>

#include <algorithm>
#include <boost/mp11.hpp>
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
    add(out, "indicator.above", query(before->above), query(after->above));
    add(out, "indicator", in_words(*before), in_words(*after));
}

/// A field whose value is an object of ours: said when it is one, and nothing where there is none.
template <class T>
Text said_as(const Text& json_text, std::string (*say)(const T&)) {
    if (!json_text || *json_text == "null") return {};
    const auto value = value_of<T>(json_text);
    return value ? Text(say(*value)) : json_text;
}

template <class T>
void add_as(std::vector<FieldChange>& out, const FieldChange& change, std::string (*say)(const T&)) {
    add(out, change.field, said_as<T>(change.before, say), said_as<T>(change.after, say));
}

std::string all_budgets(const std::vector<DependencyBudget>& budgets) {
    std::vector<std::string> each;
    for (const DependencyBudget& b : budgets) {
        each.push_back(b.service + (b.slo.empty() ? "" : " (" + b.slo + ")") + (b.share > 0 ? " " + text::percent(b.share) : " an equal part"));
    }
    return joined(each);
}

std::string all_credits(const std::vector<Credit>& credits) {
    std::vector<std::string> each;
    for (const Credit& c : credits) each.push_back(fmt::format("{:.6g} % of the fee below {:.6g} %", c.share * 100, c.below.as_double() * 100));
    return joined(each);
}

std::string all_steps(const std::vector<ProbeStep>& steps) {
    std::vector<std::string> each;
    for (const ProbeStep& step : steps) each.push_back(in_words(step));
    return joined(each);
}

/// In words, or as they are where the words do not show what changed.
void add_steps(std::vector<FieldChange>& out, const FieldChange& change) {
    const Text before = said_as<std::vector<ProbeStep>>(change.before, all_steps);
    const Text after = said_as<std::vector<ProbeStep>>(change.after, all_steps);
    if (before == after) out.push_back(change);
    else add(out, change.field, before, after);
}

/// The members of an object that are told one by one: "pull.step", "scrape.targets"; nothing where there is none.
template <class T>
void add_members(std::vector<FieldChange>& out, const FieldChange& change) {
    const auto before = value_of<T>(change.before);
    const auto after = value_of<T>(change.after);
    boost::mp11::mp_for_each<json::codec::Members<T>>([&](auto member) {
        const auto text = [&](const std::optional<T>& value) {
            if (!value) return Text();
            std::string json_text;
            json::codec::write(json_text, (*value).*member.pointer);
            return Text(plain(json_text));
        };
        add(out, change.field + "." + member.name, text(before), text(after));
    });
}

std::string by_state(const std::map<std::string, std::vector<std::string>>& lines) {
    std::string out;
    for (const auto& [state, each] : lines) out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", state, joined(each));
    return out.empty() ? "none" : out;
}

/// True if it was one of the fields that came with slices, calendars, composites and policies.
bool add_structure(std::vector<FieldChange>& out, const FieldChange& change) {
    if (change.field == "slicing") add_as<Slicing>(out, change, in_words);
    else if (change.field == "calendar" || change.field == "window") add_as<CalendarWindow>(out, change, in_words);
    else if (change.field == "composite") add_as<Composite>(out, change, in_words);
    else if (change.field == "grouping") add_as<Grouping>(out, change, in_words);
    else if (change.field == "low_traffic") add_as<LowTraffic>(out, change, in_words);
    else if (change.field == "connection") add_members<Connection>(out, change);
    else if (change.field == "pull") add_members<PullSettings>(out, change);
    else if (change.field == "scrape") add_members<ScrapeSettings>(out, change);
    else if (change.field == "access_log") add_members<AccessLogSettings>(out, change);
    else if (change.field == "replicas") add_members<ReplicaSettings>(out, change);
    else if (change.field == "steps") add_steps(out, change);
    else if (change.field == "dependency_budgets") add_as<std::vector<DependencyBudget>>(out, change, all_budgets);
    else if (change.field == "credits") add_as<std::vector<Credit>>(out, change, all_credits);
    else if (change.field == "consequences" || (change.field == "channels" && change.after && change.after->starts_with('{'))) {
        add_as<std::map<std::string, std::vector<std::string>>>(out, change, by_state);
    } else return false;
    return true;
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
    if (rule.guarded) out += ", if it is more than chance";
    return out;
}

namespace {

std::string what_counts(const Indicator& indicator) {
    const std::string bound = text::number(indicator.bound);
    const char* sign = indicator.comparison == Comparison::lte ? "<=" : indicator.comparison == Comparison::gte ? ">=" : indicator.comparison == Comparison::lt ? "<" : ">";
    switch (indicator.kind) {
        case IndicatorKind::ratio: return "ratio of events";
        case IndicatorKind::correctness: return "correctness of what was checked";
        case IndicatorKind::latency:
            return fmt::format("latency within {} s{}", bound, indicator.above.empty() ? "" : fmt::format(", {:.6g} of the way between two buckets", indicator.share));
        case IndicatorKind::threshold: return fmt::format("samples {} {}", sign, bound);
        case IndicatorKind::raw_ratio: return indicator.raw_is_bad ? "samples of the share of bad events" : "samples of the share of good events";
        case IndicatorKind::freshness: return fmt::format("at most {} s old", bound);
        case IndicatorKind::alert: return "an alert that fires is bad";
        case IndicatorKind::composite: return "composite";
    }
    return {};
}

}  // namespace

std::string in_words(const Indicator& indicator) {
    std::string out = what_counts(indicator);
    if (!indicator.data_source.empty()) out += ", asked of " + indicator.data_source;
    return indicator.verbatim ? out + " as it stands" : out;
}

std::string in_words(const Slicing& slicing) {
    std::string out = "slices of " + text::duration(slicing.length);
    if (slicing.target.numerator() > 0) out += fmt::format(", good from {:.6g} % of good events on", slicing.target.as_double() * 100);
    const char* empty = slicing.empty == EmptySlice::gap ? "gaps" : slicing.empty == EmptySlice::good ? "good" : "bad";
    return out + ", empty ones are " + empty;
}

std::string in_words(const CalendarWindow& window) {
    const char* unit = boost::describe::enum_to_string(window.unit, "");
    return fmt::format("{} from {}, {}", window.count == 1 ? unit : fmt::format("{} {}s", window.count, unit), window.start, window.zone);
}

std::string in_words(const Composite& composite) {
    std::vector<std::string> members;
    for (const Member& m : composite.members) members.push_back(m.weight == 1 ? m.slo : fmt::format("{} x {}", text::number(m.weight), m.slo));
    std::string out = fmt::format("{} of {}", boost::describe::enum_to_string(composite.rule, ""), joined(members));
    return composite.journey.empty() ? out : out + ", journey " + composite.journey;
}

std::string in_words(const Grouping& grouping) {
    return fmt::format("one per {}, at most {}, rolled up as {}", joined(grouping.by), grouping.limit, grouping.roll_up == RollUp::worst ? "the worst" : "their sum");
}

std::string in_words(const LowTraffic& low) {
    std::string out = low.least_events > 0 ? fmt::format("at least {} events", text::count(low.least_events)) : "any number of events";
    return low.interval ? out + ", more than chance" : out;
}

std::string in_words(const ProbeStep& step) {
    std::string out = step.name.empty() ? "" : step.name + ": ";
    out += step.kind == ProbeKind::http ? step.method : boost::describe::enum_to_string(step.kind, "");
    out += " " + step.target;
    if (!step.assertions.empty()) out += fmt::format(", {} expectation{}", step.assertions.size(), step.assertions.size() == 1 ? "" : "s");
    return out;
}

std::vector<FieldChange> in_words(const std::vector<FieldChange>& fields) {
    std::vector<FieldChange> out;
    for (const FieldChange& change : fields) {
        if (change.field == "definition_version" || change.field == "sli_version") continue;
        if (change.field == "indicator") add_indicator(out, change);
        else if (change.field == "rules") add_rules(out, change);
        else if (add_structure(out, change)) continue;
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
