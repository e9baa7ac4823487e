// The same random promises, written in each format by the least that says them, import as the same promises.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "base/text.h"
#include "convert/draft.h"
#include "convert/imported_for_tests.h"
#include "domain/catalog/query_text.h"
#include "promql/query.h"

namespace plimsoll::convert {
namespace {

/// What every format can say of a promise.
struct Wish {
    std::string name;
    std::string service;
    std::string percent;   ///< "99.95"
    std::string share;     ///< the same as a share, "0.9995"
    Ratio objective;
    Duration period;
    std::string part;      ///< selector of the good events
    std::string total;
};

std::string selector(std::mt19937& random, const std::string& metric) {
    static const char* kMatchers[] = {"", "{job=\"a\"}", "{code!~\"5..\"}", "{job=\"a\",path=\"/x/{id}\"}", "{zone=~\"eu|us\"}"};
    return metric + kMatchers[random() % 5];
}

Wish random_wish(std::mt19937& random, int i, Duration period) {
    const int tens = static_cast<int>(random() % 999) + 9000;  // 90.00 to 99.98 %
    Wish out;
    out.name = fmt::format("slo-{}", i);
    out.service = fmt::format("service-{}", random() % 2);
    out.percent = fmt::format("{}.{:02}", tens / 100, tens % 100);
    out.share = fmt::format("0.{:04}", tens);
    out.objective = *Ratio::of(tens, 10000);
    out.period = period;
    out.part = selector(random, "good_total");
    out.total = selector(random, "all_total");
    return out;
}

std::string sum(const std::string& selector, const std::string& window) { return fmt::format("sum(rate({}[{}]))", selector, window); }
std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
    return out + "'";
}

std::string sloth(const Wish& w) {
    return fmt::format("version: prometheus/v1\nservice: {}\nslos:\n- name: {}\n  objective: {}\n  sli: {{raw: {{error_ratio_query: {}}}}}\n---\n", w.service, w.name, w.percent,
                       quoted("1 - (" + sum(w.part, "{{.window}}") + " / " + sum(w.total, "{{.window}}") + ")"));
}
std::string pyrra(const Wish& w) {
    return fmt::format("apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {{name: {}, labels: {{pyrra.dev/service: {}}}}}\nspec: {{target: \"{}\", window: {}, indicator: {{ratio: {{errors: {{metric: {}}}, total: {{metric: {}}}}}}}}}\n---\n",
                       w.name, w.service, w.percent, shorthand(w.period), quoted(w.part), quoted(w.total));
}
std::string nobl9(const Wish& w) {
    return fmt::format("apiVersion: n9/v1alpha\nkind: SLO\nmetadata: {{name: {}, project: p}}\nspec:\n  service: {}\n  budgetingMethod: Occurrences\n  timeWindows: [{{unit: Hour, count: {}, isRolling: true}}]\n"
                       "  objectives: [{{name: o, target: {}, countMetrics: {{incremental: true, good: {{prometheus: {{promql: {}}}}}, total: {{prometheus: {{promql: {}}}}}}}}}]\n---\n",
                       w.name, w.service, w.period.in_ms() / 3'600'000, w.share, quoted(sum(w.part, "1m")), quoted(sum(w.total, "1m")));
}
std::string grafana(const Wish& w) {
    return fmt::format("name: {}\nlabels: [{{key: service_name, value: {}}}]\nquery: {{type: ratio, ratio: {{successMetric: {{prometheusMetric: {}}}, totalMetric: {{prometheusMetric: {}}}}}}}\nobjectives: [{{value: {}, window: {}}}]\n---\n",
                       w.name, w.service, quoted(w.part), quoted(w.total), w.share, shorthand(w.period));
}
std::string alpha(const Wish& w) {
    return fmt::format("apiVersion: openslo/v1alpha\nkind: SLO\nmetadata: {{name: {}}}\nspec:\n  service: {}\n  budgetingMethod: Occurrences\n  timeWindows: [{{unit: Hour, count: {}, isRolling: true}}]\n"
                       "  objectives: [{{target: {}, ratioMetrics: {{good: {{source: prometheus, query: {}}}, total: {{source: prometheus, query: {}}}}}}}]\n---\n",
                       w.name, w.service, w.period.in_ms() / 3'600'000, w.share, quoted(sum(w.part, "5m")), quoted(sum(w.total, "5m")));
}
std::string generator(const Wish& w) {
    return fmt::format("apiVersion: sre.google.com/v2\nkind: ServiceLevelObjective\nmetadata: {{name: {}, labels: {{service_name: {}}}}}\nspec: {{description: d, backend: prometheus, method: good_bad_ratio, service_level_indicator: {{filter_good: {}, filter_valid: {}}}, goal: {}}}\n---\n",
                       w.name, w.service, quoted(w.part + "[window]"), quoted(w.total), w.share);
}

std::string canonical(const std::string& query) {
    const auto read = promql::parse(query);
    EXPECT_TRUE(read) << query;
    return read ? catalog::canonical(*read) : "";
}

struct Way {
    const char* name;
    std::function<std::string(const Wish&)> write;
    std::optional<Duration> period;  ///< the only one that the format can say
    bool part_is_bad = false;
    std::function<std::string(const Wish&)> called = [](const Wish& w) { return w.name; };
};

TEST(RoundTrip, EveryFormatImportsAsWhatItPromises) {
    const std::vector<Way> ways{{"sloth", sloth, Duration::days(30), false, [](const Wish& w) { return w.service + "-" + w.name; }},
                                {"pyrra", pyrra, std::nullopt, true},
                                {"nobl9", nobl9, std::nullopt},
                                {"grafana", grafana, std::nullopt},
                                {"openslo v1alpha", alpha, std::nullopt},
                                {"slo-generator", generator, Duration::days(28)}};
    for (unsigned seed = 1; seed <= 25; ++seed) {
        for (const Way& way : ways) {
            std::mt19937 random(seed);
            std::vector<Wish> wishes;
            std::string text;
            for (int i = 0; i < 1 + static_cast<int>(seed % 4); ++i) {
                wishes.push_back(random_wish(random, i, way.period.value_or(Duration::days(7 + static_cast<int>(random() % 60)))));
                text += way.write(wishes.back());
            }
            const Imported got = imported(text);
            EXPECT_EQ(got.catalog.slos.size(), wishes.size()) << way.name << " seed " << seed << "\n" << got.report();
            for (const Wish& wish : wishes) {
                const catalog::Slo& slo = got.slo(way.called(wish));
                EXPECT_EQ(slo.objective, wish.objective) << way.name << " seed " << seed;
                EXPECT_EQ(slo.period, wish.period) << way.name << " seed " << seed;
                EXPECT_EQ(slo.service, wish.service) << way.name << " seed " << seed;
                EXPECT_EQ(canonical(way.part_is_bad ? slo.indicator.bad : slo.indicator.good), canonical(sum(wish.part, "5m"))) << way.name << " seed " << seed;
                EXPECT_EQ(canonical(slo.indicator.total), canonical(sum(wish.total, "5m"))) << way.name << " seed " << seed;
                EXPECT_FALSE(slo.rules.empty()) << way.name << " seed " << seed;
                if (::testing::Test::HasFailure()) return;
            }
        }
    }
}

}  // namespace
}  // namespace plimsoll::convert
