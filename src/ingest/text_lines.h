// text_lines.h: a text file, plain or gzip, one bounded line at a time.
//
// Gzip       told by its first two bytes; several members one after the other are one text.
// Bounds     a longer line is handed out cut, with `too_long`; more unpacked bytes than `unpacked_bytes` are an error.
// Threads    one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace plimsoll::ingest {

struct TextLine {
    std::string_view text;  ///< without its end; valid until the next call
    std::uint64_t number = 0;
    bool too_long = false;
};

class TextLines {
public:
    struct Limits {
        std::size_t line_bytes = 64 << 10;
        std::uint64_t unpacked_bytes = std::uint64_t{16} << 30;
    };
    /// Errors: not_found; io.
    static Result<TextLines> open(const std::filesystem::path& file, Limits limits);
    TextLines(TextLines&&) noexcept;
    ~TextLines();

    /// The next line; empty at the end. Errors: unreadable (gzip is damaged or cut short; too long when unpacked); io.
    Result<std::optional<TextLine>> next();
    [[nodiscard]] std::uint64_t bytes_read() const;  ///< of the file, packed
    [[nodiscard]] std::uint64_t bytes_total() const;

private:
    struct Impl;
    explicit TextLines(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace plimsoll::ingest
