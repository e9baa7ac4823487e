// Every rule of OpenSLO v1, each broken once, with the place and the words that a person sees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Case {
    std::string name;
    std::string text;
    std::vector<std::string> errors;  // "line:col code: rule", the rule's beginning
    std::string remedy;               // part of the first one's remedy
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

std::string object(const std::string& kind, const std::string& spec, const std::string& metadata = "{name: x}") {
    return "apiVersion: openslo/v1\nkind: " + kind + "\nmetadata: " + metadata + "\nspec:\n" + spec;
}

const std::string kSource = "{metricSource: {type: Prometheus, spec: {query: 'sum(increase(a_total[5m]))'}}}";

const std::string kGauge = "{metricSource: {type: Prometheus, spec: {query: 'ratio{job=\"a\"}'}}}";
const std::string kThreshold = "  indicator: {metadata: {name: i}, spec: {thresholdMetric: " + kGauge + "}}\n";

std::string sli(const std::string& ratio) { return object("SLI", "  ratioMetric:\n" + ratio); }
std::string sli_with(const std::string& metric) {
    return sli("    good: " + metric + "\n    total: " + kSource + "\n");
}

/// SLO lines: spec is line 4, service 5, indicator 6, budgetingMethod 7, timeWindow 8, objectives 9.
std::string slo(const std::string& method, const std::string& window, const std::string& objectives, const std::string& more = "",
                const std::string& indicator = "") {
    return object("SLO", "  service: checkout\n" +
                             (indicator.empty() ? "  indicator: {metadata: {name: i}, spec: {ratioMetric: {good: " + kSource + ", total: " + kSource + "}}}\n"
                                                : indicator) +
                             "  budgetingMethod: " + method + "\n  timeWindow: " + window + "\n  objectives: " + objectives + "\n" + more);
}
const std::string kRolling = "[{duration: 30d, isRolling: true}]";
const std::string kTarget = "[{target: 0.99}]";

std::string condition(const std::string& fields, const std::string& severity = "page") {
    return object("AlertCondition", "  severity: " + severity + "\n  condition: {" + fields + "}\n");
}
std::string policy(const std::string& fields) { return object("AlertPolicy", "  alertWhenBreaching: true\n" + fields); }

class OpenSloRules : public testing::TestWithParam<Case> {};

TEST_P(OpenSloRules, IsRefusedAtItsPlace) {
    const Case& c = GetParam();
    const Reading reading = fixture::read(c.text);
    std::vector<std::string> got;
    for (const Problem& p : reading.errors) {
        got.push_back(std::to_string(p.line) + ":" + std::to_string(p.column) + " " + p.code.substr(p.code.find('.') + 1) + ": " + p.rule);
    }
    std::vector<testing::Matcher<std::string>> wanted;
    for (const std::string& e : c.errors) wanted.push_back(testing::StartsWith(e));
    EXPECT_THAT(got, testing::ElementsAreArray(wanted)) << c.text;
    if (c.remedy.empty() || reading.errors.empty()) return;
    EXPECT_THAT(reading.errors[0].remedy, HasSubstr(c.remedy));
}

