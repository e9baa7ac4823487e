#include "domain/catalog/version.h"

#include <algorithm>
#include <numeric>
#include <vector>

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
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::string text() const { return text::hex(crypto::view(crypto::sha256(bytes_))).substr(0, 16); }

private:
    std::string bytes_;
};

std::string of_rule(const BurnRule& rule) {
    Fingerprint f;
    f.add(rule.name).add(rule.severity == Severity::page ? "page" : "ticket");
    f.add(rule.long_window.in_ms()).add(rule.short_window.in_ms());
    f.add(text::number(rule.factor)).add(rule.at_or_above ? "gte" : "gt");
    f.add(rule.entry_delay.in_ms()).add(rule.clear_delay.in_ms());
    return f.bytes();
}

}  // namespace

std::string sli_version(const CanonicalIndicator& indicator) {
    return Fingerprint().add("sli 1").add(indicator.total).add(indicator.good).add(indicator.bad).text();
}

std::string definition_version(const Slo& slo) {
    const std::int64_t common = std::max<std::int64_t>(1, std::gcd(slo.objective.numerator(), slo.objective.denominator()));
    Fingerprint f;
    f.add("slo 1").add(slo.objective.numerator() / common).add(slo.objective.denominator() / common);
    f.add(slo.period.in_ms()).add(slo.sli_version).add(slo.stale_after.in_ms());
    std::vector<std::string> rules;
    for (const BurnRule& rule : slo.rules) rules.push_back(of_rule(rule));
    std::sort(rules.begin(), rules.end());
    for (const std::string& rule : rules) f.add(rule);
    return f.text();
}

}  // namespace plimsoll::catalog
