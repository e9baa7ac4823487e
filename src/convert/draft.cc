#include "convert/draft.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "convert/layout.h"

namespace plimsoll::convert {

namespace {

constexpr std::size_t kLongestName = 63;
constexpr std::size_t kLongestDescription = 1050;
constexpr Duration kSlot = Duration::seconds(10);
constexpr const char* kFull =
    "an objective of 100 % leaves no error budget: choose what users would notice, such as 99.9 %; where one failure is one too many, "
    "write "
    "99.999 and a BurnPolicy with a rule of factor: 0.001";

/// The first characters of UTF-8 text.
std::string first_characters(const std::string& text, std::size_t most) {
    std::size_t seen = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) continue;
        if (seen++ == most) return text.substr(0, i);
    }
    return text;
}

Tree tree_of(const Texts& texts) {
    Tree out = map_tree();
    for (const auto& [key, value] : texts) {
        const bool number = value.find_first_not_of("0123456789.+-") == std::string::npos;
        out.put(key, number ? quoted_tree(value) : text_tree(value));
    }
    return out;
}

Tree tree_of(const catalog::BurnRule& rule) {
    Tree out = braced(map_tree());
    out.put("name", text_tree(rule.name));
    out.put("severity", plain_tree(rule.severity == catalog::Severity::page ? "page" : "ticket"));
    out.put("long", plain_tree(text::duration(rule.long_window)));
    if (rule.short_window > Duration{}) out.put("short", plain_tree(text::duration(rule.short_window)));
    out.put("factor", number_tree(rule.factor));
    if (rule.entry_delay > Duration{}) out.put("entryDelay", plain_tree(text::duration(rule.entry_delay)));
    if (rule.clear_delay > Duration{}) out.put("clearDelay", plain_tree(text::duration(rule.clear_delay)));
    if (!rule.notify_resolved) out.put("notifyResolved", plain_tree("false"));
    return out;
}

/// Why a rule cannot stand; empty if it can.
std::string unfit(const catalog::BurnRule& rule, const Ratio& objective, Duration period) {
    const double ceiling =
        static_cast<double>(objective.denominator()) / static_cast<double>(objective.denominator() - objective.numerator());
    if (rule.factor <= 0) return "its burn rate is not above zero";
    if (rule.factor >= ceiling) {
        return fmt::format("it can never fire: it needs a burn rate of {}, and with every event bad it is {}", text::number(rule.factor),
                           text::number(ceiling));
    }
    if (rule.long_window > period)
        return fmt::format("it looks back {}, longer than the period of {}", text::duration(rule.long_window), text::duration(period));
    for (const Duration window : {rule.long_window, rule.short_window}) {
        if (window == Duration{}) continue;
        if (window < Duration::minutes(1) || window.in_ms() % kSlot.in_ms() != 0)
            return fmt::format("its window of {} is no multiple of 10s from 1m on", text::duration(window));
    }
    if (rule.short_window >= rule.long_window) return "its short window is not shorter than its long one";
    return {};
}

void name_apart(std::vector<catalog::BurnRule>& rules) {
    std::set<std::string> seen;
    for (catalog::BurnRule& rule : rules) {
        std::string name = rule.name;
        for (int n = 2; !seen.insert(name).second; ++n) name = fmt::format("{}-{}", rule.name, n);
        rule.name = name;
    }
}

}  // namespace

Origin origin_of(Source& source) { return {source.file(), source.line(), source.object(), source.owner()}; }

std::string Draft::name(const std::string& kind, const std::string& wanted, const Field& from) {
    const std::string label = catalog::as_dns_label(wanted);
    if (label.empty()) return {};
    std::string name = label;
    for (int n = 2; !names_.emplace(kind, name).second; ++n) {
        const std::string suffix = fmt::format("-{}", n);
        name = catalog::as_dns_label(label.substr(0, kLongestName - suffix.size())) + suffix;
    }
    if (name != wanted) {
        from.assumed(name == label ? fmt::format("is called `{}`: names are DNS labels here", name)
                                   : fmt::format("is called `{}`: another has the name", name));
    }
    return name;
}

std::string Draft::service(const std::string& wanted, const Field& from) {
    const std::string label = catalog::as_dns_label(wanted);
    if (label.empty()) return {};
    if (label != wanted) from.changed(fmt::format("service is called `{}`: names are DNS labels here", label));
    const auto [found, fresh] = services_.try_emplace(label);
    if (fresh && label != wanted) found->second.display_name = first_characters(wanted, kLongestName);
    return label;
}

