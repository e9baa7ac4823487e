// judge.h: what the counts say of each burn rule, exactly, and whether anything changed for 10,000 SLOs in a slot.
//
// Rule       burn = error ratio / (1 - objective), over min(window, age); a rule is above when the burn over its long
//            window and over its short one exceed the factor. Source: SRE Workbook ch. 5, alerting on SLOs.
// Missing    of n slots m were measured, with V valid and B bad events. At the mean traffic V/m the missing slots held
//            (n-m) V/m events. If all were good the error ratio is low = B m / (V n); if all were bad it is
//            high = (B m + (n-m) V) / (V n). Above if low exceeds the threshold; below if high does not; otherwise
//            unknown. With nothing missing low = high, so a fully measured window is never unknown.
// No events  nothing measured, or no events with slots missing: unknown. No events and every slot measured: no event
//            was bad, and that is known, so the window is below: it never fires, and what fired may resolve.
// Traffic    fewer valid events in the long window than LowTraffic::least_events: unknown, unless none of them was bad and
//            nothing is missing.
// Chance     a rule that is guarded, or whose SLO asks for the interval, is above only if the lower end of Wilson's 95 %
//            interval exceeds the threshold too, over both windows, and at least five events were bad in each (fewer and
//            the normal distribution behind the interval says nothing; one failed request never pages). A burn above the
//            threshold that could be chance is unknown: it fires nothing. What fires already is not frozen by it: the
//            likeliest value is still above.
// Time       verdicts speak of sample time (as_of), never of the wall clock.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/slo/events.h"
#include "domain/slo/exact.h"
#include "domain/slo/windows.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// Judgements older than this against the wall clock are history: a back-filling Prometheus must not page for what is
/// over, nor resolve and fire again on its way to the present.
inline constexpr Duration kHistoryAfter = Duration::minutes(15);

BOOST_DEFINE_ENUM_CLASS(Verdict, below, above, unknown)

/// Why a verdict is unknown.
BOOST_DEFINE_ENUM_CLASS(Doubt, none, chance, missing_data, too_little_traffic)

struct Opinion {
    Verdict verdict = Verdict::unknown;
    Doubt doubt = Doubt::none;  ///< none just if the verdict is known
    /// Whether what fires goes on firing.
    [[nodiscard]] bool stands() const { return verdict == Verdict::above || doubt == Doubt::chance; }
    friend bool operator==(const Opinion&, const Opinion&) = default;
};

/// How much a rule must see before it believes a burn. Counts are in the SLO's unit, `per_one` of them make one event.
struct Guard {
    bool interval = false;
    std::int64_t least = 0;  ///< valid counts in the long window
    std::int64_t per_one = 1;
};
inline constexpr std::int64_t kLeastBad = 5;  ///< events, where the interval is asked for
[[nodiscard]] Guard guard_of(const catalog::Slo& slo, const catalog::BurnRule& rule);

[[nodiscard]] Verdict verdict_of(const Known& window, const Threshold& threshold);
/// The same of a rule that must be sure. The short window is asked for no least traffic.
enum class Span { long_window, short_window };
[[nodiscard]] Opinion opinion_of(const Known& window, const Threshold& threshold, const Guard& guard, Span span);
/// Above if both are, below if either is, unknown otherwise; too little traffic in the long window outweighs all.
[[nodiscard]] Opinion both(Opinion over_long, Opinion over_short);
/// "too little traffic", "data is missing", "it could be chance"; empty of none.
[[nodiscard]] std::string words_of(Doubt doubt);

/// One rule of one SLO at one instant.
struct JudgedRule {
    catalog::BurnRule rule;
    std::string condition;  ///< see condition_of
    Opinion opinion;
    std::vector<BurnEvidence> evidence;  ///< long window, then short
};

/// One SLO at one instant.
struct Judgement {
    Timestamp as_of;
    std::optional<double> budget_remaining;  ///< share of the period's budget; empty without events
    std::optional<BurnEvidence> period;      ///< the counts it stands on
    std::vector<JudgedRule> rules;
};

