#include "domain/backtest/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/catalog/presets.h"
#include "domain/slo/definition.h"
#include "ledger/slot.h"

namespace plimsoll::backtest {

namespace {

constexpr Duration kShortestRule = Duration::minutes(1);  // as in the catalogue
constexpr Duration kShortestWindow = Duration::hours(1);
constexpr Duration kLongestWindow = Duration::days(400);
constexpr Duration kLongestDelay = Duration::days(7);
constexpr double kLeastTraffic = 0.001;
constexpr double kMostTraffic = 1000;
constexpr std::size_t kMostText = 1u << 20;
constexpr std::size_t kMostName = 200;

using Fields = std::vector<FieldError>;

Duration slice_of(const catalog::Slo& slo) { return slo.slicing ? slo.slicing->length : Duration{}; }

/// "page-1h-5m", as the presets call theirs.
std::string name_of(const catalog::BurnRule& rule) {
    std::string out = fmt::format("{}-{}", rule.severity == catalog::Severity::page ? "page" : "ticket", text::duration(rule.long_window));
    if (rule.short_window > Duration{}) out += "-" + text::duration(rule.short_window);
    return out;
}

/// The preset whose rules these are, made for another window; nothing: they are nobody's but their own.
std::optional<std::vector<catalog::BurnRule>> preset_for(const catalog::Slo& slo, Duration window) {
    for (const std::string& preset : catalog::preset_names()) {
        if (catalog::preset_rules(preset, slo.period, slice_of(slo)) == slo.rules) return catalog::preset_rules(preset, window, slice_of(slo));
    }
    return std::nullopt;
}

class Applying {
public:
    Applying(const catalog::Slo& slo, const Variant& variant, std::size_t index)
        : out_(slo), variant_(variant), at_(fmt::format("/variants/{}", index)) {}

    Result<catalog::Slo> apply() {
        take_objective();
        take_window();
        take_rules();
        if (!broken_.empty()) return fail(plimsoll::errors::invalid, "the variant cannot be tried", std::move(broken_));
        return std::move(out_);
    }

private:
    void broke(const std::string& field, std::string rule, std::string remedy) { broken_.push_back({at_ + field, std::move(rule), std::move(remedy)}); }

    void take_objective() {
        if (!variant_.objective) return;
        std::string percent = *variant_.objective;
        while (percent.ends_with('%') || percent.ends_with(' ')) percent.pop_back();
        if (const auto objective = Objective::parse_percent(percent)) out_.objective = objective->ratio();
        else broke("/objective", "must be a percentage between 0 and 100, without either", "write 99.95");
    }

    void take_window() {
        if (!variant_.window) return;
        const Duration window = *variant_.window;
        const Duration least = std::max(kShortestWindow, slice_of(out_) * 2);
        if (window < least || window > kLongestWindow || window.in_ms() % ledger::kStep.in_ms() != 0) {
            broke("/window", fmt::format("must be from {} to {}, in steps of {}", text::duration(least), text::duration(kLongestWindow), text::duration(ledger::kStep)),
                  "write 30d");
            return;
        }
        if (!variant_.rules) {
            if (auto rules = preset_for(out_, window)) out_.rules = std::move(*rules);
        }
        out_.period = window;
        out_.calendar.reset();
    }

    void take_rules() {
        if (variant_.rules) {
            out_.rules = *variant_.rules;
            if (out_.rules.size() > kMostRules) broke("/rules", fmt::format("must be {} at most", kMostRules), "try fewer at once");
        }
        std::set<std::string> names;
        for (std::size_t i = 0; i < out_.rules.size() && i < kMostRules; ++i) {
            catalog::BurnRule& rule = out_.rules[i];
            if (rule.name.empty()) rule.name = name_of(rule);
            const std::string field = variant_.rules ? fmt::format("/rules/{}", i) : "/window";
            check_rule(field, rule);
            if (!names.insert(rule.name).second) broke(field + "/name", fmt::format("`{}` is the name of another rule too", text::printable(rule.name)), "name each rule differently");
        }
    }

