// varint.h: integers in as few bytes as they need, written to a string and read back from bytes that may be hostile.
//
// Shape      LEB128: seven bits a byte, lowest first, the high bit says that more follow; at most ten bytes.
//            A signed number is zigzagged first (0, -1, 1, -2 become 0, 1, 2, 3), so that small ones stay short.
// Errors     a ByteReader never reads past its end. A read that cannot be done returns 0 and the reader has failed from
//            then on: callers read a whole record and ask ok() once, and before they trust a length.
// Format     docs/format/ledger.md, version 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plimsoll::ledger {

constexpr std::uint64_t zigzag(std::int64_t n) {
    return (static_cast<std::uint64_t>(n) << 1) ^ static_cast<std::uint64_t>(n >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t n) { return static_cast<std::int64_t>((n >> 1) ^ (0 - (n & 1))); }

inline void put_varint(std::string& out, std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) out.push_back(static_cast<char>(n | 0x80));
    out.push_back(static_cast<char>(n));
}
inline void put_signed(std::string& out, std::int64_t n) { put_varint(out, zigzag(n)); }

/// Bytes that put_varint() would write.
constexpr std::size_t varint_size(std::uint64_t n) {
    std::size_t size = 1;
    for (; n >= 0x80; n >>= 7) ++size;
    return size;
}

/// A fixed number of bytes, lowest first.
template <class T>
void put_fixed(std::string& out, T n) {
    for (std::size_t i = 0; i < sizeof n; ++i) out.push_back(static_cast<char>(n >> (8 * i)));
}

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    void fail() {
        ok_ = false;
        rest_ = {};
    }

    std::uint8_t byte() {
        if (rest_.empty()) return fail(), std::uint8_t{0};
        const auto b = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return b;
    }

    std::uint64_t varint() {
        std::uint64_t n = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t b = byte();
            n |= static_cast<std::uint64_t>(b & 0x7f) << shift;
            if (b < 0x80) return shift == 63 && b > 1 ? (fail(), 0) : (ok_ ? n : 0);
        }
        return fail(), 0;
    }
    std::int64_t signed_varint() { return unzigzag(varint()); }

    template <class T>
    T fixed() {
        const std::string_view raw = bytes(sizeof(T));
        T n = 0;
        for (std::size_t i = 0; i < raw.size(); ++i) n |= static_cast<T>(static_cast<std::uint8_t>(raw[i])) << (8 * i);
        return n;
    }

    /// The next `count` bytes; empty, and failed, when there are fewer.
    std::string_view bytes(std::size_t count) {
        if (count > rest_.size()) return fail(), std::string_view{};
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

private:
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace plimsoll::ledger
