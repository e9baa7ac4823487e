// request_reading.h: what a request over HTTP asks for, as commands and filters; all that is wrong with it, at once.
#pragma once

#include "api/route.h"
#include "base/result.h"
#include "domain/catalog/model.h"
#include "domain/exclusions/decide.h"
#include "domain/exclusions/lists.h"

namespace plimsoll::exclusions {

/// Errors: malformed; invalid (a body that is not its type's). What the fields say is decide()'s to judge.
[[nodiscard]] Result<RequestExclusion> request_in(const catalog::Catalog& catalog, const api::Request& request);
[[nodiscard]] Result<Annotate> annotation_in(const catalog::Catalog& catalog, const api::Request& request);

/// Errors: invalid, with every parameter that cannot be read.
[[nodiscard]] Result<ExclusionFilter> exclusion_filter_in(const api::Request& request);
[[nodiscard]] Result<AnnotationFilter> annotation_filter_in(const api::Request& request);

}  // namespace plimsoll::exclusions
