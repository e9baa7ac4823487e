// notes.h: what people wrote down or planned for an SLO, its service and its upstreams, as causes that a proposal may name.
//
// Annotations of kind `note` name no cause; retracted ones are passed over. Of exclusions, maintenance that counts: what was
// excluded leaves no bad events behind, but what follows it may well be its work.
#pragma once

#include <vector>

#include "domain/attribution/proposals.h"
#include "domain/catalog/model.h"
#include "domain/exclusions/state.h"
#include "domain/slo/counts.h"

namespace plimsoll::attribution {

/// Those that touch `range`. `excluded`: what is left out of the SLO's counts near it.
[[nodiscard]] std::vector<Note> notes_of(const exclusions::State& state, const catalog::Slo& slo, const std::vector<std::string>& upstreams,
                                         TimeRange range, const std::vector<slo::ExcludedRange>& excluded);

}  // namespace plimsoll::attribution
