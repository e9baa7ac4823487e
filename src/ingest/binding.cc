#include "ingest/binding.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/invariant.h"
#include "promql/bucket.h"

namespace plimsoll::ingest {
namespace {

using ledger::Contribution;
using ledger::SliId;
using promql::CompiledSelector;
using promql::Matcher;
using promql::Selector;
using Role = HistogramPart::Role;

constexpr std::size_t kMostTerms = 127;  // effects are kept in a signed byte
constexpr std::uint32_t kNoReading = UINT32_MAX;

/// What one match does to one indicator.
struct Effect {
    std::uint32_t position = 0;  ///< of the indicator
    int valid = 0;
    int bad = 0;
    std::uint32_t reading = kNoReading;  ///< of a gauge: valid and bad follow from it
    std::optional<Role> role;            ///< of a histogram
    std::optional<double> le;            ///< the bucket that is meant; a match with another one does nothing
};

struct Entry {
    Selector selector;
    CompiledSelector compiled;
    std::vector<Effect> effects;
};

std::string pair_key(std::string_view label, std::string_view value) {
    std::string key;
    key.reserve(label.size() + value.size() + 1);
    key += label;
    key += '\0';
    return key += value;
}

/// Selectors of one metric name, found by one label value that they ask for.
struct Group {
    std::vector<std::uint32_t> all;  // while building
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_pair;
    std::vector<std::uint32_t> rest;

    void visit(const Labels& labels, const std::function<void(std::uint32_t)>& candidate) const {
        for (const std::uint32_t entry : rest) candidate(entry);
        if (by_pair.empty()) return;
        for (const promql::Label& label : labels) {
            const auto found = by_pair.find(pair_key(label.name, label.value));
            if (found == by_pair.end()) continue;
            for (const std::uint32_t entry : found->second) candidate(entry);
        }
    }
};

bool asks_for_value(const Matcher& matcher) {
    return matcher.op == Matcher::Op::equal && !matcher.value.empty() && matcher.label != "__name__";
}

}  // namespace

/// What is compiled: it does not depend on groups.
struct BindingSet::Selectors {
    std::vector<Entry> entries;
    std::unordered_map<std::string, Group> by_name;
    Group nameless;
    std::vector<GaugeReading> readings;
    std::unordered_map<std::uint32_t, BoundBucket> buckets;
    std::size_t indicators = 0;  ///< without groups
};

struct BindingSet::Index {
    struct RollUp {
        std::vector<std::string> by;
        std::size_t most = 0;
        std::unordered_map<std::string, std::uint32_t> groups;  ///< by key_of its values
    };
    std::shared_ptr<const Selectors> selectors;
    std::unordered_map<std::uint32_t, RollUp> roll_ups;

    [[nodiscard]] const RollUp* roll_up(std::uint32_t position) const {
        const auto found = roll_ups.find(position);
        return found == roll_ups.end() ? nullptr : &found->second;
    }
};

struct BindingSet::Builder {
    std::shared_ptr<Selectors> selectors = std::make_shared<Selectors>();
    std::shared_ptr<Index> index = std::make_shared<Index>();
    std::map<std::string, std::uint32_t> by_text;

    /// `effect` is that of one event of a term that is added.
    Result<> add(const promql::Query& query, Effect effect) {
        for (const promql::Term& term : query.terms) {
            Effect one = effect;
            one.valid *= term.sign;
            one.bad *= term.sign;
            Selector selector = term.selector;
            if (effect.role) one.le = promql::take_bound(selector);  // compared as a number
            if (!one.le && effect.role != Role::total) one.role.reset();
            TRY_ASSIGN(const std::uint32_t entry, entry_of(selector));
            selectors->entries[entry].effects.push_back(one);
        }
        return {};
    }

    Result<std::uint32_t> entry_of(const Selector& selector) {
        const std::string text = selector.text();
        if (const auto found = by_text.find(text); found != by_text.end()) return found->second;
        TRY_ASSIGN(CompiledSelector compiled, CompiledSelector::compile(selector));
        const auto number = static_cast<std::uint32_t>(selectors->entries.size());
        Group& group = compiled.exact_name() ? selectors->by_name[*compiled.exact_name()] : selectors->nameless;
        group.all.push_back(number);
        selectors->entries.push_back({selector, std::move(compiled), {}});
        by_text.emplace(text, number);
        return number;
    }

    /// Of the labels whose value a selector asks for, the one with most values over the group tells selectors apart
    /// best.
    void arrange(Group& group) {
        std::map<std::string, std::set<std::string>> values;
        for (const std::uint32_t entry : group.all) {
            for (const Matcher& m : selectors->entries[entry].selector.matchers) {
                if (asks_for_value(m)) values[m.label].insert(m.value);
            }
        }
        for (const std::uint32_t entry : group.all) {
            const Matcher* best = nullptr;
            for (const Matcher& m : selectors->entries[entry].selector.matchers) {
                if (!asks_for_value(m)) continue;
                if (best == nullptr || values[m.label].size() > values[best->label].size()) best = &m;
            }
            auto& list = best == nullptr ? group.rest : group.by_pair[pair_key(best->label, best->value)];
            list.push_back(entry);
        }
        group.all.clear();
    }

