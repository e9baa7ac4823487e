#include "demo/catalogue_text.h"

#include <fmt/format.h>

#include "demo/series.h"

namespace plimsoll::demo {
namespace {

std::string listed(const std::vector<std::string>& names) { return fmt::format("[{}]", fmt::join(names, ", ")); }

/// The pairs of the SRE Workbook for 30 days, with pages and tickets going to different places.
constexpr const char* kShared = R"(# What the services share: tiers, where pages go, and when they go.
apiVersion: plimsoll/v1
kind: Tier
metadata: {{name: tier-0}}
spec: {{rank: 0, rto: 15m, rpo: 1m, description: "Without it nobody can buy."}}
---
apiVersion: plimsoll/v1
kind: Tier
metadata: {{name: tier-1}}
spec: {{rank: 1, rto: 1h, rpo: 15m, description: "Without it buying is hard."}}
---
apiVersion: plimsoll/v1
kind: Tier
metadata: {{name: tier-2}}
spec: {{rank: 2, rto: 8h, rpo: 24h, description: "Without it the back office waits."}}
---
# The demo's own receiver on this machine: it checks the signature, answers 204 and prints what it was told.
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: pager}}
spec: {{type: webhook, url: "{0}/pages/pager", secret: "file:{1}", allowPrivate: true, repeatInterval: 4h}}
---
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: tickets}}
spec: {{type: webhook, url: "{0}/pages/tickets", secret: "file:{1}", allowPrivate: true, repeatInterval: 24h}}
---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {{name: pages-and-tickets}}
spec:
  rules:
    - {{name: page-fast, severity: page, long: 1h, short: 5m, factor: 14.4, channels: [pager]}}
    - {{name: page-slow, severity: page, long: 6h, short: 30m, factor: 6, channels: [pager]}}
    - {{name: ticket-fast, severity: ticket, long: 1d, short: 2h, factor: 3, channels: [tickets]}}
    - {{name: ticket-slow, severity: ticket, long: 3d, short: 6h, factor: 1, channels: [tickets]}}
---
# For few events: windows of a day and more, so that one failed job wakes nobody.
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {{name: patient}}
spec:
  rules:
    - {{name: ticket-fast, severity: ticket, long: 2d, short: 4h, factor: 5, channels: [tickets]}}
    - {{name: ticket-slow, severity: ticket, long: 7d, short: 1d, factor: 2, channels: [tickets]}}
---
# What a spent budget leads to: `plimsoll gate checkout` answers by it.
apiVersion: plimsoll/v1
kind: ErrorBudgetPolicy
metadata: {{name: customers-first}}
spec:
  tiers: [tier-0]
  caution: 0.5
  freeze: 0.25
  consequences:
    caution: ["Risky changes wait for a second pair of eyes"]
    freeze: ["Only repairs are shipped"]
    breach: ["Only repairs are shipped", "One engineer works on reliability until it ends"]
  channels: {{freeze: [tickets], breach: [tickets]}}
  escalationChannels: [tickets]
---
apiVersion: plimsoll/v1
kind: ErrorBudgetPolicy
metadata: {{name: steady}}
spec:
  tiers: [tier-1]
  caution: 0.5
  freeze: 0.1
  consequences:
    freeze: ["Only repairs are shipped"]
    breach: ["Only repairs are shipped"]
  gate: {{freeze: allow, breach: refuse}}
  channels: {{breach: [tickets]}}
  escalationChannels: [tickets]
---
# What the largest customer was promised, beside what the shop promises itself.
apiVersion: plimsoll/v1
kind: SLA
metadata: {{name: big-customer}}
spec:
  customer: Big Customer Ltd
  slo: checkout-orders
  targetPercent: 99.5
  timeWindow: [{{duration: 1M, calendar: {{startTime: 2024-01-01 00:00:00, timeZone: Europe/Berlin}}}}]
  credits: [{{belowPercent: 99.5, share: 0.1}}, {{belowPercent: 99, share: 0.25}}]
  fee: 12000
  currency: EUR
