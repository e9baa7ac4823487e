#include "domain/backtest/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace plimsoll::backtest {

std::string promise_words(const Backtest& backtest, const VariantResult& variant) {
    return fmt::format("{} of {} over {}", variant.objective, backtest.unit.noun, variant.window);
}

std::string rule_words(const catalog::BurnRule& rule) {
    std::string out = text::duration(rule.long_window);
    if (rule.short_window > Duration()) out += " and " + text::duration(rule.short_window);
    out += fmt::format(" {} {:.4g}x", rule.at_or_above ? "at least" : "above", rule.factor);
    if (rule.entry_delay > Duration()) out += ", for " + text::duration(rule.entry_delay);
    return out;
}

std::string rule_words(const std::vector<catalog::BurnRule>& rules) {
    std::string out;
    for (const catalog::BurnRule& rule : rules) out += (out.empty() ? "" : "; ") + rule_words(rule);
    return out;
}

const char* word_of(Worth worth) {
    switch (worth) {
        case Worth::answers: return "answers";
        case Worth::costly: return "costly";
        case Worth::cheap: return "cheap";
    }
    return "?";
}

std::string worth_words(const BacktestAlert& alert) {
    if (alert.rule == "stale" && alert.evidence.empty()) return "no samples came";
    switch (alert.worth) {
        case Worth::answers: {
            std::string ids;
            for (const std::string& id : alert.answers) ids += (ids.empty() ? "" : ", ") + id;
            return "answers " + ids;
        }
        case Worth::costly: return fmt::format("costly: {} of the budget, and nothing known explains it", text::percent(alert.cost));
        case Worth::cheap: return fmt::format("cheap: {} of the budget", text::percent(alert.cost));
    }
    return {};
}

std::string minute_words(Timestamp at) {
    std::string out = text::rfc3339(at).substr(0, 16);
    out[10] = ' ';
    return out;
}

std::string share_words(const std::optional<double>& share, int digits) { return share ? text::percent(*share, digits) : "–"; }

std::string length_words(const std::optional<Duration>& length) {
    if (!length) return "–";
    return *length == Duration() ? "0 s" : text::duration_words(*length);
}

std::string rate_words(double rate) {
    std::string out = fmt::format("{:.2f}", rate);
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out;
}

Duration open_for(const BacktestAlert& alert, Timestamp end) { return std::max(alert.resolved_at.value_or(end) - alert.fired_at, Duration()); }

std::string truth_words(const Backtest& backtest) {
    return backtest.losses_are_known ? "the incidents that were given" : "every episode of the counts that spent at least 1 % of the budget";
}

}  // namespace plimsoll::backtest
