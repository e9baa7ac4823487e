#include "ingest/binding.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/invariant.h"
#include "ingest/series_text.h"

namespace plimsoll::ingest {
namespace {

using ledger::Contribution;
using ledger::SliId;
using promql::CompiledSelector;
using promql::Matcher;
using promql::Selector;

constexpr std::size_t kMostTerms = 127;  // effects are kept in a signed byte

/// What one match does to one indicator.
struct Effect {
    std::uint32_t position = 0;  ///< of the indicator
    int valid = 0;
    int bad = 0;
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

struct BindingSet::Index {
    std::vector<Entry> entries;
    std::unordered_map<std::string, Group> by_name;
    Group nameless;
};

struct BindingSet::Builder {
    std::shared_ptr<Index> index = std::make_shared<Index>();
    std::map<std::string, std::uint32_t> by_text;

    Result<> add(const promql::Query& query, std::uint32_t position, int valid, int bad) {
        for (const promql::Term& term : query.terms) {
            TRY_ASSIGN(const std::uint32_t entry, entry_of(term.selector));
            index->entries[entry].effects.push_back({position, valid * term.sign, bad * term.sign});
        }
        return {};
    }

    Result<std::uint32_t> entry_of(const Selector& selector) {
        const std::string text = selector.text();
        if (const auto found = by_text.find(text); found != by_text.end()) return found->second;
        TRY_ASSIGN(CompiledSelector compiled, CompiledSelector::compile(selector));
        const auto number = static_cast<std::uint32_t>(index->entries.size());
        Group& group = compiled.exact_name() ? index->by_name[*compiled.exact_name()] : index->nameless;
        group.all.push_back(number);
        index->entries.push_back({selector, std::move(compiled), {}});
        by_text.emplace(text, number);
        return number;
    }

    /// Of the labels whose value a selector asks for, the one with most values over the group tells selectors apart
    /// best.
    void arrange(Group& group) {
        std::map<std::string, std::set<std::string>> values;
        for (const std::uint32_t entry : group.all) {
            for (const Matcher& m : index->entries[entry].selector.matchers) {
                if (asks_for_value(m)) values[m.label].insert(m.value);
            }
        }
        for (const std::uint32_t entry : group.all) {
            const Matcher* best = nullptr;
            for (const Matcher& m : index->entries[entry].selector.matchers) {
                if (!asks_for_value(m)) continue;
                if (best == nullptr || values[m.label].size() > values[best->label].size()) best = &m;
            }
            auto& list = best == nullptr ? group.rest : group.by_pair[pair_key(best->label, best->value)];
            list.push_back(entry);
        }
        group.all.clear();
    }

    Result<> add(const IndicatorQueries& indicator, std::uint32_t position) {
        if (indicator.good.has_value() == indicator.bad.has_value()) {
            return fail(plimsoll::errors::invalid, "an SLI has a total and exactly one of good and bad");
        }
        const promql::Query& part = indicator.good ? *indicator.good : *indicator.bad;
        if (indicator.total.terms.size() + part.terms.size() > kMostTerms) {
            return fail(plimsoll::errors::invalid, "an SLI has at most " + std::to_string(kMostTerms) + " terms");
        }
        TRY(add(indicator.total, position, 1, indicator.good ? 1 : 0));
        return add(part, position, 0, indicator.good ? -1 : 1);
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
    }
    for (auto& [name, group] : builder.index->by_name) builder.arrange(group);
    builder.arrange(builder.index->nameless);
    return std::shared_ptr<const BindingSet>(new BindingSet(builder.index, std::move(slis)));
}

std::shared_ptr<const BindingSet> BindingSet::numbered(std::span<const SliId> ids) const {
    INVARIANT(ids.size() == slis_.size(), "one id for each indicator");
    return std::shared_ptr<const BindingSet>(new BindingSet(index_, {ids.begin(), ids.end()}));
}

std::vector<Contribution> BindingSet::contributions(const Labels& labels, std::span<const SliId> ids) const {
    std::map<std::uint32_t, Effect> sums;
    const auto consider = [&](std::uint32_t number) {
        const Entry& entry = index_->entries[number];
        if (!entry.compiled.matches(labels)) return;
        for (const Effect& effect : entry.effects) {
            Effect& sum = sums[effect.position];
            sum.valid += effect.valid;
            sum.bad += effect.bad;
        }
    };
    const auto named = index_->by_name.find(std::string(value_of(labels, "__name__")));
    if (named != index_->by_name.end()) named->second.visit(labels, consider);
    index_->nameless.visit(labels, consider);
    std::vector<Contribution> out;
    for (const auto& [position, sum] : sums) {
        if (sum.valid == 0 && sum.bad == 0) continue;
        out.push_back({ids[position], static_cast<std::int8_t>(sum.valid), static_cast<std::int8_t>(sum.bad)});
    }
    return out;
}

std::vector<Contribution> BindingSet::contributions(const Labels& labels) const {
    return contributions(labels, slis_);
}

std::vector<Contribution> BindingSet::contributions_of(const std::string& canonical, std::span<const SliId> ids) const {
    INVARIANT(ids.size() == slis_.size(), "one id for each indicator");
    auto series = SeriesText::read(canonical);
    // The text comes from a disk: what cannot be read feeds nothing.
    if (!series || series->length() != canonical.size() || canonicalise(series->labels())) return {};
    return contributions(series->labels(), ids);
}

}  // namespace plimsoll::ingest
