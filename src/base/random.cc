#include "base/random.h"

#include <sys/random.h>

#include <cstring>

#include "base/invariant.h"
#include "base/text.h"

namespace plimsoll {

std::uint64_t Random::below(std::uint64_t bound) {
    INVARIANT(bound > 0, "an empty range has no member");
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t value = 0;
    do {
        fill(std::as_writable_bytes(std::span(&value, 1)));
    } while (value >= limit);
    return value % bound;
}

double Random::unit() {
    std::uint64_t value = 0;
    fill(std::as_writable_bytes(std::span(&value, 1)));
    return static_cast<double>(value >> 11) * 0x1.0p-53;
}

std::string Random::id(std::size_t bytes) {
    std::string raw(bytes, '\0');
    fill(std::as_writable_bytes(std::span(raw.data(), raw.size())));
    return text::hex(raw);
}

void SystemRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        const ssize_t got = getrandom(out.data(), out.size(), 0);
        if (got < 0) continue;  // interrupted by a signal before any byte was ready
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

void SeededRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        z ^= z >> 31;
        const std::size_t n = std::min(out.size(), sizeof z);
        std::memcpy(out.data(), &z, n);
        out = out.subspan(n);
    }
}

}  // namespace plimsoll
