// chain.h: how events are bound into one chain, so that no row can change without every later hash changing.
//
// Format     docs/format/log.md, version 1: the worked example there is decoded by the test.
//            hash(0) = SHA-256(field("plimsoll-log-1") field(chain id))
//            hash(n) = SHA-256(hash(n-1) field(seq) field(at) field(type) field(version) field(stream) field(actor)
//                              field(source) field(body))
//            field(x) = length of x as 4 bytes, then x; integers are 8 bytes; little endian, two's complement.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"
#include "log/event.h"

namespace plimsoll::log {

/// The hash before the first event. The chain's name is in it, so that two logs never share a hash.
[[nodiscard]] crypto::Sha256 genesis(std::string_view chain_id);

/// The bytes whose SHA-256 is the event's hash.
[[nodiscard]] std::string hashed_bytes(const crypto::Sha256& previous, Seq seq, const NewEvent& fact);

/// Computes links; keeps its buffer, so one per thread.
class ChainHasher {
public:
    [[nodiscard]] crypto::Sha256 link(const crypto::Sha256& previous, Seq seq, const NewEvent& fact);

private:
    std::string bytes_;
};

[[nodiscard]] std::string hex(const crypto::Sha256& hash);
/// 64 hexadecimal digits; empty if it is anything else.
[[nodiscard]] std::optional<crypto::Sha256> hash_from_hex(std::string_view text);

}  // namespace plimsoll::log
