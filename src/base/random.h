// random.h: the port for randomness, so that a seed replays a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace plimsoll {

/// Threads: SystemRandom is safe from any thread; SeededRandom belongs to one.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> out) = 0;
    /// Uniform in [0, bound). Requires bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// Uniform in [0, 1).
    [[nodiscard]] double unit();
    /// `bytes` random bytes as lower-case hexadecimal, for opaque ids.
    [[nodiscard]] std::string id(std::size_t bytes = 16);
};

/// The operating system's cryptographic source.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override;
};

/// SplitMix64: repeatable, not for secrets.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::byte> out) override;

private:
    std::uint64_t state_;
};

}  // namespace plimsoll
