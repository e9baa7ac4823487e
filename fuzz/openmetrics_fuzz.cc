// openmetrics_fuzz.cc: any text, line by line: every line is a sample, nothing, or a problem whose place is in the
// line.
#include <cstdint>
#include <string_view>

#include "base/invariant.h"
#include "ingest/exposition.h"
#include "ingest/series_text.h"

using namespace plimsoll;

namespace {

void read(std::string_view line, ingest::TextFormat format) {
    const auto parsed = ingest::read_line(line, format);
    if (!parsed) {
        INVARIANT(parsed.error().offset <= line.size(), "a problem is in its line");
        return;
    }
    if (!*parsed) return;
    auto series = ingest::SeriesText::read((*parsed)->series);
    if (!series) {
        INVARIANT(series.error().offset <= (*parsed)->series.size(), "a problem is in its series");
        return;
    }
    INVARIANT(series->length() <= (*parsed)->series.size(), "a series ends in its text");
    if (ingest::canonicalise(series->labels())) return;
    const std::string canonical = ingest::canonical_text(series->labels());
    auto again = ingest::SeriesText::read(canonical);
    INVARIANT(again.has_value() && again->length() == canonical.size(), "canonical text is a series");
    INVARIANT(!ingest::canonicalise(again->labels()), "canonical labels are usable");
    INVARIANT(ingest::canonical_text(again->labels()) == canonical, "canonical text reads back as itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        for (const auto format :
             {ingest::TextFormat::automatic, ingest::TextFormat::open_metrics, ingest::TextFormat::prometheus}) {
            read(line, format);
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return 0;
}
