#include "server/slo_preview.h"

#include <algorithm>

#include "base/text.h"
#include "domain/catalog/folder.h"
#include "domain/slo/definition.h"
#include "domain/slo/exact.h"
#include "domain/slo/figures.h"
#include "domain/slo/judge.h"
#include "domain/slo/windows.h"
#include "server/tried_counts.h"

namespace plimsoll::server {

namespace {

constexpr std::size_t kMostPages = 100;
constexpr std::size_t kMostRules = 8;

/// "spec.objectives[0].target" of "`spec.objectives[0].target` must be ...".
std::string field_of(const std::string& rule) {
    if (!rule.starts_with('`')) return {};
    const auto end = rule.find('`', 1);
    const std::string field = end == std::string::npos ? "" : rule.substr(1, end - 1);
    const bool path = field.starts_with("spec") || field.starts_with("metadata") || field == "apiVersion" || field == "kind" || field.starts_with("plimsoll.dev/");
    return path ? field : "";
}

/// A problem of another file has no line in the text: its place is part of what is said.
DraftProblem told(const catalog::Problem& p, const char* severity, const std::string& file) {
    if (p.file == file) return {field_of(p.rule), p.rule, p.remedy, p.file, p.line, p.column, p.code, severity};
    return {field_of(p.rule), p.file.empty() ? p.rule : p.where() + ": " + p.rule, p.remedy, p.file, 0, 0, p.code, severity};
}

/// Where the text's objects stand in the reading.
std::string place_of(const SloDraftRequest& draft) { return draft.file.empty() ? std::string(catalog::kPasted) : draft.file; }

/// The counts of one rule's two windows at each step, and whether it was above.
struct Asked {
    const catalog::BurnRule& rule;
    std::size_t first;  ///< of its ranges; long and short in turn where there are two
    std::size_t windows;
};

std::vector<Timestamp> steps_until(Timestamp end, Timestamp since) {
    std::vector<Timestamp> out;
    const Timestamp from = std::max(since, end - kPagesBack);
    for (Timestamp at = from.floor(kPagesStep) + kPagesStep; at <= end; at = at + kPagesStep) out.push_back(at);
    return out;
}

bool above(const catalog::Slo& slo, const Asked& asked, const std::vector<ledger::WindowSum>& sums, std::size_t step, Timestamp since) {
    const slo::Threshold threshold = slo::Threshold::of(asked.rule.factor, slo.objective, asked.rule.at_or_above);
    const slo::Guard guard = slo::guard_of(slo, asked.rule);
    const std::size_t at = asked.first + step * asked.windows;
    const slo::Opinion over_long = slo::opinion_of(slo::known(sums[at], since), threshold, guard, slo::Span::long_window);
    if (asked.windows == 1) return over_long.verdict == slo::Verdict::above;
    const slo::Opinion over_short = slo::opinion_of(slo::known(sums[at + 1], since), threshold, guard, slo::Span::short_window);
    return slo::both(over_long, over_short).verdict == slo::Verdict::above;
}

void add_pages(const catalog::Slo& slo, const Asked& asked, const std::vector<Timestamp>& steps, const std::vector<ledger::WindowSum>& sums, Timestamp since,
               std::vector<DraftPage>& out) {
    bool fires = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool now = above(slo, asked, sums, i, since);
        if (now && !fires) out.push_back({asked.rule.name, boost::describe::enum_to_string(asked.rule.severity, ""), steps[i], std::nullopt});
        if (!now && fires) out.back().until = steps[i];
        fires = now;
    }
}

/// Asks every rule at every step, with one reading of the ledger.
Result<> add_pages(const slo::Counts& counts, const catalog::Slo& slo, const ledger::LiveWindows& live, SloDraft& out) {
    const std::vector<Timestamp> steps = steps_until(live.windows.front().range.end, live.since);
    std::vector<Asked> asked;
    std::vector<TimeRange> ranges;
    for (const catalog::BurnRule& rule : slo.rules) {
        if (asked.size() == kMostRules) break;
        asked.push_back({rule, ranges.size(), rule.short_window > Duration{} ? 2U : 1U});
        for (const Timestamp at : steps) {
            ranges.push_back({at - rule.long_window, at});
            if (asked.back().windows == 2) ranges.push_back({at - rule.short_window, at});
        }
    }
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counts.sums(slo, ranges, slo::Exclusions::left_out));
    std::vector<DraftPage> pages;
    for (const Asked& one : asked) add_pages(slo, one, steps, sums, live.since, pages);
    std::stable_sort(pages.begin(), pages.end(), [](const DraftPage& a, const DraftPage& b) { return a.at > b.at; });
    out.pages = pages.size();
    if (pages.size() > kMostPages) pages.erase(pages.begin() + kMostPages, pages.end());
    out.would_have_paged = std::move(pages);
    return {};
}

