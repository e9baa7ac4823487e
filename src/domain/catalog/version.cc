#include "domain/catalog/version.h"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <numeric>

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::catalog {

namespace {

/// Length-prefixed, so that no two lists of fields read as the same bytes.
class Fingerprint {
public:
    Fingerprint& add(std::string_view field) {
        bytes_ += std::to_string(field.size()) + ":" + std::string(field);
        return *this;
    }
    Fingerprint& add(std::int64_t number) { return add(std::to_string(number)); }
    Fingerprint& add(const Ratio& ratio) {
        const std::int64_t common = std::max<std::int64_t>(1, std::gcd(ratio.numerator(), ratio.denominator()));
        return add(ratio.numerator() / common).add(ratio.denominator() / common);
    }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::string text() const { return text::hex(crypto::view(crypto::sha256(bytes_))).substr(0, 16); }

private:
    std::string bytes_;
};

template <class E>
const char* word(E value) { return boost::describe::enum_to_string(value, ""); }

std::string of_rule(const BurnRule& rule) {
    Fingerprint f;
    f.add(rule.name).add(rule.severity == Severity::page ? "page" : "ticket");
    f.add(rule.long_window.in_ms()).add(rule.short_window.in_ms());
    f.add(text::number(rule.factor)).add(rule.at_or_above ? "gte" : "gt");
    f.add(rule.entry_delay.in_ms()).add(rule.clear_delay.in_ms());
    if (rule.guarded) f.add("guarded");
    return f.bytes();
}

/// What a kind says beside its queries. A check is a ratio under another name: it counts the same.
void add_kind(Fingerprint& f, const Indicator& indicator, const CanonicalIndicator& canonical) {
    switch (indicator.kind) {
        case IndicatorKind::ratio:
        case IndicatorKind::correctness: return;
        case IndicatorKind::latency:
            f.add("latency");
            if (!canonical.above.empty()) f.add(canonical.above).add(text::number(indicator.share));
            return;
        case IndicatorKind::threshold: f.add("threshold").add(word(indicator.comparison)).add(text::number(indicator.bound)); return;
        case IndicatorKind::raw_ratio: f.add("raw").add(indicator.raw_is_bad ? "bad" : "good"); return;
        case IndicatorKind::freshness: f.add("freshness").add(text::number(indicator.bound)); return;
        case IndicatorKind::alert:
        case IndicatorKind::composite: f.add(word(indicator.kind)); return;
    }
}

void add_slices(Fingerprint& f, const Slo& slo) {
    if (slo.method != BudgetingMethod::occurrences) f.add("method").add(word(slo.method));
    if (!slo.slicing) return;
    f.add("slices").add(slo.slicing->length.in_ms()).add(slo.slicing->target);
    if (slo.slicing->empty != EmptySlice::gap) f.add("empty").add(word(slo.slicing->empty));
}

/// Everything that a definition can say since 0.2; nothing where it says what was always so.
void add_since_then(Fingerprint& f, const Slo& slo) {
    add_slices(f, slo);
    if (slo.calendar) f.add("calendar").add(word(slo.calendar->unit)).add(slo.calendar->count).add(slo.calendar->start).add(slo.calendar->zone);
    if (slo.grouping) {
        f.add("groups").add(slo.grouping->limit).add(word(slo.grouping->roll_up));
        std::vector<std::string> by = slo.grouping->by;
        std::sort(by.begin(), by.end());
        for (const std::string& label : by) f.add(label);
    }
    for (const auto& [label, value] : slo.group) f.add("group").add(label).add(value);
    if (slo.low_traffic.least_events > 0) f.add("least").add(slo.low_traffic.least_events);
    if (slo.low_traffic.interval) f.add("interval");
    if (slo.coverage_floor != Slo().coverage_floor) f.add("coverage").add(text::number(slo.coverage_floor));
}

}  // namespace

std::string sli_version(const Indicator& indicator, const CanonicalIndicator& canonical) {
    Fingerprint f;
    f.add("sli 1").add(canonical.total).add(canonical.good).add(canonical.bad);
    add_kind(f, indicator, canonical);
    if (!indicator.data_source.empty()) f.add("data source").add(indicator.data_source);
    if (indicator.verbatim) f.add("verbatim");
    return f.text();
}

std::string sli_version(CompositeRule rule, const std::vector<CanonicalMember>& members) {
    const bool weighted = rule == CompositeRule::burn || rule == CompositeRule::weighted || rule == CompositeRule::shortfall;
    std::vector<std::string> each;
    for (const CanonicalMember& member : members) {
        Fingerprint f;
        f.add(member.counts);
        if (weighted) f.add(text::number(member.weight));
        if (rule == CompositeRule::burn) f.add(member.objective);
        each.push_back(f.bytes());
    }
    std::sort(each.begin(), each.end());
    Fingerprint f;
    f.add("composite 1").add(word(rule));
    for (const std::string& member : each) f.add(member);
    return f.text();
}

std::string counts_version(const Slo& slo) {
    Fingerprint f;
    f.add(slo.sli_version);
    add_slices(f, slo);
    return f.text();
}

std::string definition_version(const Slo& slo) {
    Fingerprint f;
    f.add("slo 1").add(slo.objective);
    f.add(slo.period.in_ms()).add(slo.sli_version).add(slo.stale_after.in_ms());
    std::vector<std::string> rules;
    for (const BurnRule& rule : slo.rules) rules.push_back(of_rule(rule));
    std::sort(rules.begin(), rules.end());
    for (const std::string& rule : rules) f.add(rule);
    add_since_then(f, slo);
    return f.text();
}

}  // namespace plimsoll::catalog
