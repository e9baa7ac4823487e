// promise_routes.cc: what was promised to others: SLAs, how long down is too long, and how all services do.
#include "api/row.h"
#include "domain/policy/downtime.h"
#include "domain/policy/portfolio.h"
#include "domain/policy/routes.h"
#include "domain/policy/sla.h"
#include "domain/slo/kept.h"

namespace plimsoll::policy {

namespace {

using api::Reply;
using api::Request;

using api::view_row;

Result<Reply> get_downtime(const Request& request) {
    TRY_ASSIGN(const Downtime table, downtime({request.query_value("objective"), request.query_value("minutes"), request.query_value("period"),
                                               request.query_value("events")}));
    return api::ok(table);
}

}  // namespace

std::vector<api::Route> promise_routes(const Ports& ports) {
    const auto kept = std::make_shared<slo::KeptReplies>(ports.slo);
    return {
        view_row("/api/v1/slas", "List SLAs: how each contract stands, least headroom first", api::type<SlaList>("SlaList"), {},
            [ports](const Request&) -> Result<Reply> {
                TRY_ASSIGN(const SlaList list, list_slas(ports));
                return api::ok(list);
            }),
        view_row("/api/v1/slas/{name}", "Show an SLA: ratio to date, headroom, credits now and in past windows", api::type<SlaView>("SlaView"),
            {{"name", "path", "the SLA's name", true}},
            [ports](const Request& request) -> Result<Reply> {
                const auto name = request.path_parameters.find("name");
                TRY_ASSIGN(const SlaView view, read_sla(ports, name == request.path_parameters.end() ? "" : name->second));
                return api::ok(view);
            }),
        view_row("/api/v1/downtime", "Compute how long down an objective allows, or which objective a downtime leaves", api::type<Downtime>("Downtime"),
            {{"objective", "query", "percentage, such as 99.95; or give minutes", false},
             {"minutes", "query", "of downtime within `period`, such as 20", false},
             {"period", "query", "such as 30d: of the minutes, or one more row", false},
             {"events", "query", "of so many events, how many may be bad", false}},
            get_downtime),
        view_row("/api/v1/portfolio", "Show how all services do: one roll-up, tiers, what has no SLO, reviews that are due", api::type<Portfolio>("Portfolio"), {},
            [ports, kept](const Request&) {
                return kept->reply("portfolio", slo::KeptReplies::Looks::at_clock, [&]() -> Result<Reply> {
                    const PortfolioReading reading = read_portfolio(ports);
                    return api::ok(reading.portfolio, reading.seq);
                });
            }),
    };
}

}  // namespace plimsoll::policy
