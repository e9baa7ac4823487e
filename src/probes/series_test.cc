#include "probes/series.h"

#include <gtest/gtest.h>

#include <map>

namespace plimsoll::probes {
namespace {

using ingest::LabelledSample;
using ingest::Temporality;

/// "name{label=value}" to the sample; job, instance and probe are the same everywhere.
std::map<std::string, LabelledSample> by_name(const CheckResult& check, const std::vector<double>& buckets = {}) {
    std::map<std::string, LabelledSample> out;
    for (const LabelledSample& sample : samples_of(check, buckets)) {
        std::map<std::string, std::string> labels(sample.labels.begin(), sample.labels.end());
        EXPECT_EQ(labels["job"], "probe");
        EXPECT_EQ(labels["instance"], check.probe);
        EXPECT_EQ(labels["probe"], check.probe);
        EXPECT_EQ(sample.at, check.at);
        std::string key = labels["__name__"];
        for (const char* label : {"result", "le", "phase"})
            if (labels.contains(label)) key += "{" + labels[label] + "}";
        EXPECT_TRUE(out.emplace(key, sample).second) << key << " stands twice";
    }
    return out;
}

CheckResult made(bool good) {
    CheckResult check{"shop", Timestamp::from_seconds(1'800'000'000), good, 1, Duration::ms(300), {}};
    StepResult step;
    step.good = good;
    step.dns = Duration::ms(5);
    step.tls = Duration::ms(40);
    check.steps = {step, step};
    return check;
}

TEST(Series, BothResultsAreToldAtEachCheck) {
    const auto good = by_name(made(true));
    EXPECT_EQ(good.at("probe_checks_total{success}").value, 1);
    EXPECT_EQ(good.at("probe_checks_total{failure}").value, 0);
    EXPECT_EQ(good.at("probe_checks_total{failure}").temporality, Temporality::event);
    EXPECT_EQ(good.at("probe_success").value, 1);
    EXPECT_EQ(good.at("probe_success").temporality, Temporality::cumulative);
    const auto bad = by_name(made(false));
    EXPECT_EQ(bad.at("probe_checks_total{success}").value, 0);
    EXPECT_EQ(bad.at("probe_checks_total{failure}").value, 1);
    EXPECT_EQ(bad.at("probe_success").value, 0);
}

TEST(Series, BucketsAreCumulativeAndAFailureIsNeverQuick) {
    const auto good = by_name(made(true));
    EXPECT_EQ(good.at("probe_duration_seconds_bucket{0.25}").value, 0);
    EXPECT_EQ(good.at("probe_duration_seconds_bucket{0.5}").value, 1);
    EXPECT_EQ(good.at("probe_duration_seconds_bucket{10}").value, 1);
    EXPECT_EQ(good.at("probe_duration_seconds_bucket{+Inf}").value, 1);
    const auto bad = by_name(made(false));
    EXPECT_EQ(bad.at("probe_duration_seconds_bucket{10}").value, 0);
    EXPECT_EQ(bad.at("probe_duration_seconds_bucket{+Inf}").value, 1);
    EXPECT_EQ(bad.at("probe_duration_seconds_count").value, 1);
    const auto own = by_name(made(true), {0.3, 60});
    EXPECT_EQ(own.at("probe_duration_seconds_bucket{0.3}").value, 1) << "a bound includes itself";
    EXPECT_FALSE(own.contains("probe_duration_seconds_bucket{0.5}"));
}

TEST(Series, PhasesAreSummedOverSteps) {
    const auto all = by_name(made(true));
    EXPECT_DOUBLE_EQ(all.at("probe_duration_seconds{dns}").value, 0.01);
    EXPECT_DOUBLE_EQ(all.at("probe_duration_seconds{tls}").value, 0.08);
    EXPECT_DOUBLE_EQ(all.at("probe_duration_seconds{total}").value, 0.3);
}

TEST(Series, TheCertificateThatEndsFirstCounts) {
    EXPECT_FALSE(by_name(made(true)).contains("probe_tls_expiry_seconds"));
    CheckResult check = made(true);
    check.steps[0].certificate_ends = check.at + Duration::days(30);
    check.steps[1].certificate_ends = check.at + Duration::days(2);
    EXPECT_EQ(by_name(check).at("probe_tls_expiry_seconds").value, 2.0 * 86'400);
}

}  // namespace
}  // namespace plimsoll::probes