---
# A customer's whole way through the shop: it works when every step of it does.
apiVersion: plimsoll/v1
kind: Composite
metadata: {{name: browse-and-buy, displayName: "Browse and buy"}}
spec:
  description: "Every step of the journey works; nothing is assumed about how steps fail together."
  service: storefront
  journey: storefront/browse-and-buy
  rule: all
  members: [{{slo: storefront-availability}}, {{slo: search-availability}}, {{slo: inventory-availability}}, {{slo: checkout-availability}}, {{slo: payments-availability}}]
  timeWindow: [{{duration: 30d, isRolling: true}}]
  target: 0.995
)";

std::string service_text(const CompanyService& service) {
    std::string out = fmt::format("apiVersion: plimsoll/v1\nkind: Service\nmetadata: {{name: {}, displayName: \"{}\"}}\nspec:\n"
                                  "  description: \"{}\"\n  tier: {}\n  owner: {}\n  channels: [pager]\n"
                                  "  runbook: https://runbooks.example.com/{}\n",
                                  service.name, service.display_name, service.description, service.tier, service.owner, service.name);
    if (!service.dependencies.empty()) out += fmt::format("  dependencies: {}\n", listed(service.dependencies));
    if (!service.journeys.empty()) out += "  journeys:\n";
    for (const Journey& journey : service.journeys) {
        out += fmt::format("    - name: {}\n      steps: {}\n      unacceptable:\n", journey.name, listed(journey.steps));
        for (const std::string& what : journey.unacceptable) out += fmt::format("        - {}\n", what);
    }
    return out;
}

std::string metric_text(const char* role, const std::string& selector) {
    return fmt::format("        {}:\n          metricSource: {{type: prometheus, spec: {{query: 'sum(rate({}[5m]))'}}}}\n", role, selector);
}

std::string indicator_text(const CompanyService& service, const PromisedSlo& slo) {
    const Selectors selectors = selectors_of(service, slo);
    return fmt::format("  indicator:\n    metadata: {{name: {}}}\n    spec:\n      ratioMetric:\n        counter: true\n", slo.name) +
           (slo.kind == EventKind::latency ? metric_text("good", selectors.part) : metric_text("bad", selectors.part)) +
           metric_text("total", selectors.total);
}

std::string head_text(const std::string& name, const std::string& display_name, const std::string& policy) {
    return fmt::format("---\napiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: {}\n  displayName: \"{}\"\n  annotations:\n"
                       "    plimsoll.dev/burn-policy: {}\n",
                       name, display_name, policy);
}

std::string slo_text(const CompanyService& service, const PromisedSlo& slo) {
    std::string out = head_text(slo.name, slo.display_name, slo.policy);
    if (!slo.stale_after.empty()) out += fmt::format("    plimsoll.dev/stale-after: {}\n", slo.stale_after);
    out += fmt::format("spec:\n  description: \"{}\"\n  service: {}\n  budgetingMethod: Occurrences\n"
                       "  timeWindow: [{{duration: {}, isRolling: true}}]\n  objectives: [{{target: {}}}]\n",
                       slo.description, service.name, slo.period, slo.target);
    return out + indicator_text(service, slo);
}

/// Its pages would tell twice of what the first promise tells of: it opens tickets only, or nothing.
std::string other_text(const CompanyService& service, const PromisedSlo& slo, const OtherPromise& other) {
    std::string out = head_text(other.name, other.display_name, "patient");
    if (!other.grouped_by.empty()) out += fmt::format("    plimsoll.dev/group-by: {}\n", other.grouped_by);
    out += fmt::format("spec:\n  description: \"{}\"\n  service: {}\n  budgetingMethod: {}\n  timeWindow: [{}]\n"
                       "  objectives: [{{target: {}{}{}}}]\n",
                       other.description, service.name, other.method, other.window, other.target, other.slices.empty() ? "" : ", ", other.slices);
    return out + indicator_text(service, slo);
}

}  // namespace

std::map<std::string, std::string> catalogue_files(const Pager& pager) {
    std::map<std::string, std::string> files;
    files["company.yaml"] = fmt::format(kShared, pager.url, pager.secret_file);
    for (const CompanyService& service : company()) {
        std::string text = service_text(service);
        for (const PromisedSlo& slo : service.slos) {
            text += slo_text(service, slo);
            for (const OtherPromise& other : slo.also) text += other_text(service, slo, other);
        }
        files[service.name + ".yaml"] = std::move(text);
    }
    return files;
}

}  // namespace plimsoll::demo
