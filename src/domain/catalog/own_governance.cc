// ErrorBudgetPolicy and SLA: what follows from a budget that is spent, and what a contract says beside it.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/own_kinds.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostLines = 50;
constexpr std::size_t kMostCredits = 20;

const std::vector<std::string>& states() {
    static const std::vector<std::string> kStates{"healthy", "caution", "freeze", "breach"};
    return kStates;
}

/// A map from states to what `read` makes of each.
template <class Read>
void each_state(const Fields& spec, std::string_view key, const Read& read) {
    const Fields by_state(spec[key], spec.path(key), states(), spec.problems());
    for (const std::string& state : states()) {
        if (by_state.has(state)) read(by_state, state);
    }
}

void read_thresholds(const Fields& spec, ErrorBudgetPolicy& out) {
    out.caution = share(spec, "caution", 0, 1).value_or(out.caution);
    out.freeze = share(spec, "freeze", 0, 1).value_or(out.freeze);
    out.hysteresis = share(spec, "hysteresis", 0, 0.5).value_or(out.hysteresis);
    if (out.freeze >= out.caution) {
        spec.invalid(spec.has("freeze") ? "freeze" : "caution", fmt::format("makes freeze ({}) begin at or before caution ({})", text::number(out.freeze), text::number(out.caution)),
                     "write a freeze below caution, such as caution: 0.25 and freeze: 0.1");
    }
    if (out.caution + out.hysteresis > 1) {
        spec.invalid(spec.has("hysteresis") ? "hysteresis" : "caution", "leaves no budget at which caution could end: caution + hysteresis is above 1",
                     "write less of either");
    }
}

void read_reactions(const Fields& spec, PolicySpec& out) {
    each_state(spec, "consequences", [&](const Fields& by_state, const std::string& state) {
        out.policy.consequences[state] = by_state.texts(state, kMostLines);
    });
    each_state(spec, "gate", [&](const Fields& by_state, const std::string& state) {
        const std::string answer = by_state.one_of(state, {"allow", "refuse"}, Need::required);
        if (!answer.empty()) out.policy.gate[state] = answer;
    });
    each_state(spec, "channels", [&](const Fields& by_state, const std::string& state) {
        for (Ref& channel : references(by_state, state)) {
            out.policy.channels[state].push_back(channel.name);
            out.channels.push_back(std::move(channel));
        }
    });
}

void read_escalation(const Fields& spec, PolicySpec& out) {
    ErrorBudgetPolicy& p = out.policy;
    p.chronic_breaches = static_cast<int>(spec.integer("chronicBreaches", 0, 100).value_or(p.chronic_breaches));
    p.chronic_within = duration(spec, "chronicWithin", Need::optional).value_or(p.chronic_within);
    p.longest_exception = duration(spec, "longestException", Need::optional).value_or(p.longest_exception);
    for (const auto& [key, value, most] : {std::tuple{"chronicWithin", p.chronic_within, Duration::days(800)},
                                           std::tuple{"longestException", p.longest_exception, Duration::days(90)}}) {
        const bool bounded = value >= Duration::hours(1) && value <= most;
        if (!bounded) spec.invalid(key, fmt::format("must be from 1h to {}", text::duration(most)));
    }
    std::vector<Ref> told = references(spec, "escalationChannels");
    for (const Ref& channel : told) p.escalation_channels.push_back(channel.name);
    std::move(told.begin(), told.end(), std::back_inserter(out.channels));
}

void read_credit(const Fields& fields, std::vector<CreditSpec>& out) {
    CreditSpec credit;
    credit.place = fields.place();
    const auto below = objective(fields, "below", "belowPercent");
    if (!fields.has("share")) fields.invalid("share", "is missing", "write share: 0.1 for a tenth of the fee");
    const auto part = share(fields, "share", 0, 1);
    if (part && *part == 0) return fields.invalid("share", "must be above zero", "write share: 0.1 for a tenth of the fee");
    if (!below || !part) return;
    credit.credit = {*below, *part};
    out.push_back(credit);
}

