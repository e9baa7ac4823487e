// byte_queue.h: bytes that wait to be sent, appended at one end and taken at the other.
//
// Bounds     what was taken is let go before anything is appended, so that it never holds more than was ever waiting at once
//            and one piece that is being taken.
// Threads    none of its own.
#pragma once

#include <string>
#include <string_view>

namespace plimsoll::server {

class ByteQueue {
public:
    void append(std::string_view bytes) {
        bytes_.erase(0, taken_);
        taken_ = 0;
        bytes_ += bytes;
    }
    [[nodiscard]] std::string take(std::size_t most) {
        std::string out = bytes_.substr(taken_, most);
        taken_ += out.size();
        return out;
    }
    [[nodiscard]] std::size_t waiting() const { return bytes_.size() - taken_; }
    /// In memory: what waits, and what was taken since the last append.
    [[nodiscard]] std::size_t held() const { return bytes_.size(); }

private:
    std::string bytes_;
    std::size_t taken_ = 0;
};

}  // namespace plimsoll::server
