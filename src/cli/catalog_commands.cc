// catalog_commands.cc: `plimsoll check` and `plimsoll catalog`.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "domain/catalog/check.h"
#include "domain/catalog/folder.h"
#include "domain/catalog/replies.h"

namespace plimsoll::cli {

int check(const Common& common, const std::string& folder) {
    auto text = catalog::read_folder(folder);
    if (!text) return report(text.error());
    const catalog::CheckReport result = catalog::check(catalog::read_catalog(std::move(text->files), text->problems));
    if (common.json) {
        print_json(json::encode(result));
    } else {
        fmt::print("{}", catalog::check_report(result));
    }
    return catalog::exit_code(result);
}

int catalog_apply(const Common& common, bool allow_deletes) {
    const Session session(common);
    auto body = session.post("/api/v1/catalog/apply", fmt::format("{{\"allow_deletes\":{}}}", allow_deletes));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto reply = json::decode<catalog::ApplyReply>(*body);
    if (!reply) return report(reply.error());
    fmt::print("{} version {} from {} files\n", reply->changed ? "applied" : "unchanged:", reply->version, reply->files);
    return kOk;
}

int catalog_show(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/catalog");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto summary = json::decode<catalog::CatalogSummary>(*body);
    if (!summary) return report(summary.error());
    fmt::print("version {}{}: {} services, {} SLOs, {} channels, {} tiers, {} policies, {} contracts, {} data sources, {} probes from {} files\n", summary->version,
               summary->applied_at ? " applied " + text::rfc3339(*summary->applied_at) : "", summary->services,
               summary->slos, summary->channels, summary->tiers, summary->policies, summary->slas, summary->data_sources, summary->probes, summary->files);
    if (summary->refusal) {
        fmt::print("The files as they are now were refused, and the version above goes on applying:\n");
        for (const auto& problem : summary->refusal->problems) {
            fmt::print("  {}: {}\n", text::printable(problem.where()), text::printable(problem.rule));
        }
    }
    if (summary->hold) {
        fmt::print("Removing {} of {} objects waits for `plimsoll catalog apply --allow-deletes`:\n",
                   summary->hold->removals.size(), summary->hold->objects);
        for (const auto& removal : summary->hold->removals) fmt::print("  {} {}\n", removal.kind, text::printable(removal.name));
    }
    return kOk;
}

}  // namespace plimsoll::cli
