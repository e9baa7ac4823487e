// pull_answer_fuzz.cc: any bytes as the answer of a query API. What is read has a place for every point, and reading what was
// joined never yields a series of a query that was not asked.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/invariant.h"
#include "ingest/pull/joined.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace pull = plimsoll::ingest::pull;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    auto answer = pull::read_answer(body);
    if (pull::data_of(body)) INVARIANT(answer.has_value() || !answer.error().detail().empty(), "what cannot be read says why");
    if (!answer) return 0;
    std::size_t points = 0;
    for (const auto& series : answer->series) points += series.points.size();
    INVARIANT(points * 4 <= size, "a point takes at least its brackets, comma and a digit");
    if (const auto parts = pull::parted(std::move(answer->series), 3)) INVARIANT(parts->size() == 3, "as many as were asked for");
    return 0;
}
