#include "server/export_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "api/row.h"
#include "base/text.h"
#include "convert/to_grafana.h"
#include "convert/to_metrics.h"
#include "convert/to_openslo.h"
#include "convert/to_rules.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/hint.h"
#include "domain/slo/errors.h"
#include "server/export_figures.h"
#include "server/version.h"

namespace plimsoll::server {

namespace {

using api::Reply;
using api::Request;

constexpr const char* kCsv = "text/csv; charset=utf-8; header=present";

const std::vector<api::Parameter>& which() {
    static const std::vector<api::Parameter> kWhich{{"service", "query", "only its SLOs", false},
                                                    {"slo", "query", "only this one, or those of this document", false}};
    return kWhich;
}

/// Errors: not_found (a service or an SLO that is not there).
Result<convert::Wanted> wanted_of(const Request& request, const catalog::Catalog& catalog) {
    convert::Wanted out{request.query_value("service").value_or(""), request.query_value("slo").value_or("")};
    if (!out.service.empty() && !catalog.services.contains(out.service)) {
        std::vector<std::string> known;
        for (const auto& [name, service] : catalog.services) known.push_back(name);
        return fail(catalog::errors::not_found, fmt::format("there is no service `{}`", out.service),
                    {{"service", "names no service", catalog::did_you_mean(out.service, known, "")}});
    }
    if (!out.slo.empty() && convert::wanted_slos(catalog, {"", out.slo}).empty()) {
        std::vector<std::string> known;
        for (const auto& [name, slo] : catalog.slos) known.push_back(name);
        return fail(slo::errors::unknown_slo, fmt::format("there is no SLO `{}`", out.slo),
                    {{"slo", "names no SLO", catalog::did_you_mean(out.slo, known, "")}});
    }
    return out;
}

Result<Reply> rules(const slo::Ports& ports, const Request& request) {
    const auto catalog = ports.catalog();
    convert::RuleOptions options;
    TRY_ASSIGN(options.wanted, wanted_of(request, *catalog));
    const std::string files = request.query_value("files").value_or("one");
    if (files != "one" && files != "service")
        return fail(errors::invalid, {}, {{"files", "must be one or service", "one: a single file; service: one for each"}});
    options.files = files == "service" ? convert::RuleFiles::one_per_service : convert::RuleFiles::one;
    options.generator = fmt::format("plimsoll {}", kVersion);
    return api::ok(convert::to_rules(*catalog, options));
}

Result<Reply> grafana(const slo::Ports& ports, const Request& request) {
    const auto catalog = ports.catalog();
    TRY_ASSIGN(const convert::Wanted wanted, wanted_of(request, *catalog));
    return api::ok(convert::to_grafana(*catalog, wanted));
}

Result<Reply> openslo(const slo::Ports& ports, const Request& request) {
    const auto catalog = ports.catalog();
    TRY_ASSIGN(const convert::Wanted wanted, wanted_of(request, *catalog));
    return api::ok(convert::to_openslo(*catalog, wanted));
}

Reply text_reply(std::string body, const char* type) {
    Reply out;
    out.body = std::move(body);
    out.content_type = type;
    return out;
}

Reply csv_reply(std::string body, const std::string& name) {
    Reply out = text_reply(std::move(body), kCsv);
    out.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}.csv\"", name));
    return out;
}

/// RFC 3339, or milliseconds since 1970.
Result<std::optional<Timestamp>> time_of(const Request& request, const char* name) {
    const auto given = request.query_value(name);
    if (!given) return std::optional<Timestamp>();
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), ms);
    constexpr std::int64_t kLatestMs = 253'402'300'799'000;  // the year 9999
    if (error == std::errc() && end == given->data() + given->size() && ms >= 0 && ms <= kLatestMs) return std::optional(Timestamp::from_ms(ms));
    if (const auto at = text::parse_rfc3339(*given); at && at->in_ms() >= 0) return std::optional(*at);
    return fail(slo::errors::bad_parameter, {}, {{name, "must be a time since 1970", "write it in RFC 3339, or as milliseconds"}});
}

