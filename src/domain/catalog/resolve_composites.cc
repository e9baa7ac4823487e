// Composites: their members found, their slices fitted, their versions made of their members'.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/text.h"
#include "domain/catalog/annotations.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/resolve.h"
#include "domain/catalog/version.h"

namespace plimsoll::catalog {

namespace {

constexpr int kDeepest = 4;
constexpr std::int64_t kLongestSlice = Duration::days(1).in_ms();

/// A sum of fractions, exact while it fits.
class ExactSum {
public:
    void add(__int128 numerator, __int128 denominator) {
        reduce(numerator, denominator);
        if (!fits_) return;
        n_ = n_ * denominator + numerator * d_;
        d_ *= denominator;
        reduce(n_, d_);
    }
    [[nodiscard]] bool fits() const { return fits_; }
    [[nodiscard]] std::int64_t numerator() const { return static_cast<std::int64_t>(n_); }
    [[nodiscard]] std::int64_t denominator() const { return static_cast<std::int64_t>(d_); }

private:
    static constexpr __int128 kMost = __int128(1) << 62;
    /// Both below 2^62 or no sum at all, so that two products and their sum fit 128 bits.
    void reduce(__int128& n, __int128& d) {
        __int128 a = n;
        for (__int128 b = d; b != 0;) std::swap(a %= b, b);
        n /= a;
        d /= a;
        fits_ = fits_ && n < kMost && d < kMost;
    }
    __int128 n_ = 0;
    __int128 d_ = 1;
    bool fits_ = true;
};

std::int64_t allowed(const Ratio& target) { return target.denominator() - target.numerator(); }

/// So few digits that products of a target and a weight fit 128 bits.
bool small(const Ratio& ratio) { return ratio.denominator() <= 1'000'000'000'000; }

ExactSum sum_over(CompositeRule rule, const std::vector<ObjectiveSpec>& members) {
    ExactSum sum;
    for (const ObjectiveSpec& member : members) {
        const Ratio& t = *member.target;
        const Ratio& w = member.weight;
        if (rule == CompositeRule::burn) sum.add(static_cast<__int128>(w.numerator()) * t.denominator(), static_cast<__int128>(w.denominator()) * allowed(t));
        else if (rule == CompositeRule::shortfall) sum.add(static_cast<__int128>(w.numerator()) * allowed(t), static_cast<__int128>(w.denominator()) * t.denominator());
        else sum.add(allowed(t), t.denominator());
    }
    return sum;
}

/// Composites while they are made, each after its members.
class Making {
public:
    Making(const Inventory& inventory, const std::map<std::string, Service>& services, Promises& promises, Problems& problems)
        : inventory_(inventory), services_(services), promises_(promises), problems_(problems) {}

    void run() {
        for (const auto& [name, from] : inventory_.composites) claim(name, from);
        for (const auto& [name, from] : inventory_.composites) {
            if (claimed_.contains(name)) make(name, {});
        }
        for (auto& [name, slo] : promises_.slos) set_version(slo);
    }

private:
    /// A composite's name is an SLO's from the beginning, so that members find it in whatever order they stand.
    void claim(const std::string& name, const Defined<CompositeSpec>& from) {
        Slo slo;
        slo.name = slo.document = name;
        slo.indicator.kind = IndicatorKind::composite;
        const auto [at, fresh] = promises_.slos.emplace(name, std::move(slo));
        if (fresh) {
            claimed_.insert(name);
            return;
        }
        problems_.add(errors::duplicate, from.metadata.name.place,
                      fmt::format("`{}` is both an SLO and a Composite: the SLO stands at {}:{}", name, at->second.source.file, at->second.source.line),
                      "rename one of them");
    }

    /// The depth of the composite, made now if it was not yet. `path` leads to it.
    int make(const std::string& name, std::vector<std::string> path) {
        if (const auto done = depth_.find(name); done != depth_.end()) return done->second;
        const Defined<CompositeSpec>& from = inventory_.composites.at(name);
        path.push_back(name);
        int deepest = 0;
        for (const MemberRef& member : from.spec.members) deepest = std::max(deepest, member_depth(member.slo, path));
        const int depth = deepest + 1;
        if (depth > kDeepest) {
            problems_.add(errors::invalid, from.metadata.name.place, fmt::format("composite `{}` holds composites {} deep; {} are allowed", name, depth, kDeepest),
                          "name the innermost SLOs themselves");
        }
        fill(from, promises_.slos.at(name));
        depth_[name] = depth;
        return depth;
    }

    int member_depth(const Ref& member, const std::vector<std::string>& path) {
        const Slo* slo = find_slo(promises_, member, problems_);
        if (slo == nullptr) return 0;
        if (!claimed_.contains(member.name)) return slo->composite ? 1 : 0;
        const auto begins = std::find(path.begin(), path.end(), member.name);
        if (begins == path.end()) return make(member.name, path);
        std::string circle;
        for (auto at = begins; at != path.end(); ++at) circle += *at + " > ";
        problems_.add(errors::invalid, member.place, fmt::format("composites contain each other: {}{}", circle, member.name), "remove one of these members");
        return 0;
    }

