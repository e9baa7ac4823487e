#include "domain/policy/portfolio.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"
#include "domain/policy/reading.h"

namespace plimsoll::policy {

namespace {

constexpr const char* kFormula =
    "1 - failing / services: no more than this share of services keeps its promises. A service fails if any SLO of it is in breach, and "
    "all services are divided by, so that an SLO that meets its target raises nothing. Low: services all of whose SLOs are known to "
    "meet / services. What lies between is not known: no SLO, or too little data.";

const SloMark* worst_of(const std::vector<SloMark>& slos) {
    const auto found = std::min_element(slos.begin(), slos.end(), [](const SloMark& a, const SloMark& b) {
        if (a.state != b.state) return worse(a.state, b.state);
        return a.budget.value_or(2) < b.budget.value_or(2);
    });
    return found == slos.end() ? nullptr : &*found;
}

struct TierSum {
    TierLine line;
    std::int64_t good = 0;
    std::int64_t valid = 0;
};

class Gathering {
public:
    Gathering(const catalog::Catalog& catalog, const std::map<std::string, std::vector<SloMark>>& marks, Timestamp now)
        : catalog_(catalog), marks_(marks), now_(now) {}

    Portfolio portfolio() {
        for (const auto& [name, service] : catalog_.services) add_service(service);
        out_.rollup = roll_up_of(verdicts_);
        add_tiers();
        for (const auto& [name, service] : catalog_.services) add_journeys(service);
        for (const auto& [name, slo] : catalog_.slos) add_review(slo);
        order();
        return std::move(out_);
    }

private:
    [[nodiscard]] const std::vector<SloMark>& marks_of(const std::string& service) const {
        static const std::vector<SloMark> none;
        const auto found = marks_.find(service);
        return found == marks_.end() ? none : found->second;
    }

    [[nodiscard]] int rank_of(const std::string& tier) const {
        const auto found = catalog_.tiers.find(tier);
        return found == catalog_.tiers.end() ? 1000 : found->second.rank;
    }

    void add_service(const catalog::Service& service) {
        const std::vector<SloMark>& slos = marks_of(service.name);
        const ServiceVerdict verdict = verdict_of(slos);
        verdicts_.push_back(verdict);
        add_to_tier(service.tier, verdict, slos);
        if (verdict == ServiceVerdict::no_slo) out_.services_without_slo.push_back({service.name, service.tier, service.owner});
        for (const SloMark& slo : slos) {
            if (slo.as_of && (!out_.as_of || *out_.as_of < *slo.as_of)) out_.as_of = slo.as_of;
        }
        const SloMark* worst = worst_of(slos);
        if (worst == nullptr || verdict == ServiceVerdict::meets) return;
        out_.services.push_back({service.name, service.tier, verdict, worst->state, worst->slo, worst->budget});
    }

    void add_to_tier(const std::string& tier, ServiceVerdict verdict, const std::vector<SloMark>& slos) {
        TierSum& sum = tiers_[tier];
        ++sum.line.services;
        sum.line.slos += static_cast<std::int64_t>(slos.size());
        sum.line.meeting += verdict == ServiceVerdict::meets ? 1 : 0;
        sum.line.breached += verdict == ServiceVerdict::fails ? 1 : 0;
        sum.line.cannot_tell += verdict == ServiceVerdict::cannot_tell ? 1 : 0;
        sum.line.without_slo += verdict == ServiceVerdict::no_slo ? 1 : 0;
        for (const SloMark& slo : slos) {
            sum.good += slo.good;
            sum.valid += slo.valid;
        }
    }

    void add_tiers() {
        for (auto& [tier, sum] : tiers_) {
            sum.line.tier = tier;
            if (const auto found = catalog_.tiers.find(tier); found != catalog_.tiers.end()) sum.line.rank = found->second.rank;
            if (sum.valid > 0) sum.line.events_share = static_cast<double>(static_cast<long double>(sum.good) / static_cast<long double>(sum.valid));
            out_.tiers.push_back(std::move(sum.line));
        }
    }

    void add_journeys(const catalog::Service& service) {
        for (const catalog::Journey& journey : service.journeys) {
            JourneyLine line{service.name, journey.name, slo_of_journey(service.name + "/" + journey.name), journey.steps, {}};
            for (const std::string& step : journey.steps) {
                if (!marks_of(step).empty()) line.covered.push_back(step);
            }
            ++out_.journeys_total;
            if (!line.slo) ++out_.journeys_without_slo;
            out_.journeys.push_back(std::move(line));
        }
    }

    [[nodiscard]] std::optional<std::string> slo_of_journey(const std::string& journey) {
        if (!journeys_known_) {
            for (const auto& [name, slo] : catalog_.slos) {
                if (slo.composite && !slo.composite->journey.empty()) journey_slos_.emplace(slo.composite->journey, name);
            }
            journeys_known_ = true;
        }
        const auto found = journey_slos_.find(journey);
        return found == journey_slos_.end() ? std::nullopt : std::optional(found->second);
    }

    void add_review(const catalog::Slo& slo) {
        if (!slo.group_of.empty()) return;
        const auto reviewed = text::parse_rfc3339(slo.reviewed + "T00:00:00Z");
        StaleReview review{slo.name, std::nullopt, std::nullopt};
        if (reviewed) {
            review.reviewed = *reviewed;
            review.due = *reviewed + (slo.review_every > Duration() ? slo.review_every : kReviewEvery);
            if (*review.due > now_) return;
        }
        ++out_.stale_reviews_total;
        out_.stale_reviews.push_back(std::move(review));
    }

    template <class Lines, class Less>
    static void order(Lines& lines, const Less& less) {
        std::stable_sort(lines.begin(), lines.end(), less);
        if (lines.size() > kListedMost) lines.resize(kListedMost);
    }

