#include "log/chain.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll::log {

namespace {

template <class Integer>
void put_little_endian(std::string& out, Integer value) {
    for (std::size_t i = 0; i < sizeof value; ++i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
}

void put_field(std::string& out, std::string_view bytes) {
    put_little_endian(out, static_cast<std::uint32_t>(bytes.size()));
    out += bytes;
}

void put_field(std::string& out, std::uint64_t number) {
    put_little_endian(out, std::uint32_t{sizeof number});
    put_little_endian(out, number);
}

void put_event(std::string& out, const crypto::Sha256& previous, Seq seq, const NewEvent& fact) {
    out += crypto::view(previous);
    put_field(out, seq);
    put_field(out, static_cast<std::uint64_t>(fact.at.in_ms()));
    put_field(out, fact.type);
    put_field(out, static_cast<std::uint64_t>(std::int64_t{fact.version}));
    put_field(out, fact.stream);
    put_field(out, fact.actor);
    put_field(out, fact.source);
    put_field(out, fact.body);
}

}  // namespace

crypto::Sha256 genesis(std::string_view chain_id) {
    std::string bytes;
    put_field(bytes, std::string_view("plimsoll-log-1"));
    put_field(bytes, chain_id);
    return crypto::sha256(bytes);
}

std::string hashed_bytes(const crypto::Sha256& previous, Seq seq, const NewEvent& fact) {
    std::string out;
    put_event(out, previous, seq, fact);
    return out;
}

crypto::Sha256 ChainHasher::link(const crypto::Sha256& previous, Seq seq, const NewEvent& fact) {
    bytes_.clear();
    put_event(bytes_, previous, seq, fact);
    return crypto::sha256(bytes_);
}

std::string hex(const crypto::Sha256& hash) { return text::hex(crypto::view(hash)); }

std::optional<crypto::Sha256> hash_from_hex(std::string_view text) {
    const auto bytes = text::from_hex(text);
    if (!bytes || bytes->size() != crypto::Sha256{}.size()) return std::nullopt;
    crypto::Sha256 out;
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

}  // namespace plimsoll::log
