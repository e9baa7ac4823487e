#include "domain/exclusions/decide.h"

namespace plimsoll::exclusions {

Result<std::vector<Event>> decide(const State&, const Command& command, const log::Issued&) {
    const auto& withdraw = std::get<WithdrawExclusion>(command);
    return std::vector<Event>{ExclusionWithdrawn{withdraw.id, withdraw.reason}};
}

}  // namespace plimsoll::exclusions
