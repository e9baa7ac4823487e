#include "probes/prober.h"

namespace plimsoll::probes {

class Prober::Engine {};

std::vector<FieldError> faults(const Probe&) { return {}; }
Prober::Prober(ingest::Intake&, const SecretSource&, const Clock&, ingest::SourceBook&, Metrics&, std::string) : engine_(std::make_unique<Engine>()) {}
Prober::~Prober() = default;
void Prober::apply(std::vector<Probe>) {}
void Prober::start() {}
void Prober::stop() {}
std::vector<CheckResult> Prober::results(const std::string&) const { return {}; }
void Prober::try_once(Probe probe, std::function<void(CheckResult)> done) { done({probe.name, {}, false, 0, {}, {}}); }

}  // namespace plimsoll::probes