    Result<> add(const IndicatorQueries& indicator, std::uint32_t position) {
        if (indicator.roll_up) return add_group(indicator, position);
        if (!indicator.by.empty()) index->roll_ups[position] = {indicator.by, indicator.most_groups, {}};
        if (indicator.gauge) return add_gauge(indicator, position);
        if (indicator.good.has_value() == indicator.bad.has_value()) {
            return fail(plimsoll::errors::invalid, "an SLI has a total and exactly one of good and bad");
        }
        const promql::Query& part = indicator.good ? *indicator.good : *indicator.bad;
        if (indicator.total.terms.size() + part.terms.size() > kMostTerms) {
            return fail(plimsoll::errors::invalid, "an SLI has at most " + std::to_string(kMostTerms) + " terms");
        }
        if (indicator.bucket) return add_histogram(indicator, position);
        TRY(add(indicator.total, {.position = position, .valid = 1, .bad = indicator.good ? 1 : 0}));
        return add(part, {.position = position, .bad = indicator.good ? -1 : 1});
    }

    Result<> add_group(const IndicatorQueries& indicator, std::uint32_t position) {
        const auto roll_up = index->roll_ups.find(static_cast<std::uint32_t>(*indicator.roll_up));
        if (roll_up == index->roll_ups.end() || indicator.group.size() != roll_up->second.by.size()) {
            return fail(plimsoll::errors::invalid, "a group comes after its roll-up and has a value for each of its labels");
        }
        roll_up->second.groups.emplace(key_of(indicator.group), position);
        return {};
    }

    Result<> add_gauge(const IndicatorQueries& indicator, std::uint32_t position) {
        TRY(add(indicator.total, {.position = position, .reading = reading_of(*indicator.gauge)}));
        if (!indicator.bad) return {};
        return add(*indicator.bad, {.position = position, .reading = reading_of({GaugeReading::Kind::firing, 0})});
    }

    /// Equal readings of one series are one series to the ledger.
    std::uint32_t reading_of(const GaugeReading& reading) {
        auto& all = selectors->readings;
        const auto found = std::find(all.begin(), all.end(), reading);
        if (found != all.end()) return static_cast<std::uint32_t>(found - all.begin());
        all.push_back(reading);
        return static_cast<std::uint32_t>(all.size() - 1);
    }

    Result<> add_histogram(const IndicatorQueries& indicator, std::uint32_t position) {
        const BoundBucket& bucket = *indicator.bucket;
        if (!indicator.good || bucket.interpolated != indicator.above.has_value() || bucket.percent < 0 || bucket.percent > 100) {
            return fail(plimsoll::errors::invalid, "a bound stands at a bucket, or at a hundredth between two");
        }
        selectors->buckets[position] = bucket;
        const int whole = bucket.interpolated ? 100 : 1;
        const int upper = bucket.interpolated ? bucket.percent : 0;
        TRY(add(indicator.total, {.position = position, .valid = whole, .bad = whole, .role = Role::total}));
        TRY(add(*indicator.good, {.position = position, .bad = upper - whole, .role = Role::good}));
        if (!indicator.above) return {};
        return add(*indicator.above, {.position = position, .bad = -upper, .role = Role::above});
    }

    static std::string key_of(const std::vector<std::string>& values) {
        std::string key;
        for (const std::string& value : values) (key += value) += '\0';
        return key;
    }
};

BindingSet::BindingSet(std::shared_ptr<const Index> index, std::vector<SliId> slis)
    : index_(std::move(index)), slis_(std::move(slis)) {}

Result<std::shared_ptr<const BindingSet>> BindingSet::build(const std::vector<IndicatorQueries>& indicators) {
    Builder builder;
    std::vector<SliId> slis;
    for (const IndicatorQueries& indicator : indicators) {
        TRY(builder.add(indicator, static_cast<std::uint32_t>(slis.size())));
        slis.push_back(indicator.sli);
        if (!indicator.roll_up) builder.selectors->indicators = slis.size();
    }
    for (auto& [name, group] : builder.selectors->by_name) builder.arrange(group);
    builder.arrange(builder.selectors->nameless);
    builder.index->selectors = builder.selectors;
    return std::shared_ptr<const BindingSet>(new BindingSet(builder.index, std::move(slis)));
}

Result<std::shared_ptr<const BindingSet>> BindingSet::regrouped(std::span<const IndicatorQueries> groups) const {
    Builder builder;
    *builder.index = *index_;
    for (auto& [position, roll_up] : builder.index->roll_ups) roll_up.groups.clear();
    std::vector<SliId> slis(slis_.begin(), slis_.begin() + static_cast<std::ptrdiff_t>(index_->selectors->indicators));
    for (const IndicatorQueries& group : groups) {
        if (!group.roll_up) return fail(plimsoll::errors::invalid, "only groups can be exchanged alone");
        TRY(builder.add(group, static_cast<std::uint32_t>(slis.size())));
        slis.push_back(group.sli);
    }
    return std::shared_ptr<const BindingSet>(new BindingSet(builder.index, std::move(slis)));
}

std::shared_ptr<const BindingSet> BindingSet::numbered(std::span<const SliId> ids) const {
    INVARIANT(ids.size() == slis_.size(), "one id for each indicator");
    return std::shared_ptr<const BindingSet>(new BindingSet(index_, {ids.begin(), ids.end()}));
}

/// What one series does, gathered from all selectors that match it.
class BindingSet::Gathering {
public:
    Gathering(const Index& index, const Labels& labels, std::span<const SliId> ids) : selectors_(*index.selectors), index_(index), labels_(labels), ids_(ids) {}

