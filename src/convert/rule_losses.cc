#include "convert/rule_losses.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::convert {

namespace {

using catalog::IndicatorKind;
using catalog::Slo;

void add_why_left_out(const Slo& slo, std::vector<Loss>& out) {
    if (slo.composite)
        out.push_back(loss_of(slo, "composite", Fate::dropped, "rules judge one indicator, not several together",
                              "export its members, or let Plimsoll page"));
    else if (slo.method != catalog::BudgetingMethod::occurrences) {
        out.push_back(loss_of(slo, "budgetingMethod", Fate::dropped, "rules count events, not slices of time that were good or bad",
                              "let Plimsoll page, or write an SLO of Occurrences"));
    } else if (slo.grouping) {
        out.push_back(loss_of(slo, "plimsoll.dev/group-roll-up", Fate::dropped, "rules cannot judge the worst of groups",
                              "write group-roll-up: summed, or let Plimsoll page"));
    }
}

bool is_gauge(IndicatorKind kind) {
    return kind == IndicatorKind::threshold || kind == IndicatorKind::raw_ratio || kind == IndicatorKind::freshness || kind == IndicatorKind::alert;
}

void add_indicator(const Slo& slo, std::vector<Loss>& out) {
    const catalog::Indicator& i = slo.indicator;
    if (is_gauge(i.kind))
        out.push_back(loss_of(slo, "indicator", Fate::changed, "samples are taken when the rules are evaluated, not when they arrive",
                              "evaluate as often as the gauge is scraped"));
    if (!i.data_source.empty())
        out.push_back(
            loss_of(slo, "indicator", Fate::changed, "its series are those of DataSource " + i.data_source, "load the rules there"));
    for (const std::string_view own : {"access_log_", "probe_checks_", "probe_duration_", "probe_success", "probe_tls_"}) {
        if (i.total.find(own) == std::string::npos) continue;
        out.push_back(loss_of(slo, "indicator", Fate::changed, "its series are made by Plimsoll, so that Prometheus has none", "let Plimsoll page"));
        return;
    }
}

void add_judgement(const Slo& slo, std::vector<Loss>& out) {
    if (slo.calendar) {
        out.push_back(loss_of(slo, "timeWindow.calendar", Fate::changed,
                              fmt::format("the period rolls over {} instead of beginning anew", window_name(slo.period)),
                              "read the budget of a calendar's window in Plimsoll"));
    }
    if (slo.grouping)
        out.push_back(loss_of(slo, "plimsoll.dev/group-by", Fate::changed, "the sum of the groups is judged, not each of them",
                              "let Plimsoll page for groups"));
    if (slo.low_traffic.least_events > 0 || slo.low_traffic.interval) {
        out.push_back(loss_of(slo, slo.low_traffic.interval ? "plimsoll.dev/interval" : "plimsoll.dev/least-events", Fate::changed,
                              "rules fire at however little traffic", "let Plimsoll page where traffic is low"));
    }
    for (const catalog::BurnRule& rule : slo.rules) {
        if (rule.guarded)
            out.push_back(loss_of(slo, "rules." + rule.name, Fate::dropped, "rules cannot tell more than chance from chance",
                                  "let Plimsoll page for it"));
    }
    if (slo.stale_after > Duration{}) {
        out.push_back(loss_of(slo, "plimsoll.dev/stale-after", Fate::dropped, "nothing here fires when the data stop",
                              "add an alert of absent_over_time() on the total, or let Plimsoll tell"));
    }
}

}  // namespace

bool left_out(const Slo& slo) {
    const bool worst = slo.grouping && slo.grouping->roll_up == catalog::RollUp::worst;
    return slo.composite || slo.method != catalog::BudgetingMethod::occurrences || worst;
}

std::vector<Loss> rule_losses(const Slo& slo) {
    std::vector<Loss> out;
    if (left_out(slo)) {
        add_why_left_out(slo, out);
        return out;
    }
    add_indicator(slo, out);
    add_judgement(slo, out);
    return out;
}

std::vector<Loss> common_rule_losses() {
    const auto all = [](std::string field, Fate fate, std::string why, std::string instead) {
        return Loss{"every SLO", std::move(field), 0, fate, std::move(why), std::move(instead), ""};
    };
    return {all("counts", Fate::changed, "rate() extrapolates to the edges of a window, while Plimsoll counts events exactly",
                "expect alerts within an evaluation or two of each other"),
            all("timeWindow", Fate::changed, "the period is added up from rates of five minutes since the rules were loaded",
                "read budgets in Plimsoll until a period has passed"),
            all("exclusions", Fate::dropped, "Prometheus knows no maintenance, corrections or charges",
                "silence in Alertmanager; read budgets in Plimsoll"),
            all("channels", Fate::dropped, "whom an alert tells is for Alertmanager to say", "route by sloth_severity and sloth_service")};
}

}  // namespace plimsoll::convert
