// dns_message.h: a DNS question as bytes, and an answer read from bytes that anyone may have sent.
//
// Records    A, AAAA, CNAME, MX, NS, TXT, SOA, in their usual text form; others are counted and skipped.
// Bounds     64 KiB a message, 100 records of it, 255 bytes a name, 64 compression pointers, each pointing backwards.
// Pure       no sockets. Source: RFC 1035 sections 3 and 4; RFC 3596 (AAAA).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::probes::dns {

enum class Type : std::uint16_t { a = 1, ns = 2, cname = 5, soa = 6, mx = 15, txt = 16, aaaa = 28 };

/// "A" and the like, upper case; empty: none of them.
[[nodiscard]] std::optional<Type> type_of(std::string_view text);
/// "NOERROR", "NXDOMAIN", ... "RCODE 11".
[[nodiscard]] std::string rcode_text(int rcode);

struct Record {
    std::string name;       ///< lower case, without the last dot
    std::uint16_t type = 0;
    std::uint32_t ttl_s = 0;
    std::string text;       ///< "192.0.2.1", "10 mail.example.org", "ns1.example.org"; empty for a type that is not read
};

struct Answer {
    std::uint16_t id = 0;
    bool authoritative = false;
    bool truncated = false;
    int rcode = 0;
    std::vector<Record> records;  ///< of the answer section
};

/// A question with recursion desired. Errors: invalid (a name with an empty label, or longer than the protocol takes).
[[nodiscard]] Result<std::string> question(std::uint16_t id, std::string_view name, Type type);

/// Reads an answer to that question. Errors: malformed (cut short, a loop, not an answer, an answer to something else).
[[nodiscard]] Result<Answer> parse_answer(std::string_view bytes, std::uint16_t id, std::string_view name, Type type);

}  // namespace plimsoll::probes::dns
