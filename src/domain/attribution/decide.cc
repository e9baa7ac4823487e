#include "domain/attribution/decide.h"

namespace plimsoll::attribution {

Result<std::vector<Event>> decide(const State&, const Command& command, const log::Issued&) {
    const auto& withdraw = std::get<WithdrawCharge>(command);
    return std::vector<Event>{ChargeWithdrawn{withdraw.id, withdraw.reason}};
}

}  // namespace plimsoll::attribution
