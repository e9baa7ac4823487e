// resolver.h: what to do with a series that a decoder has not met: bound, unbound or refused.
//
// Generation counts changes of the binding; a decoder forgets its verdicts when it moves. A binding changes in three
//            steps: misses are answered `rebinding` (the sender retries), the ledger binds, the set is exchanged. So no
//            series is ever interned with the effects of an older binding after the ledger took the newer one.
// Threads    every method from any thread. The lock is held for Ledger::intern, never while selectors are matched or
//            the ledger binds.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/binding.h"
#include "ingest/refusal.h"
#include "ingest/series_labels.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest {

/// What becomes of a series' samples, in four bytes: the ledger's id, or unbound, or refused with its reason.
class Verdict {
public:
    static constexpr Verdict bound(ledger::SeriesId id) { return Verdict(id); }
    static constexpr Verdict unbound() { return Verdict(kUnbound); }
    static constexpr Verdict refused(Reason reason) { return Verdict(kRefused + static_cast<std::uint32_t>(reason)); }

    [[nodiscard]] constexpr bool is_bound() const { return raw_ < kRefused; }
    [[nodiscard]] constexpr bool is_unbound() const { return raw_ == kUnbound; }
    [[nodiscard]] constexpr bool is_refused() const { return raw_ >= kRefused && raw_ != kUnbound; }
    [[nodiscard]] constexpr ledger::SeriesId id() const { return raw_; }
    [[nodiscard]] constexpr Reason reason() const { return static_cast<Reason>(raw_ - kRefused); }

private:
    static constexpr std::uint32_t kRefused = 0xFFFFFF00;
    static constexpr std::uint32_t kUnbound = 0xFFFFFFFF;
    constexpr explicit Verdict(std::uint32_t raw) : raw_(raw) {}
    std::uint32_t raw_;
};

class Resolver {
public:
    explicit Resolver(ledger::Ledger& ledger, LabelLimits limits = {});

    /// Takes a new binding. `bind` makes the ledger take it (Ledger::bind) and gives the ids in the order of the set's
    /// indicators. When `bind` fails, the binding stays as it was. One call at a time; the second waits.
    Result<std::vector<ledger::SliId>> rebind(const std::shared_ptr<const BindingSet>& set,
                                              const std::function<Result<std::vector<ledger::SliId>>()>& bind);
    [[nodiscard]] std::shared_ptr<const BindingSet> binding() const;

    /// Moves with every binding, and when the ledger has forgotten series that decoders still know.
    [[nodiscard]] std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }
    void forget() { generation_.fetch_add(1, std::memory_order_acq_rel); }

    /// `label_bytes`: fields 1 of a TimeSeries. Throws protozero::exception on invalid protobuf.
    /// Errors: rebinding; malformed; what Ledger::intern says, other than too_many_series, which is a verdict.
    Result<Verdict> resolve(std::string_view label_bytes);

    /// The canonical labels of a bound series, for messages; "series 7" when they are no longer known.
    [[nodiscard]] std::string labels_of(ledger::SeriesId id) const;

private:
    Result<Verdict> intern(const Labels& labels, std::vector<ledger::Contribution> effects,
                           const std::shared_ptr<const BindingSet>& used);

    ledger::Ledger& ledger_;
    const LabelLimits limits_;
    std::atomic<std::uint64_t> generation_{1};
    std::mutex one_rebind_;

    mutable std::mutex mutex_;  // guards what follows
    bool rebinding_ = false;
    std::shared_ptr<const BindingSet> set_;
    std::unordered_map<ledger::SeriesId, std::string> labels_;  // at most kMostRemembered
};

}  // namespace plimsoll::ingest
