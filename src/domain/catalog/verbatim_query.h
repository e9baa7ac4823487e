// verbatim_query.h: PromQL that is not read but asked for as it stands, of a DataSource with `pull`.
//
// Told apart by `$__step` (or `{{.window}}`, as other tools spell it), which becomes the length of each step. Everything else
//            about the text is the server's to judge; here it is made sure that it is one expression, so that several can
//            stand in one request: brackets that match, no comma outside of them, no comment, at most 16 KiB.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/catalog/query_text.h"

namespace plimsoll::catalog {

inline constexpr std::string_view kStep = "$__step";

[[nodiscard]] bool is_verbatim(std::string_view query);

/// The query with every spelling of the step as `$__step`; empty when a problem was told.
std::optional<std::string> read_verbatim(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems);

/// rate() and irate() of a step are per second, where the events of the step are meant: warns of them.
void warn_of_rates(const yaml::Node& scalar, const std::string& path, Problems& problems);

}  // namespace plimsoll::catalog