    void fill(const Defined<CompositeSpec>& from, Slo& slo) {
        const CompositeSpec& spec = from.spec;
        slo.display_name = from.metadata.display_name;
        slo.description = spec.description;
        slo.labels = from.metadata.labels;
        slo.service = spec.service.name;
        slo.source = {from.metadata.name.place.file, from.metadata.name.place.line};
        slo.runbook = runbook_of(from.metadata, slo.service, services_, problems_);
        slo.objective = spec.target.value_or(slo.objective);
        if (spec.window) {
            slo.period = spec.window->period.value_or(Duration{});
            slo.calendar = spec.window->calendar;
        }
        slo.method = BudgetingMethod::ratio_timeslices;
        Composite composite{spec.rule, {}, spec.journey.name};
        for (const MemberRef& member : spec.members) composite.members.push_back({member.slo.name, member.weight});
        slo.composite = std::move(composite);
        need_service(inventory_, spec.service, problems_);
        check_journey(spec.journey);
        set_slices(spec, slo);
        const bool judged = spec.target && spec.window && spec.window->period;
        resolve_rules({from.metadata, spec.policies, judged, Watched::composite}, inventory_, slo, problems_);
        apply_annotations(from.metadata, slo, problems_);
    }

    void check_journey(const Ref& journey) {
        if (!journey) return;
        const auto slash = journey.name.find('/');
        const auto service = services_.find(journey.name.substr(0, slash));
        if (service == services_.end()) return need_service(inventory_, {journey.name.substr(0, slash), journey.place}, problems_);
        std::vector<std::string> known;
        for (const Journey& one : service->second.journeys) known.push_back(service->first + "/" + one.name);
        if (std::find(known.begin(), known.end(), journey.name) == known.end()) dangling(journey, "journey", known, problems_);
    }

    /// A slice of a composite holds whole slices of its members.
    void set_slices(const CompositeSpec& spec, Slo& slo) {
        const bool fine = slo.period <= Duration::days(100);
        std::int64_t length = (spec.slice ? *spec.slice : Duration::minutes(fine ? 1 : 5)).in_ms();
        for (const MemberRef& member : spec.members) {
            const auto found = promises_.slos.find(member.slo.name);
            if (found == promises_.slos.end() || !found->second.slicing) continue;
            const std::int64_t inner = found->second.slicing->length.in_ms();
            if (!spec.slice) length = std::lcm(length, inner);
            if (length > kLongestSlice) break;
            if (length % inner == 0) continue;
            problems_.add(errors::invalid, spec.slice_place,
                          fmt::format("slices of {} do not hold whole slices of member `{}`, which are {} long", text::duration(Duration::ms(length)),
                                      member.slo.name, text::duration(found->second.slicing->length)),
                          "write a multiple of them");
        }
        if (length > kLongestSlice) {
            problems_.add(errors::invalid, spec.place, fmt::format("the slices of the members of composite `{}` meet in none of a day or less", slo.name),
                          "give the members slices of one length");
            return;
        }
        slo.slicing = Slicing{Duration::ms(length), Ratio(), EmptySlice::gap};
        check_slicing(slo, spec.slice_place, problems_);
    }

    /// Members first: their versions are part of it.
    const std::string& set_version(Slo& slo) {
        if (!slo.composite || !slo.sli_version.empty()) return slo.sli_version;
        slo.sli_version = "-";  // a circle, which was told, ends here
        std::vector<CanonicalMember> members;
        for (const Member& member : slo.composite->members) {
            const auto found = promises_.slos.find(member.slo);
            if (found == promises_.slos.end()) continue;
            static_cast<void>(set_version(found->second));
            members.push_back({counts_version(found->second), found->second.objective, member.weight});
        }
        slo.sli_version = sli_version(slo.composite->rule, members);
        return slo.sli_version;
    }

    const Inventory& inventory_;
    const std::map<std::string, Service>& services_;
    Promises& promises_;
    Problems& problems_;
    std::set<std::string> claimed_;  // composites that are SLOs now
    std::map<std::string, int> depth_;
};

}  // namespace

std::optional<Ratio> composite_objective(CompositeRule rule, const std::vector<ObjectiveSpec>& members, const yaml::Place& place, Problems& problems) {
    for (const ObjectiveSpec& member : members) {
        if (!member.target) return std::nullopt;  // told where it stands
        if (small(*member.target) && small(member.weight)) continue;
        problems.add(errors::invalid, member.place, "a member of a composite has a target or a weight of more than 12 digits", "write fewer");
        return std::nullopt;
    }
    const ExactSum sum = sum_over(rule, members);
    if (!sum.fits()) {
        problems.add(errors::invalid, place, "the targets and weights of the members have no common objective of at most 18 digits", "write fewer digits");
        return std::nullopt;
    }
    // burn: 1 - 1/S; else 1 - S. Both are (greater - lesser) / greater of the sum's two numbers.
    const bool burn = rule == CompositeRule::burn;
    const std::int64_t whole = burn ? sum.numerator() : sum.denominator();
    const std::int64_t part = burn ? sum.denominator() : sum.numerator();
    if (part < whole) return *Ratio::of(whole - part, whole);
    problems.add(errors::invalid, place,
                 burn ? "the weights are so small that all members failing would not spend the budget within the window"
                      : "the members together may be bad all the time: what they allow adds up to 100 % or more",
                 burn ? "write greater weights" : "raise their targets, or write a Composite of plimsoll/v1 with a target of its own");
    return std::nullopt;
}

void resolve_composites(const Inventory& inventory, const std::map<std::string, Service>& services, Promises& promises, Problems& problems) {
    Making(inventory, services, promises, problems).run();
}

}  // namespace plimsoll::catalog
