// slo_preview.h: POST /api/v1/slos/preview: what a text says while somebody writes it, and what its SLOs would say today.
//
// Text       takes the place of the file that it names, else of the objects that it defines; the rest of the folder stays.
// Figures    on real history, where the indicator's counts exist: those of the SLO itself, or of another with the same
//            indicator. Nothing is applied, nothing is kept.
// Pages      the rules are asked at whole steps of the last 7 days: what was above at one of them would have paged from there.
//            Entry and clear delays are left out, and so are burns that came and went between two steps.
// Bounds     1 MiB of text; the first 12 SLOs by name have figures, `left_out` counts the others; charts of 200 points.
// Threads    one at a time (a desk's): it reads the folder and the ledger.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/slo/chart.h"
#include "server/preview.h"

namespace plimsoll::server {

inline constexpr std::size_t kMostDraftSlos = 12;
inline constexpr std::size_t kDraftPoints = 200;
inline constexpr Duration kPagesBack = Duration::days(7);
inline constexpr Duration kPagesStep = Duration::minutes(1);

struct SloDraftRequest {
    using json_defaults = void;
    std::string text;  ///< YAML or JSON, one document or more
    std::string file;  ///< where it would stand; empty: nowhere yet
};
BOOST_DESCRIBE_STRUCT(SloDraftRequest, (), (text, file))

struct DraftProblem {
    std::string field;     ///< "spec.objectives[0].target"; empty where the problem is not of one field
    std::string rule;
    std::string remedy;
    std::string file;      ///< "(pasted)" for the text; of another file, the rule begins with its place
    int line = 0;          ///< of the text, 1-based; 0: the text as a whole, or another file
    int column = 0;
    std::string code;
    std::string severity;  ///< error, warning
};
BOOST_DESCRIBE_STRUCT(DraftProblem, (), (field, rule, remedy, file, line, column, code, severity))

BOOST_DEFINE_ENUM_CLASS(DraftHistory, own, same_indicator, none)

struct DraftPage {
    std::string rule;
    std::string severity;
    Timestamp at;                    ///< the step at which the rule was above first
    std::optional<Timestamp> until;  ///< the first at which it no longer was; null: it still is
};
BOOST_DESCRIBE_STRUCT(DraftPage, (), (rule, severity, at, until))

struct DraftUnit {
    std::string noun;
    std::int64_t per_one = 1;
};
BOOST_DESCRIBE_STRUCT(DraftUnit, (), (noun, per_one))

struct SloDraft {
    std::string name;
    std::string document;
    std::string service;
    std::string objective;                   ///< exact: "99.95 %"
    std::string method;                      ///< in words
    std::string window;                      ///< in words
    Duration period;
    DraftUnit unit;
    DraftHistory history = DraftHistory::none;
    std::optional<Timestamp> as_of;
    std::optional<double> budget_remaining;  ///< share, signed
    std::optional<double> burn_1h;
    std::optional<double> coverage;
    std::optional<slo::SloChart> chart;
    std::vector<DraftPage> would_have_paged; ///< newest first, at most 100
    std::uint64_t pages = 0;                 ///< all of them
    std::string why_empty;
};
BOOST_DESCRIBE_STRUCT(SloDraft, (), (name, document, service, objective, method, window, period, unit, history, as_of, budget_remaining,
                                     burn_1h, coverage, chart, would_have_paged, pages, why_empty))

struct SloDraftPreview {
    std::vector<DraftProblem> problems;  ///< errors, then warnings of the text
    std::vector<SloDraft> slos;          ///< none while there are errors
    std::uint64_t left_out = 0;
};
BOOST_DESCRIBE_STRUCT(SloDraftPreview, (), (problems, slos, left_out))

[[nodiscard]] api::Route slo_preview_route(const PreviewPorts& ports);

/// Errors: io (the folder or the ledger).
[[nodiscard]] Result<SloDraftPreview> preview_slos(const PreviewPorts& ports, const SloDraftRequest& draft);

/// Those of `file` first, then what the text breaks elsewhere.
[[nodiscard]] std::vector<DraftProblem> draft_problems(const catalog::Reading& reading, const std::string& file);

/// One SLO under the counts of `tried_counts`. Pure but for them. Errors: those of the counts.
[[nodiscard]] Result<SloDraft> draft_of(const slo::Counts& counts, const catalog::Catalog& fresh, const catalog::Slo& slo, DraftHistory history);

}  // namespace plimsoll::server