Result<> add_chart(const slo::Counts& counts, const catalog::Catalog& fresh, const slo::Account& account, SloDraft& out) {
    const Timestamp end = account.live.as_of.floor(ledger::kStep) + ledger::kStep;
    const Timestamp from = std::max(end - account.slo.period, std::min(account.live.since, end - ledger::kStep));
    const auto grid = slo::chart_grid({from, end}, end, kDraftPoints);
    TRY_ASSIGN(out.chart, slo::chart_of(account, grid, [&](std::span<const TimeRange> ranges) {
                   return counts.sums(account.slo, ranges, slo::Exclusions::left_out);
               }));
    out.chart->thresholds = slo::thresholds_of(fresh, account.slo.service);
    return {};
}

/// Whose counts these are.
DraftHistory history_of(const Bound& bound, const catalog::Slo& slo) {
    const auto same = bound.catalog->slos.find(slo.name);
    if (same != bound.catalog->slos.end() && same->second.sli_version == slo.sli_version) return DraftHistory::own;
    return DraftHistory::same_indicator;
}

SloDraft described(const catalog::Slo& slo) {
    SloDraft out;
    out.name = slo.name;
    out.document = slo.document;
    out.service = slo.service;
    if (const auto objective = Objective::of(slo.objective)) out.objective = text::percent(*objective);
    out.method = slo::method_words(slo);
    out.window = slo::window_words(slo);
    out.period = slo.period;
    const slo::CountScale scale = slo::scale_of(slo);
    out.unit = {scale.noun, scale.per_one};
    return out;
}

Result<> check_size(const SloDraftRequest& draft) {
    if (!draft.text.empty()) return {};
    return fail(plimsoll::errors::invalid, {}, {{"/text", "is empty", "send the YAML of one document or more"}});
}

}  // namespace

std::vector<DraftProblem> draft_problems(const catalog::Reading& reading, const std::string& file) {
    std::vector<DraftProblem> out;
    for (const catalog::Problem& p : reading.errors) out.push_back(told(p, "error", file));
    // Warnings of other files were there before; and half a reading warns of nothing.
    for (const catalog::Problem& p : reading.warnings) {
        if (p.file == file) out.push_back(told(p, "warning", file));
    }
    std::stable_partition(out.begin(), out.end(), [&](const DraftProblem& p) { return p.file == file; });
    return out;
}

Result<SloDraft> draft_of(const slo::Counts& counts, const catalog::Catalog& fresh, const catalog::Slo& slo, DraftHistory history) {
    SloDraft out = described(slo);
    TRY_ASSIGN(ledger::LiveWindows live, live_windows(counts, slo));
    if (slo::never_fed(live)) {
        out.why_empty = "Nothing is counted yet under these queries: counts start when it applies, or with an import";
        return out;
    }
    out.history = history;
    out.as_of = live.as_of;
    const slo::Account account{slo, std::move(live), counts.status(slo), nullptr};
    const slo::Figures figures = slo::figures_of(account);
    out.budget_remaining = figures.budget_remaining;
    out.burn_1h = figures.burn_1h;
    out.coverage = figures.coverage;
    out.why_empty = figures.why_empty;
    TRY(add_chart(counts, fresh, account, out));
    TRY(add_pages(counts, slo, account.live, out));
    return out;
}

Result<SloDraftPreview> preview_slos(const PreviewPorts& ports, const SloDraftRequest& draft) {
    TRY_ASSIGN(catalog::FolderText folder, catalog::read_folder(ports.folder));
    catalog::Reading reading = catalog::read_changed(std::move(folder.files), {{draft.file, draft.text}}, folder.problems);
    SloDraftPreview out;
    const std::string file = place_of(draft);
    out.problems = draft_problems(reading, file);
    if (!reading.errors.empty()) return out;
    const auto bound = ports.keeper.bound();
    const auto fresh = std::make_shared<const catalog::Catalog>(std::move(reading.catalog));
    const auto counts = tried_counts(fresh, *bound, ports.ledger, ports.excluded);
    for (const auto& [name, slo] : fresh->slos) {
        if (slo.source.file != file) continue;
        if (out.slos.size() == kMostDraftSlos) {
            ++out.left_out;
            continue;
        }
        TRY_ASSIGN(SloDraft one, draft_of(*counts, *fresh, slo, history_of(*bound, slo)));
        out.slos.push_back(std::move(one));
    }
    return out;
}

api::Route slo_preview_route(const PreviewPorts& ports) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/api/v1/slos/preview";
    route.summary = "Say what is wrong with the text of SLOs, and what they would say of the past, without applying them";
    route.right = api::Right::edit;
    route.request = api::type<SloDraftRequest>("SloDraftRequest");
    route.reply = api::type<SloDraftPreview>("SloDraftPreview");
    route.body_limit = 2u << 20;
    route.async_handler = ports.desk.handler([ports](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const SloDraftRequest draft, json::decode_strict<SloDraftRequest>(request.body));
        TRY(check_size(draft));
        TRY_ASSIGN(const SloDraftPreview out, preview_slos(ports, draft));
        return api::ok(out);
    });
    return route;
}

}  // namespace plimsoll::server
