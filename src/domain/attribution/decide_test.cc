// Tables in the order of the guards: which refusal wins, and which events follow when none does.
#include "domain/attribution/decide.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/json.h"
#include "domain/attribution/attribution_codec.h"

namespace plimsoll::attribution {
namespace {

constexpr Timestamp kNoon = Timestamp::from_seconds(1'767'268'800);

Timestamp minute(std::int64_t n) { return kNoon + Duration::minutes(n); }

/// A state that commands are given to.
struct Folded {
    State state;
    std::vector<Event> log;
    Timestamp now = kNoon + Duration::days(1);

    Result<std::vector<Event>> give(const Command& command) {
        TRY_ASSIGN(auto events, decide(state, command, {now, "person:1"}));
        for (const Event& event : events) {
            log.push_back(event);
            apply(state, event, {log.size(), now, "person:1"});
        }
        return events;
    }
    Error refused(const Command& command) {
        auto given = give(command);
        EXPECT_FALSE(given.has_value());
        return given ? fail(plimsoll::errors::io, "it was not refused") : given.error();
    }
};

MakeCharge charge(std::int64_t from, std::int64_t to, std::int64_t parts = kWhole, const std::string& ref = "INC-7") {
    MakeCharge out;
    out.slo = "checkout";
    out.sli_version = "s1";
    out.range = {minute(from), minute(to)};
    out.cause = {CauseKind::incident, ref, "payments were down"};
    out.parts = parts;
    out.reason = "postmortem of 1 January";
    return out;
}

std::vector<std::string> fields(const Error& error) {
    std::vector<std::string> out;
    for (const FieldError& field : error.fields()) out.push_back(field.where);
    return out;
}

TEST(MakeCharge, SaysWhatWasCharged) {
    Folded f;
    const auto events = f.give(charge(0, 10, 250'000));
    ASSERT_TRUE(events.has_value()) << events.error().report();
    const auto& made = std::get<ChargeMade>(events->at(0));
    EXPECT_EQ(made.charge, "charge-1");
    EXPECT_EQ(made.by, "person:1");
    EXPECT_EQ(made.parts, 250'000);
    EXPECT_EQ(made.sli_version, "s1");
    ASSERT_EQ(charges_on(f.state, "checkout").size(), 1U);
    EXPECT_EQ(charges_on(f.state, "checkout")[0].at, f.now);
    EXPECT_EQ(find_charge(f.state, "charge-1")->seq, 1U);
}

TEST(MakeCharge, TellsEveryFieldAtOnce) {
    Folded f;
    MakeCharge bad;
    bad.slo = "checkout";
    bad.range = {f.now + Duration::minutes(9), f.now + Duration::minutes(2)};
    bad.cause = {CauseKind::change, "", std::string(201, 'x')};
    bad.parts = 0;
    bad.reason = "two\nlines";
    bad.from_proposal = std::string(1001, 'x');
    const Error error = f.refused(bad);
    EXPECT_EQ(error.code(), "base.invalid");
    EXPECT_EQ(fields(error), (std::vector<std::string>{"/end", "/end", "/cause/ref", "/cause/title", "/parts", "/reason", "/from_proposal"}));
    for (const FieldError& field : error.fields()) EXPECT_FALSE(field.rule.empty());
}

TEST(MakeCharge, BoundsOfTime) {
    Folded f;
    MakeCharge c = charge(0, 10);
    c.range = {f.now - kReach, f.now - kReach + Duration::minutes(1)};
    EXPECT_TRUE(f.give(c).has_value());
    c.range.start = c.range.start - Duration::ms(1);
    EXPECT_EQ(fields(f.refused(c)), (std::vector<std::string>{"/start"}));
    f.now = f.now + Duration::seconds(20);
    c.range = {f.now - Duration::minutes(5), f.now.floor(Duration::minutes(1)) + Duration::minutes(1)};  // the minute that runs
    EXPECT_TRUE(f.give(c).has_value());
    c.slo = "search";
    c.range.end = c.range.end + Duration::ms(1);
    EXPECT_EQ(fields(f.refused(c)), (std::vector<std::string>{"/end"}));
}

TEST(MakeCharge, BoundsOfTexts) {
    Folded f;
    MakeCharge c = charge(0, 10);
    c.cause.ref = std::string(kRefMost, 'r');
    c.cause.title = std::string(kTitleMost, 't');
    c.reason = std::string(kReasonMost, 'w');
    c.from_proposal = std::string(kProposalMost, 'p');
    EXPECT_TRUE(f.give(c).has_value());
    for (std::string* text : {&c.cause.ref, &c.cause.title, &c.reason, &c.from_proposal}) {
        text->push_back('x');
        EXPECT_EQ(f.refused(c).fields().size(), 1U);
        text->pop_back();
    }
    c.cause.ref = "INC\x1b[31m";
    EXPECT_EQ(fields(f.refused(c)), (std::vector<std::string>{"/cause/ref"}));
}

TEST(MakeCharge, TimesComeDownToTheGrain) {
    Folded f;
    MakeCharge c = charge(0, 0);
    c.range = {minute(3) + Duration::seconds(30), minute(10) + Duration::seconds(10)};
    const auto made = f.give(c);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(std::get<ChargeMade>(made->at(0)).range, (TimeRange{minute(3), minute(10)}));
    c.range = {minute(10) + Duration::seconds(10), minute(12)};  // meets the first in a minute, and still fits beside it
    EXPECT_TRUE(f.give(c).has_value());
    c.range = {minute(20) + Duration::seconds(1), minute(20) + Duration::seconds(59)};
    const Error error = f.refused(c);
    EXPECT_EQ(fields(error), (std::vector<std::string>{"/end"}));
    EXPECT_NE(error.fields()[0].rule.find("less than 1m"), std::string::npos);
    c.grain = Duration::minutes(5);
    c.range = {minute(21), minute(24)};
    EXPECT_NE(f.refused(c).fields().at(0).rule.find("less than 5m"), std::string::npos);
}

TEST(MakeCharge, NeverMoreThanAllOfItAnywhere) {
    Folded f;
    ASSERT_TRUE(f.give(charge(0, 10, 700'000, "INC-7")).has_value());
    ASSERT_TRUE(f.give(charge(10, 20)).has_value());             // next to it
    ASSERT_TRUE(f.give(charge(0, 5, 300'000, "deploy")).has_value());
    const Error error = f.refused(charge(2, 12, 300'001, "third"));
    EXPECT_EQ(error.code(), "attribution.over_charged");
    ASSERT_EQ(error.fields().size(), 3U);
    EXPECT_EQ(error.fields()[0].rule, "from 2026-01-01T12:02:00Z to 2026-01-01T12:05:00Z 1,000,000 parts are charged already: "
                                      "charge-1 (INC-7, 700,000 parts), charge-3 (deploy, 300,000 parts)");
    EXPECT_EQ(error.fields()[1].rule, "from 2026-01-01T12:05:00Z to 2026-01-01T12:10:00Z 700,000 parts are charged already: "
                                      "charge-1 (INC-7, 700,000 parts)");
    EXPECT_EQ(error.fields()[1].remedy, "charge at most 300,000 there");
    EXPECT_EQ(error.fields()[2].remedy, "leave that time out, or withdraw one of them");
    EXPECT_TRUE(f.give(charge(5, 10, 300'000)).has_value());     // exactly all of it
    EXPECT_TRUE(f.give(charge(30, 40)).has_value());
    MakeCharge other = charge(0, 10);
    other.slo = "search";                                       // another SLO's budget is another
    EXPECT_TRUE(f.give(other).has_value());
}

TEST(MakeCharge, NoMoreThanSoMany) {
    Folded f;
    for (std::size_t i = 0; i < kChargesPerSlo; ++i) ASSERT_TRUE(f.give(charge(0, 1, 1)).has_value()) << i;
    EXPECT_EQ(f.refused(charge(0, 1, 1)).code(), "attribution.too_many_charges");
    ASSERT_TRUE(f.give(WithdrawCharge{"charge-1", "doubled"}).has_value());
    EXPECT_TRUE(f.give(charge(0, 1, 1)).has_value());
    const auto n = static_cast<std::int64_t>(kCharges / kChargesPerSlo);
    for (std::int64_t s = 0; s < n; ++s) f.state.charges["other" + std::to_string(s)] = charges_on(f.state, "checkout");
    MakeCharge c = charge(0, 1, 1);
    c.slo = "search";
    EXPECT_EQ(f.refused(c).code(), "attribution.too_many_charges");
}

TEST(WithdrawCharge, WantsAReasonAndACharge) {
    Folded f;
    ASSERT_TRUE(f.give(charge(0, 10)).has_value());
    EXPECT_EQ(fields(f.refused(WithdrawCharge{"charge-9", ""})), (std::vector<std::string>{"/reason"}));
    EXPECT_EQ(f.refused(WithdrawCharge{"charge-9", "wrong"}).code(), "attribution.no_charge");
    ASSERT_TRUE(f.give(WithdrawCharge{"charge-1", "it was the deploy"}).has_value());
    EXPECT_TRUE(f.state.charges.empty());
    EXPECT_EQ(f.refused(WithdrawCharge{"charge-1", "again"}).code(), "attribution.no_charge");
    EXPECT_EQ(std::get<ChargeMade>(f.give(charge(0, 10))->at(0)).charge, "charge-2");  // ids are never used twice
}

TEST(Charges, BeyondTheLedgersReachAreForgotten) {
    Folded f;
    ASSERT_TRUE(f.give(charge(0, 10)).has_value());
    f.now = f.now + kReach;
    MakeCharge later = charge(0, 10);
    later.range = {f.now - Duration::minutes(10), f.now};
    ASSERT_TRUE(f.give(later).has_value());
    ASSERT_EQ(charges_on(f.state, "checkout").size(), 1U);
    EXPECT_EQ(charges_on(f.state, "checkout")[0].made.charge, "charge-2");
}

catalog::CatalogApplied applied(std::uint64_t version, std::vector<catalog::Change> changes) {
    catalog::CatalogApplied out;
    out.version = version;
    out.commit = "abc";
    out.changes = std::move(changes);
    return out;
}

TEST(Watch, RemembersEditsOfWhatIsJudged) {
    State state;
    const catalog::FieldChange objective{"objective", "0.99", "0.999"};
    watch(state, applied(2, {{"SLO", "checkout", catalog::ChangeAction::changed, {objective}},
                             {"SLO", "new", catalog::ChangeAction::added, {}},
                             {"Channel", "ops", catalog::ChangeAction::changed, {}},
                             {"Service", "shop", catalog::ChangeAction::changed, {}}}),
          {5, kNoon, "system"});
    watch(state, catalog::CatalogConfirmed{2, "h"}, {6, kNoon, "system"});
    ASSERT_EQ(state.edits.size(), 2U);
    EXPECT_EQ(state.edits[0].name, "checkout");
    EXPECT_EQ(state.edits[0].fields, (std::vector<std::string>{"objective"}));
    EXPECT_EQ(state.edits[0].at, kNoon);
    EXPECT_EQ(state.edits[1].kind, "Service");
}

TEST(Watch, KeepsTheNewest) {
    State state;
    const std::vector<catalog::Change> many(kChangesKept - 1, {"SLO", "old", catalog::ChangeAction::changed, {}});
    watch(state, applied(2, many), {5, kNoon, "system"});
    watch(state, applied(3, {{"SLO", "a", catalog::ChangeAction::changed, {}}, {"SLO", "b", catalog::ChangeAction::changed, {}}}),
          {6, kNoon, "system"});
    EXPECT_EQ(state.edits.size(), kChangesKept);
    EXPECT_EQ(state.edits.back().name, "b");
    EXPECT_EQ(state.edits.front().version, 2U);
}

TEST(Log, ReadsWhatItWrote) {
    Folded f;
    ASSERT_TRUE(f.give(charge(0, 10)).has_value());
    ASSERT_TRUE(f.give(charge(20, 30)).has_value());
    ASSERT_TRUE(f.give(WithdrawCharge{"charge-1", "wrong"}).has_value());
    State replayed;
    for (std::size_t i = 0; i < f.log.size(); ++i) {
        const log::NewEvent row = encode(f.log[i], {f.now, "person:1"}, "api");
        EXPECT_EQ(row.stream.rfind("charge/charge-", 0), 0U);
        const auto event = decode(row);
        ASSERT_TRUE(event.has_value() && event->has_value());
        apply(replayed, **event, {i + 1, f.now, "person:1"});
    }
    EXPECT_EQ(json::encode(replayed), json::encode(f.state));
    log::NewEvent foreign;
    foreign.type = "slo.AlertFired";
    EXPECT_FALSE(decode(foreign)->has_value());
}

/// Minute by minute how much is charged: what the rules promise, computed the slow way.
RC_GTEST_PROP(Charges, NoMinuteIsEverOverChargedAndNothingThatFitsIsRefused, ()) {
    Folded f;
    const auto commands = *rc::gen::inRange(1, 40);
    for (int i = 0; i < commands; ++i) {
        if (*rc::gen::inRange(0, 4) == 0 && !charges_on(f.state, "checkout").empty()) {
            const auto& held = charges_on(f.state, "checkout");
            const std::string id = held[*rc::gen::inRange<std::size_t>(0, held.size())].made.charge;
            RC_ASSERT(f.give(WithdrawCharge{id, "drawn"}).has_value());
            continue;
        }
        const auto from = *rc::gen::inRange<std::int64_t>(0, 30);
        const auto to = from + *rc::gen::inRange<std::int64_t>(1, 12);
        const auto parts = *rc::gen::elementOf(std::vector<std::int64_t>{kWhole, 500'000, 500'001, 1, 333'333});
        std::vector<std::int64_t> charged(50, 0);
        for (const Charge& c : charges_on(f.state, "checkout")) {
            for (std::int64_t m = 0; m < 50; ++m) charged[static_cast<std::size_t>(m)] += c.made.range.contains(minute(m)) ? c.made.parts : 0;
        }
        bool fits = true;
        for (std::int64_t m = from; m < to; ++m) fits = fits && charged[static_cast<std::size_t>(m)] + parts <= kWhole;
        RC_ASSERT(f.give(charge(from, to, parts)).has_value() == fits);
    }
}

}  // namespace
}  // namespace plimsoll::attribution
