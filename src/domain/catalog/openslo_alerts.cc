// AlertPolicy, AlertCondition and AlertNotificationTarget.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "domain/catalog/errors.h"
#include "domain/catalog/inlined.h"
#include "domain/catalog/openslo.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

/// Burn above a threshold is trouble; below it is health.
void read_operator(const Fields& condition, AlertCondition& out) {
    const std::string op = condition.one_of("op", {"gt", "gte", "lt", "lte"}, Need::required);
    out.at_or_above = op == "gte";
    if (op != "lt" && op != "lte") return;
    condition.invalid("op", fmt::format("is {}, which would fire while the service is healthy: a low burn rate is good", op),
                      fmt::format("write op: {}", op == "lt" ? "gt" : "gte"));
}

void read_threshold(const Fields& condition, AlertCondition& out) {
    out.threshold = condition.number("threshold", Need::required);
    out.threshold_place = condition.place("threshold");
    if (!out.threshold || *out.threshold > 0) return;
    condition.invalid("threshold", "must be above zero: a burn rate is never below",
                      "write 14.4 to page, or 1 for a ticket");
    out.threshold.reset();
}

bool among(std::string_view word, const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Severity severity_of(std::string_view word) {
    std::string plain;
    for (const char c : word) {
        if (c == '-' || c == '_' || c == ' ') continue;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    static constexpr std::array<std::string_view, 14> kPages{"page", "pager", "critical", "crit", "high",
                                                             "urgent", "emergency", "fatal", "sev0", "sev1",
                                                             "sev2", "p0", "p1", "p2"};
    return among(plain, kPages) ? Severity::page : Severity::ticket;
}

AlertCondition read_alert_condition(const yaml::Node& spec, const std::string& path, Problems& problems) {
    const Fields fields(spec, path, {"description", "severity", "condition"}, problems);
    AlertCondition out;
    if (!spec.is_map()) return out;
    fields.description();
    out.severity = severity_of(fields.text("severity", Need::required));
    if (!fields.has("condition")) {
        fields.invalid("condition", "is missing", "write kind: burnrate, op, threshold and lookbackWindow");
        return out;
    }
    const Fields condition(fields["condition"], fields.path("condition"),
                           {"kind", "op", "threshold", "lookbackWindow", "alertAfter"}, problems);
    if (!fields["condition"].is_map()) return out;
    condition.one_of("kind", {"burnrate"});
    read_operator(condition, out);
    read_threshold(condition, out);
    out.lookback = shorthand(condition, "lookbackWindow", Need::required);
    out.lookback_place = condition.place("lookbackWindow");
    out.alert_after = shorthand(condition, "alertAfter", Need::optional, Sign::zero_too).value_or(Duration{});
    return out;
}

AlertTarget read_alert_target(const yaml::Node& spec, const std::string& path, Problems& problems) {
    const Fields fields(spec, path, {"description", "target"}, problems);
    if (!spec.is_map()) return {};
    fields.description();
    return {{fields.text("target", Need::required), fields.place("target")}};
}

AlertPolicy read_alert_policy(const yaml::Node& spec, const std::string& path, Problems& problems) {
    const Fields fields(spec, path,
                        {"description", "alertWhenNoData", "alertWhenResolved", "alertWhenBreaching", "conditions",
                         "notificationTargets"},
                        problems);
    AlertPolicy out;
    if (!spec.is_map()) return out;
    fields.description();
    out.when_no_data = fields.flag("alertWhenNoData").value_or(false);
    out.when_resolved = fields.flag("alertWhenResolved").value_or(false);
    out.when_breaching = fields.flag("alertWhenBreaching").value_or(false);
    if (!out.when_breaching && !out.when_no_data) {
        problems.warn(errors::invalid, fields.place("alertWhenBreaching"),
                      fmt::format("`{}` is false, so this policy never fires", fields.path("alertWhenBreaching")),
                      "write alertWhenBreaching: true");
    }
    const auto conditions = fields.list("conditions", Need::required);
    if (conditions.size() > 1) {
        fields.invalid("conditions", fmt::format("has {} items; OpenSLO allows one", conditions.size()),
                       "write one policy per condition, or a BurnPolicy of plimsoll/v1 for several windows");
    }
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        out.conditions.push_back(read_ref_or_inline<AlertCondition>(
            conditions[i], fmt::format("{}[{}]", fields.path("conditions"), i), "conditionRef", "AlertCondition", problems,
            [&](const yaml::Node& n, const std::string& p) { return read_alert_condition(n, p, problems); }));
    }
    const auto targets = fields.list("notificationTargets", Need::required);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        out.targets.push_back(read_ref_or_inline<AlertTarget>(
            targets[i], fmt::format("{}[{}]", fields.path("notificationTargets"), i), "targetRef",
            "AlertNotificationTarget", problems,
            [&](const yaml::Node& n, const std::string& p) { return read_alert_target(n, p, problems); }));
    }
    return out;
}

}  // namespace plimsoll::catalog
