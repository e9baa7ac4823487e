// groups.h: one SLO per label value: which groups a roll-up has, and the catalogue with them in it.
//
// Life       a group is seen when the first series with its values arrives, and forgotten when the last was silent for
//            30 days. Both are events, so that a restart judges the same SLOs.
// Name       "<roll-up>@<values>": the values in the order of the roll-up's labels, joined by commas, percent-encoded but
//            for A-Z a-z 0-9 . _ -. So it has no slash, and two groups never share a name.
// A group    is an ordinary SLO: the roll-up's objective, windows and rules, over the series that carry its values. A group
//            whose labels are not those that the roll-up is grouped by now waits, and is not in the catalogue.
// Bounds     as many groups as the roll-up's limit.
// Pure       no clock.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "domain/catalog/model.h"

namespace plimsoll::slo {

inline constexpr Duration kForgetGroupsAfter = Duration::days(30);

struct SeenGroup {
    std::string name;
    std::map<std::string, std::string> values;  ///< label to value
    friend bool operator==(const SeenGroup&, const SeenGroup&) = default;
};
BOOST_DESCRIBE_STRUCT(SeenGroup, (), (name, values))

/// Series with label values that had no group arrived.
struct GroupsSeen {
    static constexpr std::string_view json_tag = "slo.GroupsSeen";
    std::string slo;  ///< the roll-up
    std::vector<SeenGroup> groups;
};
BOOST_DESCRIBE_STRUCT(GroupsSeen, (), (slo, groups))

/// Groups of which nothing was heard for 30 days.
struct GroupsForgotten {
    static constexpr std::string_view json_tag = "slo.GroupsForgotten";
    std::string slo;
    std::vector<std::string> names;
};
BOOST_DESCRIBE_STRUCT(GroupsForgotten, (), (slo, names))

struct GroupRecord {
    std::map<std::string, std::string> values;
    Timestamp seen_at;  ///< wall clock
};
BOOST_DESCRIBE_STRUCT(GroupRecord, (), (values, seen_at))

struct Groups {
    std::map<std::string, std::map<std::string, GroupRecord>> by_roll_up;  ///< then by the group's name
    std::uint64_t changes = 0;
};
BOOST_DESCRIBE_STRUCT(Groups, (), (by_roll_up, changes))

void apply(Groups& groups, const GroupsSeen& event, Timestamp at);
void apply(Groups& groups, const GroupsForgotten& event);

/// Series arrived whose values (in the order of the roll-up's labels) have no group.
struct RecordGroups {
    std::string slo;
    std::vector<std::string> by;
    int limit = 0;
    std::vector<std::vector<std::string>> values;
};
struct ForgetGroups {
    std::string slo;
    std::vector<std::string> names;
};

/// What of it is new and within the limit, in the order asked. Errors: invalid (a group has not one value for each label).
[[nodiscard]] Result<std::vector<GroupsSeen>> decide(const Groups& groups, const RecordGroups& command);
/// Those that there are.
[[nodiscard]] std::vector<GroupsForgotten> decide(const Groups& groups, const ForgetGroups& command);

[[nodiscard]] std::string group_name(std::string_view roll_up, const std::vector<std::string>& values);
/// The group's values in the order of the roll-up's labels; empty if they are not its labels.
[[nodiscard]] std::vector<std::string> ordered_values(const catalog::Grouping& grouping, const std::map<std::string, std::string>& values);
[[nodiscard]] catalog::Slo group_slo(const catalog::Slo& roll_up, const std::string& name, const std::map<std::string, std::string>& values);
/// The catalogue that is judged: what is declared, and the groups.
[[nodiscard]] catalog::Catalog with_groups(catalog::Catalog declared, const Groups& groups);

}  // namespace plimsoll::slo
