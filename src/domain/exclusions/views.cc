#include "domain/exclusions/views.h"

#include <algorithm>

namespace plimsoll::exclusions {

std::vector<TimeRange> shown_of(const std::vector<TimeRange>& all, Timestamp now) {
    const auto next = std::find_if(all.begin(), all.end(), [&](const TimeRange& r) { return r.end > now; });
    const std::size_t from = next != all.end() ? static_cast<std::size_t>(next - all.begin()) : all.size() - std::min(all.size(), kOccurrencesShown);
    const std::size_t to = std::min(all.size(), from + kOccurrencesShown);
    return {all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to)};
}

ExclusionView view_of(const Exclusion& e, const std::vector<TimeRange>& all, Timestamp now) {
    ExclusionView out;
    out.id = e.asked.id;
    out.kind = e.asked.kind;
    out.category = e.asked.category;
    out.title = e.asked.title;
    out.reason = e.asked.reason;
    out.slos = e.asked.slos;
    out.services = e.asked.services;
    out.range = e.asked.range;
    out.recurrence = e.asked.recurrence;
    out.occurrences = shown_of(still_left_out(e, all), now);
    out.state = e.state;
    out.counts = e.counts();
    out.requested_by = e.requested_by;
    out.requested_at = e.requested_at;
    out.decided_by = e.decided_by;
    out.decided_at = e.decided_at;
    out.decision_reason = e.decision_reason;
    out.self_approved = e.self_approved;
    out.withdrawn_by = e.withdrawn_by;
    out.withdrawn_at = e.withdrawn_at;
    out.withdrawal_reason = e.withdrawal_reason;
    out.counts_again_from = e.counts_again_from;
    out.expires_at = e.asked.expires;
    return out;
}

AnnotationView view_of(const Annotation& a) {
    return {a.made.id, a.made.slos, a.made.services, a.made.start, a.made.end, a.made.category, a.made.title, a.made.text, a.made.url,
            a.by, a.at, a.retracted, a.retracted_by, a.retraction_reason};
}

}  // namespace plimsoll::exclusions
