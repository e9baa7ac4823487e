// document_decoding.cc: bytes of an unknown encoding into UTF-8.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "domain/people/document.h"

namespace plimsoll::people {

namespace {

std::string from_utf16(std::string_view bytes, bool big) {
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]);
        const auto b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<std::uint32_t>(big ? (a << 8 | b) : (b << 8 | a));
    };
    std::string out;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            const std::uint32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        text::append_utf8(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return out;
}

/// Windows 1252, which is Latin-1 with printable characters from 0x80 to 0x9F.
std::string from_latin1(std::string_view bytes) {
    static constexpr std::array<std::uint16_t, 32> kHigh{0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                         0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                         0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        text::append_utf8(out, c >= 0x80 && c < 0xA0 ? kHigh[c - 0x80] : c);
    }
    return out;
}

/// A format by its first bytes that is no text; empty: none that is known.
std::string_view foreign(std::string_view bytes) {
    if (bytes.starts_with("%PDF-")) return "PDF";
    if (bytes.starts_with("PK\x03\x04")) return "DOCX, ODT or another zip";
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) return "DOC";
    if (bytes.starts_with("{\\rtf")) return "RTF";
    return {};
}

/// Without a mark, UTF-16 of mostly Latin text shows as a zero in every second byte.
std::optional<bool> utf16_without_mark(std::string_view bytes) {
    const std::size_t looked = std::min<std::size_t>(bytes.size() & ~std::size_t{1}, 4096);
    std::size_t even = 0;
    std::size_t odd = 0;
    for (std::size_t i = 0; i < looked; ++i) (i % 2 == 0 ? even : odd) += bytes[i] == 0 ? 1 : 0;
    if (looked < 8) return std::nullopt;
    if (even * 10 > looked * 4 && odd * 20 < looked) return true;
    if (odd * 10 > looked * 4 && even * 20 < looked) return false;
    return std::nullopt;
}

}  // namespace

Result<DecodedText> decode_text(std::string_view bytes) {
    if (bytes.size() > kLongestDocument) return fail(errors::document_too_large, fmt::format("it has {} bytes; {} are read", bytes.size(), kLongestDocument));
    if (const std::string_view format = foreign(bytes); !format.empty()) return fail(errors::document_format, fmt::format("it is {}", format));
    DecodedText out;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        out = {from_utf16(bytes.substr(2), bytes.front() == '\xFE'), bytes.front() == '\xFE' ? "UTF-16 (big endian)" : "UTF-16", {}};
    } else if (const auto big = utf16_without_mark(bytes)) {
        out = {from_utf16(bytes, *big), *big ? "UTF-16 (big endian)" : "UTF-16", {}};
        out.problems.push_back({"utf16_without_mark", "the text has no byte order mark and was read as " + out.encoding});
    } else {
        const bool mark = bytes.starts_with("\xEF\xBB\xBF");
        const std::string_view rest = mark ? bytes.substr(3) : bytes;
        if (text::is_utf8(rest)) {
            out = {std::string(rest), mark ? "UTF-8 with a byte order mark" : "UTF-8", {}};
        } else {
            out = {from_latin1(bytes), "Latin-1", {}};
            out.problems.push_back({"latin_1", "the text is not UTF-8 and was read as Latin-1 (Windows 1252): accented letters may be wrong"});
        }
    }
    if (out.text.find('\0') != std::string::npos) return fail(errors::document_format, "it holds zeros, as text does not");
    if (std::all_of(out.text.begin(), out.text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; })) return fail(errors::document_empty);
    return out;
}

Result<Document> read_text_document(std::string_view bytes) {
    TRY_ASSIGN(DecodedText decoded, decode_text(bytes));
    Document document({{std::move(decoded.text), "", 0, 1, 1}}, std::move(decoded.encoding), std::move(decoded.problems));
    TRY(document.within_bounds());
    return document;
}

}  // namespace plimsoll::people
