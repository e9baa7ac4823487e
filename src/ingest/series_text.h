// series_text.h: a series written as text: name{a="b",c="d"}, as in exposition formats, dumps and the ledger.
//
// Accepts    a name before the braces, __name__ or a bare quoted name inside; quoted label names; a trailing comma;
// blanks;
//            the escapes \\ \" \n of exposition formats and those of Go that promtool's dumps contain.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ingest/series_labels.h"
#include "promql/place.h"

namespace plimsoll::ingest {

/// A series read from text. Owns what its labels point at; it moves, and does not copy.
class SeriesText {
public:
    SeriesText() = default;
    SeriesText(SeriesText&&) = default;
    SeriesText& operator=(SeriesText&&) = default;

    /// Reads a series from the start of `line`; what follows it is left to the caller.
    /// Errors: a Problem whose offset is in `line`.
    static tl::expected<SeriesText, promql::Problem> read(std::string_view line);

    [[nodiscard]] Labels& labels() { return labels_; }
    [[nodiscard]] const Labels& labels() const { return labels_; }
    [[nodiscard]] std::size_t length() const { return length_; }  ///< bytes of the line that it took

private:
    std::unique_ptr<std::string> text_ = std::make_unique<std::string>();  // every name and value, end to end
    Labels labels_;
    std::size_t length_ = 0;
};

}  // namespace plimsoll::ingest
