#include "server/convert_routes.h"

#include "base/json.h"

namespace plimsoll::server {

namespace {

constexpr std::size_t kLargestBody = 10u << 20;  // 8 MiB of files, quoted
constexpr std::size_t kMostBytes = 8u << 20;

}  // namespace

Result<convert::Converted> imported_slos(const SloImportRequest& request) {
    std::vector<convert::Input> inputs;
    std::size_t bytes = 0;
    for (const DefinitionFile& file : request.files) {
        bytes += file.text.size();
        inputs.push_back({file.name, file.text});
    }
    if (bytes > kMostBytes)
        return fail(plimsoll::errors::invalid, {}, {{"/files", "are larger than 8 MiB together", "import them in parts"}});
    return convert::to_catalogue(inputs, request.from, {request.data_source, request.owner});
}

api::Route slo_import_route(const Desk& desk) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/api/v1/import/slo";
    route.summary = "Turn definitions of other tools into files of the catalogue, and say what does not carry over; nothing is applied";
    route.right = api::Right::edit;
    route.request = api::type<SloImportRequest>("SloImportRequest");
    route.reply = api::type<convert::Converted>("Converted");
    route.body_limit = kLargestBody;
    route.async_handler = desk.handler([](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const SloImportRequest question, json::decode_strict<SloImportRequest>(request.body));
        TRY_ASSIGN(const convert::Converted out, imported_slos(question));
        return api::ok(out);
    });
    return route;
}

}  // namespace plimsoll::server
