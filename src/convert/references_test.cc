// Parts written in place or taken out: the catalogue says the same, checked on random catalogues.
#include "convert/references.h"

#include <gtest/gtest.h>

#include <random>

#include "convert/layout.h"
#include "convert/tree_reading.h"
#include "domain/catalog/reading.h"

namespace plimsoll::convert {
namespace {

/// What is promised, without the lines on which it stands.
catalog::Catalog promises(const std::vector<TreeFile>& files) {
    std::vector<catalog::FileText> texts;
    for (const TreeFile& file : files) texts.push_back({file.path, laid_out(file.documents)});
    catalog::Reading reading = catalog::read_catalog(texts);
    for (const auto& problem : reading.errors) ADD_FAILURE() << problem.where() << ": " << problem.rule << "\n" << texts.front().text;
    for (auto& [name, slo] : reading.catalog.slos) slo.source = {};
    for (auto& [name, service] : reading.catalog.services) service.source = {};
    for (auto& [name, channel] : reading.catalog.channels) channel.source = {};
    return reading.catalog;
}

std::vector<TreeFile> files_of(const std::string& text) {
    auto trees = read_trees(text, "a.yaml");
    EXPECT_TRUE(trees) << (trees ? "" : trees.error().report()) << text;
    if (!trees) return {};
    return {{"a.yaml", std::move(*trees)}};
}

constexpr const char* kReferred = R"(apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  indicatorRef: requests  # shared
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{target: 0.999}]
  alertPolicies: [{alertPolicyRef: burns}]
---
# how many fail
apiVersion: openslo/v1
kind: SLI
metadata: {name: requests}
spec:
  ratioMetric:
    bad: {metricSource: {type: prometheus, spec: {query: 'sum(rate(e[5m]))'}}}
    total: {metricSource: {type: prometheus, spec: {query: 'sum(rate(t[5m]))'}}}
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: burns}
spec:
  alertWhenBreaching: true
  conditions: [{conditionRef: fast}]
  notificationTargets: [{targetRef: on-call}]
---
apiVersion: openslo/v1
kind: AlertCondition
metadata: {name: fast}
spec: {severity: page, condition: {kind: burnrate, op: gt, threshold: 10, lookbackWindow: 1h, alertAfter: 5m}}
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: {name: on-call}
spec: {target: pager}
---
apiVersion: plimsoll/v1
kind: Channel
metadata: {name: pager}
spec: {type: webhook, url: 'https://pager.example.com/hook'}
---
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
)";

TEST(References, InPlaceEverythingStandsInTheSlo) {
    auto files = files_of(kReferred);
    const auto before = promises(files);
    write_in_place(files);
    EXPECT_EQ(files[0].documents.size(), 3U) << "the SLO, the channel, the service\n" << laid_out(files[0].documents);
    const std::string text = laid_out(files[0].documents);
    EXPECT_EQ(text.find("indicatorRef"), std::string::npos) << text;
    EXPECT_EQ(text.find("conditionRef"), std::string::npos) << text;
    EXPECT_NE(text.find("# how many fail"), std::string::npos) << text;
    EXPECT_NE(text.find("# shared"), std::string::npos) << text;
    EXPECT_EQ(promises(files), before);
}

TEST(References, TakenOutEverythingIsAnObjectAgain) {
    auto files = files_of(kReferred);
    const auto before = promises(files);
    write_in_place(files);
    take_out(files);
    EXPECT_EQ(files[0].documents.size(), 7U) << laid_out(files[0].documents);
    EXPECT_EQ(promises(files), before);
}

TEST(References, WhatOthersStillReferToStays) {
    std::string text = kReferred;
    text += "---\napiVersion: plimsoll/v1\nkind: Composite\nmetadata: {name: c}\nspec: {service: shop, rule: all, members: [{slo: requests}, {slo: second}], target: 0.95, timeWindow: [{duration: 30d, isRolling: true}], "
            "alertPolicies: [{alertPolicyRef: burns}]}\n---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {name: second}\nspec: {service: shop, indicatorRef: requests, budgetingMethod: Occurrences, timeWindow: [{duration: 30d, "
            "isRolling: true}], objectives: [{target: 0.99}]}\n";
    auto files = files_of(text);
    const auto before = promises(files);
    write_in_place(files);
    EXPECT_NE(laid_out(files[0].documents).find("kind: AlertPolicy\n"), std::string::npos) << "the composite names it";
    EXPECT_EQ(promises(files), before);
}

