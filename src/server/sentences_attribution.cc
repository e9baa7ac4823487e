// sentences_attribution.cc: the events of attribution in words.
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

struct Tell {
    Told operator()(const attribution::ChargeWithdrawn& e) const {
        Told told;
        told.text = "a charge is no longer held: " + briefly(e.reason);
        return told;
    }
};

}  // namespace

Told tell(const attribution::Event& event, const Names&) { return std::visit(Tell{}, event); }

}  // namespace plimsoll::server
