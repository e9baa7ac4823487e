#include "ingest/intake.h"

namespace plimsoll::ingest {

Gatherer::~Gatherer() = default;
struct Intake::Meters {};

Intake::Intake(ledger::Ledger& ledger, Resolver& resolver, const Clock& clock, Metrics&, std::function<bool()> has_room, DecodeLimits limits)
    : ledger_(ledger), resolver_(resolver), clock_(clock), has_room_(std::move(has_room)), limits_(limits) {}
Intake::~Intake() = default;
void Intake::deliver(Delivery, std::function<void(Result<DeliveryOutcome>)> done) { done(fail(plimsoll::errors::unavailable, "intake")); }
Result<DeliveryOutcome> Intake::deliver_and_wait(Delivery) { return fail(plimsoll::errors::unavailable, "intake"); }
Result<std::optional<std::string>> Intake::cursor(const std::string& source) const { return ledger_.cursor(source); }
void Intake::commit(std::string, GatheredBody, std::function<void(Result<DeliveryOutcome>)> done) { done(fail(plimsoll::errors::unavailable, "intake")); }

}  // namespace plimsoll::ingest