/// The judgement of a fed SLO. Requires: !never_fed(live).
[[nodiscard]] Judgement judge(const catalog::Slo& slo, const ledger::LiveWindows& live);

/// Why nothing can be said of a fed SLO: too little of its period was measured, or too little traffic or data for any of
/// its rules. Empty when something can. A budget that is spent even with all that is missing counted good is spent for sure.
[[nodiscard]] std::string cannot_tell(const catalog::Slo& slo, const ledger::LiveWindows& live);

/// What a rule asks, in words that change exactly when its answer could: "burn over 1h and 5m > 14.4 x (1 - 999/1000),
/// indicator ab12", and where it must be sure ", beyond chance" and ", of at least 100 events". Severity, channels and
/// delays are not part of it.
[[nodiscard]] std::string condition_of(const catalog::Slo& slo, const catalog::BurnRule& rule);

/// Where a rule's alert stands, as far as the quick test must know.
enum class Phase : std::uint8_t {
    idle,    ///< nothing open, nothing pending
    firing,
    frozen,
    timed,   ///< pending or clearing: time alone may change it
};

/// The rules of every SLO, compiled into flat arrays for the test at each slot.
/// Threads: one thread at a time. Lifetime: keeps the catalogue it was made from.
class Judge {
public:
    Judge() = default;
    explicit Judge(std::shared_ptr<const catalog::Catalog> catalog);

    [[nodiscard]] std::size_t size() const { return slos_.size(); }
    [[nodiscard]] const catalog::Slo& slo(std::size_t index) const { return *slos_[index].slo; }
    [[nodiscard]] std::optional<std::size_t> index_of(const std::string& name) const;
    [[nodiscard]] const std::shared_ptr<const catalog::Catalog>& catalog() const { return catalog_; }

    /// Tells the quick test where a rule stands; every rule starts idle.
    void set_phase(std::size_t index, std::size_t rule, Phase phase);
    [[nodiscard]] Phase phase(std::size_t index, std::size_t rule) const;

    /// Learns where the ledger keeps the windows of the rules, for at_ease(). Once after the catalogue's SLIs are bound.
    void find_columns(const ledger::Ledger& ledger);
    /// True when quiet() would surely be so of an SLO whose rules are all idle and whose counts are the ledger's own events:
    /// of each rule one window is below its threshold even if nothing is missing. The short windows come first: when all is
    /// well one column of counts settles a rule. False says nothing.
    [[nodiscard]] bool at_ease(std::size_t index, const ledger::Glance& glance) const;

    /// True when `decide` would have nothing to say of this SLO. Doubles with a margin; exact near the threshold.
    /// No allocation. `live` must list windows_of(slo(index)).
    [[nodiscard]] bool quiet(std::size_t index, const ledger::LiveWindows& live, Timestamp now) const;

private:
    static constexpr std::uint16_t kNoColumn = UINT16_MAX;
    struct Rule {
        double error_ratio = 0;      ///< threshold, rounded
        std::uint16_t long_at = 0;   ///< into LiveWindows::windows
        std::uint16_t short_at = 0;  ///< the same as long_at for one-window rules
        Phase phase = Phase::idle;
        bool has_entry_delay = false;
        std::uint16_t long_column = kNoColumn;   ///< of a Glance
        std::uint16_t short_column = kNoColumn;
    };
    struct Entry {
        const catalog::Slo* slo = nullptr;
        std::uint32_t first_rule = 0;
        std::uint32_t rules = 0;
        std::uint32_t windows = 0;
    };
    void add(const catalog::Slo& slo);
    [[nodiscard]] bool quiet_rule(std::uint32_t rule, const ledger::LiveWindows& live, bool history) const;
    [[nodiscard]] Opinion exact(std::uint32_t rule, const ledger::LiveWindows& live) const;

    std::shared_ptr<const catalog::Catalog> catalog_;
    std::vector<Entry> slos_;
    std::vector<Rule> rules_;
    std::vector<Threshold> thresholds_;  ///< in the order of rules_
    std::vector<Guard> guards_;          ///< likewise
    std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace plimsoll::slo
