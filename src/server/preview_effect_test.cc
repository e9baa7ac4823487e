#include "server/preview_effect.h"

#include <gtest/gtest.h>

#include "domain/slo/judge.h"
#include "domain/slo/windows.h"

namespace plimsoll::server {
namespace {

const Timestamp kAsOf = Timestamp::from_seconds(1'795'000'000);

catalog::Slo promise(const std::string& objective = "0.999") {
    catalog::Slo slo;
    slo.name = "checkout";
    slo.service = "shop";
    slo.objective = *Ratio::parse_decimal(objective);
    slo.period = Duration::days(30);
    slo.sli_version = "sli1";
    slo.rules = catalog::workbook_rules(slo.period);
    return slo;
}

/// `bad` of each 10,000 valid events in every slot of every window.
ledger::LiveWindows counted(const catalog::Slo& slo, std::int64_t bad) {
    ledger::LiveWindows live{kAsOf, kAsOf - Duration::days(400), {}};
    for (const Duration length : slo::windows_of(slo)) {
        const std::int64_t slots = length / ledger::kStep;
        live.windows.push_back({{kAsOf - length, kAsOf}, ledger::kStep, slots, {slots * 10'000, slots * bad, slots, slots, slots}});
    }
    return live;
}

struct Case {
    std::optional<catalog::Slo> before = promise();
    std::optional<catalog::Slo> after = promise();
    std::int64_t bad = 5;
    bool counts = true;
    slo::State state;
    Timestamp at = kAsOf + Duration::seconds(20);

    [[nodiscard]] PreviewEffect effect() const {
        const catalog::Catalog catalog;
        const ledger::LiveWindows nothing{Timestamp::min(), {}, {}};
        return effect_of({before ? &*before : nullptr, after ? &*after : nullptr, catalog, before ? counted(*before, bad) : nothing,
                          counts && after ? std::optional(counted(*after, bad)) : std::nullopt, state, at});
    }
    void open(const std::string& rule) {
        slo::OpenAlert alert;
        alert.fired.alert = "checkout/" + rule + "/1";
        alert.fired.slo = "checkout";
        alert.fired.rule = rule;
        for (const catalog::BurnRule& one : before->rules) {
            if (one.name == rule) alert.fired.condition = slo::condition_of(*before, one);
        }
        state.slos["checkout"].open[rule] = alert;
    }
};

TEST(PreviewEffect, AStricterObjectiveSpendsMoreOfTheBudget) {
    Case c;
    c.after = promise("0.9995");
    const PreviewEffect effect = c.effect();
    EXPECT_DOUBLE_EQ(*effect.budget_now, 0.5);
    EXPECT_DOUBLE_EQ(*effect.budget_then, 0.0);
    EXPECT_FALSE(effect.burn_rules_changed);
    EXPECT_TRUE(effect.fires.empty());
    EXPECT_EQ(effect.text, "The budget would be at 0.0 %; it is at 50.0 % now.");
}

TEST(PreviewEffect, SaysWhichAlertsWouldFireAtOnce) {
    Case c;
    c.bad = 100;  // burns 10x at 99.9 %, 100x at 99.99 %
    c.after = promise("0.9999");
    c.open("ticket-1d-2h");
    const PreviewEffect effect = c.effect();
    EXPECT_EQ(effect.fires.at(0), "page-1h-5m");
    EXPECT_EQ(effect.fires.size(), promise().rules.size()) << "the ticket fires anew: what it asks changed";
    EXPECT_EQ(effect.resolves, (std::vector<std::string>{"ticket-1d-2h"}));
    EXPECT_EQ(effect.text, "The budget would be overspent by 9900.0 %; it is overspent by 900.0 % now. Would fire at once: page-1h-5m, "
                           "page-6h-30m, ticket-3d-6h. Open alerts that would end and fire anew, since what they ask changes: ticket-1d-2h.");
}

TEST(PreviewEffect, SaysWhichAlertsWouldEnd) {
    Case c;
    c.bad = 150;
    c.after->rules.erase(c.after->rules.begin());
    for (const catalog::BurnRule& rule : c.before->rules) c.open(rule.name);
    const PreviewEffect effect = c.effect();
    EXPECT_TRUE(effect.burn_rules_changed);
    EXPECT_TRUE(effect.fires.empty()) << "the others stand as they are";
    EXPECT_EQ(effect.resolves, (std::vector<std::string>{"page-1h-5m"}));
    EXPECT_NE(effect.text.find("Its burn rules change. Open alerts that would end: page-1h-5m."), std::string::npos) << effect.text;
}

TEST(PreviewEffect, NewQueriesHaveNoHistoryAndEndWhatIsOpen) {
    Case c;
    c.after->sli_version = "sli2";
    c.counts = false;
    c.open("page-1h-5m");
    const PreviewEffect effect = c.effect();
    EXPECT_DOUBLE_EQ(*effect.budget_now, 0.5);
    EXPECT_FALSE(effect.budget_then);
    EXPECT_EQ(effect.resolves, (std::vector<std::string>{"page-1h-5m"}));
    EXPECT_TRUE(effect.text.starts_with("The queries change, so the account begins anew")) << effect.text;
}

TEST(PreviewEffect, AddedAndRemoved) {
    Case added;
    added.before.reset();
    added.counts = false;
    EXPECT_EQ(added.effect().action, catalog::ChangeAction::added);
    EXPECT_FALSE(added.effect().budget_now);
    Case removed;
    removed.after.reset();
    removed.open("page-1h-5m");
    EXPECT_EQ(removed.effect().action, catalog::ChangeAction::removed);
    EXPECT_EQ(removed.effect().resolves, (std::vector<std::string>{"page-1h-5m"}));
    EXPECT_FALSE(removed.effect().budget_then);
}

TEST(PreviewEffect, OldCountsFireNothing) {
    Case c;
    c.bad = 1000;
    c.after = promise("0.9999");
    c.at = kAsOf + Duration::hours(2);
    EXPECT_TRUE(c.effect().fires.empty());
    EXPECT_NE(c.effect().text.find("The newest counts are 2 h old"), std::string::npos) << c.effect().text;
}

}  // namespace
}  // namespace plimsoll::server
