#include "server/source_routes.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/row.h"
#include "server/source_uses.h"

namespace plimsoll::server {
namespace {

SourceInputs inputs_of(const SourcePorts& ports, Timestamp started) {
    const auto bound = ports.keeper.bound();
    SourceInputs in;
    in.now = ports.clock.now();
    in.started = started;
    in.declared = declared_sources(*bound->declared);
    in.heard = ports.book.all();
    in.name_of = ports.name_of;
    in.uses = source_uses({*bound, in.heard, ports.ledger.sources(), *ports.resolver.binding(), ports.filling});
    return in;
}

Error no_source(const std::string& name) { return fail(plimsoll::errors::not_found, "source \"" + name + "\""); }

std::string name_in(const api::Request& request) {
    const auto found = request.path_parameters.find("name");
    return found == request.path_parameters.end() ? "" : found->second;
}

Result<api::Reply> get_source(const SourceInputs& in, const std::string& name) {
    SourceDetail detail;
    for (SourceView& view : source_views(in))
        if (view.name == name) detail.source = std::move(view);
    if (detail.source.name.empty()) return no_source(name);
    for (const DeclaredSource& declared : in.declared)
        if (declared.name == name) detail.facts = declared.facts;
    const auto use = in.uses.find(name);
    if (use == in.uses.end()) return api::ok(detail);
    for (const SourceFilling& one : use->second.filling)
        if ((one.under_way || !one.note.empty()) && detail.filling.size() < kMostSlosShown) detail.filling.push_back(one);
    return api::ok(detail);
}

/// Errors: not_found.
Result<MetricsOf> metrics_of(const SourcePorts& ports, const std::string& name) {
    const auto bound = ports.keeper.bound();
    const auto& sources = bound->declared->data_sources;
    if (const auto found = sources.find(name); found != sources.end()) {
        const catalog::DataSource& source = found->second;
        if (source.pull) return MetricsOf{name, true, "", ""};
        if (source.scrape) return MetricsOf{name, false, "job", source.scrape->job.empty() ? name : source.scrape->job};
        if (source.access_log) return MetricsOf{name, false, "log", name};
        return MetricsOf{name, false, "", ""};
    }
    if (name.starts_with("probe ") && bound->declared->probes.contains(name.substr(6)))
        return MetricsOf{name, false, "probe", name.substr(6)};
    const auto heard = ports.book.all();
    const bool there = std::any_of(heard.begin(), heard.end(), [&](const ingest::SourceStatus& s) { return s.name == name; });
    if (!there) return no_source(name);
    return MetricsOf{name, false, "", ""};
}

ProposalList proposals(const SourcePorts& ports, const MetricsOf& of, const std::vector<KnownMetric>& metrics) {
    const auto bound = ports.keeper.bound();
    ProposalContext context;
    if (of.asked) context.data_source = of.source;
    for (const auto& [name, service] : bound->declared->services) context.services.insert(name);
    for (const auto& [name, slo] : bound->declared->slos) context.slos.insert(slo.document.empty() ? name : slo.document);
    ProposalList out{of.source, proposals_of(metrics, context), metrics.size(), ""};
    // What is promised already is shown for comparison, after what is new.
    std::stable_partition(out.items.begin(), out.items.end(), [](const Proposal& one) { return !one.exists; });
    if (!out.items.empty()) return out;
    out.note = metrics.empty() ? "Nothing of this source was met yet"
                               : fmt::format("None of its {} metrics is called as well-known exporters call theirs", metrics.size());
    return out;
}

template <class T>
auto replying(api::Done done) {
    return [done = std::move(done)](Result<T> answer) {
        done(answer ? Result<api::Reply>(api::ok(*answer)) : Result<api::Reply>(answer.error()));
    };
}

}  // namespace

std::vector<api::Route> source_routes(const SourcePorts& ports) {
    const Timestamp started = ports.clock.now();
    const api::Parameter name{"name", "path", "Its name in the list", true};
    std::vector<api::Route> rows;

    rows.push_back(api::view_row("/api/v1/sources", "List every source of telemetry with its state and lag, the worst first",
                                 api::type<SourceList>("SourceList")));
    rows.back().async_handler = ports.desk.handler([ports, started](const api::Request&) -> Result<api::Reply> {
        const SourceInputs in = inputs_of(ports, started);
        return api::ok(SourceList{in.now, source_views(in)});
    });

    rows.push_back(api::view_row("/api/v1/sources/{name}", "Say how one source stands, what is declared of it and what it fills",
                                 api::type<SourceDetail>("SourceDetail"), {name}));
    rows.back().async_handler = ports.desk.handler([ports, started](const api::Request& request) -> Result<api::Reply> {
        return get_source(inputs_of(ports, started), name_in(request));
    });

    rows.push_back(api::view_row("/api/v1/sources/{name}/metrics", "List the metrics that a source has",
                                 api::type<SourceMetricPage>("SourceMetricPage"),
                                 {name, {"search", "query", "Only names that contain this", false}}));
    rows.back().async_handler = [ports](const api::Request& request, api::Done done) {
        const auto of = metrics_of(ports, name_in(request));
        if (!of) return done(of.error());
        find_metrics(ports.ask, ports.names, *of, request.query_value("search").value_or(""), replying<SourceMetricPage>(std::move(done)));
    };

    rows.push_back(api::view_row("/api/v1/sources/{name}/proposals", "Propose SLOs that fit what a source has",
                                 api::type<ProposalList>("ProposalList"), {name}));
    rows.back().async_handler = [ports](const api::Request& request, api::Done done) {
        const auto of = metrics_of(ports, name_in(request));
        if (!of) return done(of.error());
        find_known(ports.ask, ports.names, *of,
                   [ports, of = *of, reply = replying<ProposalList>(std::move(done))](Result<std::vector<KnownMetric>> metrics) {
                       if (!metrics) return reply(metrics.error());
                       reply(proposals(ports, of, *metrics));
                   });
    };
    return rows;
}

}  // namespace plimsoll::server
