#include "domain/catalog/routes.h"

#include <fmt/format.h>

#include <set>

#include "api/cursor.h"
#include "api/row.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/hint.h"
#include "domain/catalog/replies.h"

namespace plimsoll::catalog {

namespace {

using StateEngine = api::Engine<State, Command>;

CatalogSummary summary(const State& state) {
    CatalogSummary out;
    out.version = state.version;
    if (state.version > 0) out.applied_at = state.applied_at;
    out.author = state.author;
    out.commit = state.commit;
    out.files = state.files;
    out.services = state.current.services.size();
    out.slos = state.current.slos.size();
    out.channels = state.current.channels.size();
    out.tiers = state.current.tiers.size();
    out.policies = state.current.policies.size();
    out.slas = state.current.slas.size();
    out.data_sources = state.current.data_sources.size();
    out.probes = state.current.probes.size();
    out.refusal = state.refusal;
    out.hold = state.hold;
    for (const auto& [name, removed] : state.removed) out.removed_slos.push_back(name);
    return out;
}

Result<api::Reply> get_summary(const StateEngine& engine) {
    CatalogSummary out;
    const auto seq = engine.read([&](const State& state) { out = summary(state); });
    return api::ok(out, seq);
}

Result<api::Reply> list_services(const StateEngine& engine, const api::Request& request) {
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    ServiceList out;
    const auto seq = engine.read([&](const State& state) {
        out.next_cursor = api::each_on_page(state.current.services, page,
                                            [&](const std::string&, const Service& s) { out.items.push_back(s); });
    });
    return api::ok(out, seq);
}

ServiceDetail detail(const Catalog& catalog, const Service& service) {
    ServiceDetail out;
    out.service = service;
    const auto tier = catalog.tiers.find(service.tier);
    if (tier != catalog.tiers.end()) out.tier = tier->second;
    for (const auto& [name, slo] : catalog.slos) {
        if (slo.service == service.name) out.slos.push_back(name);
    }
    for (const auto& [name, other] : catalog.services) {
        const auto& d = other.dependencies;
        if (std::find(d.begin(), d.end(), service.name) != d.end()) out.dependents.push_back(name);
    }
    return out;
}

Result<api::Reply> get_service(const StateEngine& engine, const api::Request& request) {
    const std::string& name = request.path_parameters.at("name");
    std::optional<ServiceDetail> out;
    const auto seq = engine.read([&](const State& state) {
        const auto found = state.current.services.find(name);
        if (found != state.current.services.end()) out = detail(state.current, found->second);
    });
    if (!out) return fail(errors::not_found, fmt::format("there is no service `{}`", name));
    return api::ok(*out, seq);
}

using Objects = std::map<std::string, CatalogObject>;  // by "kind/name", the order of the list

template <class T>
void collect(Objects& out, const std::map<std::string, T>& from, const std::string& kind, std::optional<T> CatalogObject::*member) {
    for (const auto& [name, value] : from) {
        CatalogObject object;
        object.kind = kind;
        object.name = name;
        object.source = value.source;
        object.*member = value;
        out.emplace(kind + "/" + name, std::move(object));
    }
}

Objects objects_of(const Catalog& catalog, const std::optional<std::string>& kind) {
    Objects out;
    const auto wanted = [&](const char* k) { return !kind || *kind == k; };
    if (wanted("Channel")) collect(out, catalog.channels, "Channel", &CatalogObject::channel);
    if (wanted("DataSource")) collect(out, catalog.data_sources, "DataSource", &CatalogObject::data_source);
    if (wanted("ErrorBudgetPolicy")) collect(out, catalog.policies, "ErrorBudgetPolicy", &CatalogObject::policy);
    if (wanted("Probe")) collect(out, catalog.probes, "Probe", &CatalogObject::probe);
    if (wanted("SLA")) collect(out, catalog.slas, "SLA", &CatalogObject::sla);
    if (wanted("SLO")) collect(out, catalog.slos, "SLO", &CatalogObject::slo);
    if (wanted("Service")) collect(out, catalog.services, "Service", &CatalogObject::service);
    if (wanted("Tier")) collect(out, catalog.tiers, "Tier", &CatalogObject::tier);
    return out;
}

Result<api::Reply> list_objects(const StateEngine& engine, const api::Request& request) {
    static const std::vector<std::string> kKinds{"Channel", "DataSource", "ErrorBudgetPolicy", "Probe", "SLA", "SLO", "Service", "Tier"};
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    const auto kind = request.query_value("kind");
    if (kind && std::find(kKinds.begin(), kKinds.end(), *kind) == kKinds.end()) {
        return fail(plimsoll::errors::invalid, {},
                    {{"kind", "must be one of Channel, DataSource, ErrorBudgetPolicy, Probe, SLA, SLO, Service, Tier", did_you_mean(*kind, kKinds, "")}});
    }
    Catalog catalog;  // copied whole: it is read often and changes seldom, and the engine must not wait for the list
    const auto seq = engine.read([&](const State& state) { catalog = state.current; });
    ObjectList out;
    out.next_cursor = api::each_on_page(objects_of(catalog, kind), page,
                                        [&](const std::string&, const CatalogObject& o) { out.items.push_back(o); });
    return api::ok(out, seq);
}

Result<api::Reply> check_files(const api::Request& request) {
    TRY_ASSIGN(CheckRequest body, json::decode_strict<CheckRequest>(request.body));
    std::vector<FileText> files;
    std::set<std::string> seen;
    for (CheckFile& file : body.files) {
        if (!seen.insert(file.path).second) {
            return fail(plimsoll::errors::invalid, {}, {{"/files", fmt::format("has \"{}\" twice", file.path), "send each file once"}});
        }
        files.push_back({std::move(file.path), std::move(file.text)});
    }
    return api::ok(check(read_catalog(std::move(files))));
}

/// What became of a reading that was just submitted.
Result<api::Reply> applied(const StateEngine& engine, std::uint64_t version_before, std::uint64_t seq) {
    ApplyReply out;
    Result<> stands;
    engine.read([&](const State& state) {
        stands = standing(state);
        out = {state.version != version_before, state.version, state.files};
    });
    if (!stands) return stands.error();
    return api::ok(out, seq);
}

void apply_folder(const StateEngine& engine, const Ports& ports, const api::Request& request, const api::Done& done) {
    auto body = request.body.empty() ? Result<ApplyRequest>(ApplyRequest{}) : json::decode_strict<ApplyRequest>(request.body);
    if (!body) return done(body.error());
    std::uint64_t before = 0;
    engine.read([&](const State& state) { before = state.version; });
    ports.apply(request.actor, body->allow_deletes, [engine, before, done](Result<std::uint64_t> seq) {
        if (!seq) return done(seq.error());
        done(applied(engine, before, *seq));
    });
}

using api::row;

std::vector<api::Route> read_rows(const StateEngine& engine) {
    using api::Method;
    using api::Right;
    std::vector<api::Route> rows;
    rows.push_back(row(Method::get, "/api/v1/catalog", "Show which catalogue applies, and what was refused or waits",
                       Right::view, api::no_body(), api::type<CatalogSummary>("CatalogSummary")));
    rows.back().handler = [engine](const api::Request&) { return get_summary(engine); };
    rows.push_back(row(Method::get, "/api/v1/services", "List services", Right::view, api::no_body(),
                       api::type<ServiceList>("ServiceList"), api::page_parameters()));
    rows.back().handler = [engine](const api::Request& r) { return list_services(engine, r); };
    rows.push_back(row(Method::get, "/api/v1/services/{name}", "Show a service with its tier, SLOs and dependents", Right::view,
                       api::no_body(), api::type<ServiceDetail>("ServiceDetail"), {{"name", "path", "of the service", true}}));
    rows.back().handler = [engine](const api::Request& r) { return get_service(engine, r); };
    auto parameters = api::page_parameters();
    parameters.push_back({"kind", "query", "Channel, DataSource, ErrorBudgetPolicy, Probe, SLA, SLO, Service or Tier; all when not given", false});
    rows.push_back(row(Method::get, "/api/v1/catalog/objects", "List objects of the catalogue", Right::view, api::no_body(),
                       api::type<ObjectList>("CatalogObjectList"), std::move(parameters)));
    rows.back().handler = [engine](const api::Request& r) { return list_objects(engine, r); };
    return rows;
}

}  // namespace

std::vector<api::Route> routes(StateEngine engine, Ports ports) {
    auto rows = read_rows(engine);
    rows.push_back(row(api::Method::post, "/api/v1/catalog/check", "Check files without applying them", api::Right::view,
                       api::type<CheckRequest>("CatalogCheckRequest"), api::type<CheckReport>("CatalogCheckReport")));
    rows.back().body_limit = 8u << 20;
    rows.back().async_handler = [ports](api::Request request, api::Done done) {
        ports.run([request = std::move(request), done = std::move(done)] { done(check_files(request)); });
    };
    rows.push_back(row(api::Method::post, "/api/v1/catalog/apply", "Read the catalogue's folder again and apply it",
                       api::Right::admin, api::type<ApplyRequest>("CatalogApplyRequest"),
                       api::type<ApplyReply>("CatalogApplyReply")));
    rows.back().async_handler = [engine, ports](api::Request request, api::Done done) {
        apply_folder(engine, ports, request, done);
    };
    return rows;
}

}  // namespace plimsoll::catalog
