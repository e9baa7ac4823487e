// sentences_slo.cc: alerts, pending rules, anomalies and late changes in words.
#include <fmt/format.h>

#include "base/text.h"
#include "domain/slo/alert_words.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

std::string times(double burn) { return fmt::format("{:.1f}x", burn); }

/// "page-1h-5m" of "checkout/page-1h-5m/1795…".
std::string rule_of(const std::string& alert) {
    const std::size_t first = alert.find('/');
    const std::size_t last = alert.rfind('/');
    return first == last ? std::string() : alert.substr(first + 1, last - first - 1);
}

std::string burns(const std::vector<slo::BurnEvidence>& evidence) {
    std::string out;
    for (const slo::BurnEvidence& e : evidence) {
        out += fmt::format("{}{} over {}", out.empty() ? "" : ", ", e.burn ? times(*e.burn) : "no traffic", text::duration_words(e.window));
    }
    return out;
}

std::string anomaly(const std::string& kind) {
    if (kind == "bad_above_valid") return "more bad events than valid ones";
    if (kind == "unknown_start") return "counters that began unseen";
    if (kind == "conflicting_duplicate") return "samples that contradict one of the same time";
    if (kind == "counter_reset") return "counter resets";
    if (kind == "too_late") return "samples that came too late";
    if (kind == "implausible") return "increases too large to be events";
    if (kind == "no_number") return "gauge samples that are no number";
    if (kind == "not_a_share") return "shares below 0 or above 1";
    if (kind == "time_ahead") return "times that lie in the future";
    if (kind == "bound_between_buckets") return "histograms without a bucket for the bound are not counted";
    if (kind == "too_many_groups") return "label values beyond the limit of groups";
    if (kind == "label_lost") return "a label value ceased to deliver while others go on";
    if (kind == slo::kConstantBurn) return "the burn hardly changes";
    if (kind == slo::kNoBurn) return "nothing is ever bad";
    return kind;
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 5;
    std::string out;
    for (std::size_t i = 0; i < names.size() && i < kShown; ++i) out += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kShown ? fmt::format("{} and {} more", out, names.size() - kShown) : out;
}

struct Say {
    const Names& names;

    Told operator()(const slo::AlertFired& e) const {
        if (e.kind == slo::AlertKind::stale) return about(e.slo, names, fmt::format("{} has no data since {}", e.slo, when(e.since, names)));
        std::string text = fmt::format("{} began to burn: {} (threshold {}x)", e.slo, burns(e.evidence), text::number(e.factor));
        Told told = about(e.slo, names, std::move(text));
        if (!e.service.empty()) told.services = {e.service};  // as it was then
        return told;
    }
    Told operator()(const slo::AlertFrozen& e) const {
        return of_alert(e.alert, "{}: too much data is missing to judge {}; its alert stands as it is");
    }
    Told operator()(const slo::AlertThawed& e) const { return of_alert(e.alert, "{} has enough data again: {} still fires"); }
    Told operator()(const slo::AlertResolved& e) const {
        const std::string slo = slo::slo_of(e.alert);
        if (e.why == "data again") return about(slo, names, slo + " has data again");
        std::string text = fmt::format("{} resolved: {}", slo, slo::ending_words(e.why));
        if (!e.evidence.empty()) text = fmt::format("{} no longer burns: {} ({})", slo, burns(e.evidence), slo::ending_words(e.why));
        return about(slo, names, std::move(text));
    }
    Told operator()(const slo::SliAnomalySeen& e) const {
        const bool lasts = e.kind == slo::kConstantBurn || e.kind == slo::kNoBurn;
        const std::string count = lasts ? std::string() : fmt::format(" ({})", text::count(e.count));
        return about(e.slo, names, fmt::format("{}: {}{}{}", e.slo, anomaly(e.kind), count, e.detail.empty() ? "" : ": " + e.detail));
    }
    Told operator()(const slo::SliAnomalyEnded& e) const {
        return about(e.slo, names, fmt::format("{}: no longer so: {}", e.slo, anomaly(e.kind)));
    }
    Told operator()(const slo::DefinitionChanged& e) const { return about(e.slo, names, e.slo + " " + slo::change_words(e)); }
    Told operator()(const slo::GroupsSeen& e) const {
        std::vector<std::string> groups;
        for (const slo::SeenGroup& group : e.groups) groups.push_back(group.name);
        return about(e.slo, names, fmt::format("{} is judged by {} more {}: {}", e.slo, groups.size(), groups.size() == 1 ? "group" : "groups", listed(groups)));
    }
    Told operator()(const slo::GroupsForgotten& e) const {
        return about(e.slo, names, fmt::format("{} no longer judges groups that were silent for 30 days: {}", e.slo, listed(e.names)));
    }
    Told operator()(const slo::LedgerRevised& e) const {
        Told told;
        told.text = fmt::format("Late samples changed counts of {} between {} and {}", listed(e.slos), when(e.range.start, names), when(e.range.end, names));
        for (const std::string& slo : e.slos) {
            told.slos.insert(slo);
            if (std::string service = names.service_of(slo); !service.empty()) told.services.insert(std::move(service));
        }
        return told;
    }
    Told operator()(const slo::PendingBegan& e) const {
        return about(e.slo, names, fmt::format("{} burns above {}, which fires if that lasts", e.slo, e.rule));
    }
    Told operator()(const slo::PendingEnded& e) const {
        return about(e.slo, names, fmt::format("{} fell below {} before it fired", e.slo, e.rule));
    }
    Told operator()(const slo::ClearingBegan& e) const { return of_alert(e.alert, "{} fell below {}, which resolves if that lasts"); }
    Told operator()(const slo::ClearingEnded& e) const { return of_alert(e.alert, "{} rose above {} again before it resolved"); }

    [[nodiscard]] Told of_alert(const std::string& alert, const char* sentence) const {
        const std::string slo = slo::slo_of(alert);
        const std::string rule = rule_of(alert);
        return about(slo, names, fmt::vformat(sentence, fmt::make_format_args(slo, rule)));
    }
};

}  // namespace

Told tell(const slo::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
