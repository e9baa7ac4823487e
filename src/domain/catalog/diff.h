// diff.h: what changed from one Catalog to another, object by object and field by field.
//
// Where an object stands  a file's new name is a change, told as such; a new line number is not, for every comment moves
//                         lines and changes no promise. Objects keep the line at which they last changed.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/model.h"

namespace plimsoll::catalog {

BOOST_DEFINE_ENUM_CLASS(ChangeAction, added, changed, removed)

/// One field, before and after, as JSON text; empty where the object was not there.
struct FieldChange {
    std::string field;
    std::optional<std::string> before;
    std::optional<std::string> after;
    friend bool operator==(const FieldChange&, const FieldChange&) = default;
};
BOOST_DESCRIBE_STRUCT(FieldChange, (), (field, before, after))

struct Change {
    std::string kind;  ///< "Service", "Tier", "Channel", "SLO", "ErrorBudgetPolicy", "SLA", "DataSource", "Probe"
    std::string name;
    ChangeAction action = ChangeAction::added;
    std::vector<FieldChange> fields;  ///< of a changed object; none where it was added or removed
    friend bool operator==(const Change&, const Change&) = default;
};
BOOST_DESCRIBE_STRUCT(Change, (), (kind, name, action, fields))

struct Difference {
    std::vector<Change> changes;  ///< by kind (Channel, DataSource, ErrorBudgetPolicy, Probe, SLA, SLO, Service, Tier), then name
    Catalog upserts;              ///< every added or changed object, whole
    [[nodiscard]] std::size_t removals() const;
};

[[nodiscard]] Difference difference(const Catalog& before, const Catalog& after);

/// Puts `upserts` in and takes the removed ones out: apply(before, difference(before, after)) equals after but for lines.
void apply_difference(Catalog& catalog, const std::vector<Change>& changes, const Catalog& upserts);

/// Objects of all kinds.
[[nodiscard]] std::size_t size(const Catalog& catalog);

}  // namespace plimsoll::catalog
