// sheet_reader.h: stories and sheets of figures out of YAML or JSON files, or every problem at its line and column.
//
//   kind: reliability_win        # one map a document, or a list of them
//   context: ...
//   problem: ...
//   action: ...
//   result: ...
//   learning: ...
//
// A sheet has the keys of practice::Figure (claim, baseline, after, formula, window, sample, included, excluded, mechanism, caveats,
// rework, confidence).
#pragma once

#include <vector>

#include "base/result.h"
#include "domain/catalog/object.h"
#include "domain/practice/figure.h"
#include "domain/practice/story.h"

namespace plimsoll::practice {

/// Errors: invalid (every problem at its place); malformed.
[[nodiscard]] Result<std::vector<Story>> read_stories(const catalog::FileText& file);
[[nodiscard]] Result<std::vector<Figure>> read_figures(const catalog::FileText& file);

}  // namespace plimsoll::practice
