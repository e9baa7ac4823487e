#include "server/probe_routes.h"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>

#include "api/cursor.h"
#include "api/row.h"
#include "base/secrets.h"
#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/folder.h"
#include "domain/catalog/reading.h"
#include "server/sources_host.h"

namespace plimsoll::server {
namespace {

/// Below what clients wait for an answer.
constexpr Duration kLongestByHand = Duration::seconds(25);
constexpr std::size_t kLongestDefinition = 256 << 10;

std::string kind_text(catalog::ProbeKind kind) {
    return boost::describe::enum_to_string(kind, "");
}

Error no_probe(const std::string& name) {
    return fail(plimsoll::errors::not_found, "probe \"" + text::printable(name) + "\"");
}

std::string name_in(const api::Request& request) {
    const auto found = request.path_parameters.find("name");
    return found == request.path_parameters.end() ? "" : found->second;
}

/// Errors: not_found.
Result<catalog::Probe> declared(const ProbePorts& ports, const std::string& name) {
    const auto bound = ports.keeper.bound();
    const auto found = bound->declared->probes.find(name);
    if (found == bound->declared->probes.end()) return no_probe(name);
    return found->second;
}

ProbeSummary summary_of(const catalog::Probe& probe, const probes::Prober& prober) {
    ProbeSummary out;
    out.name = probe.name;
    out.description = probe.description;
    out.service = probe.service;
    for (const catalog::ProbeStep& step : probe.steps)
        if (std::string kind = kind_text(step.kind); std::find(out.kinds.begin(), out.kinds.end(), kind) == out.kinds.end())
            out.kinds.push_back(std::move(kind));
    if (!probe.steps.empty()) out.target = probe.steps.front().target;
    out.interval = probe.interval;
    out.missed = prober.missed(probe.name);
    const auto results = prober.results(probe.name);
    if (results.empty()) return out;
    const probes::CheckResult& last = results.front();
    out.at = last.at;
    out.good = last.good;
    out.failure = failure_of(last);
    out.took = last.took;
    for (const probes::StepResult& step : last.steps)
        if (step.certificate_ends && (!out.certificate_ends || *step.certificate_ends < *out.certificate_ends))
            out.certificate_ends = step.certificate_ends;
    return out;
}

Result<api::Reply> list(const ProbePorts& ports, const api::Request& request) {
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    const auto bound = ports.keeper.bound();
    ProbeList out;
    out.next_cursor = api::each_on_page(bound->declared->probes, page, [&](const std::string&, const catalog::Probe& probe) {
        out.items.push_back(summary_of(probe, ports.prober));
    });
    return api::ok(out);
}

Result<api::Reply> detail(const ProbePorts& ports, const api::Request& request) {
    TRY_ASSIGN(const catalog::Probe probe, declared(ports, name_in(request)));
    ProbeDetail out{probe.name,
                    probe.description,
                    probe.service,
                    probe.interval,
                    probe.timeout,
                    probe.retries,
                    probe.allow_private,
                    {},
                    ports.prober.missed(probe.name),
                    ports.prober.results(probe.name)};
    for (const catalog::ProbeStep& step : probe.steps) out.steps.push_back({step.name, kind_text(step.kind), step.target});
    return api::ok(out);
}

void check_now(const ProbePorts& ports, const catalog::Probe& declared, api::Done done) {
    probes::Probe probe = probe_settings(declared);
    probe.timeout = std::min(probe.timeout, kLongestByHand);
    ports.prober.try_once(std::move(probe), [done = std::move(done)](Result<probes::CheckResult> result) {
        if (!result) return done(std::move(result).error());
        done(api::ok(*result));
    });
}

bool is_privileged(const catalog::Probe& probe) {
    const auto has_secret = [](const catalog::ProbeStep& step) {
        return std::any_of(step.headers.begin(), step.headers.end(), [](const auto& header) { return is_secret_reference(header.second); });
    };
    return probe.allow_private || !probe.ca_file.empty() || std::any_of(probe.steps.begin(), probe.steps.end(), has_secret);
}

/// The one probe of a pasted text, read as if it stood in the catalogue.
Result<catalog::Probe> pasted(const ProbePorts& ports, const std::string& definition) {
    TRY_ASSIGN(catalog::FolderText folder, catalog::read_folder(ports.folder));
    const catalog::Reading reading = catalog::read_changed(std::move(folder.files), {{"", definition}}, folder.problems);
    std::vector<FieldError> wrong;
    for (const catalog::Problem& problem : reading.errors)
        if (problem.file == catalog::kPasted) wrong.push_back(problem.field_error());
    if (!wrong.empty()) return fail(plimsoll::errors::invalid, "the definition cannot be tried", std::move(wrong));
    if (!reading.errors.empty())
        return fail(plimsoll::errors::conflict,
                    "the catalogue has errors of its own, so nothing can be tried with it; `plimsoll check` lists them");
    std::vector<const catalog::Probe*> probes;
    for (const auto& [name, probe] : reading.catalog.probes)
        if (probe.source.file == catalog::kPasted) probes.push_back(&probe);
    if (probes.size() != 1)
        return fail(plimsoll::errors::invalid, {}, {{"/definition", "holds not exactly one Probe", "send one object of kind: Probe"}});
    return *probes.front();
}

void try_definition(const ProbePorts& ports, const api::Request& request, api::Done done) {
    auto trial = json::decode_strict<ProbeTrial>(request.body);
    if (!trial) return done(std::move(trial).error());
    auto probe = pasted(ports, trial->definition);
    if (!probe) return done(std::move(probe).error());
    if (is_privileged(*probe) && !request.actor.rights.has(api::Right::admin))
        return done(fail(plimsoll::errors::invalid, {},
                         {{"/definition", "uses secrets, a caFile or allowPrivate, which only administrators may try",
                           "put it into the catalogue and run it there, or ask an administrator"}}));
    check_now(ports, *probe, std::move(done));
}

}  // namespace

std::string failure_of(const probes::CheckResult& check) {
    for (const probes::StepResult& step : check.steps)
        if (!step.good) return step.name.empty() ? step.failure : step.name + ": " + step.failure;
    return {};
}

std::vector<api::Route> probe_routes(const ProbePorts& ports) {
    const std::vector<api::Parameter> name{{"name", "path", "The probe's name", true}};
    std::vector<api::Route> rows;
    rows.push_back(api::view_row("/api/v1/probes", "List the probes with their last checks", api::type<ProbeList>("ProbeList"),
                                 api::page_parameters(), [ports](const api::Request& request) { return list(ports, request); }));
    rows.push_back(api::view_row("/api/v1/probes/{name}", "Show one probe and its last 20 checks by phase",
                                 api::type<ProbeDetail>("ProbeDetail"), name,
                                 [ports](const api::Request& request) { return detail(ports, request); }));
    rows.push_back(api::row(api::Method::post, "/api/v1/probes/{name}/run", "Make one check of a probe now, without counting it",
                            api::Right::edit, api::no_body(), api::type<probes::CheckResult>("CheckResult"), name));
    rows.back().async_handler = [ports](const api::Request& request, api::Done done) {
        auto probe = declared(ports, name_in(request));
        if (!probe) return done(std::move(probe).error());
        check_now(ports, *probe, std::move(done));
    };
    rows.push_back(api::row(api::Method::post, "/api/v1/probes/try",
                            "Make one check of a probe that the catalogue does not have, without counting it", api::Right::edit,
                            api::type<ProbeTrial>("ProbeTrial"), api::type<probes::CheckResult>("CheckResult")));
    rows.back().body_limit = kLongestDefinition;
    rows.back().async_handler = [ports](api::Request request, api::Done done) {
        const auto shared = std::make_shared<api::Done>(std::move(done));
        const bool taken = ports.desk.post([ports, request = std::move(request), shared] { try_definition(ports, request, *shared); });
        if (!taken) (*shared)(fail(plimsoll::errors::busy, "too many definitions are tried"));
    };
    return rows;
}

}  // namespace plimsoll::server