std::string Draft::burn_policy(const std::string& wanted, std::vector<catalog::BurnRule> rules, const Ratio& objective, Duration period,
                               const Field& from) {
    std::erase_if(rules, [&](const catalog::BurnRule& rule) {
        const std::string why = unfit(rule, objective, period);
        if (!why.empty())
            from.assumed(fmt::format("alert `{}` is left out: {}", rule.name, why), "choose windows and factors that fit in a BurnPolicy");
        return !why.empty();
    });
    if (rules.empty()) return {};
    name_apart(rules);
    Tree spec = map_tree();
    Tree list = list_tree();
    for (const catalog::BurnRule& rule : rules) list.add(tree_of(rule));
    spec.put("rules", std::move(list));
    const std::string text = written({spec});
    if (const auto same = policies_.find(text); same != policies_.end()) return same->second;
    const std::string label = catalog::as_dns_label(wanted);
    std::string name = label;
    for (int n = 2; !names_.emplace("BurnPolicy", name).second; ++n) name = fmt::format("{}-{}", label, n);
    policies_[text] = name;
    object("burn-policies", name, document("plimsoll/v1", "BurnPolicy", metadata_of(name), std::move(spec)), {});
    return name;
}

std::string Draft::silent_policy(const Field& from, Duration period) {
    from.assumed("alerts are off there; every SLO has a burn rule here, so that it has a slow one that makes a ticket",
                 "give its service no channels, or silence it");
    const bool day = period >= Duration::days(1);
    const auto rule = burn_rule(catalog::Severity::ticket, day ? Duration::days(1) : period, day ? Duration::hours(2) : Duration{}, 1);
    return burn_policy("quiet", {rule}, *Ratio::of(99, 100), period, from);
}

void Draft::slo(Promise promise, Source& source) {
    Tree spec = map_tree();
    spec.put_text("description", first_characters(promise.description, kLongestDescription));
    spec.put("service", text_tree(promise.service));
    if (!promise.indicator.entries.empty()) {
        Tree indicator = map_tree();
        indicator.put("metadata", braced(map_tree().put("name", text_tree(promise.name))));
        indicator.put("spec", std::move(promise.indicator));
        spec.put("indicator", std::move(indicator));
    }
    spec.put("budgetingMethod", text_tree(promise.method));
    Tree windows = list_tree();
    for (Tree& window : promise.windows) windows.add(braced(std::move(window)));
    spec.put("timeWindow", std::move(windows));
    Tree objectives = list_tree();
    for (Tree& objective : promise.objectives) objectives.add(braced(std::move(objective)));
    spec.put("objectives", std::move(objectives));
    Tree metadata = metadata_of(promise.name, first_characters(promise.display_name, kLongestName), promise.labels, promise.annotations);
    object("slos", promise.name, document("openslo/v1", "SLO", std::move(metadata), std::move(spec)), origin_of(source), 1);
}

void Draft::object(const std::string& folder, const std::string& name, Tree document, Origin origin, int slos) {
    std::string path = fmt::format("{}/{}.yaml", folder, name);
    for (int n = 2; !paths_.insert(path).second; ++n) path = fmt::format("{}/{}-{}.yaml", folder, name, n);
    made_.push_back({std::move(path), {std::move(document)}, std::move(origin), slos});
}

std::vector<Made> Draft::take() {
    for (const auto& [name, service] : services_) {
        Tree spec = map_tree();
        spec.put_text("owner", first_characters(service.owner.empty() ? options_.owner : service.owner, 200));
        spec.put_text("displayName", first_characters(service.display_name, kLongestName));
        spec.put_text("description", first_characters(service.description, kLongestDescription));
        if (!service.dependencies.empty()) spec.put("dependencies", texts_tree(service.dependencies));
        spec.put_text("runbook", service.runbook);
        if (spec.entries.empty()) spec.braced = true;
        object("services", name, document("plimsoll/v1", "Service", metadata_of(name), std::move(spec)), {"", 0, "service/" + name});
    }
    for (Made& one : made_) {
        for (Tree& document : one.documents) put_in_order(document);
    }
    std::stable_sort(made_.begin(), made_.end(), [](const Made& a, const Made& b) { return a.path < b.path; });
    return std::move(made_);
}

Tree Draft::metric(const std::string& query) const {
    Tree source = map_tree();
    if (options_.data_source.empty()) source.put("type", plain_tree("prometheus"));
    else source.put("metricSourceRef", text_tree(options_.data_source));
    source.put("spec", braced(map_tree().put("query", quoted_tree(query))));
    return map_tree().put("metricSource", std::move(source));
}

Tree Draft::ratio(const std::string& part, const std::string& part_query, const std::string& total_query) const {
    Tree metric_map = map_tree();
    metric_map.put("counter", plain_tree("true"));
    metric_map.put(part, metric(part_query));
    metric_map.put("total", metric(total_query));
    return map_tree().put("ratioMetric", std::move(metric_map));
}

Tree Draft::raw_ratio(const std::string& gauge, const std::string& raw_type) const {
    Tree metric_map = map_tree();
    metric_map.put("rawType", plain_tree(raw_type));
    metric_map.put("raw", metric(gauge));
    return map_tree().put("ratioMetric", std::move(metric_map));
}

