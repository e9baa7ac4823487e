#include "assets/routes.h"

#include "assets/coding.h"

namespace plimsoll::assets {

namespace {

const std::string kPage = "/index.html";
const std::string kHashed = "/assets/";

/// First segments of the UI's own paths; what follows them is the UI's matter too.
constexpr std::string_view kPages[] = {"slos",     "services", "activity", "paging", "catalogue", "editor", "exclusions", "portfolio",
                                       "sources",  "targets",  "import",   "settings", "sign-in", "setup",    "join",       "practise",
                                       "match",    "hire",     "candidate"};

enum class Kept { for_ever, until_changed };

void add_security(api::Reply& reply) {
    reply.headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
    reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
    reply.headers.emplace_back("X-Frame-Options", "DENY");
    reply.headers.emplace_back("Referrer-Policy", "same-origin");
    reply.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    reply.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    reply.headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

api::Reply reply_of(const Asset& asset, Kept kept, const api::Request& request) {
    const std::string coding = coding_for(asset, request.header("accept-encoding"));
    api::Reply reply;
    reply.body = asset.copies.at(coding);
    reply.content_type = asset.type;
    reply.etag = asset.tag + "-" + coding;
    reply.headers.emplace_back("Cache-Control",
                               kept == Kept::for_ever ? "public, max-age=31536000, immutable" : "no-cache");
    reply.headers.emplace_back("Vary", "Accept-Encoding");
    if (coding != "identity") reply.headers.emplace_back("Content-Encoding", coding);
    add_security(reply);
    return reply;
}

api::Route row(std::string path, std::string summary, api::Handler handler) {
    api::Route route;
    route.path = std::move(path);
    route.summary = std::move(summary);
    route.reply = api::opaque("WebFile", "text/html; charset=utf-8");
    route.needs_no_right = true;
    route.listed = false;
    route.handler = std::move(handler);
    return route;
}

api::Handler file_handler(const Asset& asset) {
    return [&asset](const api::Request& request) -> Result<api::Reply> {
        return reply_of(asset, Kept::until_changed, request);
    };
}

api::Route hashed_row(const Pack& pack) {
    return row(kHashed + "{path...}", "Send a file of the web UI that is named by its content",
               [&pack](const api::Request& request) -> Result<api::Reply> {
                   const Asset* asset = pack.find(kHashed + request.path_parameters.at("path"));
                   if (!asset) return fail(errors::no_file);
                   return reply_of(*asset, Kept::for_ever, request);
               });
}

std::vector<api::Route> page_rows(const Asset& page) {
    std::vector<api::Route> rows{row("/", "Show the web UI", file_handler(page))};
    for (const std::string_view first : kPages) {
        const std::string path = "/" + std::string(first);
        rows.push_back(row(path, "Show a page of the web UI", file_handler(page)));
        rows.push_back(row(path + "/{path...}", "Show a page of the web UI", file_handler(page)));
    }
    return rows;
}

}  // namespace

std::vector<api::Route> routes(const Pack& pack) {
    const Asset* page = pack.find(kPage);
    if (!page)
        return {row("/", "Say that there is no web UI",
                    [](const api::Request&) -> Result<api::Reply> { return fail(errors::not_built); })};
    std::vector<api::Route> rows = page_rows(*page);
    rows.push_back(hashed_row(pack));
    for (const auto& [path, asset] : pack.files())
        if (path != kPage && !path.starts_with(kHashed))
            rows.push_back(row(path, "Send a file of the web UI", file_handler(asset)));
    return rows;
}

}  // namespace plimsoll::assets
