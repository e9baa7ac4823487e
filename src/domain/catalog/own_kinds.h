// own_kinds.h: the kinds of apiVersion plimsoll/v1 as they are read from files: Service, Tier, Channel, BurnPolicy.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/catalog/object.h"

namespace plimsoll::catalog {

/// A definition as the model has it, and the place of every name in it that refers to another object.
struct ServiceRefs {
    Ref tier;
    std::vector<Ref> dependencies;
    std::vector<Ref> steps;
    std::vector<Ref> channels;
};
struct OwnService {
    Service service;
    ServiceRefs refs;
    bool has_display_name = false;
    bool has_description = false;
};

/// One rule of a BurnPolicy. Exactly one of factor and budget_share; the share becomes a factor with the SLO's period.
struct PolicyRule {
    BurnRule rule;
    std::optional<double> budget_share;
    yaml::Place place;
    std::vector<Ref> channels;
};
struct BurnPolicy {
    std::vector<PolicyRule> rules;
};

[[nodiscard]] OwnService read_own_service(const Object& object, Problems& problems);
[[nodiscard]] Tier read_tier(const Object& object, Problems& problems);
/// Secrets are references; a literal is refused without being quoted.
[[nodiscard]] Channel read_channel(const Object& object, Problems& problems);
[[nodiscard]] BurnPolicy read_burn_policy(const Object& object, Problems& problems);

}  // namespace plimsoll::catalog
