// own_kinds.h: the kinds of apiVersion plimsoll/v1 as they are read from files: Service, Tier, Channel, BurnPolicy, Indicator,
// Composite, ErrorBudgetPolicy, SLA and Probe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/catalog/object.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::catalog {

/// A definition as the model has it, and the place of every name in it that refers to another object.
struct ServiceRefs {
    Ref tier;
    std::vector<Ref> dependencies;
    std::vector<Ref> steps;
    std::vector<Ref> channels;
    std::vector<Ref> granted;         ///< of dependencyBudgets: the upstream of each
    std::vector<Ref> granted_slos;    ///< in the same order; empty where none is named
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

struct MemberRef {
    Ref slo;
    double weight = 1;
};
struct CompositeSpec {
    std::string description;
    Ref service;  ///< the journey's where none is written
    CompositeRule rule = CompositeRule::all;
    std::vector<MemberRef> members;
    std::optional<Ratio> target;
    std::optional<TimeWindow> window;
    std::optional<Duration> slice;
    yaml::Place slice_place;
    Ref journey;  ///< "shop/checkout"
    std::vector<RefOrInline<AlertPolicy>> policies;
    yaml::Place place;
};

struct PolicySpec {
    ErrorBudgetPolicy policy;
    std::vector<Ref> tiers;
    std::vector<Ref> services;
    std::vector<Ref> channels;
};

struct CreditSpec {
    Credit credit;
    yaml::Place place;
};
struct SlaSpec {
    Sla sla;
    Ref slo;
    std::vector<CreditSpec> credits;
    bool has_target = false;
    yaml::Place target_place;
};

struct ProbeSpec {
    Probe probe;
    Ref service;
};

/// Names in a list, each at its place, each once.
[[nodiscard]] std::vector<Ref> references(const Fields& fields, std::string_view key);
[[nodiscard]] std::vector<std::string> names(const std::vector<Ref>& refs);
/// The name of an SLO, which may be one of several that a document makes: "checkout.latency".
[[nodiscard]] Ref read_slo_ref(const Fields& fields, std::string_view key);

[[nodiscard]] OwnService read_own_service(const Object& object, Problems& problems);
[[nodiscard]] Tier read_tier(const Object& object, Problems& problems);
/// Secrets are references; a literal is refused without being quoted.
[[nodiscard]] Channel read_channel(const Object& object, Problems& problems);
[[nodiscard]] BurnPolicy read_burn_policy(const Object& object, Problems& problems);
[[nodiscard]] Sli read_own_indicator(const Object& object, const Texts& texts, Problems& problems);
[[nodiscard]] CompositeSpec read_composite(const Object& object, Problems& problems);
[[nodiscard]] PolicySpec read_error_budget_policy(const Object& object, Problems& problems);
[[nodiscard]] SlaSpec read_sla(const Object& object, Problems& problems);
[[nodiscard]] ProbeSpec read_probe(const Object& object, Problems& problems);

}  // namespace plimsoll::catalog