Tree Draft::threshold(const std::string& gauge) const { return map_tree().put("thresholdMetric", metric(gauge)); }

Tree document(const std::string& api_version, const std::string& kind, Tree metadata, Tree spec) {
    Tree out = map_tree();
    out.put("apiVersion", plain_tree(api_version));
    out.put("kind", plain_tree(kind));
    out.put("metadata", std::move(metadata));
    out.put("spec", std::move(spec));
    return out;
}

Tree metadata_of(const std::string& name, const std::string& display_name, const Texts& labels, const Texts& annotations) {
    Tree out = map_tree();
    out.put("name", text_tree(name));
    out.put_text("displayName", display_name);
    if (!labels.empty()) out.put("labels", tree_of(labels));
    if (!annotations.empty()) out.put("annotations", tree_of(annotations));
    return out;
}

std::string shorthand(Duration duration) {
    const std::int64_t ms = duration.in_ms();
    for (const auto& [unit, length] : {std::pair{"d", Duration::days(1)}, {"h", Duration::hours(1)}}) {
        if (ms % length.in_ms() == 0) return fmt::format("{}{}", ms / length.in_ms(), unit);
    }
    return fmt::format("{}m", ms / Duration::minutes(1).in_ms());
}

Tree rolling_window(Duration period) {
    return braced(map_tree().put("duration", plain_tree(shorthand(period))).put("isRolling", plain_tree("true")));
}

Tree calendar_window(const std::string& duration, const std::string& start, const std::string& zone) {
    Tree calendar = braced(map_tree());
    calendar.put("startTime", text_tree(start)).put("timeZone", text_tree(zone));
    return braced(map_tree().put("duration", plain_tree(duration)).put("calendar", std::move(calendar)));
}

std::optional<Duration> prometheus_duration(std::string_view text) {
    std::string rest = catalog::trimmed(text);
    Duration years;
    if (const auto y = rest.find('y'); y != std::string::npos && y > 0 && y < 4 && rest.find_first_not_of("0123456789") == y) {
        years = Duration::days(365 * std::stoi(rest.substr(0, y)));
        rest = rest.substr(y + 1);
        if (rest.empty()) return years;
    }
    const auto read = text::parse_duration(rest);
    if (!read || *read <= Duration{} || *read > Duration::days(3650)) return std::nullopt;
    return years + *read;
}

std::optional<Ratio> objective_of(Source& source, const Field& field, bool percent) {
    const std::string written = field.text();
    auto ratio = Ratio::parse_decimal(written);
    if (ratio && percent && ratio->denominator() <= INT64_MAX / 100) ratio = Ratio::of(ratio->numerator(), ratio->denominator() * 100);
    const Ratio one = *Ratio::of(1, 1);
    if (!ratio) {
        source.leave_out(field, field ? "the objective is not a plain decimal number" : "it has no objective",
                         percent ? "write 99.9" : "write 0.999");
    } else if (*ratio == one) {
        source.leave_out(field, "its objective is 100 %", kFull);
    } else if (ratio->numerator() <= 0 || *ratio > one) {
        source.leave_out(field, fmt::format("the objective must be above 0 and below {}", percent ? "100" : "1"),
                         percent ? "write 99.9" : "write 0.999");
    } else {
        if (percent && *ratio <= *Ratio::of(1, 100))
            field.assumed(fmt::format("is {} %, as it is written", written), "write 99 if 99 % is meant");
        return *ratio;
    }
    return std::nullopt;
}

Tree objective_tree(const Field& field, bool percent) {
    return braced(map_tree().put(percent ? "targetPercent" : "target", plain_tree(field.text())));
}

bool is_label_key(const std::string& key) {
    const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return !key.empty() && key.size() <= kLongestName && alphanumeric(key.front()) && alphanumeric(key.back()) &&
           std::all_of(key.begin(), key.end(), [&](char c) { return alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
}

Texts labels_of(const Field& labels) {
    Texts out;
    for (const auto& [key, value] : labels.entries()) {
        if (!is_label_key(key)) {
            value.dropped("the key is none that a label may have",
                          "write up to 63 letters, digits, '-', '.', '_', with a letter or digit at both ends");
            continue;
        }
        const std::vector<std::string> texts = value.texts();
        std::string joined;
        for (const std::string& text : texts) joined += (joined.empty() ? "" : ",") + text;
        if (!texts.empty()) out.emplace_back(key, joined);
    }
    return out;
}

catalog::BurnRule burn_rule(catalog::Severity severity, Duration long_window, Duration short_window, double factor) {
    catalog::BurnRule rule;
    rule.severity = severity;
    rule.long_window = long_window;
    rule.short_window = short_window;
    rule.factor = factor;
    rule.name = fmt::format("{}-{}", severity == catalog::Severity::page ? "page" : "ticket", text::duration(long_window));
    if (short_window > Duration{}) rule.name += "-" + text::duration(short_window);
    return rule;
}

}  // namespace plimsoll::convert
