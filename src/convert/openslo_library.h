// openslo_library.h: what SLOs of OpenSLO refer to or hold in place, read under the spellings of all its versions.
//
// Threads    one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "convert/draft.h"
#include "convert/source.h"

namespace plimsoll::convert::openslo {

struct Policy {
    std::vector<catalog::BurnRule> rules;
    bool when_no_data = false;
};

/// Everything of the files that SLOs refer to.
struct Library {
    Draft& draft;
    std::map<std::string, std::optional<Tree>> slis;  ///< empty: it was left out
    std::map<std::string, std::string> source_types;  ///< of DataSources
    std::map<std::string, catalog::BurnRule> conditions;
    std::map<std::string, Policy> policies;
};

/// spec of an SLI: of the file, or written in place. Empty: the object was left out.
[[nodiscard]] std::optional<Tree> sli(Source& source, const Field& spec, const Library& library);
/// The indicator of an SLO or of one of its objectives, in place or by name. Empty also where there is none: see `left_out`.
[[nodiscard]] std::optional<Tree> indicator(Source& source, const Field& at, const Library& library);

/// spec of an AlertCondition, as a rule of one window. Empty: it is told.
[[nodiscard]] std::optional<catalog::BurnRule> condition(const Field& spec, const std::string& name);
/// spec of an AlertPolicy.
[[nodiscard]] Policy policy(const Field& spec, const std::string& name, const Library& library);
/// An SLO's policies, as annotations of the promise.
void alerts(const Field& list, const Library& library, const Ratio& objective, Duration period, Promise& promise);

}  // namespace plimsoll::convert::openslo
