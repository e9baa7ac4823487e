#include "ingest/events/event_intake.h"

namespace plimsoll::ingest::events {

struct EventIntake::Parts {};

EventIntake::EventIntake(Intake&, ledger::Ledger&, const Clock&, SourceBook&, Metrics&) : parts_(std::make_unique<Parts>()) {}
EventIntake::~EventIntake() = default;
std::vector<api::Route> EventIntake::routes() { return {}; }
Timestamp EventIntake::next_due() const { return Timestamp::max(); }
void EventIntake::step(Timestamp) {}

}  // namespace plimsoll::ingest::events
