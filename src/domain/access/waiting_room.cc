#include "domain/access/waiting_room.h"

namespace plimsoll::access {

WaitingRoom::Seat WaitingRoom::enter(const std::string& network) {
    const std::lock_guard lock(taken_->mutex);
    const auto found = taken_->by_network.find(network);
    const std::size_t own = found == taken_->by_network.end() ? 0 : found->second;
    if (taken_->all >= seats || own >= seats_of_a_network) return {};
    ++taken_->all;
    ++taken_->by_network[network];
    return Seat(static_cast<void*>(taken_.get()), [taken = taken_, network](void*) {
        const std::lock_guard leaving(taken->mutex);
        --taken->all;
        const auto seat = taken->by_network.find(network);
        if (--seat->second == 0) taken->by_network.erase(seat);
    });
}

}  // namespace plimsoll::access