Result<slo::RangeAsked> range_of(const Request& request) {
    slo::RangeAsked out;
    TRY_ASSIGN(out.from, time_of(request, "from"));
    TRY_ASSIGN(out.to, time_of(request, "to"));
    return out;
}

Result<Reply> budget(const slo::Ports& ports, const Request& request) {
    const std::string& name = request.path_parameters.at("name");
    TRY_ASSIGN(const slo::RangeAsked range, range_of(request));
    TRY_ASSIGN(const slo::Reading reading, slo::read_slo(ports, name));
    TRY_ASSIGN(const slo::SloChart chart, slo::read_chart(ports, reading, range, slo::kChartPoints));
    return csv_reply(budget_csv(chart), name + "-budget");
}

Result<Reply> counts(const slo::Ports& ports, const Request& request) {
    const std::string& name = request.path_parameters.at("name");
    TRY_ASSIGN(const slo::RangeAsked range, range_of(request));
    std::optional<Duration> step;
    if (const auto given = request.query_value("step")) {
        auto read = text::parse_duration(*given);
        if (!read || *read <= Duration{}) return fail(slo::errors::bad_parameter, {}, {{"step", "must be a duration", "write 10s, 1m, 5m or 1h"}});
        step = *read;
    }
    TRY_ASSIGN(const slo::Reading reading, slo::read_slo(ports, name));
    TRY_ASSIGN(const slo::SloSlots slots, slo::read_slots(ports, reading, range, step));
    return csv_reply(counts_csv(slots, slo::scale_of(*reading.slo).per_one), name + "-counts");
}

}  // namespace

std::vector<api::Route> export_routes(const slo::Ports& ports, const Desk& desk) {
    std::vector<api::Route> rows;
    using Get = Result<Reply> (*)(const slo::Ports&, const Request&);
    const auto add = [&](const char* path, const char* summary, api::TypeRef reply, std::vector<api::Parameter> parameters, Get get) {
        rows.push_back(api::view_row(path, summary, std::move(reply), std::move(parameters)));
        rows.back().async_handler = desk.handler([ports, get](const Request& request) { return get(ports, request); });
    };
    const auto files = api::type<convert::Exported>("Exported");
    auto rule_parameters = which();
    rule_parameters.push_back({"files", "query", "one (all in one file) or service (one for each); one when not given", false});
    add("/api/v1/export/rules", "Export recording and alerting rules for Prometheus, named as Sloth names them", files,
        std::move(rule_parameters), rules);
    add("/api/v1/export/grafana", "Export a Grafana dashboard for each service, on the exported rules", files, which(), grafana);
    add("/api/v1/export/openslo", "Export the catalogue as OpenSLO v1", files, which(), openslo);
    add("/api/v1/export/csv", "Export every SLO's figures as a table", api::opaque("OverviewTable", kCsv), {},
        [](const slo::Ports& from, const Request&) -> Result<Reply> { return csv_reply(overview_csv(from), "slos"); });
    const api::Parameter name{"name", "path", "of the SLO", true};
    const api::Parameter from{"from", "query", "RFC 3339, or milliseconds since 1970; a period ago when not given", false};
    const api::Parameter to{"to", "query", "likewise; now when not given", false};
    add("/api/v1/export/csv/slos/{name}/budget", "Export how an SLO's budget and burn rates went, as a table of up to 1000 points",
        api::opaque("BudgetTable", kCsv), {name, from, to}, budget);
    add("/api/v1/export/csv/slos/{name}/counts", "Export an SLO's counts slot by slot, as a table of up to 50,000 rows",
        api::opaque("CountTable", kCsv), {name, from, to, {"step", "query", "of the slots; the finest that is kept when not given", false}},
        counts);
    add("/api/v1/export/metrics", "Export figures, budgets and alert states for others to scrape (OpenMetrics)",
        api::opaque("MetricsPage", convert::kOpenMetrics), {}, [](const slo::Ports& ports_now, const Request&) -> Result<Reply> {
            return text_reply(metrics_page(ports_now), convert::kOpenMetrics);
        });
    return rows;
}

}  // namespace plimsoll::server
