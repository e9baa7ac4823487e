// to_rules.h: the catalogue as recording and alerting rules of Prometheus, under the names that Sloth gives them, so that
// dashboards made for those go on working.
//
// Groups     of each SLO, with its id "<service>-<slo>":
//            sloth-slo-sli-recordings-<id>   slo:sli_error:ratio_rate<window> for the workbook's windows, the rules' and the period; with
//                                            plimsoll:slo_bad_events:*, plimsoll:slo_valid_events:* of which the period is made
//            sloth-slo-meta-recordings-<id>  slo:objective:ratio, slo:error_budget:ratio, slo:time_period:days,
//                                            slo:current_burn_rate:ratio, slo:period_burn_rate:ratio,
//                                            slo:period_error_budget_remaining:ratio, sloth_slo_info
//            sloth-slo-alerts-<id>           one alert a severity, of one name, told apart by sloth_severity
// Labels     sloth_id, sloth_service, sloth_slo, on recordings sloth_window, and the SLO's own labels.
// Period     the events of the window: rates over five minutes, added up at each evaluation and divided once. Sloth's own way, the
//            mean of five-minute ratios, weighs a quiet night like a busy day.
// Left out   what rules cannot judge: slices, composites, the worst of groups, guarded rules. The losses say so.
// Source     Prometheus rule files, version 2.42 and above (keep_firing_for); SRE Workbook chapter 5.
#pragma once

#include "convert/exported.h"

namespace plimsoll::convert {

enum class RuleFiles { one, one_per_service };
struct RuleOptions {
    Wanted wanted;
    RuleFiles files = RuleFiles::one;
    std::string generator;  ///< "plimsoll 0.1.0", for label sloth_version and the files' first line
};

[[nodiscard]] Exported to_rules(const catalog::Catalog& catalog, const RuleOptions& options);

/// "CheckoutAvailabilityErrorBudgetBurn" of SLO "checkout-availability".
[[nodiscard]] std::string alert_name(const std::string& slo);

}  // namespace plimsoll::convert