    Feeds run() {
        const auto consider = [this](std::uint32_t entry) { look(selectors_.entries[entry]); };
        const auto named = selectors_.by_name.find(std::string(value_of(labels_, "__name__")));
        if (named != selectors_.by_name.end()) named->second.visit(labels_, consider);
        selectors_.nameless.visit(labels_, consider);
        for (const auto& [position, sum] : sums_) {
            if (sum.valid == 0 && sum.bad == 0) continue;
            feed(out_.counters, position, {0, sum.valid, static_cast<std::int8_t>(sum.bad)});
        }
        for (const auto& [reading, positions] : gauges_) {
            GaugeFeed gauge{selectors_.readings[reading], {}};
            for (const std::uint32_t position : positions) feed(gauge.feeds, position, gauge.reading.contribution(0));
            out_.gauges.push_back(std::move(gauge));
        }
        return std::move(out_);
    }

private:
    void look(const Entry& entry) {
        if (!entry.compiled.matches(labels_)) return;
        for (const Effect& effect : entry.effects) {
            if (effect.reading != kNoReading) {
                gauges_[effect.reading].insert(effect.position);
                continue;
            }
            if (effect.role && !bucket(effect)) continue;
            Effect& sum = sums_[effect.position];
            sum.valid += effect.valid;
            sum.bad += effect.bad;
        }
    }

    /// Whether the series is the part of the histogram that the effect is about.
    bool bucket(const Effect& effect) {
        const auto le = promql::bucket_bound(value_of(labels_, "le"));
        const bool meant = !effect.le || le == effect.le;
        if (!meant && (effect.role == Role::total || !le)) return false;
        out_.parts.push_back({effect.position, meant ? *effect.role : Role::other, le.value_or(0)});
        return meant;
    }

    void feed(std::vector<Feed>& into, std::uint32_t position, Contribution contribution) {
        contribution.sli = ids_[position];
        into.push_back({position, position, contribution});
        const Index::RollUp* roll_up = index_.roll_up(position);
        if (roll_up == nullptr) return;
        GroupValues values{position, {}};
        for (const std::string& label : roll_up->by) values.values.emplace_back(value_of(labels_, label));
        if (std::any_of(values.values.begin(), values.values.end(), [](const std::string& v) { return v.empty(); })) return;
        const auto found = roll_up->groups.find(Builder::key_of(values.values));
        if (found == roll_up->groups.end()) {
            out_.new_groups.push_back(std::move(values));
            return;
        }
        contribution.sli = ids_[found->second];
        into.push_back({found->second, position, contribution});
    }

    const Selectors& selectors_;
    const Index& index_;
    const Labels& labels_;
    std::span<const SliId> ids_;
    std::map<std::uint32_t, Effect> sums_;
    std::map<std::uint32_t, std::set<std::uint32_t>> gauges_;  // by reading: the indicators
    Feeds out_;
};

Feeds BindingSet::feeds(const Labels& labels, std::span<const SliId> ids) const {
    INVARIANT(ids.size() == slis_.size(), "one id for each indicator");
    return Gathering(*index_, labels, ids).run();
}

std::vector<Contribution> BindingSet::contributions(const Labels& labels) const {
    return contributions_of(feeds(labels).counters);
}

std::size_t BindingSet::groups(std::uint32_t roll_up) const {
    const Index::RollUp* found = index_->roll_up(roll_up);
    return found == nullptr ? 0 : found->groups.size();
}

std::size_t BindingSet::most_groups(std::uint32_t roll_up) const {
    const Index::RollUp* found = index_->roll_up(roll_up);
    return found == nullptr ? 0 : found->most;
}

const BoundBucket* BindingSet::bucket(std::uint32_t indicator) const {
    const auto found = index_->selectors->buckets.find(indicator);
    return found == index_->selectors->buckets.end() ? nullptr : &found->second;
}

bool BindingSet::has_histograms() const { return !index_->selectors->buckets.empty(); }

std::vector<Contribution> contributions_of(const std::vector<Feed>& feeds) {
    std::vector<Contribution> out;
    out.reserve(feeds.size());
    for (const Feed& feed : feeds) out.push_back(feed.contribution);
    return out;
}

}  // namespace plimsoll::ingest
