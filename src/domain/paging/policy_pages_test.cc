#include <gtest/gtest.h>

#include "domain/paging/message_text.h"
#include "domain/paging/paging_testing.h"

namespace plimsoll::paging {
namespace {

using policy::BudgetState;
using testing::Folded;
using testing::t0;

policy::StateEntered entered(BudgetState from, BudgetState to, std::vector<std::string> channels, std::optional<Timestamp> from_since = {},
                             Timestamp as_of = t0()) {
    policy::StateEntered e;
    e.slo = "checkout";
    e.service = "shop";
    e.from = from;
    e.to = to;
    e.from_since = from_since;
    e.as_of = as_of;
    e.why = "8.0 % left, at or below the freeze line of 10.0 %";
    e.figure.objective = *Ratio::of(999, 1000);
    e.figure.budget = 0.08;
    e.channels = std::move(channels);
    return e;
}

const catalog::Catalog& company() {
    static const catalog::Catalog catalog = testing::catalog_of({testing::hook("ops"), testing::hook("boss")});
    return catalog;
}

std::string said(const std::vector<Event>& events) {
    std::string out;
    for (const Event& event : events) {
        std::string one = std::visit([](const auto& e) { return std::string(e.json_tag).substr(7); }, event);
        if (const auto* page = std::get_if<PageIntended>(&event)) one += ":" + page->channel + ":" + boost::describe::enum_to_string(page->reason, "");
        out += (out.empty() ? "" : " ") + one;
    }
    return out;
}

/// The page as if its first attempt had arrived.
void deliver_all(Folded& folded, Timestamp at) {
    std::vector<std::string> waiting;
    for (const auto& [id, page] : folded.state.pages) {
        if (page.state == PageState::waiting) waiting.push_back(id);
    }
    for (const std::string& id : waiting) folded.apply({AttemptStarted{id, 1}, PageDelivered{id, 1, "HTTP 200"}}, at);
}

TEST(PolicyPages, EnteringAStateTellsItsChannelsOnce) {
    Folded folded;
    const auto events = react(folded.state, policy::Event(entered(BudgetState::healthy, BudgetState::freeze, {"ops", "boss", "ops"})), company());
    EXPECT_EQ(said(events), "PageIntended:ops:entered PageIntended:boss:entered");
    folded.apply(events, t0());
    EXPECT_EQ(said(react(folded.state, policy::Event(entered(BudgetState::healthy, BudgetState::freeze, {"ops", "boss"})), company())), "")
        << "the same entry again";
    deliver_all(folded, t0());
    EXPECT_EQ(next_due(folded.state, t0()), Timestamp::max()) << "a state that holds is not repeated";
}

TEST(PolicyPages, LeavingAFreezeForTheBetterTellsThoseWhoWereTold) {
    Folded folded;
    folded.apply(react(folded.state, policy::Event(entered(BudgetState::healthy, BudgetState::freeze, {"ops"})), company()), t0());
    deliver_all(folded, t0());
    const Timestamp later = t0() + Duration::hours(2);
    const auto left = react(folded.state, policy::Event(entered(BudgetState::freeze, BudgetState::caution, {}, t0(), later)), company());
    EXPECT_EQ(said(left), "PageIntended:ops:resolved AlertOver");
    folded.apply(left, later);
    const auto& notice = std::get<PageIntended>(left[0]);
    EXPECT_EQ(notice.subject.standing, "freeze");
    Page page;
    page.reason = notice.reason;
    page.subject = notice.subject;
    EXPECT_EQ(headline(page), "[RESOLVED] checkout: error budget left freeze: now caution, 8.0 % left, at or below the freeze line of 10.0 %");
    deliver_all(folded, later);
    EXPECT_TRUE(folded.state.alerts.empty()) << "nothing is kept of what is over";
}

TEST(PolicyPages, GettingWorseTellsOfTheWorseStateAlone) {
    Folded folded;
    folded.apply(react(folded.state, policy::Event(entered(BudgetState::healthy, BudgetState::freeze, {"ops"})), company()), t0());
    deliver_all(folded, t0());
    const Timestamp later = t0() + Duration::hours(2);
    const auto worse = react(folded.state, policy::Event(entered(BudgetState::freeze, BudgetState::breach, {"ops"}, t0(), later)), company());
    EXPECT_EQ(said(worse), "AlertOver PageIntended:ops:entered");
    EXPECT_EQ(std::get<PageIntended>(worse[1]).subject.severity, "page");
}

TEST(PolicyPages, AStateThatWasLeftBeforeAnybodyHeardOfItIsNotTold) {
    Folded folded;
    folded.apply(react(folded.state, policy::Event(entered(BudgetState::healthy, BudgetState::freeze, {"ops"})), company()), t0());
    const auto left = react(folded.state, policy::Event(entered(BudgetState::freeze, BudgetState::healthy, {}, t0(), t0() + Duration::minutes(1))), company());
    EXPECT_EQ(said(left), "AlertOver PageDropped");
}

TEST(PolicyPages, AChronicBreachEscalatesAndEndsWithTheBreach) {
    Folded folded;
    policy::ChronicBreach chronic;
    chronic.slo = "checkout";
    chronic.service = "shop";
    chronic.as_of = t0();
    chronic.breaches = {t0() - Duration::days(40), t0() - Duration::days(10), t0()};
    chronic.within = Duration::days(90);
    chronic.channels = {"boss"};
    const auto events = react(folded.state, policy::Event(chronic), company());
    EXPECT_EQ(said(events), "PageIntended:boss:chronic");
    folded.apply(events, t0());
    Page page = folded.state.pages.begin()->second;
    EXPECT_EQ(headline(page), "[CHRONIC page] checkout: in breach 3 times within 90 d");
    EXPECT_EQ(page.subject.runbook, "https://runbooks.example.org/checkout");
    deliver_all(folded, t0());
    folded.apply(react(folded.state, policy::Event(entered(BudgetState::breach, BudgetState::healthy, {}, t0(), t0() + Duration::days(1))), company()), t0());
    EXPECT_TRUE(folded.state.alerts.empty());
}

TEST(PolicyPages, ARemovedSloEndsItsAlertsSilently) {
    Folded folded;
    folded.apply(react(folded.state, policy::Event(entered(BudgetState::healthy, BudgetState::breach, {"ops"})), company()), t0());
    deliver_all(folded, t0());
    const policy::StandingEnded ended{"checkout", "shop", BudgetState::breach, t0(), "the SLO is no longer declared"};
    EXPECT_EQ(said(react(folded.state, policy::Event(ended), company())), "AlertOver");
}

TEST(PolicyPages, OtherEventsOfPolicyTellNobody) {
    Folded folded;
    EXPECT_EQ(said(react(folded.state, policy::Event(policy::BreachBegan{"checkout", "shop", t0()}), company())), "");
    EXPECT_EQ(said(react(folded.state, policy::Event(policy::GateDecided{}), company())), "");
}

}  // namespace
}  // namespace plimsoll::paging
