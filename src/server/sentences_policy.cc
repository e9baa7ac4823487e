// sentences_policy.cc: the events of policy in words.
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

struct Tell {
    Told operator()(const policy::ExceptionEnded& e) const {
        Told told;
        told.text = "an exception is over: " + briefly(e.reason);
        return told;
    }
};

}  // namespace

Told tell(const policy::Event& event, const Names&) { return std::visit(Tell{}, event); }

}  // namespace plimsoll::server
