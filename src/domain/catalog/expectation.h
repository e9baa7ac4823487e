// expectation.h: what must hold of a probe's answer, and what later steps of a journey take from it.
//
// Bounds     20 items of `expect` and 20 of `capture` a step.
#pragma once

#include <vector>

#include "domain/catalog/fields.h"
#include "domain/catalog/sources.h"

namespace plimsoll::catalog {

/// `expect` of a check whose kind is known: each item asks one thing of what that kind answers.
void read_assertions(const Fields& check, ProbeStep& out);
/// `capture` of an HTTP check.
void read_captures(const Fields& check, ProbeStep& out);

/// What a step uses as ${name}, an earlier step captured; and no name is captured twice. `places` are those of the steps.
void check_captures(const std::vector<ProbeStep>& steps, const std::vector<yaml::Place>& places, Problems& problems);

}  // namespace plimsoll::catalog
