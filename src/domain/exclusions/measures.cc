#include "domain/exclusions/measures.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "domain/slo/budget.h"
#include "domain/slo/calendar.h"

namespace plimsoll::exclusions {
namespace {

struct Sums {
    ledger::Slot all;
    std::vector<ledger::Slot> corrections;  ///< one for each range that is left out
};

Result<Sums> sums_of(const catalog::Slo& slo, const slo::Counts& counts, TimeRange quarter, const std::vector<slo::ExcludedRange>& out) {
    std::vector<TimeRange> ranges{quarter};
    for (const slo::ExcludedRange& e : out) ranges.push_back(e.range);
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counts.sums(slo, ranges, slo::Exclusions::counted));
    Sums read{sums.front().sum, {}};
    for (std::size_t i = 1; i < sums.size(); ++i) read.corrections.push_back(sums[i].sum);
    return read;
}

std::optional<double> share_of(const catalog::Slo& slo, std::int64_t bad, std::int64_t valid) {
    const slo::SignedFraction allowed = slo::Budget{valid, 0, slo::allowance_of(slo.objective)}.allowed();
    if (valid <= 0 || allowed.numerator <= 0) return std::nullopt;
    return static_cast<double>(bad) / allowed.value();
}

Measure sheet_of(const catalog::Slo& slo, TimeRange quarter, Timestamp now) {
    Measure out;
    out.id = "exclusions.corrected_share";
    out.unit = Unit::ratio;
    out.formula = "share of the quarter's budget corrected away = bad that approved corrections leave out / ((1 - objective) x valid), "
                  "valid with all exclusions counted";
    out.window = quarter;
    out.as_of = now;
    out.step = ledger::kStep;
    out.definition_version = slo.definition_version;
    return out;
}

std::string evidence_of(const catalog::Slo& slo, TimeRange range) {
    return "ledger slo/" + slo.name + " " + text::rfc3339(range.start) + ".." + text::rfc3339(range.end);
}

std::vector<RequesterShare> by_requester(const catalog::Slo& slo, const Timeline& timeline, const std::vector<slo::ExcludedRange>& out, const Sums& sums) {
    std::map<std::string, RequesterShare> found;
    std::map<std::string, std::set<std::string>> corrections;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Exclusion* e = timeline.counting(out[i].exclusion);
        const std::string by = e == nullptr ? "" : e->requested_by;
        found[by].requested_by = by;
        found[by].bad += sums.corrections[i].bad;
        corrections[by].insert(out[i].exclusion);
    }
    std::vector<RequesterShare> shares;
    for (auto& [by, share] : found) {
        share.corrections = static_cast<std::int64_t>(corrections[by].size());
        share.share = share_of(slo, share.bad, sums.all.valid);
        shares.push_back(share);
    }
    std::stable_sort(shares.begin(), shares.end(), [](const RequesterShare& a, const RequesterShare& b) { return a.bad > b.bad; });
    return shares;
}

}  // namespace

TimeRange quarter_to(Timestamp now) {
    static const catalog::CalendarWindow kQuarters{catalog::CalendarUnit::quarter, 1, "1970-01-01 00:00:00", "UTC"};
    return {slo::calendar_window(kQuarters, now).start, now};
}

Result<Corrected> corrected_share(const catalog::Slo& slo, const slo::Counts& counts, const Timeline& timeline, Timestamp now) {
    const TimeRange quarter = quarter_to(now);
    Corrected out{sheet_of(slo, quarter, now), {}};
    const std::vector<slo::ExcludedRange> corrections = timeline.of(slo, quarter, Timeline::Which::corrections);
    TRY_ASSIGN(const Sums sums, sums_of(slo, counts, quarter, corrections));
    std::int64_t bad = 0;
    for (std::size_t i = 0; i < corrections.size(); ++i) {
        bad += sums.corrections[i].bad;
        const Exclusion* e = timeline.counting(corrections[i].exclusion);
        out.measure.excluded.push_back({e == nullptr ? corrections[i].exclusion : e->asked.title, corrections[i].range, std::nullopt});
        out.measure.evidence.push_back({"log", "exclusion/" + corrections[i].exclusion, std::nullopt, e == nullptr ? std::nullopt : std::optional(e->requested_seq)});
    }
    const Ratio allowance = slo::allowance_of(slo.objective);
    out.measure.inputs = {{"bad corrected away", bad, 1, "exclusions"},
                          {"valid", sums.all.valid, 1, evidence_of(slo, quarter)},
                          {"1 - objective", allowance.numerator(), allowance.denominator(), "catalogue"}};
    out.measure.sample_size = static_cast<std::uint64_t>(std::max<std::int64_t>(sums.all.valid, 0));
    out.measure.value = share_of(slo, bad, sums.all.valid);
    if (!out.measure.value) out.measure.why_empty = "nothing was counted in the quarter";
    out.requesters = by_requester(slo, timeline, corrections, sums);
    return out;
}

}  // namespace plimsoll::exclusions
