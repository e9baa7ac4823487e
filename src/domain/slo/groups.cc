#include "domain/slo/groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace plimsoll::slo {
namespace {

bool stays(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

std::string encoded(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (stays(c)) out += c;
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

const std::map<std::string, GroupRecord>& groups_of(const Groups& groups, const std::string& roll_up) {
    static const std::map<std::string, GroupRecord> none;
    const auto found = groups.by_roll_up.find(roll_up);
    return found == groups.by_roll_up.end() ? none : found->second;
}

bool has_labels(const GroupRecord& group, const std::vector<std::string>& by) {
    return group.values.size() == by.size() && std::all_of(by.begin(), by.end(), [&](const std::string& label) { return group.values.contains(label); });
}

}  // namespace

void apply(Groups& groups, const GroupsSeen& event, Timestamp at) {
    for (const SeenGroup& group : event.groups) groups.by_roll_up[event.slo][group.name] = {group.values, at};
    ++groups.changes;
}

void apply(Groups& groups, const GroupsForgotten& event) {
    const auto found = groups.by_roll_up.find(event.slo);
    if (found == groups.by_roll_up.end()) return;
    for (const std::string& name : event.names) found->second.erase(name);
    if (found->second.empty()) groups.by_roll_up.erase(found);
    ++groups.changes;
}

Result<std::vector<GroupsSeen>> decide(const Groups& groups, const RecordGroups& command) {
    const auto& known = groups_of(groups, command.slo);
    // Groups by labels that it was grouped by before do not count for the limit.
    auto left = command.limit - std::count_if(known.begin(), known.end(), [&](const auto& group) { return has_labels(group.second, command.by); });
    GroupsSeen event{command.slo, {}};
    std::set<std::string> names;
    for (const std::vector<std::string>& values : command.values) {
        if (values.size() != command.by.size()) return fail(plimsoll::errors::invalid, "a group has one value for each label of its roll-up");
        SeenGroup group{group_name(command.slo, values), {}};
        for (std::size_t i = 0; i < values.size(); ++i) group.values[command.by[i]] = values[i];
        const auto same = known.find(group.name);
        if ((same != known.end() && same->second.values == group.values) || !names.insert(group.name).second) continue;
        if (left-- <= 0) break;
        event.groups.push_back(std::move(group));
    }
    if (event.groups.empty()) return std::vector<GroupsSeen>{};
    return std::vector<GroupsSeen>{std::move(event)};
}

std::vector<GroupsForgotten> decide(const Groups& groups, const ForgetGroups& command) {
    const auto& known = groups_of(groups, command.slo);
    GroupsForgotten event{command.slo, {}};
    for (const std::string& name : command.names) {
        if (known.contains(name)) event.names.push_back(name);
    }
    if (event.names.empty()) return {};
    return {std::move(event)};
}

std::string group_name(std::string_view roll_up, const std::vector<std::string>& values) {
    std::string name = std::string(roll_up) + "@";
    for (std::size_t i = 0; i < values.size(); ++i) name += (i == 0 ? "" : ",") + encoded(values[i]);
    return name;
}

std::vector<std::string> ordered_values(const catalog::Grouping& grouping, const std::map<std::string, std::string>& values) {
    std::vector<std::string> out;
    if (values.size() != grouping.by.size()) return out;
    for (const std::string& label : grouping.by) {
        const auto found = values.find(label);
        if (found == values.end()) return {};
        out.push_back(found->second);
    }
    return out;
}

catalog::Slo group_slo(const catalog::Slo& roll_up, const std::string& name, const std::map<std::string, std::string>& values) {
    catalog::Slo out = roll_up;
    out.name = name;
    out.grouping.reset();
    out.group_of = roll_up.name;
    out.group = values;
    std::string told;
    for (const auto& [label, value] : values) told += (told.empty() ? "" : ", ") + label + " " + value;
    out.display_name = (roll_up.display_name.empty() ? roll_up.name : roll_up.display_name) + " (" + told + ")";
    return out;
}

catalog::Catalog with_groups(catalog::Catalog declared, const Groups& groups) {
    std::vector<catalog::Slo> more;
    for (const auto& [roll_up, of_it] : groups.by_roll_up) {
        const auto slo = declared.slos.find(roll_up);
        if (slo == declared.slos.end() || !slo->second.grouping) continue;
        int left = slo->second.grouping->limit;  // it may have been lowered: the first ones by name stay
        for (const auto& [name, group] : of_it) {
            if (ordered_values(*slo->second.grouping, group.values).empty() || left-- <= 0) continue;
            more.push_back(group_slo(slo->second, name, group.values));
        }
    }
    for (catalog::Slo& slo : more) declared.slos.emplace(slo.name, std::move(slo));
    return declared;
}

}  // namespace plimsoll::slo
