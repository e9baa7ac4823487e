#include "convert/to_metrics.h"

#include <fmt/format.h>

#include "base/text.h"
#include "convert/exported.h"

namespace plimsoll::convert {

namespace {

std::string escaped(const std::string& value) {
    std::string out;
    for (const char c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    return out;
}

/// One family: its head, then a sample for each SLO that has the figure.
class Family {
public:
    Family(std::string& out, std::string name, const char* help, const char* unit = "") : out_(out), name_(std::move(name)) {
        out_ += fmt::format("# TYPE {} gauge\n", name_);
        if (*unit != '\0') out_ += fmt::format("# UNIT {} {}\n", name_, unit);
        out_ += fmt::format("# HELP {} {}\n", name_, help);
    }
    void add(const SloFigures& slo, double value, const std::string& more = "") {
        out_ += fmt::format("{}{{service=\"{}\",slo=\"{}\"{}}} {}\n", name_, escaped(slo.service), escaped(slo.slo), more, text::number(value));
    }
    void add(const SloFigures& slo, const std::optional<double>& value) {
        if (value) add(slo, *value, "");
    }

private:
    std::string& out_;
    std::string name_;
};

std::string label(const char* name, const std::string& value) { return fmt::format(",{}=\"{}\"", name, escaped(value)); }

void add_budgets(const std::vector<SloFigures>& slos, std::string& out) {
    Family objective(out, "plimsoll_slo_objective", "Share of valid events that must be good, 0 to 1.");
    for (const SloFigures& slo : slos) objective.add(slo, slo.objective);
    Family period(out, "plimsoll_slo_period_seconds", "Length of the window that the objective is promised over; of a calendar, nominal.", "seconds");
    for (const SloFigures& slo : slos) period.add(slo, slo.period.in_seconds());
    Family budget(out, "plimsoll_slo_error_budget_remaining_ratio",
                  "Share of the period's error budget that is left; below zero when overspent.", "ratio");
    for (const SloFigures& slo : slos) budget.add(slo, slo.budget_remaining);
    Family burn(out, "plimsoll_slo_burn_rate",
                "Error ratio over the window, divided by what the objective allows; 1 spends the budget in one period.");
    for (const SloFigures& slo : slos) {
        for (const auto& [window, rate] : slo.burn_rates) burn.add(slo, rate, label("window", window_name(window)));
    }
}

void add_counts(const std::vector<SloFigures>& slos, std::string& out) {
    Family valid(out, "plimsoll_slo_valid_events", "Valid events of the period, exclusions left out.");
    for (const SloFigures& slo : slos) valid.add(slo, slo.valid);
    Family bad(out, "plimsoll_slo_bad_events", "Bad events of the period, exclusions left out.");
    for (const SloFigures& slo : slos) bad.add(slo, slo.bad);
    Family coverage(out, "plimsoll_slo_coverage_ratio", "Share of the period that was measured.", "ratio");
    for (const SloFigures& slo : slos) coverage.add(slo, slo.coverage);
    Family newest(out, "plimsoll_slo_newest_sample_timestamp_seconds", "Time of the newest sample.", "seconds");
    for (const SloFigures& slo : slos) {
        if (slo.as_of) newest.add(slo, static_cast<double>(slo.as_of->in_ms()) / 1000);
    }
}

void add_states(const std::vector<SloFigures>& slos, std::string& out) {
    Family firing(out, "plimsoll_slo_alerts_firing", "Alerts that fired and did not resolve yet, by severity.");
    for (const SloFigures& slo : slos) {
        for (const auto& [severity, count] : slo.alerts_firing) firing.add(slo, count, label("severity", severity));
    }
    Family state(out, "plimsoll_slo_state", "1 under the state that the SLO is in.");
    for (const SloFigures& slo : slos) state.add(slo, 1, label("state", slo.state));
}

}  // namespace

std::string to_metrics(const std::vector<SloFigures>& slos) {
    std::string out;
    add_budgets(slos, out);
    add_counts(slos, out);
    add_states(slos, out);
    return out + "# EOF\n";
}

}  // namespace plimsoll::convert
