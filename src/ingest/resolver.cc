#include "ingest/resolver.h"

#include "base/invariant.h"

namespace plimsoll::ingest {
namespace {

/// Labels are remembered for messages only; beyond this many they start afresh.
constexpr std::size_t kMostRemembered = 1'000'000;

}  // namespace

Resolver::Resolver(ledger::Ledger& ledger, LabelLimits limits) : ledger_(ledger), limits_(limits) {
    auto nothing = BindingSet::build({});
    INVARIANT(nothing.has_value(), "no indicators always build");
    set_ = *nothing;
}

Result<std::vector<ledger::SliId>> Resolver::rebind(const std::shared_ptr<const BindingSet>& set,
                                                    const std::function<Result<std::vector<ledger::SliId>>()>& bind) {
    const std::lock_guard alone(one_rebind_);
    {
        const std::lock_guard lock(mutex_);
        rebinding_ = true;
    }
    auto ids = bind();
    const std::lock_guard lock(mutex_);
    rebinding_ = false;
    if (!ids) return ids;
    set_ = set->numbered(*ids);
    labels_.clear();
    forget();
    return ids;
}

std::shared_ptr<const BindingSet> Resolver::binding() const {
    const std::lock_guard lock(mutex_);
    return set_;
}

Result<Verdict> Resolver::resolve(std::string_view label_bytes) {
    TRY_ASSIGN(Labels labels, labels_of_protobuf(label_bytes));
    if (const auto fault = canonicalise(labels)) return Verdict::refused(*fault);
    while (true) {
        const auto set = binding();
        auto effects = set->contributions(labels);
        if (effects.empty()) return Verdict::unbound();
        if (const auto fault = over_limit(labels, limits_)) return Verdict::refused(*fault);
        auto verdict = intern(labels, std::move(effects), set);
        if (verdict || !verdict.error().is(plimsoll::errors::conflict)) return verdict;
    }
}

Result<Verdict> Resolver::intern(const Labels& labels, std::vector<ledger::Contribution> effects,
                                 const std::shared_ptr<const BindingSet>& used) {
    const std::lock_guard lock(mutex_);
    if (rebinding_) return fail(errors::rebinding);
    if (used != set_) return fail(plimsoll::errors::conflict, "the binding changed meanwhile");
    std::string text = canonical_text(labels);
    const auto id = ledger_.intern({text, target_of(labels)}, std::move(effects));
    if (!id && id.error().is(ledger::errors::too_many_series)) return Verdict::refused(Reason::too_many_series);
    if (!id) return id.error();
    if (labels_.size() >= kMostRemembered) labels_.clear();
    labels_.insert_or_assign(*id, std::move(text));
    return Verdict::bound(*id);
}

std::string Resolver::labels_of(ledger::SeriesId id) const {
    const std::lock_guard lock(mutex_);
    const auto found = labels_.find(id);
    return found == labels_.end() ? "series " + std::to_string(id) : found->second;
}

}  // namespace plimsoll::ingest
