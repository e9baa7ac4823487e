// SLO.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "domain/catalog/errors.h"
#include "domain/catalog/inlined.h"
#include "domain/catalog/openslo.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr Duration kLongestPeriod = Duration::days(800);  // the ledger's coarsest level reaches that far back

/// "2026-01-31 12:30:00": a local time, without offset.
bool is_local_time(std::string_view text) {
    static constexpr std::string_view kShape = "dddd-dd-dd dd:dd:dd";
    if (text.size() != kShape.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = std::isdigit(static_cast<unsigned char>(text[i])) != 0;
        if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return false;
    }
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const int year = two(0) * 100 + two(2);
    const int month = two(5);
    if (month < 1 || month > 12 || two(11) > 23 || two(14) > 59 || two(17) > 59) return false;
    static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int days = kDays[month - 1] + (month == 2 && leap ? 1 : 0);
    return two(8) >= 1 && two(8) <= days;
}

/// Looks like an IANA zone: "UTC", "Europe/Berlin", "Etc/GMT+5". Whether it exists is for the zone database to say.
bool looks_like_zone(std::string_view text) {
    if (text.empty() || text.size() > 64 || text.front() == '/' || text.back() == '/') return false;
    if (std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '/' || c == '_' || c == '-' || c == '+';
    });
}

void check_calendar(const Fields& window) {
    const Fields calendar(window["calendar"], window.path("calendar"), {"startTime", "timeZone"}, window.problems());
    if (!window["calendar"].is_map()) return;
    const std::string start = calendar.text("startTime", Need::required);
    if (!start.empty() && !is_local_time(start)) {
        calendar.invalid("startTime", "must be a local date and time without offset", "write 2026-01-01 00:00:00");
    }
    const std::string zone = calendar.text("timeZone", Need::required);
    if (!zone.empty() && !looks_like_zone(zone)) {
        calendar.invalid("timeZone", "must be an IANA time zone", "write Europe/Berlin or UTC");
    }
}

void read_rolling(const Fields& window, SloSpec& out) {
    if (window.has("calendar")) {
        window.invalid("calendar", "and isRolling: true exclude each other", "remove one of them");
    }
    out.period = shorthand(window, "duration", Need::required);
    if (!out.period || *out.period <= kLongestPeriod) return;
    window.invalid("duration", "is longer than the 800 days that the ledger keeps", "write 90d or less");
    out.period.reset();
}

void read_fixed(const Fields& window) {
    check_calendar_duration(window, "duration");
    if (window.has("calendar")) check_calendar(window);
    else window.invalid("calendar", "is missing while isRolling is not true", "write isRolling: true for a rolling window");
    if (!window.has("calendar")) return;
    window.wrong(errors::unsupported, "calendar", "makes a calendar window; this version has rolling windows",
                 "write duration: 30d and isRolling: true");
}

void read_window(const Fields& spec, SloSpec& out) {
    const auto windows = spec.list("timeWindow");
    if (windows.empty() && (!spec.has("timeWindow") || spec["timeWindow"].is_list())) {
        return spec.invalid("timeWindow", "is missing", "write timeWindow: [{duration: 30d, isRolling: true}]");
    }
    if (windows.size() > 1) {
        spec.problems().add(errors::unsupported, windows[1].place(), "an SLO has one time window",
                            "write one SLO per window");
    }
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const Fields window(windows[i], fmt::format("{}[{}]", spec.path("timeWindow"), i),
                            {"duration", "isRolling", "calendar"}, spec.problems());
        if (!windows[i].is_map()) continue;
        SloSpec first;
        if (window.flag("isRolling").value_or(false)) read_rolling(window, i == 0 ? out : first);
        else read_fixed(window);
    }
}

void check_time_slices(const Fields& objective, const std::string& method) {
    const bool sliced = method == "Timeslices" || method == "RatioTimeslices";
    if (method == "Timeslices") {
        const auto target = objective.number("timeSliceTarget", Need::required);
        if (target && (*target <= 0 || *target > 1)) objective.invalid("timeSliceTarget", "must be above 0 and at most 1");
    }
    if (sliced) check_calendar_duration(objective, "timeSliceWindow");
    for (const char* key : {"timeSliceTarget", "timeSliceWindow"}) {
        if (sliced || method.empty() || !objective.has(key)) continue;
        objective.problems().warn(errors::invalid, objective.place(key),
                                  fmt::format("`{}` changes nothing with budgetingMethod: Occurrences", objective.path(key)),
                                  "remove it");
    }
}

void check_member(const Fields& objective, const Texts& texts) {
    if (objective.has("indicator") && objective.has("indicatorRef")) {
        objective.invalid("indicatorRef", "and `indicator` exclude each other", "remove one of them");
    }
    objective.reference("indicatorRef");
    if (objective.has("indicator")) {
        const Fields inlined(objective["indicator"], objective.path("indicator"), {"metadata", "spec"}, objective.problems());
        static_cast<void>(read_sli(inlined["spec"], inlined.path("spec"), texts, objective.problems()));
    }
}

void check_weight(const Fields& objective) {
    const auto weight = objective.number("compositeWeight");
    if (weight && *weight <= 0) objective.invalid("compositeWeight", "must be above zero");
}

