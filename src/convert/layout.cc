#include "convert/layout.h"

#include <algorithm>
#include <array>

#include "convert/tree_reading.h"

namespace plimsoll::convert {

namespace {

using Keys = std::vector<std::string_view>;

/// Keys of every map of the catalogue's kinds. One list serves all: no two maps want two of them in opposite order.
const Keys& key_order() {
    static const Keys kOrder{
        "apiVersion", "kind", "metadata", "name", "displayName", "labels", "annotations", "metricSourceRef", "type", "spec",
        // what it is and whose
        "description", "tier", "rank", "owner", "customer", "service", "slo", "severity", "journey", "rule", "steps", "unacceptable",
        // indicators
        "indicator", "indicatorRef", "valid", "exclude", "ratioMetric", "thresholdMetric", "counter", "good", "bad", "rawType", "raw",
        "checked", "right", "wrong", "total", "metricSource", "queryType", "query", "ratio", "correctness", "latency", "rawRatio",
        "freshness", "alert", "histogram", "gauge", "of", "timestamp", "heartbeat", "matchers", "within", "buckets", "between",
        // judging
        "budgetingMethod", "members", "weight", "timeWindow", "duration", "isRolling", "calendar", "startTime", "timeZone", "objectives",
        "op", "threshold", "value", "target", "targetPercent", "timeSliceTarget", "timeSliceWindow", "compositeWeight", "alertPolicies",
        "alertPolicyRef",
        // alerts
        "alertWhenBreaching", "alertWhenResolved", "alertWhenNoData", "conditions", "conditionRef", "condition", "lookbackWindow",
        "alertAfter", "notificationTargets", "targetRef", "rules", "long", "short", "factor", "budgetShare", "entryDelay", "clearDelay",
        "guarded", "notifyResolved",
        // services, channels, policies, contracts
        "dependencies", "dependencyBudgets", "share", "journeys", "url", "secret", "user", "password", "requireTls", "caFile", "from", "to",
        "rateLimit", "repeatInterval", "allowPrivate", "tiers", "services", "caution", "freeze", "hysteresis", "consequences", "gate",
        "chronicBreaches", "chronicWithin", "escalationChannels", "longestException", "credits", "below", "belowPercent", "fee", "currency",
        "rto", "rpo", "controls", "channels", "runbook"};
    return kOrder;
}

std::size_t rank(std::string_view key) {
    const Keys& order = key_order();
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), key) - order.begin());
}

/// Maps whose keys are anybody's: their order is their author's. States of a budget too: they follow each other.
bool keeps_order(std::string_view key) {
    constexpr std::array<std::string_view, 7> kMaps{"labels", "annotations", "consequences", "gate", "connectionDetails",
                                                    "fields", "headers"};
    return std::find(kMaps.begin(), kMaps.end(), key) != kMaps.end();
}

void order_below(Tree& tree) {
    std::stable_sort(tree.entries.begin(), tree.entries.end(),
                     [](const Tree::Entry& a, const Tree::Entry& b) { return rank(a.key) < rank(b.key); });
    for (Tree::Entry& entry : tree.entries) {
        const bool states = entry.key == "channels" && entry.value.kind == Tree::Kind::map;
        if (!keeps_order(entry.key) && !states) order_below(entry.value);
    }
    for (Tree& item : tree.items) order_below(item);
}

/// A tree's meaning as text: maps by key, comments left out.
std::string meaning(const yaml::Node& node) {
    if (node.is_list()) {
        std::string out = "[";
        for (const yaml::Node& item : node.items()) out += meaning(item) + ",";
        return out + "]";
    }
    if (!node.is_map()) return node.json() + (node.quoted() ? "q" : "");
    std::vector<std::string> parts;
    for (const auto& entry : node.entries()) parts.push_back(entry.key + ":" + meaning(entry.value));
    std::sort(parts.begin(), parts.end());
    std::string out = "{";
    for (const std::string& part : parts) out += part + ",";
    return out + "}";
}

std::vector<std::string> meanings(const std::vector<yaml::Node>& documents) {
    std::vector<std::string> out;
    for (const yaml::Node& document : documents) {
        if (document.kind() != yaml::Node::Kind::null) out.push_back(meaning(document));
    }
    return out;
}

bool is_object(const Tree& tree) { return tree.find("apiVersion") != nullptr && tree.find("kind") != nullptr; }

}  // namespace

void put_in_order(Tree& object) {
    if (is_object(object)) {
        const std::string version = plain_text(*object.find("apiVersion"));
        if (version == "openslo/v1" || version == "plimsoll/v1") order_below(object);
    }
    for (Tree& item : object.items) put_in_order(item);
}

Tree ordered_tree(const yaml::Node& object) {
    Tree out = tree_of(object);
    put_in_order(out);
    return out;
}

std::string folder_of(const std::string& kind) {
    static const std::vector<std::pair<std::string, std::string>> kFolders{{"SLO", "slos"},
                                                                           {"Composite", "slos"},
                                                                           {"SLI", "indicators"},
                                                                           {"Indicator", "indicators"},
                                                                           {"Service", "services"},
                                                                           {"Tier", "tiers"},
                                                                           {"Channel", "channels"},
                                                                           {"BurnPolicy", "burn-policies"},
                                                                           {"AlertPolicy", "alerts"},
                                                                           {"AlertCondition", "alerts"},
                                                                           {"DataSource", "data-sources"},
                                                                           {"AlertNotificationTarget", "alerts"},
                                                                           {"SLA", "contracts"},
                                                                           {"Probe", "probes"},
                                                                           {"ErrorBudgetPolicy", "policies"}};
    for (const auto& [name, folder] : kFolders) {
        if (name == kind) return folder;
    }
    return "other";
}

std::string laid_out(std::vector<Tree> documents) {
    for (Tree& document : documents) put_in_order(document);
    return written(documents);
}

Result<std::string> laid_out(std::string_view text, const std::string& file) {
    TRY_ASSIGN(const std::vector<Tree> documents, read_trees(text, file));
    TRY_ASSIGN(const std::vector<yaml::Node> before, yaml::parse_documents(text, file));
    std::string out = laid_out(documents);
    const auto after = yaml::parse_documents(out, file);
    const auto again = read_trees(out, file);
    const bool same = after && again && meanings(before) == meanings(*after) && comments_of(documents) == comments_of(*again);
    if (!same)
        return fail(errors::not_laid_out, file + " would not say the same any more", {{file, "would not say the same any more", ""}});
    return out;
}

}  // namespace plimsoll::convert
