#include "server/backtest_routes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "domain/backtest/backtest.h"
#include "domain/catalog/folder.h"
#include "domain/slo/counts.h"
#include "domain/slo/errors.h"
#include "server/slo_preview.h"
#include "server/tried_counts.h"

namespace plimsoll::server {

namespace {

constexpr std::size_t kMostNamed = 20;

bool of_text(const catalog::Slo& slo) { return slo.source.file == catalog::kPasted; }

/// The server's folder with the text in it. Errors: invalid (all that is wrong); io.
Result<std::shared_ptr<const catalog::Catalog>> catalog_with(const PreviewPorts& ports, const std::string& text) {
    TRY_ASSIGN(catalog::FolderText folder, catalog::read_folder(ports.folder));
    catalog::Reading reading = catalog::read_changed(std::move(folder.files), {{"", text}}, folder.problems);
    if (reading.errors.empty()) return std::make_shared<const catalog::Catalog>(std::move(reading.catalog));
    std::vector<FieldError> fields;
    for (const DraftProblem& p : draft_problems(reading, std::string(catalog::kPasted))) {
        if (p.severity != "error") continue;
        fields.push_back({p.line > 0 ? fmt::format("{}:{}:{}", catalog::kPasted, p.line, p.column) : "/text", p.rule, p.remedy});
    }
    return fail(plimsoll::errors::invalid, "the text cannot be tried", std::move(fields));
}

Error too_much() {
    return fail(plimsoll::errors::invalid, "the backtest takes too long",
                {{"/variants", fmt::format("together with the range, the step and the sweep are more than the server replays in {}", text::duration(kLongestReplay)),
                  "a longer step, a shorter range or fewer variants; or plimsoll slo backtest --data, which takes its own time"}});
}

bool has_counts(const catalog::Catalog& fresh, const Bound& bound, const catalog::Slo& slo) {
    return slo.composite || tried_sli(fresh, bound, slo.name);
}

}  // namespace

Result<std::string> slo_meant(const catalog::Catalog& fresh, const backtest::BacktestRequest& request) {
    const bool text = !request.text.empty();
    if (const auto found = fresh.slos.find(request.slo); found != fresh.slos.end()) return request.slo;
    if (!text && request.slo.empty()) return fail(plimsoll::errors::invalid, {}, {{"/slo", "is empty", "name an SLO, or send the text of one"}});
    std::vector<std::string> candidates;
    for (const auto& [name, slo] : fresh.slos) {
        if (text ? !of_text(slo) : request.slo.empty()) continue;
        if (request.slo.empty() || slo.document == request.slo) candidates.push_back(name);
    }
    if (candidates.size() == 1) return candidates.front();
    if (candidates.empty() && !request.slo.empty()) return fail(plimsoll::errors::not_found, "SLO " + request.slo);
    if (candidates.empty()) return fail(plimsoll::errors::invalid, {}, {{"/text", "makes no SLO", "send a document of kind SLO"}});
    const std::size_t count = candidates.size();
    candidates.resize(std::min(count, kMostNamed));
    const std::string names = fmt::format("{}{}", fmt::join(candidates, ", "), count > kMostNamed ? " and others" : "");
    return fail(plimsoll::errors::invalid, {}, {{"/slo", fmt::format("may mean any of {} SLOs: {}", count, names), "name one of them"}});
}

std::string how_to_read(const catalog::Catalog& fresh, const catalog::Slo& slo) {
    std::string source;
    const auto own = fresh.data_sources.find(slo.indicator.data_source);
    if (own != fresh.data_sources.end() && own->second.pull) source = own->first;
    for (const auto& [name, one] : fresh.data_sources)
        if (source.empty() && one.pull) source = name;
    const std::string nothing = "Nothing is counted under these queries yet: counts start when they apply, or with an import.";
    if (source.empty()) return nothing + " A Prometheus that has their metrics can be asked: plimsoll slo backtest FILE --source URL";
    return nothing + " The DataSource " + source + " can be asked for their past: plimsoll slo backtest FILE --source " + source;
}

std::function<bool(std::int64_t, std::int64_t)> for_as_long_as(Duration time, const Clock& clock) {
    return [&clock, end = clock.monotonic() + time](std::int64_t, std::int64_t) { return clock.monotonic() < end; };
}

Result<backtest::Backtest> run_backtest(const PreviewPorts& ports, const backtest::BacktestRequest& request) {
    TRY(backtest::check(request));
    const auto bound = ports.keeper.bound();
    std::shared_ptr<const catalog::Catalog> fresh = bound->catalog;
    if (!request.text.empty()) {
        TRY_ASSIGN(fresh, catalog_with(ports, request.text));
    }
    TRY_ASSIGN(const std::string name, slo_meant(*fresh, request));
    const catalog::Slo& slo = fresh->slos.at(name);
    const auto counts = tried_counts(fresh, *bound, ports.ledger, ports.excluded);
    auto made = backtest::backtest({*fresh, *counts, for_as_long_as(kLongestReplay, ports.clock)}, slo, request);
    if (!made && made.error().is(slo::errors::cancelled)) return too_much();
    TRY_ASSIGN(backtest::Backtest out, std::move(made));
    if (!has_counts(*fresh, *bound, slo)) out.why_empty = how_to_read(*fresh, slo);
    return out;
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