void read_objective(const Fields& objective, const std::string& method, const Texts& texts, SloSpec& out) {
    out.objective_name = objective.text("displayName");
    out.objective = catalog::objective(objective);
    out.objective_place = objective.place(objective.has("target") ? "target" : "targetPercent");
    objective.one_of("op", {"lte", "gte", "lt", "gt"});
    objective.number("value");
    if (objective.has("op") || objective.has("value")) out.comparison = objective.place(objective.has("op") ? "op" : "value");
    check_time_slices(objective, method);
    check_member(objective, texts);
    check_weight(objective);
}

bool is_member(const yaml::Node& objective) {
    const auto present = [&](const char* key) {
        return static_cast<bool>(objective[key]) && objective[key].kind() != yaml::Node::Kind::null;
    };
    return objective.is_map() && (present("indicator") || present("indicatorRef"));
}

void check_composite(const Fields& spec, const std::vector<yaml::Node>& objectives) {
    const bool own = spec.has("indicator") || spec.has("indicatorRef");
    const auto member = std::find_if(objectives.begin(), objectives.end(), is_member);
    if (member == objectives.end()) {
        if (!own) spec.invalid("indicator", "or `indicatorRef` is missing", "name an SLI, or write one in place");
        return;
    }
    if (own) {
        spec.problems().add(errors::invalid, member->place(), "an indicator stands on the SLO or on every objective, never both",
                            "remove the objective's");
        return;
    }
    for (const yaml::Node& objective : objectives) {
        if (is_member(objective)) continue;
        spec.problems().add(errors::invalid, objective.place(), "every objective of a composite SLO needs an indicator",
                            "write indicatorRef");
    }
    spec.problems().add(errors::unsupported, member->place(), "objectives with indicators of their own make a composite SLO",
                        "write one SLO per indicator, each with its indicator on the spec");
}

void read_objectives(const Fields& spec, const std::string& method, const Texts& texts, SloSpec& out) {
    const auto objectives = spec.list("objectives", Need::required);
    check_composite(spec, objectives);
    const bool composite = std::any_of(objectives.begin(), objectives.end(), is_member);
    if (objectives.size() > 1 && !composite) {
        spec.problems().add(errors::unsupported, objectives[1].place(), "an SLO has one objective",
                            "write one SLO per objective");
    }
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        const Fields objective(objectives[i], fmt::format("{}[{}]", spec.path("objectives"), i),
                               {"displayName", "op", "value", "target", "targetPercent", "timeSliceTarget", "timeSliceWindow",
                                "indicator", "indicatorRef", "compositeWeight"},
                               spec.problems());
        if (!objectives[i].is_map()) continue;
        SloSpec further;
        read_objective(objective, method, texts, i == 0 ? out : further);
    }
}

void read_indicator(const Fields& spec, const Texts& texts, SloSpec& out) {
    if (spec.has("indicator") && spec.has("indicatorRef")) {
        spec.invalid("indicatorRef", "and `indicator` exclude each other", "remove one of them");
    }
    out.indicator.place = spec.place("indicator");
    if (spec.has("indicatorRef")) out.indicator.ref = {spec.reference("indicatorRef"), spec.place("indicatorRef")};
    if (!spec.has("indicator")) return;
    const Fields inlined(spec["indicator"], spec.path("indicator"), {"metadata", "spec"}, spec.problems());
    if (!spec["indicator"].is_map()) return;
    if (!inlined.has("spec")) inlined.invalid("spec", "is missing");
    Defined<Sli> sli;
    if (inlined.has("metadata")) sli.metadata = read_metadata(inlined["metadata"], inlined.path("metadata"), spec.problems());
    sli.spec = read_sli(inlined["spec"], inlined.path("spec"), texts, spec.problems());
    out.indicator.inlined = std::move(sli);
}

std::string read_method(const Fields& spec) {
    const std::string method =
        spec.one_of("budgetingMethod", {"Occurrences", "Timeslices", "RatioTimeslices"}, Need::required);
    if (method == "Timeslices" || method == "RatioTimeslices") {
        spec.wrong(errors::unsupported, "budgetingMethod", fmt::format("is {}; this version counts Occurrences", method),
                   "write budgetingMethod: Occurrences");
    }
    return method;
}

}  // namespace

SloSpec read_slo(const yaml::Node& spec, const Texts& texts, Problems& problems) {
    const Fields fields(spec, "spec",
                        {"description", "service", "indicator", "indicatorRef", "budgetingMethod", "timeWindow", "objectives",
                         "alertPolicies"},
                        problems);
    SloSpec out;
    if (!spec.is_map()) return out;
    out.description = fields.description();
    out.service = {fields.text("service", Need::required), fields.place("service")};
    read_indicator(fields, texts, out);
    const std::string method = read_method(fields);
    read_window(fields, out);
    read_objectives(fields, method, texts, out);
    const auto policies = fields.list("alertPolicies");
    for (std::size_t i = 0; i < policies.size(); ++i) {
        out.policies.push_back(read_ref_or_inline<AlertPolicy>(
            policies[i], fmt::format("spec.alertPolicies[{}]", i), "alertPolicyRef", "AlertPolicy", problems,
            [&](const yaml::Node& n, const std::string& p) { return read_alert_policy(n, p, problems); }));
    }
    return out;
}

}  // namespace plimsoll::catalog
