#include <cmath>

#include "ingest/logs/json_lines.h"
#include "ingest/logs/line_layout.h"
#include "ingest/logs/route_table.h"

namespace plimsoll::ingest::logs {
namespace {

constexpr std::size_t kMostBuckets = 50;

template <class T>
void add(const Result<T>& made, std::vector<FieldError>& out) {
    if (!made) out.insert(out.end(), made.error().fields().begin(), made.error().fields().end());
}

}  // namespace

std::vector<FieldError> faults(const Settings& s) {
    std::vector<FieldError> out;
    if (s.path.empty()) out.push_back({"/path", "is missing", "name the file that the web server writes"});
    if (s.format == Format::nginx) add(LineLayout::of(s.layout), out);
    if (s.format == Format::json) add(JsonLines::of(s.fields, s.duration_unit), out);
    add(RouteTable::build(s.routes), out);
    if (s.buckets.size() > kMostBuckets)
        out.push_back({"/buckets", "are more than 50", "each is a series for each method, status and route"});
    for (std::size_t i = 0; i < s.buckets.size(); ++i) {
        if (std::isfinite(s.buckets[i]) && s.buckets[i] > 0 && (i == 0 || s.buckets[i] > s.buckets[i - 1])) continue;
        out.push_back({"/buckets/" + std::to_string(i), "is not above the one before and above zero", "write seconds in rising order"});
        break;
    }
    return out;
}

Result<std::unique_ptr<LineReader>> line_reader(const Settings& settings) {
    if (settings.format == Format::json) {
        TRY_ASSIGN(JsonLines lines, JsonLines::of(settings.fields, settings.duration_unit));
        return std::unique_ptr<LineReader>(std::make_unique<JsonLines>(std::move(lines)));
    }
    // Of the combined format nothing is read after the status: it is the common one with more behind.
    TRY_ASSIGN(LineLayout layout, LineLayout::of(settings.format == Format::nginx ? std::string_view(settings.layout) : kCommonLayout));
    return std::unique_ptr<LineReader>(std::make_unique<LineLayout>(std::move(layout)));
}

}  // namespace plimsoll::ingest::logs
