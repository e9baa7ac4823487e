// sentences_exclusions.cc: the events of exclusions in words.
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

struct Tell {
    Told operator()(const exclusions::ExclusionWithdrawn& e) const {
        Told told;
        told.text = "an exclusion is no longer wanted: " + briefly(e.reason);
        return told;
    }
};

}  // namespace

Told tell(const exclusions::Event& event, const Names&) { return std::visit(Tell{}, event); }

}  // namespace plimsoll::server