    void check_rule(const std::string& field, const catalog::BurnRule& rule) {
        const auto whole = [](Duration d) { return d.in_ms() % ledger::kStep.in_ms() == 0; };
        const Duration least = std::max(kShortestRule, slice_of(out_) * 2);
        const Duration shortest = rule.short_window > Duration{} ? rule.short_window : rule.long_window;
        if (rule.name.size() > kMostName) broke(field + "/name", fmt::format("must be at most {} bytes", kMostName), "shorten it");
        if (!(rule.factor > 0)) broke(field + "/factor", "must be above 0", "write the burn rate at which it fires: 14.4");
        if (rule.long_window > out_.period) {
            broke(variant_.rules ? field + "/long_window" : field,
                  fmt::format("rule `{}` looks back {}, longer than the window of {}", text::printable(rule.name), text::duration(rule.long_window), text::duration(out_.period)),
                  variant_.rules ? "shorten it" : "give rules for this window");
        }
        if (rule.short_window >= rule.long_window || rule.short_window < Duration{} || !whole(rule.short_window)) {
            broke(field + "/short_window", "must be shorter than the long window, in steps of 10s, or 0s for none", "write a twelfth of the long window");
        }
        if (shortest < least || !whole(rule.long_window)) {
            broke(field + "/long_window", fmt::format("must be {} or more, in steps of 10s", text::duration(least)), "lengthen it");
        }
        for (const auto& [name, delay] : {std::pair("/entry_delay", rule.entry_delay), std::pair("/clear_delay", rule.clear_delay)}) {
            if (delay < Duration{} || delay > kLongestDelay) broke(field + name, fmt::format("must be from 0s to {}", text::duration(kLongestDelay)), "write 5m");
        }
    }

    catalog::Slo out_;
    const Variant& variant_;
    const std::string at_;
    Fields broken_;
};

void check_variant(const Variant& variant, const std::string& at, Fields& broken) {
    if (variant.name.size() > kMostName) broken.push_back({at + "/name", fmt::format("must be at most {} bytes", kMostName), "shorten it"});
    if (!(variant.traffic >= kLeastTraffic && variant.traffic <= kMostTraffic)) {
        broken.push_back({at + "/traffic", fmt::format("must be from {} to {}", kLeastTraffic, kMostTraffic), "write 2 for twice as much"});
    } else if (!Ratio::parse_decimal(text::number(variant.traffic))) {
        broken.push_back({at + "/traffic", "must have at most 17 digits", "round it"});
    }
    if (variant.leave_out.size() > kMostLeftOut) broken.push_back({at + "/leave_out", fmt::format("must be {} ranges at most", kMostLeftOut), "join those that touch"});
    for (std::size_t i = 0; i < variant.leave_out.size(); ++i) {
        if (variant.leave_out[i].start >= variant.leave_out[i].end) {
            broken.push_back({fmt::format("{}/leave_out/{}", at, i), "must end after it starts", "swap start and end"});
        }
    }
}

void check_incidents(const std::vector<KnownIncident>& incidents, Fields& broken) {
    if (incidents.size() > kMostIncidents) broken.push_back({"/incidents", fmt::format("must be {} at most", kMostIncidents), "give those of the range"});
    std::set<std::string> ids;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const KnownIncident& one = incidents[i];
        const std::string at = fmt::format("/incidents/{}", i);
        if (one.start >= one.end) broken.push_back({at + "/end", "must be after start", "give the end of the harm to users"});
        if (one.id.size() > kMostName || one.title.size() > kMostName) broken.push_back({at, fmt::format("id and title must be at most {} bytes", kMostName), "shorten them"});
        if (!ids.insert(one.id.empty() ? fmt::format("incident-{}", i + 1) : one.id).second) broken.push_back({at + "/id", "is the id of another incident too", "give each its own"});
    }
}

}  // namespace

Result<catalog::Slo> slo_of(const catalog::Slo& slo, const Variant& variant, std::size_t index) { return Applying(slo, variant, index).apply(); }

Result<> check(const BacktestRequest& request) {
    Fields broken;
    if (request.slo.empty() && request.text.empty()) broken.push_back({"/slo", "is empty, and so is text", "name an SLO, or send its YAML"});
    if (request.text.size() > kMostText) broken.push_back({"/text", "must be at most 1 MiB", "send the SLO alone"});
    if (request.from && request.to && *request.from >= *request.to) broken.push_back({"/from", "must be before to", "swap them"});
    if (request.step) {
        const bool level = std::any_of(std::begin(ledger::kLevels), std::end(ledger::kLevels), [&](const ledger::Level& l) { return l.step == *request.step; });
        if (!level) broken.push_back({"/step", "must be one of 10s, 1m and 5m, in which counts are kept", "leave it out"});
    }
    if (request.variants.size() > kMostVariants) broken.push_back({"/variants", fmt::format("must be {} at most", kMostVariants), "ask twice"});
    for (std::size_t i = 0; i < request.variants.size(); ++i) check_variant(request.variants[i], fmt::format("/variants/{}", i), broken);
    check_incidents(request.incidents, broken);
    if (request.points > kMostPoints) broken.push_back({"/points", fmt::format("must be {} at most", kMostPoints), "leave it out"});
    if (broken.empty()) return {};
    return fail(plimsoll::errors::invalid, "the backtest cannot be made", std::move(broken));
}

}  // namespace plimsoll::backtest
