#include "domain/policy/decide.h"

namespace plimsoll::policy {

Result<std::vector<Event>> decide(const State&, const Command& command, const log::Issued&) {
    const auto& withdraw = std::get<EndException>(command);
    return std::vector<Event>{ExceptionEnded{withdraw.id, withdraw.reason}};
}

}  // namespace plimsoll::policy
