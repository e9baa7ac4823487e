#include "ingest/write_answer.h"

#include "base/text.h"

namespace plimsoll::ingest {

Error refused_error(std::uint64_t received, const ReasonCounts& refused, const std::vector<RefusedSample>& told) {
    std::string detail = std::to_string(refused.total()) + " of " + std::to_string(received) + " samples refused: ";
    bool first = true;
    for (std::size_t i = 0; i < kReasons; ++i) {
        const auto reason = static_cast<Reason>(i);
        if (refused[reason] == 0) continue;
        detail += (first ? "" : "; ") + std::to_string(refused[reason]) + ": " + std::string(words(reason));
        first = false;
    }
    std::vector<FieldError> fields;
    for (const RefusedSample& sample : told) {
        // Times before year 0 or after 9999 have no RFC 3339 text.
        const bool writable = sample.at > Timestamp::from_seconds(-62'135'596'800) &&
                              sample.at < Timestamp::from_seconds(253'402'300'800);
        const std::string at = writable ? text::rfc3339(sample.at) : std::to_string(sample.at.in_ms()) + " ms";
        fields.push_back(
            {sample.series + " at " + at, std::string(words(sample.why)), std::string(remedy(sample.why))});
    }
    return fail(errors::refused_samples, std::move(detail), std::move(fields));
}

}  // namespace plimsoll::ingest