const std::vector<Case> kMetadataCases{
    {"NameMissing", object("Service", "  description: d\n", "{displayName: D}"), {"3:11 invalid: `metadata.name` is missing"}, ""},
    {"MetadataMissing", "apiVersion: openslo/v1\nkind: Service\n", {"1:1 invalid: `metadata` is missing"}, "name"},
    {"NameNotALabel", object("Service", "  {}\n", "{name: My_Service}"), {"3:18 invalid: `metadata.name` is not a DNS label"}, "such as my-service"},
    {"NameTooLong", object("Service", "  {}\n", "{name: " + std::string(64, 'a') + "}"), {"3:18 invalid: `metadata.name` is not a DNS label"}, std::string(63, 'a')},
    {"NameLongestAllowed", object("Service", "  {}\n", "{name: " + std::string(63, 'a') + "}"), {}, ""},
    {"DisplayNameLongestAllowed", object("Service", "  {}\n", "{name: x, displayName: " + std::string(60, 'a') + "\xc3\xa9\xc3\xa9\xc3\xa9}"), {}, ""},
    {"DisplayNameTooLong", object("Service", "  {}\n", "{name: x, displayName: " + std::string(64, 'a') + "}"), {"3:34 invalid: `metadata.displayName` has 64 characters; 63 are allowed"}, ""},
    {"LabelKey", object("Service", "  {}\n", "{name: x, labels: {-a: b}}"), {"3:30 invalid: `metadata.labels` has a key that is not one"}, "letters"},
    {"LabelKeyTooLong", object("Service", "  {}\n", "{name: x, labels: {" + std::string(64, 'a') + ": b}}"), {"3:30 invalid: `metadata.labels` has a key"}, ""},
    {"LabelValueAMap", object("Service", "  {}\n", "{name: x, labels: {a: {b: c}}}"), {"3:33 invalid: label `a` must be text or a list"}, ""},
    {"AnnotationKey", object("Service", "  {}\n", "{name: x, annotations: {a/b/c: d}}"), {"3:35 invalid: `metadata.annotations` has a key"}, "DNS prefix"},
    {"AnnotationPrefix", object("Service", "  {}\n", "{name: x, annotations: {example.org/a: d}}"), {}, ""},
    {"AnnotationValueAList", object("Service", "  {}\n", "{name: x, annotations: {a: [d]}}"), {"3:38 invalid: annotation `a` must be text"}, ""},
    {"AnnotationOfOursMisspelt", object("Service", "  {}\n", "{name: x, annotations: {plimsoll.dev/runbok: d}}"), {"3:35 unknown_field: `plimsoll.dev/runbok`"}, "plimsoll.dev/runbook"},
    {"MetadataUnknownField", object("Service", "  {}\n", "{name: x, label: {}}"), {"3:21 unknown_field: `metadata.label` is not a known field"}, "did you mean `labels`?"},
    {"SpecMissing", "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: x}\n", {"1:1 invalid: `spec` is missing"}, ""},
};

const std::vector<Case> kSourceCases{
    {"ServiceUnknownField", object("Service", "  descripton: d\n"), {"5:3 unknown_field: `spec.descripton` is not a known field"}, "did you mean `description`?"},
    {"DescriptionTooLong", object("Service", "  description: " + std::string(1051, 'x') + "\n"), {"5:16 invalid: `spec.description` has 1051 characters; 1050 are allowed"}, ""},
    {"DescriptionLongestAllowed", object("Service", "  description: " + std::string(1050, 'x') + "\n"), {}, ""},
    {"DataSourceType", object("DataSource", "  connectionDetails: {a: b}\n"), {"5:3 invalid: `spec.type` is missing"}, ""},
    {"DataSourceConnection", object("DataSource", "  type: prometheus\n"), {"5:3 invalid: `spec.connectionDetails` is missing"}, ""},
    {"DataSourceOfAnyType", object("DataSource", "  type: Datadog\n  connectionDetails: [a]\n"), {}, ""},
    {"SliNothing", object("SLI", "  description: d\n"), {"5:3 invalid: `spec.ratioMetric` is missing"}, ""},
    {"SliGoodAndBad", sli("    good: " + kSource + "\n    bad: " + kSource + "\n    total: " + kSource + "\n"), {"7:10 invalid: `spec.ratioMetric.bad` and `good` exclude each other"}, "remove one"},
    {"SliNoTotal", sli("    good: " + kSource + "\n"), {"6:5 invalid: `spec.ratioMetric.total` is missing"}, ""},
    {"SliOnlyTotal", sli("    total: " + kSource + "\n"), {"6:5 invalid: `spec.ratioMetric.good` or `bad` is missing"}, ""},
    {"SliCounterNotBool", sli("    counter: yes\n    good: " + kSource + "\n    total: " + kSource + "\n"), {"6:14 invalid: `spec.ratioMetric.counter` must be true or false"}, ""},
    {"SliRaw", sli("    raw: " + kGauge + "\n    rawType: success\n"), {}, ""},
    {"SliRawACount", sli("    raw: " + kSource + "\n    rawType: success\n"), {"6:59 query: `spec.ratioMetric.raw.metricSource.spec.query`"}, "selector"},
    {"SliRawType", sli("    raw: " + kGauge + "\n    rawType: good\n"), {"7:14 invalid: `spec.ratioMetric.rawType` must be one of success, failure"}, ""},
    {"SliRawTypeMissing", sli("    raw: " + kGauge + "\n"), {"6:5 invalid: `spec.ratioMetric.rawType` is missing"}, ""},
    {"SliRawAndGood", sli("    raw: " + kGauge + "\n    rawType: failure\n    good: " + kSource + "\n"), {"8:11 invalid: `spec.ratioMetric.good` and `raw` exclude each other"}, ""},
    {"SliThreshold", object("SLI", "  thresholdMetric: " + kGauge + "\n"), {}, ""},
    {"SliThresholdACount", object("SLI", "  thresholdMetric: " + kSource + "\n"), {"5:69 query: `spec.thresholdMetric.metricSource.spec.query`"}, "selector"},
    {"SliBoth", object("SLI", "  thresholdMetric: " + kGauge + "\n  ratioMetric: {good: " + kSource + ", total: " + kSource + "}\n"), {"5:20 invalid: `spec.thresholdMetric` and `ratioMetric` exclude each other"}, ""},
    {"MetricNoSource", sli_with("{}"), {"6:11 invalid: `spec.ratioMetric.good.metricSource` is missing"}, ""},
    {"MetricNoType", sli_with("{metricSource: {spec: {query: 'sum(rate(a[5m]))'}}}"), {"6:26 invalid: `spec.ratioMetric.good.metricSource.type` or `metricSourceRef` is missing"}, "type: Prometheus"},
    {"MetricOtherType", sli_with("{metricSource: {type: Datadog, spec: {query: q}}}"), {"6:33 unsupported: `spec.ratioMetric.good.metricSource.type` is Datadog"}, "Prometheus"},
    {"MetricTypeAnyCase", sli_with("{metricSource: {type: PROMETHEUS, spec: {query: 'sum(rate(a[5m]))'}}}"), {}, ""},
    {"MetricNoSpec", sli_with("{metricSource: {type: Prometheus}}"), {"6:26 invalid: `spec.ratioMetric.good.metricSource.spec` is missing"}, "query"},
    {"MetricEmptySpec", sli_with("{metricSource: {type: Prometheus, spec: {}}}"), {"6:51 invalid: `spec.ratioMetric.good.metricSource.spec` must be a map with at least one key"}, ""},
    {"MetricNoQuery", sli_with("{metricSource: {type: Prometheus, spec: {qery: x}}}"), {"6:51 invalid: `spec.ratioMetric.good.metricSource.spec.query` is missing"}, ""},
    {"MetricRefNotALabel", sli_with("{metricSource: {metricSourceRef: A b, spec: {query: 'sum(rate(a[5m]))'}}}"), {"6:44 invalid: `spec.ratioMetric.good.metricSource.metricSourceRef` must be a name"}, ""},
    {"MetricRefDangling", sli_with("{metricSource: {metricSourceRef: prom, spec: {query: 'sum(rate(a[5m]))'}}}"), {"6:44 dangling: there is no DataSource `prom`"}, "define it"},
};

