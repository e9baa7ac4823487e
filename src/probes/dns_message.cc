#include "probes/dns_message.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace plimsoll::probes::dns {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kMostName = 255;
constexpr std::size_t kMostLabel = 63;
constexpr int kMostPointers = 64;
constexpr std::size_t kMostRecords = 100;
constexpr std::uint16_t kInternet = 1;

Error broken(std::string_view what) { return fail(errors::malformed, fmt::format("the DNS answer {}", what)); }

void put16(std::string& out, std::uint16_t n) {
    out += static_cast<char>(n >> 8);
    out += static_cast<char>(n & 0xff);
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

std::string_view without_last_dot(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    return name;
}

/// A message and how far it was read.
class Reader {
public:
    Reader(std::string_view message, std::size_t at) : message_(message), at_(at) {}
    [[nodiscard]] std::size_t at() const { return at_; }
    void skip_to(std::size_t at) { at_ = at; }

    Result<std::uint16_t> u16() {
        TRY_ASSIGN(const std::string_view two, bytes(2));
        return static_cast<std::uint16_t>(byte(two, 0) << 8 | byte(two, 1));
    }
    Result<std::uint32_t> u32() {
        TRY_ASSIGN(const std::uint16_t high, u16());
        TRY_ASSIGN(const std::uint16_t low, u16());
        return static_cast<std::uint32_t>(high) << 16 | low;
    }
    Result<std::string_view> bytes(std::size_t n) {
        if (n > message_.size() - at_) return broken("is cut short");
        at_ += n;
        return message_.substr(at_ - n, n);
    }
    /// A name, following pointers, which must point backwards: so that no answer makes the reader go round.
    Result<std::string> name() {
        std::string out;
        std::size_t here = at_;
        std::optional<std::size_t> after;
        for (int pointers = 0;;) {
            if (here >= message_.size()) return broken("is cut short within a name");
            const unsigned length = byte(message_, here);
            if ((length & 0xc0) == 0xc0) {
                if (here + 1 >= message_.size()) return broken("is cut short within a name");
                const std::size_t target = (length & 0x3f) << 8 | byte(message_, here + 1);
                if (!after) after = here + 2;
                if (target >= here || ++pointers > kMostPointers) return broken("holds a name that refers to itself");
                here = target;
                continue;
            }
            if (length > kMostLabel) return broken("holds a label of an unknown kind");
            if (length == 0) break;
            if (here + 1 + length > message_.size()) return broken("is cut short within a name");
            if (!out.empty()) out += '.';
            out += message_.substr(here + 1, length);
            if (out.size() > kMostName) return broken("holds a name longer than 255 bytes");
            here += 1 + length;
        }
        at_ = after.value_or(here + 1);
        return text::printable(lower(out));
    }

private:
    static unsigned byte(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

    std::string_view message_;
    std::size_t at_;
};

Result<std::string> address_text(int family, std::string_view data) {
    if (data.size() != (family == AF_INET ? 4U : 16U)) return broken("holds an address of the wrong length");
    char out[INET6_ADDRSTRLEN] = "";
    inet_ntop(family, data.data(), out, sizeof out);
    return std::string(out);
}

/// The strings of a TXT record, joined as readers of SPF and the like join them.
Result<std::string> txt_text(std::string_view data) {
    std::string out;
    while (!data.empty()) {
        const std::size_t length = static_cast<unsigned char>(data[0]);
        if (length + 1 > data.size()) return broken("holds a text that is cut short");
        out += data.substr(1, length);
        data.remove_prefix(length + 1);
    }
    return text::printable(out);
}

Result<std::string> record_text(Reader& reader, std::uint16_t type, std::size_t length) {
    switch (static_cast<Type>(type)) {
        case Type::a:
        case Type::aaaa: {
            TRY_ASSIGN(const std::string_view data, reader.bytes(length));
            return address_text(static_cast<Type>(type) == Type::a ? AF_INET : AF_INET6, data);
        }
        case Type::ns:
        case Type::cname: return reader.name();
        case Type::mx: {
            TRY_ASSIGN(const std::uint16_t preference, reader.u16());
            TRY_ASSIGN(const std::string host, reader.name());
            return fmt::format("{} {}", preference, host);
        }
        case Type::soa: {
            TRY_ASSIGN(const std::string server, reader.name());
            TRY_ASSIGN(const std::string mailbox, reader.name());
            TRY_ASSIGN(const std::uint32_t serial, reader.u32());
            return fmt::format("{} {} {}", server, mailbox, serial);
        }
        case Type::txt: {
            TRY_ASSIGN(const std::string_view data, reader.bytes(length));
            return txt_text(data);
        }
    }
    return std::string();
}

Result<Record> record(Reader& reader) {
    Record out;
    TRY_ASSIGN(out.name, reader.name());
    TRY_ASSIGN(out.type, reader.u16());
    TRY_ASSIGN(const std::uint16_t of_class, reader.u16());
    TRY_ASSIGN(out.ttl_s, reader.u32());
    TRY_ASSIGN(const std::uint16_t length, reader.u16());
    const std::size_t start = reader.at();
    TRY(reader.bytes(length));
    reader.skip_to(start);
    if (of_class == kInternet) {
        TRY_ASSIGN(out.text, record_text(reader, out.type, length));
    }
    if (reader.at() > start + length) return broken("holds a record longer than it says");
    reader.skip_to(start + length);
    return out;
}

}  // namespace

std::optional<Type> type_of(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, Type>, 7> kTypes{{{"A", Type::a}, {"NS", Type::ns}, {"CNAME", Type::cname},
        {"SOA", Type::soa}, {"MX", Type::mx}, {"TXT", Type::txt}, {"AAAA", Type::aaaa}}};
    for (const auto& [name, type] : kTypes)
        if (name == text) return type;
    return std::nullopt;
}

std::string rcode_text(int rcode) {
    static constexpr std::array kNames{"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};
    if (rcode >= 0 && static_cast<std::size_t>(rcode) < kNames.size()) return kNames[static_cast<std::size_t>(rcode)];
    return fmt::format("RCODE {}", rcode);
}

Result<std::string> question(std::uint16_t id, std::string_view name, Type type) {
    std::string out;
    put16(out, id);
    put16(out, 0x0100);  // recursion desired
    put16(out, 1);       // one question
    out.append(6, '\0');
    std::string_view rest = without_last_dot(name);
    if (rest.size() > kMostName - 2) return fail(errors::invalid, "a DNS name has at most 253 bytes");
    while (!rest.empty()) {
        const std::string_view label = rest.substr(0, rest.find('.'));
        if (label.empty() || label.size() > kMostLabel) return fail(errors::invalid, "each label of a DNS name has 1 to 63 bytes");
        out += static_cast<char>(label.size());
        out += label;
        rest.remove_prefix(std::min(rest.size(), label.size() + 1));
    }
    out += '\0';
    put16(out, static_cast<std::uint16_t>(type));
    put16(out, kInternet);
    return out;
}

Result<Answer> parse_answer(std::string_view bytes, std::uint16_t id, std::string_view name, Type type) {
    if (bytes.size() < kHeader) return broken("is shorter than a header");
    Reader reader(bytes, 0);
    Answer answer;
    TRY_ASSIGN(answer.id, reader.u16());
    TRY_ASSIGN(const std::uint16_t flags, reader.u16());
    TRY_ASSIGN(const std::uint16_t questions, reader.u16());
    TRY_ASSIGN(const std::uint16_t records, reader.u16());
    if (answer.id != id) return broken("is to another question");
    if ((flags & 0x8000) == 0) return broken("is a question");
    answer.authoritative = (flags & 0x0400) != 0;
    answer.truncated = (flags & 0x0200) != 0;
    answer.rcode = flags & 0x000f;
    reader.skip_to(kHeader);
    // A server that could not even read the question may leave it out.
    if (questions > 1 || (questions == 0 && answer.rcode == 0)) return broken("is to another question");
    if (questions == 1) {
        TRY_ASSIGN(const std::string asked, reader.name());
        TRY_ASSIGN(const std::uint16_t of_type, reader.u16());
        TRY_ASSIGN(const std::uint16_t of_class, reader.u16());
        const bool same = asked == lower(without_last_dot(name)) && of_type == static_cast<std::uint16_t>(type) && of_class == kInternet;
        if (!same) return broken("is to another question");
    }
    if (answer.truncated) return answer;  // what came is not to be relied on: the caller asks again over TCP
    for (std::size_t n = 0; n < records && n < kMostRecords; ++n) {
        TRY_ASSIGN(Record one, record(reader));
        answer.records.push_back(std::move(one));
    }
    return answer;
}

}  // namespace plimsoll::probes::dns
