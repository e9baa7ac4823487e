// waiting_room.h: how many strangers may wait for the one thread that hashes, in all and from one network.
//
// Why        a hash takes a tenth of a second and anybody may ask for one. Without seats of their own, strangers would take
//            all places, and an administrator could not even disable the account that they try to break into.
// Threads    safe from any thread. A seat may outlive the room.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace plimsoll::access {

class WaitingRoom {
public:
    static constexpr std::size_t seats = 24;
    static constexpr std::size_t seats_of_a_network = 12;

    /// Taken for as long as it is held.
    using Seat = std::shared_ptr<void>;

    /// Empty: nothing is free for this network.
    [[nodiscard]] Seat enter(const std::string& network);

private:
    struct Taken {
        std::mutex mutex;  // guards what follows
        std::size_t all = 0;
        std::map<std::string, std::size_t> by_network;  ///< of those that have any
    };
    const std::shared_ptr<Taken> taken_ = std::make_shared<Taken>();
};

}  // namespace plimsoll::access