const std::vector<Case> kSloCases{
    {"NoService", object("SLO", "  indicatorRef: i\n  budgetingMethod: Occurrences\n  timeWindow: " + kRolling + "\n  objectives: " + kTarget + "\n"), {"5:3 invalid: `spec.service` is missing", "5:17 dangling: there is no SLI `i`"}, ""},
    {"UnknownField", slo("Occurrences", kRolling, kTarget, "  alertPolicy: []\n"), {"10:3 unknown_field: `spec.alertPolicy` is not a known field"}, "did you mean `alertPolicies`?"},
    {"NoMethod", object("SLO", "  service: checkout\n  indicator: {spec: {ratioMetric: {good: " + kSource + ", total: " + kSource + "}}}\n  timeWindow: " + kRolling + "\n  objectives: " + kTarget + "\n"), {"5:3 invalid: `spec.budgetingMethod` is missing"}, ""},
    {"MethodMisspelt", slo("Occurences", kRolling, kTarget), {"7:20 invalid: `spec.budgetingMethod` must be one of"}, "did you mean `Occurrences`?"},
    {"Timeslices", slo("Timeslices", kRolling, "[{target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 1m}]"), {}, ""},
    {"TimeslicesInBareMinutes", slo("Timeslices", kRolling, "[{target: 0.99, timeSliceTarget: 1, timeSliceWindow: 5}]"), {}, ""},
    {"TimeslicesIncomplete", slo("Timeslices", kRolling, kTarget), {"9:16 invalid: `spec.objectives[0].timeSliceTarget` is missing", "9:16 invalid: `spec.objectives[0].timeSliceWindow` is missing"}, ""},
    {"TimesliceTargetBeyondOne", slo("Timeslices", kRolling, "[{target: 0.99, timeSliceTarget: 1.01, timeSliceWindow: 1m}]"), {"9:48 invalid: `spec.objectives[0].timeSliceTarget` must be above 0 and at most 1"}, "0.95"},
    {"TimesliceTargetZero", slo("Timeslices", kRolling, "[{target: 0.99, timeSliceTarget: 0, timeSliceWindow: 1m}]"), {"9:48 invalid: `spec.objectives[0].timeSliceTarget` must be above 0"}, ""},
    {"TimesliceWindowZero", slo("Timeslices", kRolling, "[{target: 0.99, timeSliceTarget: 1, timeSliceWindow: 0}]"), {"9:68 invalid: `spec.objectives[0].timeSliceWindow` must be from 1m to 1d"}, "1m or 5m"},
    {"TimesliceWindowBeyondADay", slo("Timeslices", kRolling, "[{target: 0.99, timeSliceTarget: 1, timeSliceWindow: 25h}]"), {"9:68 invalid: `spec.objectives[0].timeSliceWindow` must be from 1m to 1d"}, ""},
    {"TimesliceWindowAMonth", slo("Timeslices", kRolling, "[{target: 0.99, timeSliceTarget: 1, timeSliceWindow: 1M}]"), {"9:68 invalid"}, "30d"},
    {"SlicesOfTheWholeWindow", slo("Timeslices", "[{duration: 24h, isRolling: true}]", "[{target: 0.99, timeSliceTarget: 1, timeSliceWindow: 1d}]"), {"9:68 invalid: slices of 1d do not fit twice into the window of 1d"}, "shorter"},
    {"SlicesTooFineForTheLedger", slo("Timeslices", "[{duration: 101d, isRolling: true}]", "[{target: 0.99, timeSliceTarget: 1, timeSliceWindow: 1m}]"), {"9:68 invalid: slices of 1m are finer than what is kept of a window of 101d"}, "5m"},
    {"SlicesFineEnoughForTheLedger", slo("Timeslices", "[{duration: 100d, isRolling: true}]", "[{target: 0.99, timeSliceTarget: 1, timeSliceWindow: 1m}]"), {}, ""},
    {"RatioTimeslices", slo("RatioTimeslices", kRolling, "[{target: 0.99, timeSliceWindow: 5m}]"), {}, ""},
    {"NoWindow", slo("Occurrences", "", kTarget), {"5:3 invalid: `spec.timeWindow` is missing"}, "isRolling: true"},
    {"EmptyWindow", slo("Occurrences", "[]", kTarget), {"8:15 invalid: `spec.timeWindow` is missing"}, ""},
    {"TwoWindows", slo("Occurrences", "[{duration: 30d, isRolling: true}, {duration: 7d, isRolling: true}]", kTarget), {}, ""},
    {"TwoWindowsOfOneName", slo("Occurrences", "[{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}, {duration: 1m, isRolling: true}]", kTarget), {"8:91 duplicate: two windows make SLO `x.1m`"}, "SLO of its own"},
    {"NineWindows", slo("Occurrences", "[{duration: 1d, isRolling: true}, {duration: 2d, isRolling: true}, {duration: 3d, isRolling: true}, {duration: 4d, isRolling: true}, {duration: 5d, isRolling: true}, {duration: 6d, isRolling: true}, {duration: 7d, isRolling: true}, {duration: 8d, isRolling: true}, {duration: 9d, isRolling: true}]", kTarget), {"8:15 invalid: `spec.timeWindow` has 9 items; 8 are allowed"}, ""},
    {"WindowAMap", slo("Occurrences", "{duration: 30d}", kTarget), {"8:15 invalid: `spec.timeWindow` must be a list"}, "- "},
    {"NoDuration", slo("Occurrences", "[{isRolling: true}]", kTarget), {"8:16 invalid: `spec.timeWindow[0].duration` is missing"}, ""},
    {"DurationWithoutUnit", slo("Occurrences", "[{duration: 30, isRolling: true}]", kTarget), {"8:27 invalid: `spec.timeWindow[0].duration` must be a duration"}, ""},
    {"DurationZero", slo("Occurrences", "[{duration: 0d, isRolling: true}]", kTarget), {"8:27 invalid: `spec.timeWindow[0].duration` must be above zero"}, ""},
    {"DurationNegative", slo("Occurrences", "[{duration: -1d, isRolling: true}]", kTarget), {"8:27 invalid"}, ""},
    {"DurationSeconds", slo("Occurrences", "[{duration: 60s, isRolling: true}]", kTarget), {"8:27 invalid"}, ""},
    {"DurationBeyondTheLedger", slo("Occurrences", "[{duration: 801d, isRolling: true}]", kTarget), {"8:27 invalid: `spec.timeWindow[0].duration` is longer than the 800 days"}, ""},
    {"DurationLongestAllowed", slo("Occurrences", "[{duration: 800d, isRolling: true}]", kTarget), {}, ""},
    {"RollingMonth", slo("Occurrences", "[{duration: 1M, isRolling: true}]", kTarget), {"8:27 invalid: `spec.timeWindow[0].duration` names a calendar period"}, "write 30d"},
    {"RollingQuarter", slo("Occurrences", "[{duration: 2Q, isRolling: true}]", kTarget), {"8:27 invalid"}, "write 180d"},
    {"RollingYear", slo("Occurrences", "[{duration: 1Y, isRolling: true}]", kTarget), {"8:27 invalid"}, "write 365d"},
    {"RollingWithCalendar", slo("Occurrences", "[{duration: 30d, isRolling: true, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}]", kTarget), {"8:59 invalid: `spec.timeWindow[0].calendar` and isRolling: true exclude each other"}, ""},
    {"NeitherRollingNorCalendar", slo("Occurrences", "[{duration: 30d}]", kTarget), {"8:16 invalid: `spec.timeWindow[0].calendar` is missing while isRolling is not true"}, "isRolling: true"},
    {"Calendar", slo("Occurrences", "[{duration: 1M, isRolling: false, calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin}}]", kTarget), {}, ""},
    {"CalendarOfMinutes", slo("Occurrences", "[{duration: 1m, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}]", kTarget), {"8:27 invalid: `spec.timeWindow[0].duration` is no calendar period"}, "write 1M"},
    {"CalendarBeyondTheLedger", slo("Occurrences", "[{duration: 3Y, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}]", kTarget), {"8:27 invalid: `spec.timeWindow[0].duration` is longer than the 800 days"}, ""},
    {"CalendarZoneUnknown", slo("Occurrences", "[{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berln}}]", kTarget), {"8:84 invalid: `spec.timeWindow[0].calendar.timeZone` must be an IANA"}, "Europe/Berlin"},
    {"CalendarWithoutZone", slo("Occurrences", "[{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00}}]", kTarget), {"8:41 invalid: `spec.timeWindow[0].calendar.timeZone` is missing"}, ""},
    {"CalendarBroken", slo("Occurrences", "[{duration: 1M, calendar: {startTime: 2026-02-30T00:00:00Z, timeZone: 'no zone'}}]", kTarget),
     {"8:53 invalid: `spec.timeWindow[0].calendar.startTime` must be a local date", "8:85 invalid: `spec.timeWindow[0].calendar.timeZone` must be an IANA"}, ""},
    {"NoObjectives", slo("Occurrences", kRolling, ""), {"5:3 invalid: `spec.objectives` is missing"}, ""},
    {"EmptyObjectives", slo("Occurrences", kRolling, "[]"), {"9:15 invalid: `spec.objectives` is empty"}, ""},
    {"TwoObjectives", slo("Occurrences", kRolling, "[{target: 0.99}, {target: 0.999}]"), {}, ""},
    {"TwoObjectivesOfOneName", slo("Occurrences", kRolling, "[{displayName: Fast, target: 0.99}, {displayName: fast, target: 0.999}]"), {"9:51 duplicate: two objectives make SLO `x.fast`"}, "displayName"},
    {"NoTarget", slo("Occurrences", kRolling, "[{displayName: d}]"), {"9:16 invalid: `spec.objectives[0].target` or `targetPercent` is missing"}, ""},
    {"BothTargets", slo("Occurrences", kRolling, "[{target: 0.99, targetPercent: 99}]"), {"9:25 invalid: `spec.objectives[0].target` and `targetPercent` exclude each other"}, ""},
    {"Target100", slo("Occurrences", kRolling, "[{target: 1.0}]"), {"9:25 invalid: `spec.objectives[0].target` must be above 0 and below 1"}, "leaves no error budget"},
    {"TargetPercent100", slo("Occurrences", kRolling, "[{targetPercent: 100}]"), {"9:32 invalid: `spec.objectives[0].targetPercent` must be above 0 and below 100"}, "99.9 %"},
    {"TargetZero", slo("Occurrences", kRolling, "[{target: 0}]"), {"9:25 invalid"}, "promise of nothing"},
    {"TargetNegative", slo("Occurrences", kRolling, "[{target: -0.5}]"), {"9:25 invalid"}, ""},
    {"TargetAPercentage", slo("Occurrences", kRolling, "[{target: 99.9}]"), {"9:25 invalid"}, "targetPercent: 99.9"},
    {"TargetQuoted", slo("Occurrences", kRolling, "[{target: '0.99'}]"), {"9:25 invalid: `spec.objectives[0].target` must be a number"}, "quotes"},
    {"TargetExponent", slo("Occurrences", kRolling, "[{target: 9.9e-1}]"), {"9:25 invalid"}, "exponent"},
    {"TargetNotANumber", slo("Occurrences", kRolling, "[{target: .nan}]"), {"9:25 invalid"}, ""},
    {"OpWithInlineRatio", slo("Occurrences", kRolling, "[{target: 0.99, op: lt}]"), {"9:35 invalid: `op` and `value` belong to a thresholdMetric; the indicator is a ratioMetric"}, "remove"},
    {"ThresholdWithoutOp", slo("Occurrences", kRolling, "[{target: 0.99, value: 5}]", "", kThreshold), {"9:38 invalid: `op` and `value` are missing"}, "op: lte"},
    {"ThresholdWithNeither", slo("Occurrences", kRolling, kTarget, "", kThreshold), {"9:16 invalid: `op` and `value` are missing"}, ""},
    {"Threshold", slo("Occurrences", kRolling, "[{target: 0.99, op: lt, value: 5}]", "", kThreshold), {}, ""},
    {"ValueWithInlineRatio", slo("Occurrences", kRolling, "[{target: 0.99, value: 5}]"), {"9:38 invalid: `op` and `value`"}, ""},
    {"OpUnknown", slo("Occurrences", kRolling, "[{target: 0.99, op: eq}]"), {"9:35 invalid: `op` and `value`", "9:35 invalid: `spec.objectives[0].op` must be one of"}, ""},
    {"ObjectiveUnknownField", slo("Occurrences", kRolling, "[{target: 0.99, targt: 1}]"), {"9:31 unknown_field: `spec.objectives[0].targt`"}, "did you mean `target`?"},
    {"BothIndicators", slo("Occurrences", kRolling, kTarget, "  indicatorRef: i\n"), {"10:17 invalid: `spec.indicatorRef` and `indicator` exclude each other"}, ""},
    {"NoIndicator", slo("Occurrences", kRolling, kTarget, "", "  description: d\n"), {"5:3 invalid: `spec.indicator` or `indicatorRef` is missing"}, ""},
    {"Composite", slo("Occurrences", kRolling, "[{target: 0.99, indicatorRef: x, compositeWeight: 2}, {target: 0.9, indicatorRef: x}]", "---\n" + sli_with(kSource), "  description: d\n"), {}, ""},
    {"CompositeWeight", slo("Occurrences", kRolling, "[{target: 0.99, indicatorRef: x, compositeWeight: 0}, {target: 0.99, indicatorRef: x, compositeWeight: 1000001}]", "---\n" + sli_with(kSource), "  description: d\n"), {"9:65 invalid: `spec.objectives[0].compositeWeight` must be above zero", "9:118 invalid: `spec.objectives[1].compositeWeight` must be at most 1000000"}, ""},
    {"CompositeOfTwoSlices", slo("Timeslices", kRolling, "[{target: 0.99, indicatorRef: x, timeSliceTarget: 1, timeSliceWindow: 1m}, {target: 0.99, indicatorRef: x, timeSliceTarget: 1, timeSliceWindow: 5m}]", "---\n" + sli_with(kSource), "  description: d\n"), {"9:159 invalid: the members of a composite have slices of one length"}, ""},
    {"CompositeThatPromisesNothing", slo("Timeslices", kRolling, "[{target: 0.5, indicatorRef: x, timeSliceTarget: 1, timeSliceWindow: 1m}, {target: 0.5, indicatorRef: x, timeSliceTarget: 1, timeSliceWindow: 1m}]", "---\n" + sli_with(kSource), "  description: d\n"), {"9:16 invalid: the members together may be bad all the time"}, "plimsoll/v1"},
    {"CompositeOfWeightsThatWeighNothing", slo("Occurrences", kRolling, "[{target: 0.9, indicatorRef: x, compositeWeight: 0.01}, {target: 0.9, indicatorRef: x, compositeWeight: 0.01}]", "---\n" + sli_with(kSource), "  description: d\n"), {"9:16 invalid: the weights are so small"}, "greater"},
    {"CompositeMemberDangling", slo("Occurrences", kRolling, "[{target: 0.99, indicatorRef: x}, {target: 0.99, indicatorRef: y}]", "---\n" + sli_with(kSource), "  description: d\n"), {"9:78 dangling: there is no SLI `y`"}, "did you mean `x`?"},
    {"CompositeOnBothLevels", slo("Occurrences", kRolling, "[{target: 0.99, indicatorRef: a}]"), {"9:16 invalid: an indicator stands on the SLO or on every objective", "9:45 dangling: there is no SLI `a`"}, "remove"},
    {"CompositeOnSome", slo("Occurrences", kRolling, "[{target: 0.99, indicatorRef: x}, {target: 0.9}]", "---\n" + sli_with(kSource), "  description: d\n"), {"9:49 invalid: every objective of a composite SLO needs an indicator"}, "indicatorRef"},
    {"ServiceMisspelt", object("SLO", "  service: chekout\n  indicatorRef: x\n  budgetingMethod: Occurrences\n  timeWindow: " + kRolling + "\n  objectives: " + kTarget + "\n") + "---\n" + sli_with(kSource), {"5:12 dangling: there is no Service `chekout`"}, "did you mean `checkout`?"},
    {"PolicyAName", slo("Occurrences", kRolling, kTarget, "  alertPolicies: [Wake Me]\n"), {"10:19 invalid: `spec.alertPolicies[0]` must be a map"}, "write alertPolicyRef: wake-me"},
    {"PolicyDangling", slo("Occurrences", kRolling, kTarget, "  alertPolicies: [{alertPolicyRef: wake}]\n"), {"10:36 dangling: there is no AlertPolicy or BurnPolicy `wake`"}, ""},
    {"PolicyEmptyItem", slo("Occurrences", kRolling, kTarget, "  alertPolicies: [{}]\n"), {"10:19 invalid: `spec.alertPolicies[0].alertPolicyRef` or `spec` is missing"}, ""},
    {"PolicyRefAndInline", slo("Occurrences", kRolling, kTarget, "  alertPolicies: [{alertPolicyRef: x, kind: AlertCondition}]\n"),
     {"10:19 invalid: `spec.alertPolicies[0].spec` is missing", "10:36 invalid: `spec.alertPolicies[0].alertPolicyRef` and an object written in place exclude each other", "10:45 invalid: `spec.alertPolicies[0].kind` must be one of AlertPolicy"}, ""},
    {"NullPoliciesAreNone", slo("Occurrences", kRolling, kTarget, "  alertPolicies:\n"), {}, ""},
};

