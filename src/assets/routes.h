// routes.h: the web UI over HTTP: its files, and its one page under every path that the UI has.
//
// Caching    /assets/* is named by its content and kept for ever; the page and the other files are asked for again with
//            their tag, so that a new version shows at the next look.
// Security   the page may load and call nothing but this origin, and runs no inline script or style.
// Open       needs no right: what it shows comes from the API, which does.
#pragma once

#include <string_view>
#include <vector>

#include "api/route.h"
#include "assets/pack.h"

namespace plimsoll::assets {

namespace errors {
inline constexpr ErrorKind not_built{"assets.not_built", 404, "This binary was built without the web UI",
                                     "Build it with `./dev build`; the API and the CLI work without it"};
inline constexpr ErrorKind no_file{"assets.no_file", 404, "The web UI has no such file",
                                   "Load the page again: a newer version may serve now"};
}  // namespace errors

/// Of the page and its files, whatever they hold.
inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
    "'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Rows of every file and page. The pack must outlive them; a pack without files gives one row that says so.
[[nodiscard]] std::vector<api::Route> routes(const Pack& pack);

}  // namespace plimsoll::assets
