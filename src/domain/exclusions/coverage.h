// coverage.h: which SLOs of a catalogue the names in an exclusion or an annotation mean.
//
// Names      as timeline.h has it: an SLO's own, its document's, its roll-up's, its service's.
// Cost       one pass over the catalogue to make it, then what is covered: for lists of many.
// Lifetime   refers to the catalogue.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/catalog/model.h"

namespace plimsoll::exclusions {

class Coverage {
public:
    explicit Coverage(const catalog::Catalog& catalog);

    /// By name, each once.
    [[nodiscard]] std::vector<const catalog::Slo*> of(const std::vector<std::string>& slos, const std::vector<std::string>& services) const;
    /// Every name by which SLOs of a service may be meant.
    [[nodiscard]] std::unordered_set<std::string> names_in(const std::string& service) const;

private:
    using Slos = std::unordered_map<std::string, std::vector<const catalog::Slo*>>;
    Slos by_name_;
    Slos by_service_;
};

}  // namespace plimsoll::exclusions
