#include "probes/series.h"

#include <array>

#include "base/text.h"

namespace plimsoll::probes {
namespace {

using ingest::LabelledSample;
using ingest::Temporality;

class Writer {
public:
    Writer(const CheckResult& check, std::vector<LabelledSample>& out) : check_(check), out_(out) {}

    void add(const char* name, double value, Temporality temporality, const char* label = nullptr, std::string label_value = {}) {
        LabelledSample sample;
        sample.labels = {{"__name__", name}, {"instance", check_.probe}, {"job", "probe"}, {"probe", check_.probe}};
        if (label != nullptr) sample.labels.emplace_back(label, std::move(label_value));
        sample.at = check_.at;
        sample.value = value;
        sample.temporality = temporality;
        out_.push_back(std::move(sample));
    }
    void event(const char* name, bool happened, const char* label, std::string label_value) {
        add(name, happened ? 1 : 0, Temporality::event, label, std::move(label_value));
    }
    void gauge(const char* name, double value, const char* label = nullptr, std::string label_value = {}) {
        add(name, value, Temporality::cumulative, label, std::move(label_value));
    }

private:
    const CheckResult& check_;
    std::vector<LabelledSample>& out_;
};

void durations(Writer& writer, const CheckResult& check) {
    static constexpr std::array<std::pair<const char*, Duration StepResult::*>, 4> kPhases{
        {{"dns", &StepResult::dns}, {"connect", &StepResult::connect}, {"tls", &StepResult::tls}, {"first_byte", &StepResult::first_byte}}};
    for (const auto& [name, phase] : kPhases) {
        Duration sum;
        for (const StepResult& step : check.steps) sum = sum + step.*phase;
        writer.gauge("probe_duration_seconds", sum.in_seconds(), "phase", name);
    }
    writer.gauge("probe_duration_seconds", check.took.in_seconds(), "phase", "total");
}

/// The certificate that ends first among the steps'.
std::optional<Timestamp> certificate_ends(const CheckResult& check) {
    std::optional<Timestamp> first;
    for (const StepResult& step : check.steps)
        if (step.certificate_ends && (!first || *step.certificate_ends < *first)) first = step.certificate_ends;
    return first;
}

}  // namespace

const std::vector<double>& default_buckets() {
    static const std::vector<double> kBuckets{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    return kBuckets;
}

std::vector<LabelledSample> samples_of(const CheckResult& check, const std::vector<double>& buckets) {
    std::vector<LabelledSample> out;
    const std::vector<double>& bounds = buckets.empty() ? default_buckets() : buckets;
    out.reserve(bounds.size() + 11);
    Writer writer(check, out);
    writer.event("probe_checks_total", check.good, "result", "success");
    writer.event("probe_checks_total", !check.good, "result", "failure");
    for (const double bound : bounds)
        writer.event("probe_duration_seconds_bucket", check.good && check.took.in_seconds() <= bound, "le", text::number(bound));
    writer.event("probe_duration_seconds_bucket", true, "le", "+Inf");
    writer.add("probe_duration_seconds_count", 1, Temporality::event);
    writer.gauge("probe_success", check.good ? 1 : 0);
    durations(writer, check);
    if (const auto ends = certificate_ends(check)) writer.gauge("probe_tls_expiry_seconds", (*ends - check.at).in_seconds());
    return out;
}

}  // namespace plimsoll::probes
