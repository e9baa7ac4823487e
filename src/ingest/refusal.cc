#include "ingest/refusal.h"

#include <numeric>

namespace plimsoll::ingest {
namespace {

struct Row {
    std::string_view key;
    std::string_view words;
    std::string_view remedy;
};

constexpr std::array<Row, kReasons> kRows{{
    {"not_a_number", "the counter is NaN", "mend the exporter: a counter is a number"},
    {"infinite", "the counter is infinite", "mend the exporter: a counter is finite"},
    {"negative", "the counter is below zero", "select a counter; a gauge cannot be counted"},
    {"not_whole", "the counter is not a whole number", "select a counter of events, not one of seconds or bytes"},
    {"too_large", "the counter is 2^53 or more, where whole numbers are no longer exact",
     "restart the exporter, so that it counts from zero"},
    {"in_the_future", "the time is more than 10 minutes ahead of this server's clock",
     "set the clocks of sender and server"},
    {"too_late", "the time is longer ago than late samples are taken", "import history with plimsoll import"},
    {"conflicting_duplicate", "another value is stored for this series and time",
     "let only one sender write each series, or tell replicas apart by a label"},
    {"no_labels", "the series has no labels", "mend the sender"},
    {"no_name", "the series has no __name__", "mend the sender or its relabelling"},
    {"nameless_label", "a label has no name", "mend the sender or its relabelling"},
    {"duplicate_label", "a label stands twice", "mend the sender or its relabelling"},
    {"not_utf8", "a label is not UTF-8", "mend the exporter"},
    {"too_many_labels", "the series has too many labels", "drop labels by write_relabel_configs"},
    {"label_name_too_long", "a label's name is too long", "drop the label by write_relabel_configs"},
    {"label_value_too_long", "a label's value is too long", "drop the label by write_relabel_configs"},
    {"too_many_series", "an SLI that it feeds has as many series as its limit allows",
     "narrow the selector, or raise the limit of series per SLI"},
}};

const Row& row(Reason reason) {
    return kRows[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string_view key(Reason reason) {
    return row(reason).key;
}
std::string_view words(Reason reason) {
    return row(reason).words;
}
std::string_view remedy(Reason reason) {
    return row(reason).remedy;
}

std::uint64_t ReasonCounts::total() const {
    return std::accumulate(by_reason.begin(), by_reason.end(), std::uint64_t{0});
}

}  // namespace plimsoll::ingest