const std::string kTargets = "  notificationTargets: [{kind: AlertNotificationTarget, metadata: {name: t}, spec: {target: pager}}]\n";
const std::string kConditions = "  conditions: [{kind: AlertCondition, metadata: {name: c}, spec: {severity: page, condition: {kind: burnrate, op: gt, threshold: 2, lookbackWindow: 1h}}}]\n";

const std::vector<Case> kAlertCases{
    {"ConditionWhole", condition("kind: burnrate, op: gt, threshold: 2, lookbackWindow: 1h, alertAfter: 0m"), {}, ""},
    {"ConditionKindDefaults", condition("op: gt, threshold: 2, lookbackWindow: 1h"), {}, ""},
    {"ConditionKindUnknown", condition("kind: burnRate, op: gt, threshold: 2, lookbackWindow: 1h"), {"6:21 invalid: `spec.condition.kind` must be one of burnrate"}, "burnrate"},
    {"ConditionEmpty", condition(""), {"6:14 invalid: `spec.condition.lookbackWindow` is missing", "6:14 invalid: `spec.condition.op` is missing", "6:14 invalid: `spec.condition.threshold` is missing"}, ""},
    {"ConditionMissing", object("AlertCondition", "  severity: page\n"), {"5:3 invalid: `spec.condition` is missing"}, ""},
    {"SeverityMissing", object("AlertCondition", "  condition: {op: gt, threshold: 2, lookbackWindow: 1h}\n"), {"5:3 invalid: `spec.severity` is missing"}, ""},
    {"OpLte", condition("op: lte, threshold: 2, lookbackWindow: 1h"), {"6:19 invalid: `spec.condition.op` is lte, which would fire while the service is healthy"}, "write op: gte"},
    {"OpLt", condition("op: lt, threshold: 2, lookbackWindow: 1h"), {"6:19 invalid"}, "write op: gt"},
    {"ThresholdText", condition("op: gt, threshold: high, lookbackWindow: 1h"), {"6:34 invalid: `spec.condition.threshold` must be a number"}, ""},
    {"ThresholdZero", condition("op: gt, threshold: 0, lookbackWindow: 1h"), {"6:34 invalid: `spec.condition.threshold` must be above zero"}, ""},
    {"LookbackMonth", condition("op: gt, threshold: 2, lookbackWindow: 1M"), {"6:53 invalid"}, "write 30d"},
    {"AlertAfterText", condition("op: gt, threshold: 2, lookbackWindow: 1h, alertAfter: soon"), {"6:69 invalid: `spec.condition.alertAfter` must be a duration"}, ""},
    {"ConditionUnknownField", condition("op: gt, threshold: 2, lookbackWindow: 1h, alertafter: 5m"), {"6:57 unknown_field"}, "did you mean `alertAfter`?"},
    {"PolicyWhole", policy(kConditions + kTargets), {}, ""},
    {"PolicyNoConditions", policy(kTargets), {"5:3 invalid: `spec.conditions` is missing"}, ""},
    {"PolicyEmptyConditions", policy("  conditions: []\n" + kTargets), {"6:15 invalid: `spec.conditions` is empty"}, ""},
    {"PolicyTwoConditions", policy("  conditions: [{conditionRef: a}, {conditionRef: b}]\n" + kTargets),
     {"6:15 invalid: `spec.conditions` has 2 items; OpenSLO allows one", "6:31 dangling", "6:50 dangling"}, "BurnPolicy"},
    {"PolicyNoTargets", policy(kConditions), {"5:3 invalid: `spec.notificationTargets` is missing"}, ""},
    {"PolicyTargetDangling", policy(kConditions + "  notificationTargets: [{targetRef: t}]\n"), {"7:37 dangling: there is no AlertNotificationTarget `t`"}, ""},
    {"PolicyFlagText", object("AlertPolicy", "  alertWhenBreaching: 'true'\n" + kConditions + kTargets), {"5:23 invalid: `spec.alertWhenBreaching` must be true or false"}, ""},
    {"TargetMissing", object("AlertNotificationTarget", "  description: d\n"), {"5:3 invalid: `spec.target` is missing"}, ""},
    {"TargetNoChannel", object("AlertNotificationTarget", "  target: pagr\n"), {"5:11 dangling: there is no Channel `pagr`"}, "did you mean `pager`?"},
    {"InlineTargetNoChannel", policy(kConditions + "  notificationTargets: [{spec: {target: mail}}]\n"), {"7:41 dangling: there is no Channel `mail`"}, ""},
};

