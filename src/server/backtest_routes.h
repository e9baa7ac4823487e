// backtest_routes.h: POST /api/v1/slos/backtest: an SLO, or a draft of one, through the past as the ledger has it.
//
// Draft      its text takes the place of the objects that it defines, as in a preview (slo_preview.h); its counts are those of
//            the same indicator. Nothing is applied, nothing is kept. New queries have no counts here: why_empty says how their
//            past is read from a data source.
// Name       may be left out where the text makes one SLO; the name of a document that makes one will do.
// Bounds     1 MiB of text; those of domain/backtest/question.h; kLongestReplay of work, so that one question keeps the others
//            waiting for no longer, whoever asked and whether or not they still listen.
// Threads    one at a time (a desk's of its own): a page that asks at every key must not wait behind a report.
#pragma once

#include <functional>

#include "domain/backtest/views.h"
#include "server/preview.h"

namespace plimsoll::server {

inline constexpr Duration kLongestReplay = Duration::seconds(30);  ///< half of what HTTP waits for a reply

/// As the progress of a backtest: true until so much time has passed since it was made. `clock` outlives it.
[[nodiscard]] std::function<bool(std::int64_t, std::int64_t)> for_as_long_as(Duration time, const Clock& clock);

/// `ports.desk`: where it runs.
[[nodiscard]] api::Route backtest_route(const PreviewPorts& ports);

/// Errors: not_found (no such SLO); invalid (the request, every error of the text at its place; more work than kLongestReplay); io.
[[nodiscard]] Result<backtest::Backtest> run_backtest(const PreviewPorts& ports, const backtest::BacktestRequest& request);

/// The SLO that is meant: of the text's, or of all where there is no text. Errors: not_found; invalid (several could be meant:
/// it names them).
[[nodiscard]] Result<std::string> slo_meant(const catalog::Catalog& fresh, const backtest::BacktestRequest& request);

/// How the past of queries that nothing counted is read, in a sentence.
[[nodiscard]] std::string how_to_read(const catalog::Catalog& fresh, const catalog::Slo& slo);

}  // namespace plimsoll::server
