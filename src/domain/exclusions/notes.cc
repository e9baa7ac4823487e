#include "domain/exclusions/notes.h"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>

#include "base/text.h"

namespace plimsoll::exclusions {
namespace {

template <class Items>
void keep_newest(Items& items) {
    if (items.size() > kNotesLimit) items.erase(items.begin(), items.end() - static_cast<std::ptrdiff_t>(kNotesLimit));
}

std::string words_of(const Exclusion& e) {
    const std::string kind = e.asked.kind == Kind::correction ? "correction" : "maintenance";
    return kind + ": " + text::printable(e.asked.title);
}

slo::ChartMark mark_of(const Annotation& a) {
    const std::string category = boost::describe::enum_to_string(a.made.category, "");
    return {a.made.start, slo::MarkKind::annotation, category + ": " + text::printable(a.made.title), {}, a.seq};
}

}  // namespace

slo::ChartNotes notes_of(const Timeline& timeline, const catalog::Slo& slo, TimeRange range) {
    slo::ChartNotes out;
    std::vector<slo::ExcludedRange> excluded = timeline.of(slo, range);
    keep_newest(excluded);
    for (const slo::ExcludedRange& one : excluded) {
        const Exclusion* e = timeline.counting(one.exclusion);
        if (e == nullptr) continue;
        out.exclusions.push_back({one.exclusion, one.range, text::printable(e->asked.title), boost::describe::enum_to_string(e->asked.category, "")});
        // What covers the chart's left edge began before it.
        if (one.range.start > range.start) out.marks.push_back({one.range.start, slo::MarkKind::exclusion_began, words_of(*e), {}, e->requested_seq});
    }
    std::vector<Annotation> annotations = timeline.annotations_of(slo, range);
    keep_newest(annotations);
    for (const Annotation& a : annotations) {
        if (range.contains(a.made.start)) out.marks.push_back(mark_of(a));
    }
    return out;
}

}  // namespace plimsoll::exclusions
