#include "server/backtest_routes.h"

#include "base/json.h"
#include "domain/backtest/backtest.h"
#include "server/slo_preview.h"
#include "server/tried_counts.h"

namespace plimsoll::server {

Result<backtest::Backtest> run_backtest(const PreviewPorts& ports, const backtest::BacktestRequest& request) {
    const auto bound = ports.keeper.bound();
    const auto found = bound->catalog->slos.find(request.slo);
    if (found == bound->catalog->slos.end()) return fail(plimsoll::errors::not_found, "SLO " + request.slo);
    const auto counts = tried_counts(bound->catalog, *bound, ports.ledger, ports.excluded);
    return backtest::backtest({*bound->catalog, *counts}, found->second, request);
}

api::Route backtest_route(const PreviewPorts& ports) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/api/v1/slos/backtest";
    route.summary = "Say which alerts an SLO, or a draft of one, would have fired over its past, and what they would have been worth";
    route.right = api::Right::view;
    route.request = api::type<backtest::BacktestRequest>("BacktestRequest");
    route.reply = api::type<backtest::Backtest>("Backtest");
    route.body_limit = 2u << 20;
    route.async_handler = ports.desk.handler([ports](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const backtest::BacktestRequest question, json::decode_strict<backtest::BacktestRequest>(request.body));
        TRY_ASSIGN(const backtest::Backtest out, run_backtest(ports, question));
        return api::ok(out);
    });
    return route;
}

}  // namespace plimsoll::server