/// A random catalogue: SLOs of several shapes over SLIs, policies, conditions and targets, referred to or in place.
std::string random_catalogue(std::mt19937& random) {
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::string out = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\n---\napiVersion: plimsoll/v1\nkind: Channel\nmetadata: {name: pager}\nspec: {type: webhook, url: 'https://pager.example.com/hook'}\n";
    const auto sli = [&](int i) {
        return pick(2) == 0 ? "{ratioMetric: {good: {metricSource: {type: prometheus, spec: {query: 'sum(rate(g" + std::to_string(i) + "[5m]))'}}}, total: {metricSource: {type: prometheus, spec: {query: 'sum(rate(t[5m]))'}}}}}"
                            : "{ratioMetric: {rawType: failure, raw: {metricSource: {type: prometheus, spec: {query: 'ratio" + std::to_string(i) + "'}}}}}";
    };
    const auto condition = [&] { return "{severity: " + std::string(pick(2) == 0 ? "page" : "ticket") + ", condition: {kind: burnrate, op: gte, threshold: " + std::to_string(1 + pick(8)) + ", lookbackWindow: " + std::to_string(1 + pick(9)) + "h}}"; };
    const int shared = 1 + pick(3);
    for (int i = 0; i < shared; ++i) {
        const std::string n = std::to_string(i);
        out += "---\n# indicator " + n + "\napiVersion: openslo/v1\nkind: SLI\nmetadata: {name: sli-" + n + "}\nspec: " + sli(i) + "\n";
        out += "---\napiVersion: openslo/v1\nkind: AlertCondition\nmetadata: {name: condition-" + n + "}\nspec: " + condition() + "\n";
        out += "---\napiVersion: openslo/v1\nkind: AlertPolicy\nmetadata: {name: policy-" + n + "}\nspec: {alertWhenBreaching: true, conditions: [" +
               (pick(2) == 0 ? "{conditionRef: condition-" + n + "}" : "{kind: AlertCondition, metadata: {name: own-" + n + "}, spec: " + condition() + "}") +
               "], notificationTargets: [{targetRef: on-call}]}\n";
    }
    out += "---\napiVersion: openslo/v1\nkind: AlertNotificationTarget\nmetadata: {name: on-call}\nspec: {target: pager}\n";
    for (int i = 0; i < 1 + pick(5); ++i) {
        const std::string n = std::to_string(i);
        out += "---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {name: slo-" + n + "}\nspec:\n  objectives: [{target: 0.99}]\n  service: shop  # ours\n  budgetingMethod: Occurrences\n  timeWindow: [{duration: 30d, isRolling: true}]\n";
        out += pick(2) == 0 ? "  indicatorRef: sli-" + std::to_string(pick(shared)) + "\n" : "  indicator:\n    metadata: {name: in-" + n + "}\n    spec: " + sli(100 + i) + "\n";
        if (pick(3) > 0) out += "  alertPolicies:\n    - alertPolicyRef: policy-" + std::to_string(pick(shared)) + "\n";
    }
    return out;
}

TEST(References, LayoutAndBothWritingsKeepWhatIsPromised) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        std::mt19937 random(seed);
        const std::string text = random_catalogue(random);
        auto files = files_of(text);
        ASSERT_FALSE(files.empty()) << seed;
        const auto before = promises(files);
        EXPECT_GT(before.slos.size(), 0U);
        const auto laid = laid_out(text, "a.yaml");
        ASSERT_TRUE(laid) << seed << laid.error().report();
        EXPECT_EQ(promises(files_of(*laid)), before) << seed;
        write_in_place(files);
        EXPECT_EQ(promises(files), before) << seed;
        take_out(files);
        EXPECT_EQ(promises(files), before) << seed;
        write_in_place(files);
        EXPECT_EQ(promises(files), before) << seed;
    }
}

}  // namespace
}  // namespace plimsoll::convert
