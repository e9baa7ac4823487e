// openslo_writing.h: an SLO's indicator, objective and window as OpenSLO writes them, and what is said beside it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "convert/draft.h"
#include "convert/exported.h"
#include "convert/tree.h"

namespace plimsoll::convert {

/// Of annotations that say what OpenSLO has no field for. Not ours, so that they are read back as somebody else's.
inline constexpr const char* kExportPrefix = "export.plimsoll.dev/";

/// One SLO on its way out, with what has to be said beside it.
struct Writing {
    const catalog::Catalog& catalog;
    const catalog::Slo& slo;
    Exported& out;
    std::set<std::string>& names;  ///< that SLOs have already
    Texts annotations;

    void tell(std::string field, Fate fate, std::string why, std::string instead = {}) {
        out.losses.push_back(loss_of(slo, std::move(field), fate, std::move(why), std::move(instead)));
    }
    /// Said as an annotation, for there is no field.
    void annotate(const std::string& name, const std::string& value, std::string field, std::string why) {
        annotations.emplace_back(kExportPrefix + name, value);
        tell(std::move(field), Fate::changed, std::move(why), std::string("it stands as annotation ") + kExportPrefix + name);
    }
};

/// A DNS label: names of SLOs that a document makes have dots.
[[nodiscard]] std::string label_of(const std::string& name);

/// The spec of an SLI; empty after telling that OpenSLO has none like it.
[[nodiscard]] std::optional<Tree> indicator_of(Writing& w);
[[nodiscard]] Tree objective_of(const catalog::Slo& slo);
[[nodiscard]] Tree window_of(const catalog::Slo& slo);
[[nodiscard]] const char* word(catalog::BudgetingMethod method);

}  // namespace plimsoll::convert
