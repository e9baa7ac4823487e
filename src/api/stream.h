// stream.h: a reply that goes on until one side ends it (server-sent events).
//
// Threads    http/ calls pull(), keep_alive() and on_ready() from one thread at a time; the producer calls the wake
//            function from any thread. pull() must not block.
// Bounds     the producer bounds what it holds for a slow reader; http/ never asks for more than it can send.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace plimsoll::api {

class Stream {
public:
    struct Pulled {
        std::string bytes;   ///< empty: nothing is ready
        bool ended = false;  ///< nothing comes after these bytes
    };

    virtual ~Stream() = default;
    /// What is ready now, about `limit` bytes at most (one whole piece may go over it).
    virtual Pulled pull(std::size_t limit) = 0;
    /// `wake` is called, perhaps at once, whenever pull() may have something. Replaces the one before; an empty
    /// function detaches. A call that is already running may still end after that, so `wake` must own what it touches.
    virtual void on_ready(std::function<void()> wake) = 0;
    /// Sent when nothing else was for a while, so that both sides notice a dead connection.
    [[nodiscard]] virtual std::string keep_alive() const = 0;
};

}  // namespace plimsoll::api
