// version.h: names for definitions, so that history says which definition judged it.
//
// A version is the first 16 hexadecimal digits of a SHA-256 over length-prefixed fields. It does not change with formatting,
// comments, file names, labels, owners or whom an alert tells; it changes when a judgement could change.
#pragma once

#include <string>

#include "domain/catalog/model.h"

namespace plimsoll::catalog {

/// Queries in the canonical form of query_text.h.
struct CanonicalIndicator {
    std::string total;
    std::string good;
    std::string bad;
};

[[nodiscard]] std::string sli_version(const CanonicalIndicator& indicator);
/// Over the objective by value, the period, sli_version, staleness, and each rule's name, severity, windows, threshold and
/// delays, in any order of rules.
[[nodiscard]] std::string definition_version(const Slo& slo);

}  // namespace plimsoll::catalog
