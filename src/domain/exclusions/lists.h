// lists.h: pages of exclusions and of annotations, newest first.
//
// Cursor     the number of the last one shown: what is added meanwhile neither repeats nor hides another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/exclusions/ports.h"
#include "domain/exclusions/views.h"

namespace plimsoll::exclusions {

/// Empty strings ask for all; a service's are those that name it or any of its SLOs.
struct ExclusionFilter {
    std::string slo;
    std::string service;
    std::optional<ExclusionState> state;
    std::uint64_t before = UINT64_MAX;
    std::size_t limit = 50;
};
struct AnnotationFilter {
    std::string slo;
    std::string service;
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
    std::uint64_t before = UINT64_MAX;
    std::size_t limit = 50;
};

/// Whom a list is for, and when.
struct Viewer {
    api::Actor actor;
    Timestamp now;
};

struct ExclusionList {
    ExclusionPage page;
    std::uint64_t seq = 0;
};
struct AnnotationList {
    AnnotationPage page;
    std::uint64_t seq = 0;
};

/// Errors: those of the counts.
[[nodiscard]] Result<ExclusionList> list_exclusions(const Ports& ports, const ExclusionFilter& filter, const Viewer& viewer);
[[nodiscard]] AnnotationList list_annotations(const Ports& ports, const AnnotationFilter& filter);

/// Of every SLO that an approved correction of this quarter covers, the greatest share first; at most `most`.
/// `slo`: of this one alone, corrected or not. Errors: those of the counts.
[[nodiscard]] Result<CorrectedList> list_corrected(const Ports& ports, const std::string& slo, Timestamp now, std::size_t most);

/// One, as the viewer sees it, without effects. `covers`: how many SLOs it covers.
[[nodiscard]] ExclusionView shown_to(const Ports& ports, const Exclusion& exclusion, const Viewer& viewer, std::size_t covers);

}  // namespace plimsoll::exclusions
