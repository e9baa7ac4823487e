// series_labels.h: the labels of one series: canonical text, limits, and the two forms they arrive in.
//
// Canonical  name{a="b",c="d"}: labels sorted by name, empty values left out (they mean absence), backslash, quote and
//            line break escaped, names that are no plain identifier quoted: {"a.b","c.d"="e"}. Equal series have equal
//            text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ingest/refusal.h"
#include "promql/query.h"

namespace plimsoll::ingest {

/// What one series may carry before it is refused.
struct LabelLimits {
    std::size_t labels = 64;
    std::size_t name_bytes = 512;
    std::size_t value_bytes = 4096;
};

/// Sorted by name; views into whoever owns the bytes.
using Labels = std::vector<promql::Label>;

/// Sorts, drops empty values, and says what makes the labels unusable whoever asks: none at all, no __name__, a label
/// without a name, one that stands twice, bytes that are not UTF-8. The labels are sorted in any case.
[[nodiscard]] std::optional<Reason> canonicalise(Labels& labels);
/// Which limit sorted labels exceed.
[[nodiscard]] std::optional<Reason> over_limit(const Labels& labels, const LabelLimits& limits);

[[nodiscard]] std::string canonical_text(const Labels& labels);
/// "" when absent.
[[nodiscard]] std::string_view value_of(const Labels& labels, std::string_view name);
/// "job\0instance": the series of one scrape target share it.
[[nodiscard]] std::string target_of(const Labels& labels);

/// The label messages of a remote-write series, in the order sent. `bytes` is a run of fields 1 of a TimeSeries.
/// Throws protozero::exception on invalid protobuf; WriteDecoder catches it. Errors: malformed (wrong wire type).
[[nodiscard]] Result<Labels> labels_of_protobuf(std::string_view bytes);

}  // namespace plimsoll::ingest