const auto kName = [](const testing::TestParamInfo<Case>& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Metadata, OpenSloRules, testing::ValuesIn(kMetadataCases), kName);
INSTANTIATE_TEST_SUITE_P(Sources, OpenSloRules, testing::ValuesIn(kSourceCases), kName);
INSTANTIATE_TEST_SUITE_P(Slo, OpenSloRules, testing::ValuesIn(kSloCases), kName);
INSTANTIATE_TEST_SUITE_P(Alerts, OpenSloRules, testing::ValuesIn(kAlertCases), kName);

TEST(OpenSlo, AnOpThatComesWithAReferencedRatioIsRefusedToo) {
    const Reading reading = fixture::read(sli_with(kSource) + "---\n" + slo("Occurrences", kRolling, "[{target: 0.99, op: gte, value: 1}]", "", "  indicatorRef: x\n"));
    ASSERT_EQ(reading.errors.size(), 1U);
    EXPECT_THAT(reading.errors[0].rule, HasSubstr("belong to a thresholdMetric"));
}

TEST(OpenSlo, AVendorsKeyBesideTheQueryIsAWarning) {
    const Reading reading = fixture::read(sli_with("{metricSource: {type: Prometheus, spec: {query: 'sum(rate(a[5m]))', dimensions: [b]}}}"));
    EXPECT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_THAT(fixture::lines(reading.warnings), ElementsAre("x.yaml:6:79: `spec.ratioMetric.good.metricSource.spec.dimensions` changes nothing here"));
}

TEST(OpenSlo, APolicyThatNeverFiresIsAWarning) {
    const Reading reading = fixture::read(object("AlertPolicy", "  alertWhenResolved: true\n" + kConditions + kTargets));
    EXPECT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_THAT(fixture::lines(reading.warnings), ElementsAre(HasSubstr("never fires")));
}

}  // namespace
}  // namespace plimsoll::catalog
