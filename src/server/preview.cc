#include "server/preview.h"

#include <algorithm>
#include <set>

#include "domain/catalog/change_text.h"
#include "domain/catalog/folder.h"
#include "domain/slo/windows.h"
#include "server/tried_counts.h"

namespace plimsoll::server {

namespace {

/// Pasted text is no file: its objects stand where they stood.
template <class T>
void keep_places(std::map<std::string, T>& fresh, const std::map<std::string, T>& current) {
    for (auto& [name, object] : fresh) {
        const auto stood = current.find(name);
        if (stood != current.end() && object.source.file.starts_with(catalog::kPasted)) object.source = stood->second.source;
    }
}

void keep_places(catalog::Catalog& fresh, const catalog::Catalog& current) {
    keep_places(fresh.services, current.services);
    keep_places(fresh.tiers, current.tiers);
    keep_places(fresh.channels, current.channels);
    keep_places(fresh.slos, current.slos);
    keep_places(fresh.policies, current.policies);
    keep_places(fresh.slas, current.slas);
}

const catalog::Slo* find(const catalog::Catalog& catalog, const std::string& name) {
    const auto found = catalog.slos.find(name);
    return found == catalog.slos.end() ? nullptr : &found->second;
}

/// What the engine knows of one SLO's alerts.
slo::State record_of(const Engine& engine, const std::string& name) {
    slo::State alone;
    engine.read([&](const World& world) {
        if (const slo::SloRecord* record = slo::find_record(world.slo, name)) alone.slos[name] = *record;
    });
    return alone;
}

/// Counts as they stand, and as they would be read under the new files.
struct Accounts {
    const Bound& bound;
    const catalog::Catalog& fresh;
    std::shared_ptr<const slo::Counts> now;
    std::shared_ptr<const slo::Counts> then;
};

Result<PreviewEffect> effect(const PreviewPorts& ports, const Accounts& accounts, const std::string& name) {
    const slo::State state = record_of(ports.engine, name);
    Outlook outlook{find(*accounts.bound.catalog, name), find(accounts.fresh, name), accounts.fresh, {Timestamp::min(), {}, {}}, std::nullopt, state, ports.clock.now()};
    if (outlook.before != nullptr) {
        TRY_ASSIGN(outlook.now, live_windows(*accounts.now, *outlook.before));
        const bool same_counts = outlook.after != nullptr && outlook.after->sli_version == outlook.before->sli_version;
        if (same_counts) {
            TRY_ASSIGN(outlook.then, live_windows(*accounts.then, *outlook.after));
        }
    }
    return effect_of(outlook);
}

Result<> add_effects(const PreviewPorts& ports, const Accounts& accounts, CatalogPreview& out) {
    for (const catalog::Change& change : out.changes) {
        if (change.kind != "SLO") continue;
        if (out.effects.size() == kMostEffects) {
            ++out.effects_left_out;
            continue;
        }
        TRY_ASSIGN(PreviewEffect one, effect(ports, accounts, change.name));
        out.effects.push_back(std::move(one));
    }
    return {};
}

bool would_be_held(const catalog::Catalog& current, const catalog::Reading& reading) {
    catalog::State state;
    state.current = current;
    const auto events = catalog::decide(state, catalog::ApplyReading{reading, {}, {}, false}, {});
    return events && std::any_of(events->begin(), events->end(), [](const catalog::Event& e) { return std::holds_alternative<catalog::CatalogHeld>(e); });
}

Result<std::vector<catalog::FileText>> files_of(const api::Request& request) {
    TRY_ASSIGN(catalog::CheckRequest body, json::decode_strict<catalog::CheckRequest>(request.body));
    std::vector<catalog::FileText> files;
    std::set<std::string> seen;
    for (catalog::CheckFile& file : body.files) {
        if (!file.path.empty() && !seen.insert(file.path).second) {
            return fail(plimsoll::errors::invalid, {}, {{"/files", "has \"" + file.path + "\" twice", "send each file once"}});
        }
        files.push_back({std::move(file.path), std::move(file.text)});
    }
    return files;
}

}  // namespace

Result<CatalogPreview> preview(const PreviewPorts& ports, std::vector<catalog::FileText> changed) {
    TRY_ASSIGN(catalog::FolderText folder, catalog::read_folder(ports.folder));
    catalog::Reading reading = catalog::read_changed(std::move(folder.files), std::move(changed), folder.problems);
    CatalogPreview out;
    out.ok = reading.errors.empty();
    out.problems = reading.errors;
    out.warnings = reading.warnings;
    if (!out.ok) return out;
    const auto bound = ports.keeper.bound();
    keep_places(reading.catalog, *bound->declared);
    for (const catalog::Change& change : catalog::difference(*bound->declared, reading.catalog).changes) out.changes.push_back(catalog::in_words(change));
    out.held = would_be_held(*bound->declared, reading);
    const auto fresh = std::make_shared<const catalog::Catalog>(std::move(reading.catalog));
    const Accounts accounts{*bound, *fresh, tried_counts(bound->catalog, *bound, ports.ledger, ports.excluded),
                            tried_counts(fresh, *bound, ports.ledger, ports.excluded)};
    TRY(add_effects(ports, accounts, out));
    return out;
}

api::Route preview_route(const PreviewPorts& ports) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/api/v1/catalog/preview";
    route.summary = "Say what changed files would do to budgets and alerts, without applying them";
    route.request = api::type<catalog::CheckRequest>("CatalogCheckRequest");
    route.reply = api::type<CatalogPreview>("CatalogPreview");
    route.body_limit = 8u << 20;
    route.async_handler = ports.desk.handler([ports](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(auto files, files_of(request));
        TRY_ASSIGN(const CatalogPreview out, preview(ports, std::move(files)));
        return api::ok(out);
    });
    return route;
}

}  // namespace plimsoll::server
