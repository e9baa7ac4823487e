// job_gates.h: conditions of a job that are no skills: years, degree. A condition passes, fails or stays unknown; it has no weight.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "domain/people/job.h"

namespace plimsoll::people {

/// Words of which every statement that asks for years or a degree holds one, perhaps within a longer word.
[[nodiscard]] std::span<const std::string_view> gate_words();

/// The years and the degree that one statement asks for. `hits`: the skills that it names, by place.
[[nodiscard]] std::vector<GateAsked> gates_in(std::string_view text, const Passage& passage, const std::vector<const SkillHit*>& hits);

}  // namespace plimsoll::people
