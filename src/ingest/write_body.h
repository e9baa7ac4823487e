// write_body.h: remote-write bodies made byte by byte, independent of the decoder: for the demo's traffic,
// tests, fuzz seeds and measurements. Each function returns encoded fields; concatenate them.
#pragma once

#include <snappy.h>

#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plimsoll::ingest::body {

inline std::string varint(std::uint64_t n) {
    std::string out;
    for (; n >= 0x80; n >>= 7) out += static_cast<char>((n & 0x7F) | 0x80);
    return out + static_cast<char>(n);
}
inline std::string fixed64(std::uint64_t n) {
    std::string out;
    for (int i = 0; i < 8; ++i) out += static_cast<char>((n >> (8 * i)) & 0xFF);
    return out;
}
inline std::string key(std::uint32_t field, std::uint32_t wire_type) {
    return varint(field << 3 | wire_type);
}
inline std::string bytes(std::uint32_t field, std::string_view content) {
    return key(field, 2) + varint(content.size()) + std::string(content);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline std::string label(std::string_view name, std::string_view value) {
    return bytes(1, bytes(1, name) + bytes(2, value));
}
inline std::string labels(const Pairs& pairs) {
    std::string out;
    for (const auto& [name, value] : pairs) out += label(name, value);
    return out;
}
/// As senders write it: zeros left out, as proto3 does.
inline std::string sample(double value, std::int64_t at_ms) {
    std::string out;
    if (std::bit_cast<std::uint64_t>(value) != 0) out += key(1, 1) + fixed64(std::bit_cast<std::uint64_t>(value));
    if (at_ms != 0) out += key(2, 0) + varint(static_cast<std::uint64_t>(at_ms));
    return bytes(2, out);
}
inline std::string series(std::string_view fields) {
    return bytes(1, fields);
}
inline std::string series(const Pairs& pairs, double value, std::int64_t at_ms) {
    return series(labels(pairs) + sample(value, at_ms));
}
/// A message of remote write 2.0, put together series by series.
class Symbolic {
public:
    struct Value {
        double value = 0;
        std::int64_t at_ms = 0;
        std::int64_t created_ms = 0;  ///< 0: left out
    };
    /// `created_ms`: of the series, as senders up to 2.0-rc.3 write it; 0: left out. `more`: further fields of it.
    Symbolic& series(const Pairs& pairs, const std::vector<Value>& values, std::int64_t created_ms = 0, std::string_view more = "") {
        std::string references;
        for (const auto& [name, value] : pairs) {
            references += varint(reference(name));
            references += varint(reference(value));
        }
        std::string fields = bytes(1, references);
        for (const Value& v : values) {
            std::string one = key(1, 1) + fixed64(std::bit_cast<std::uint64_t>(v.value)) + key(2, 0) + varint(static_cast<std::uint64_t>(v.at_ms));
            if (v.created_ms != 0) one += key(3, 0) + varint(static_cast<std::uint64_t>(v.created_ms));
            fields += bytes(2, one);
        }
        fields += more;
        if (created_ms != 0) fields += key(6, 0) + varint(static_cast<std::uint64_t>(created_ms));
        series_ += bytes(5, fields);
        return *this;
    }
    [[nodiscard]] std::string message() const { return symbols() + series_; }
    [[nodiscard]] std::string symbols() const {
        std::string out;
        for (const std::string& symbol : symbols_) out += bytes(4, symbol);
        return out;
    }
    [[nodiscard]] const std::string& all_series() const { return series_; }

private:
    std::uint64_t reference(const std::string& symbol) {
        const auto [known, added] = places_.try_emplace(symbol, symbols_.size());
        if (added) symbols_.push_back(symbol);
        return known->second;
    }
    std::vector<std::string> symbols_{""};
    std::map<std::string, std::uint64_t> places_{{"", 0}};
    std::string series_;
};

inline std::string packed(std::string_view request) {
    std::string out;
    snappy::Compress(request.data(), request.size(), &out);
    return out;
}

}  // namespace plimsoll::ingest::body