/// Highest ratio first; less kept means more owed.
void check_credits(std::vector<CreditSpec>& credits, Problems& problems) {
    std::stable_sort(credits.begin(), credits.end(), [](const CreditSpec& a, const CreditSpec& b) { return a.credit.below > b.credit.below; });
    for (std::size_t i = 1; i < credits.size(); ++i) {
        const Credit& better = credits[i - 1].credit;
        const Credit& worse = credits[i].credit;
        if (worse.below == better.below) {
            problems.add(errors::invalid, credits[i].place, "two credits begin below the same ratio", "remove one of them");
        } else if (worse.share <= better.share) {
            problems.add(errors::invalid, credits[i].place, "a credit below a lower ratio must be a larger share", "the less was kept, the more is owed");
        }
    }
}

void read_fee(const Fields& spec, Sla& out) {
    out.fee = spec.number("fee").value_or(0);
    if (out.fee < 0 || out.fee > 1e12) spec.invalid("fee", "must be from 0 to a million million");
    out.currency = spec.text("currency");
    const bool iso = out.currency.size() == 3 && std::all_of(out.currency.begin(), out.currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!out.currency.empty() && !iso) spec.invalid("currency", "must be an ISO 4217 code", "write EUR or USD");
    if (out.fee > 0 && out.currency.empty()) spec.invalid("currency", "is missing beside `fee`", "write EUR or USD");
}

void read_contract_window(const Fields& spec, Sla& out) {
    for (const TimeWindow& window : read_time_windows(spec, 1)) {
        if (window.calendar) out.window = *window.calendar;
        else if (window.period) {
            spec.problems().add(errors::invalid, window.place, "a contract's window follows the calendar, this one rolls",
                                "write {duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}");
        }
    }
}

}  // namespace

PolicySpec read_error_budget_policy(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec",
                      {"description", "tiers", "services", "caution", "freeze", "hysteresis", "consequences", "gate", "channels",
                       "chronicBreaches", "chronicWithin", "escalationChannels", "longestException"},
                      problems);
    PolicySpec out;
    out.policy.name = object.metadata.name.name;
    out.policy.source = {object.place.file, object.place.line};
    if (!object.spec.is_map()) return out;
    spec.description();
    out.tiers = references(spec, "tiers");
    out.services = references(spec, "services");
    out.policy.tiers = names(out.tiers);
    out.policy.services = names(out.services);
    if (out.tiers.empty() && out.services.empty() && !spec.has("tiers") && !spec.has("services")) {
        spec.invalid("tiers", "or `services` is missing, so that the policy governs nothing", "write tiers: [tier-0]");
    }
    read_thresholds(spec, out.policy);
    read_reactions(spec, out);
    read_escalation(spec, out);
    return out;
}

SlaSpec read_sla(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec",
                      {"customer", "description", "slo", "target", "targetPercent", "timeWindow", "credits", "fee", "currency"}, problems);
    SlaSpec out;
    out.sla.name = object.metadata.name.name;
    out.sla.source = {object.place.file, object.place.line};
    if (!object.spec.is_map()) return out;
    out.sla.customer = spec.text("customer", Need::required, 200);
    out.sla.description = spec.description();
    out.slo = read_slo_ref(spec, "slo");
    out.sla.slo = out.slo.name;
    const auto target = objective(spec);
    if (target) out.sla.objective = *target;
    out.has_target = target.has_value();
    out.target_place = spec.place(spec.has("target") ? "target" : "targetPercent");
    read_contract_window(spec, out.sla);
    const auto items = spec.list("credits");
    if (items.size() > kMostCredits) spec.invalid("credits", fmt::format("has {} items; {} are allowed", items.size(), kMostCredits));
    for (std::size_t i = 0; i < items.size() && i < kMostCredits; ++i) {
        const Fields fields(items[i], fmt::format("spec.credits[{}]", i), {"below", "belowPercent", "share"}, problems);
        if (items[i].is_map()) read_credit(fields, out.credits);
    }
    check_credits(out.credits, problems);
    for (const CreditSpec& credit : out.credits) {
        out.sla.credits.push_back(credit.credit);
        if (!target || credit.credit.below <= *target) continue;
        problems.add(errors::invalid, credit.place, "a credit begins above the contract's target", "write a ratio at or below the target");
    }
    read_fee(spec, out.sla);
    return out;
}

}  // namespace plimsoll::catalog
