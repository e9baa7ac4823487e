#include "ingest/otlp/otlp.h"

namespace plimsoll::ingest::otlp {

struct Receiver::Parts {};

Receiver::Receiver(Intake&, Resolver&, const Clock&, Metrics&, SourceBook&, Settings) : parts_(std::make_unique<Parts>()) {}
Receiver::~Receiver() = default;
void Receiver::receive(api::Request, api::Done done) { done(fail(plimsoll::errors::unavailable, "OTLP")); }
std::vector<api::Route> Receiver::routes() { return {}; }

}  // namespace plimsoll::ingest::otlp
