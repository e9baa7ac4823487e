#include "domain/exclusions/lists.h"

#include <algorithm>
#include <unordered_set>

#include "domain/exclusions/coverage.h"
#include "domain/slo/errors.h"

namespace plimsoll::exclusions {
namespace {

/// How the filter's SLO and service may be named by what is listed.
class Subject {
public:
    Subject(const catalog::Catalog& catalog, const Coverage& coverage, const std::string& slo, const std::string& service)
        : slo_(slo), service_(service) {
        const auto found = catalog.slos.find(slo);
        if (found != catalog.slos.end()) names_.emplace(found->second);
        if (!service.empty()) in_service_ = coverage.names_in(service);
    }
    template <class Named>
    [[nodiscard]] bool meant_by(const Named& named) const {
        const auto has = [](const std::vector<std::string>& names, const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
        const auto of_service = [&](const std::string& name) { return in_service_.contains(name); };
        if (!service_.empty() && !has(named.services, service_) && std::none_of(named.slos.begin(), named.slos.end(), of_service)) return false;
        if (slo_.empty()) return true;
        return names_ ? names_->covered_by(named.slos, named.services) : has(named.slos, slo_);
    }

private:
    const std::string& slo_;
    const std::string& service_;
    std::optional<NamesOf> names_;
    std::unordered_set<std::string> in_service_;
};

/// From the newest older than `before` on; returns the cursor behind the last that `wanted` let through.
template <class Items, class Wanted, class Out>
std::string newest(const Items& items, std::uint64_t before, std::size_t limit, const Wanted& wanted, Out& out) {
    for (auto at = items.rbegin(); at != items.rend(); ++at) {
        if (at->number >= before || !wanted(*at)) continue;
        if (out.size() == limit) return std::to_string(out.back().number);
        out.push_back(*at);
    }
    return {};
}

bool touches(const AnnotationMade& a, const AnnotationFilter& filter) {
    return (!filter.to || a.start < *filter.to) && (!filter.from || a.end.value_or(a.start) >= *filter.from);
}

}  // namespace

ExclusionView shown_to(const Ports& ports, const Exclusion& exclusion, const Viewer& viewer, std::size_t covers) {
    ExclusionView view = view_of(exclusion, *ports.book->occurrences(exclusion), viewer.now);
    const bool waits = exclusion.waits() && viewer.now < exclusion.asked.expires;
    view.may_decide = waits && viewer.actor.rights.has(api::Right::admin) && ports.standing(exclusion.requested_by, viewer.actor.id).may_decide();
    view.covers = static_cast<std::int64_t>(covers);
    return view;
}

Result<ExclusionList> list_exclusions(const Ports& ports, const ExclusionFilter& filter, const Viewer& viewer) {
    ExclusionList list;
    std::vector<Exclusion> found;
    const auto catalog = ports.catalog();
    const Coverage coverage(*catalog);
    const Subject subject(*catalog, coverage, filter.slo, filter.service);
    list.seq = ports.engine.read([&](const State& state) {
        list.page.next_cursor = newest(state.exclusions, filter.before, filter.limit, [&](const Exclusion& e) {
            return (!filter.state || e.state == *filter.state) && subject.meant_by(e.asked);
        }, found);
    });
    for (const Exclusion& e : found) list.page.items.push_back(shown_to(ports, e, viewer, coverage.of(e.asked.slos, e.asked.services).size()));
    if (filter.before != UINT64_MAX) return list;
    TRY_ASSIGN(const CorrectedList corrected, list_corrected(ports, {}, viewer.now, kEffectsLimit));
    for (const CorrectedView& one : corrected.items) list.page.corrected_share.push_back({one.slo, one.measure.value});
    return list;
}

AnnotationList list_annotations(const Ports& ports, const AnnotationFilter& filter) {
    AnnotationList list;
    std::vector<Annotation> found;
    const auto catalog = ports.catalog();
    const Coverage coverage(*catalog);
    const Subject subject(*catalog, coverage, filter.slo, filter.service);
    list.seq = ports.engine.read([&](const State& state) {
        list.page.next_cursor = newest(state.annotations, filter.before, filter.limit, [&](const Annotation& a) {
            return touches(a.made, filter) && subject.meant_by(a.made);
        }, found);
    });
    for (const Annotation& a : found) list.page.items.push_back(view_of(a));
    return list;
}

Result<CorrectedList> list_corrected(const Ports& ports, const std::string& slo, Timestamp now, std::size_t most) {
    CorrectedList list{quarter_to(now), {}};
    const auto catalog = ports.catalog();
    const auto timeline = ports.book->now();
    if (!slo.empty() && !catalog->slos.contains(slo)) return fail(slo::errors::unknown_slo, slo);
    for (const auto& [name, one] : catalog->slos) {
        const bool wanted = slo.empty() ? !timeline->of(one, list.quarter, Timeline::Which::corrections).empty() : name == slo;
        if (!wanted || list.items.size() == most) continue;
        TRY_ASSIGN(Corrected corrected, corrected_share(one, *ports.counts, *timeline, now));
        list.items.push_back({name, std::move(corrected.measure), std::move(corrected.requesters)});
    }
    std::stable_sort(list.items.begin(), list.items.end(), [](const CorrectedView& a, const CorrectedView& b) { return a.measure.value > b.measure.value; });
    return list;
}

}  // namespace plimsoll::exclusions
