#include "convert/to_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

#include "base/json.h"
#include "base/text.h"
#include "convert/rule_losses.h"
#include "convert/window_query.h"
#include "domain/catalog/change_text.h"

namespace plimsoll::convert {

namespace {

constexpr Duration kShortest = Duration::minutes(5);
const char* const kJoin = "on(sloth_id, sloth_slo, sloth_service) group_left";

using Labels = std::map<std::string, std::string>;

/// One rule of a group, as YAML.
struct Rule {
    std::string kind;  ///< record, alert
    std::string name;
    std::string expression;
    Labels labels;
    Labels annotations = {};
    Duration hold = {};
    Duration keep = {};
};

/// A label's name as Prometheus takes it.
std::string label_name(const std::string& key) {
    std::string out;
    for (const char c : key) out += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ? c : '_';
    return out.empty() || std::isdigit(static_cast<unsigned char>(out.front())) != 0 ? "_" + out : out;
}

std::string id_of(const catalog::Slo& slo) { return slo.service + "-" + slo.name; }

Labels identity(const catalog::Slo& slo) { return {{"sloth_id", id_of(slo)}, {"sloth_service", slo.service}, {"sloth_slo", slo.name}}; }

/// The identity, which nothing may take the place of, and the SLO's own labels.
Labels labels_of(const catalog::Slo& slo) {
    Labels out = identity(slo);
    for (const auto& [key, value] : slo.labels) out.emplace(label_name(key), value);
    return out;
}

Labels with(Labels labels, const std::string& name, const std::string& value) {
    labels[name] = value;
    return labels;
}

/// {sloth_id="...", ...}: names of services and SLOs hold nothing that must be escaped.
std::string selector(const catalog::Slo& slo, const std::string& metric) {
    std::string inside;
    for (const auto& [name, value] : identity(slo)) inside += fmt::format("{}{}=\"{}\"", inside.empty() ? "" : ", ", name, value);
    return metric + "{" + inside + "}";
}

void write_labels(std::string& out, const char* key, const Labels& labels) {
    if (labels.empty()) return;
    out += fmt::format("        {}:\n", key);
    for (const auto& [name, value] : labels) out += fmt::format("          {}: {}\n", name, json::quote(value));
}

void write_rule(std::string& out, const Rule& rule) {
    out += fmt::format("      - {}: {}\n        expr: |-\n", rule.kind, rule.name);
    std::size_t from = 0;
    while (from <= rule.expression.size()) {
        const std::size_t end = std::min(rule.expression.find('\n', from), rule.expression.size());
        out += "          " + rule.expression.substr(from, end - from) + "\n";
        from = end + 1;
    }
    if (rule.hold > Duration{}) out += fmt::format("        for: {}\n", window_name(rule.hold));
    if (rule.keep > Duration{}) out += fmt::format("        keep_firing_for: {}\n", window_name(rule.keep));
    write_labels(out, "labels", rule.labels);
    write_labels(out, "annotations", rule.annotations);
}

void write_group(std::string& out, const std::string& name, const std::vector<Rule>& rules) {
    if (rules.empty()) return;
    out += fmt::format("  - name: {}\n    rules:\n", name);
    for (const Rule& rule : rules) write_rule(out, rule);
}

/// The rules that Prometheus can judge.
std::vector<catalog::BurnRule> judged_rules(const catalog::Slo& slo) {
    std::vector<catalog::BurnRule> out;
    for (const catalog::BurnRule& rule : slo.rules) {
        if (!rule.guarded) out.push_back(rule);
    }
    return out;
}

/// Those of the workbook, which dashboards ask for whatever the rules are, and those of the rules.
std::set<std::int64_t> windows_in_ms(const catalog::Slo& slo) {
    std::set<std::int64_t> out{kShortest.in_ms()};
    for (const Duration window : {Duration::minutes(30), Duration::hours(1), Duration::hours(2), Duration::hours(6), Duration::days(1), Duration::days(3)}) {
        if (window <= slo.period) out.insert(window.in_ms());
    }
    for (const catalog::BurnRule& rule : judged_rules(slo)) {
        out.insert(rule.long_window.in_ms());
        if (rule.short_window > Duration{}) out.insert(rule.short_window.in_ms());
    }
    return out;
}

std::vector<Rule> sli_recordings(const catalog::Slo& slo, const WindowQuery& query) {
    const bool ranges = query.reads == WindowQuery::Reads::ranges;
    const std::string suffix = ranges ? "rate5m" : "sampled";
    const std::string bad = "plimsoll:slo_bad_events:" + suffix;
    const std::string valid = "plimsoll:slo_valid_events:" + suffix;
    const Labels labels = labels_of(slo);
    const auto summed = [&](Duration window) {
        const std::string name = window_name(window);
        return fmt::format("sum_over_time({}[{}])\n/\n(sum_over_time({}[{}]) > 0)", selector(slo, bad), name, selector(slo, valid), name);
    };
    std::vector<Rule> out{{"record", bad, over(query.bad, kShortest), labels}, {"record", valid, over(query.valid, kShortest), labels}};
    // A rule's window is read from the series themselves, or from the samples; only the period is added up from rates.
    auto windows = windows_in_ms(slo);
    const bool period_is_a_rules = !windows.insert(slo.period.in_ms()).second;
    for (const std::int64_t ms : windows) {
        const Duration window = Duration::ms(ms);
        const bool direct = ranges && (window != slo.period || period_is_a_rules);
        out.push_back({"record", "slo:sli_error:ratio_rate" + window_name(window), direct ? error_ratio(query, window) : summed(window),
                       with(labels, "sloth_window", window_name(window))});
    }
    return out;
}

std::string budget_text(const catalog::Slo& slo) {
    const Ratio& o = slo.objective;
    return text::number(static_cast<double>(o.denominator() - o.numerator()) / static_cast<double>(o.denominator()));
}

std::vector<Rule> meta_recordings(const catalog::Slo& slo, const std::string& generator) {
    const Labels labels = labels_of(slo);
    const auto burn = [&](Duration window) {
        return fmt::format("{}\n/ {}\n{}", selector(slo, "slo:sli_error:ratio_rate" + window_name(window)), kJoin,
                           selector(slo, "slo:error_budget:ratio"));
    };
    Labels info = labels;
    info["sloth_mode"] = "plimsoll-export";
    info["sloth_spec"] = "openslo/v1";
    info["sloth_version"] = generator;
    info["sloth_objective"] = text::number(slo.objective.as_double() * 100);
    return {{"record", "slo:objective:ratio", "vector(" + text::number(slo.objective.as_double()) + ")", labels},
            {"record", "slo:error_budget:ratio", "vector(" + budget_text(slo) + ")", labels},
            {"record", "slo:time_period:days", "vector(" + text::number(slo.period.in_seconds() / 86'400) + ")", labels},
            {"record", "slo:current_burn_rate:ratio", burn(kShortest), labels},
            {"record", "slo:period_burn_rate:ratio", burn(slo.period), labels},
            {"record", "slo:period_error_budget_remaining:ratio", "1 - " + selector(slo, "slo:period_burn_rate:ratio"), labels},
            {"record", "sloth_slo_info", "vector(1)", info}};
}

std::string above(const catalog::Slo& slo, const catalog::BurnRule& rule, Duration window) {
    return fmt::format("max without (sloth_window) ({} {} ({} * {}))", selector(slo, "slo:sli_error:ratio_rate" + window_name(window)),
                       rule.at_or_above ? ">=" : ">", text::number(rule.factor), budget_text(slo));
}

std::string condition(const catalog::Slo& slo, const catalog::BurnRule& rule) {
    if (rule.short_window == Duration{}) return "(\n  " + above(slo, rule, rule.long_window) + "\n)";
    return fmt::format("(\n  {}\n  and\n  {}\n)", above(slo, rule, rule.short_window), above(slo, rule, rule.long_window));
}

/// Rules of one severity and the same delays are one alert, which fires while any of them does.
std::vector<Rule> alerts(const catalog::Slo& slo) {
    std::map<std::tuple<int, std::int64_t, std::int64_t>, std::vector<catalog::BurnRule>> by_kind;
    for (const catalog::BurnRule& rule : judged_rules(slo)) {
        by_kind[{static_cast<int>(rule.severity), rule.entry_delay.in_ms(), rule.clear_delay.in_ms()}].push_back(rule);
    }
    std::vector<Rule> out;
    for (const auto& [kind, rules] : by_kind) {
        Rule alert{"alert", alert_name(slo.name), "", {}};
        std::string words;
        std::string names;
        for (const catalog::BurnRule& rule : rules) {
            alert.expression += (alert.expression.empty() ? "" : "\nor\n") + condition(slo, rule);
            words += (words.empty() ? "" : "; or ") + catalog::in_words(rule);
            names += (names.empty() ? "" : ",") + rule.name;
        }
        const bool page = rules.front().severity == catalog::Severity::page;
        alert.labels = {{"sloth_severity", page ? "page" : "ticket"}};
        // Two alerts of one severity differ in their delays alone; the names of their rules keep them apart.
        const int severity = std::get<0>(kind);
        const auto alike = [severity](const auto& other) { return std::get<0>(other.first) == severity; };
        if (std::count_if(by_kind.begin(), by_kind.end(), alike) > 1) {
            alert.labels["plimsoll_rules"] = names;
        }
        alert.annotations = {{"summary", fmt::format("{} of {} burns its error budget", slo.name, slo.service)},
                             {"description", fmt::format("Objective {} % over {}: {}.", text::number(slo.objective.as_double() * 100),
                                                         window_name(slo.period), words)}};
        if (!slo.runbook.empty()) alert.annotations["runbook_url"] = slo.runbook;
        alert.hold = rules.front().entry_delay;
        alert.keep = rules.front().clear_delay;
        out.push_back(std::move(alert));
    }
    return out;
}

void write_slo(const catalog::Slo& slo, const WindowQuery& query, const std::vector<Loss>& losses, const std::string& generator, std::string& out) {
    for (const Loss& loss : losses)
        out += fmt::format("  # {}: {} ({}): {}\n", slo.name, loss.field, loss.fate == Fate::dropped ? "left out" : "changed", loss.why);
    write_group(out, "sloth-slo-sli-recordings-" + id_of(slo), sli_recordings(slo, query));
    write_group(out, "sloth-slo-meta-recordings-" + id_of(slo), meta_recordings(slo, generator));
    write_group(out, "sloth-slo-alerts-" + id_of(slo), alerts(slo));
}

}  // namespace

std::string alert_name(const std::string& slo) {
    std::string out;
    bool start = true;
    for (const char c : slo) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) == 0) {
            start = true;
            continue;
        }
        out += start ? static_cast<char>(std::toupper(byte)) : c;
        start = false;
    }
    if (!out.empty() && std::isdigit(static_cast<unsigned char>(out.front())) != 0) out = "Slo" + out;
    return out + "ErrorBudgetBurn";
}

Exported to_rules(const catalog::Catalog& catalog, const RuleOptions& options) {
    Exported out;
    std::map<std::string, std::string> texts;  // by service; one file: under one name
    for (const catalog::Slo* slo : wanted_slos(catalog, options.wanted)) {
        const std::vector<Loss> losses = rule_losses(*slo);
        out.losses.insert(out.losses.end(), losses.begin(), losses.end());
        const auto query = left_out(*slo) ? std::nullopt : window_query(slo->indicator);
        if (!query) continue;
        const std::string path = options.files == RuleFiles::one ? "plimsoll.rules.yaml" : slo->service + ".rules.yaml";
        std::string& text = texts[path];
        if (text.empty())
            text = fmt::format("# Made by {} from its catalogue. Do not edit: change the catalogue and export again.\ngroups:\n",
                               options.generator);
        write_slo(*slo, *query, losses, options.generator, text);
        ++out.slos;
    }
    if (out.slos > 0) {
        const std::vector<Loss> common = common_rule_losses();
        out.losses.insert(out.losses.begin(), common.begin(), common.end());
    }
    for (auto& [path, text] : texts) out.files.push_back({path, std::move(text)});
    return out;
}

}  // namespace plimsoll::convert
