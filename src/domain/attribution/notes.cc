#include "domain/attribution/notes.h"

#include <algorithm>
#include <optional>

namespace plimsoll::attribution {
namespace {

bool among(const std::vector<std::string>& names, const std::string& name) {
    return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

bool concerns(const exclusions::AnnotationMade& made, const catalog::Slo& slo, const std::vector<std::string>& upstreams) {
    if (among(made.slos, slo.name) || among(made.slos, slo.document) || among(made.slos, slo.group_of)) return true;
    return among(made.services, slo.service) ||
           std::any_of(upstreams.begin(), upstreams.end(), [&](const std::string& service) { return among(made.services, service); });
}

std::optional<CauseKind> kind_of(exclusions::AnnotationCategory category) {
    switch (category) {
        case exclusions::AnnotationCategory::change: return CauseKind::change;
        case exclusions::AnnotationCategory::incident: return CauseKind::incident;
        case exclusions::AnnotationCategory::dependency: return CauseKind::dependency;
        case exclusions::AnnotationCategory::maintenance: return CauseKind::maintenance;
        case exclusions::AnnotationCategory::note: return std::nullopt;
    }
    return std::nullopt;
}

bool touches(const TimeRange& a, const TimeRange& b) { return a.start < b.end && b.start <= a.end; }

}  // namespace

std::vector<Note> notes_of(const exclusions::State& state, const catalog::Slo& slo, const std::vector<std::string>& upstreams,
                           TimeRange range, const std::vector<slo::ExcludedRange>& excluded) {
    std::vector<Note> out;
    for (const exclusions::Annotation& a : state.annotations) {
        const auto kind = kind_of(a.made.category);
        const TimeRange when{a.made.start, a.made.end.value_or(a.made.start)};
        if (a.retracted || !kind || !touches(when, range) || !concerns(a.made, slo, upstreams)) continue;
        out.push_back({{*kind, a.made.id, a.made.title}, when});
    }
    for (const slo::ExcludedRange& one : excluded) {
        const exclusions::Exclusion* found = exclusions::find_exclusion(state, one.exclusion);
        if (found == nullptr || found->asked.kind != exclusions::Kind::maintenance) continue;
        out.push_back({{CauseKind::maintenance, one.exclusion, found->asked.title}, one.range});
    }
    return out;
}

}  // namespace plimsoll::attribution