    void order() {
        std::stable_sort(out_.tiers.begin(), out_.tiers.end(), [](const TierLine& a, const TierLine& b) {
            return a.rank.value_or(1000) < b.rank.value_or(1000);
        });
        order(out_.services, [this](const ServiceLine& a, const ServiceLine& b) {
            return std::tuple(-badness(a.state), rank_of(a.tier), a.budget.value_or(2)) < std::tuple(-badness(b.state), rank_of(b.tier), b.budget.value_or(2));
        });
        order(out_.services_without_slo, [this](const auto& a, const auto& b) { return rank_of(a.tier) < rank_of(b.tier); });
        order(out_.journeys, [](const JourneyLine& a, const JourneyLine& b) { return !a.slo && b.slo; });
        order(out_.stale_reviews, [](const StaleReview& a, const StaleReview& b) {
            return a.due.value_or(Timestamp::min()) < b.due.value_or(Timestamp::min());
        });
    }

    const catalog::Catalog& catalog_;
    const std::map<std::string, std::vector<SloMark>>& marks_;
    const Timestamp now_;
    std::vector<ServiceVerdict> verdicts_;
    std::map<std::string, TierSum> tiers_;
    std::map<std::string, std::string> journey_slos_;
    bool journeys_known_ = false;
    Portfolio out_;
};

SloMark mark_of(const Ports& ports, const catalog::Slo& slo, const Standing* standing, const Terms& terms) {
    const Figure figure = figure_of(slo, ports.slo.counts->live(slo, slo::Exclusions::left_out));
    SloMark mark{slo.name, state_after(standing == nullptr ? BudgetState::healthy : standing->known, figure, terms), figure.budget, figure.as_of, 0, 0};
    const slo::CountScale scale = slo::scale_of(slo);
    if (figure.budget && scale.unit == Unit::events && !slo.composite) {
        mark.valid = figure.valid / scale.per_one;
        mark.good = (figure.valid - figure.bad) / scale.per_one;
    }
    return mark;
}

std::vector<ChronicService> chronic_of(const catalog::Catalog& catalog, const std::map<std::string, Standing>& standings, Timestamp now) {
    std::map<std::string, ChronicService> worst;
    for (const auto& [name, standing] : standings) {
        const auto slo = catalog.slos.find(name);
        if (slo == catalog.slos.end()) continue;
        const catalog::ErrorBudgetPolicy policy = policy_for(catalog, slo->second.service);
        const auto breaches = static_cast<std::int64_t>(breaches_after(standing, now - policy.chronic_within).size());
        if (policy.chronic_breaches <= 0 || breaches < policy.chronic_breaches) continue;
        ChronicService& line = worst[slo->second.service];
        if (breaches > line.breaches) line = {slo->second.service, breaches, name};
    }
    std::vector<ChronicService> out;
    for (auto& [service, line] : worst) out.push_back(std::move(line));
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.breaches > b.breaches; });
    return out;
}

}  // namespace

ServiceVerdict verdict_of(const std::vector<SloMark>& slos) {
    const auto any = [&](BudgetState state) {
        return std::any_of(slos.begin(), slos.end(), [&](const SloMark& slo) { return slo.state == state; });
    };
    if (slos.empty()) return ServiceVerdict::no_slo;
    if (any(BudgetState::breach)) return ServiceVerdict::fails;
    return any(BudgetState::unknown) ? ServiceVerdict::cannot_tell : ServiceVerdict::meets;
}

RollUpMeasure roll_up_of(const std::vector<ServiceVerdict>& services) {
    RollUpMeasure out;
    out.formula = kFormula;
    const auto count = [&](ServiceVerdict verdict) { return static_cast<std::int64_t>(std::count(services.begin(), services.end(), verdict)); };
    out.services = static_cast<std::int64_t>(services.size());
    out.meeting = count(ServiceVerdict::meets);
    out.failing = count(ServiceVerdict::fails);
    out.cannot_tell = count(ServiceVerdict::cannot_tell);
    out.without_slo = count(ServiceVerdict::no_slo);
    if (services.empty()) {
        out.why_empty = "no service is declared";
        return out;
    }
    const auto share = [&](std::int64_t part) { return static_cast<double>(part) / static_cast<double>(out.services); };
    out.value = share(out.services - out.failing);
    out.low = share(out.meeting);
    return out;
}

Portfolio portfolio_of(const catalog::Catalog& catalog, const std::map<std::string, std::vector<SloMark>>& marks, Timestamp now) {
    return Gathering(catalog, marks, now).portfolio();
}

PortfolioReading read_portfolio(const Ports& ports) {
    const auto catalog = ports.slo.catalog();
    std::map<std::string, Standing> standings;
    PortfolioReading reading;
    reading.seq = ports.engine.read([&](const State& state) { standings = state.standings; });
    std::map<std::string, Terms> terms;
    std::map<std::string, std::vector<SloMark>> marks;
    for (const auto& [name, slo] : catalog->slos) {
        if (!slo.group_of.empty()) continue;  // a roll-up speaks for its groups
        const auto [of_service, fresh] = terms.try_emplace(slo.service);
        if (fresh) of_service->second = terms_for(*catalog, slo.service);
        const auto standing = standings.find(name);
        marks[slo.service].push_back(mark_of(ports, slo, standing == standings.end() ? nullptr : &standing->second, of_service->second));
    }
    const Timestamp now = ports.slo.clock->now();
    reading.portfolio = portfolio_of(*catalog, marks, now);
    reading.portfolio.chronic = chronic_of(*catalog, standings, now);
    if (ports.corrected) reading.portfolio.corrected = ports.corrected();
    return reading;
}

}  // namespace plimsoll::policy
