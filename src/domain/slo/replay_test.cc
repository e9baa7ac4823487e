// What a replay of the past says equals, field by field, what the worker said while it happened: over random worlds of every kind
// of SLO, fed step by step.
#include "domain/slo/replay.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "base/random.h"
#include "base/text.h"
#include "domain/slo/errors.h"
#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/scenario_world_for_tests.h"
#include "domain/slo/slo_codec.h"
#include "domain/slo/slot_ledger_for_tests.h"
#include "domain/slo/worker.h"

namespace plimsoll::slo {
namespace {

using catalog::BudgetingMethod;
using catalog::EmptySlice;
using fixture::kNoon;
using fixture::ratio;
using ledger::kStep;

/// How often the worlds of all cases showed something, so that a test that compares nothing with nothing is seen.
struct Shown {
    std::int64_t worlds = 0;
    std::int64_t alerts = 0;
    std::int64_t resolved = 0;
    std::int64_t frozen = 0;
    std::int64_t stale = 0;
    std::int64_t delayed = 0;
};

std::string body_of(const Event& event) { return encode(event, {kNoon, "test"}, "test").body; }

/// One alert in words: everything that was said of it.
std::string said(const AlertFired& fired, const AlertResolved* resolved, const std::vector<TimeRange>& frozen) {
    std::string out = body_of(fired);
    for (const TimeRange& range : frozen) out += "\n  frozen from " + text::rfc3339(range.start) + " to " + text::rfc3339(range.end);
    return out + "\n  " + (resolved == nullptr ? "open" : body_of(*resolved));
}

/// The alerts of a log, as said().
class Heard {
public:
    explicit Heard(std::string slo) : slo_(std::move(slo)) {}
    void tell(const Event& event) {
        if (const auto* fired = std::get_if<AlertFired>(&event); fired != nullptr && fired->slo == slo_) alerts_.push_back({*fired, std::nullopt, {}});
        if (const auto* frozen = std::get_if<AlertFrozen>(&event); frozen != nullptr && knows(frozen->alert)) {
            find(frozen->alert).frozen.push_back({frozen->as_of, Timestamp::max()});
        }
        if (const auto* thawed = std::get_if<AlertThawed>(&event); thawed != nullptr && knows(thawed->alert)) thaw(find(thawed->alert), thawed->as_of);
        if (const auto* resolved = std::get_if<AlertResolved>(&event); resolved != nullptr && knows(resolved->alert)) {
            thaw(find(resolved->alert), resolved->as_of);
            find(resolved->alert).resolved = *resolved;
        }
    }
    std::vector<std::string> all(Timestamp end) {
        std::vector<std::string> out;
        for (Alert& alert : alerts_) {
            thaw(alert, end);
            out.push_back(said(alert.fired, alert.resolved ? &*alert.resolved : nullptr, alert.frozen));
        }
        return out;
    }

private:
    struct Alert {
        AlertFired fired;
        std::optional<AlertResolved> resolved;
        std::vector<TimeRange> frozen;
    };
    static void thaw(Alert& alert, Timestamp at) {
        if (!alert.frozen.empty() && alert.frozen.back().end == Timestamp::max()) alert.frozen.back().end = at;
    }
    [[nodiscard]] bool knows(const std::string& alert) const { return slo_of(alert) == slo_; }
    Alert& find(const std::string& id) {
        return *std::find_if(alerts_.begin(), alerts_.end(), [&](const Alert& alert) { return alert.fired.alert == id; });
    }
    std::string slo_;
    std::vector<Alert> alerts_;
};

/// SLOs of one kind over one history, judged by the true worker while it happens.
class LivedWorld {
public:
    explicit LivedWorld(std::uint64_t seed) : random_(seed) {
        world.catalog->services["shop"].channels = {"pager"};
        make_slo();
        start_ = Timestamp::from_seconds(1'769'860'800) + Duration::hours(below(14));  // the last day of January 2026
        clock_ = std::make_unique<ManualClock>(start_);
        engine_ = std::make_unique<fixture::FakeEngine>(*clock_);
        if (below(2) == 0) exclude_some();
        counts = std::make_shared<LedgerCounts>(world.ports());
        Ports ports{engine_->port(), [this] { return std::shared_ptr<const catalog::Catalog>(world.catalog); }, &world.ledger, world.ports().sli, clock_.get()};
        ports.counts = counts;
        worker_ = std::make_unique<Worker>(std::move(ports));
    }

    void live() {
        for (std::int64_t left = kSteps; left > 0;) left -= phase(left);
    }

    /// What was said up to an instant.
    std::vector<std::string> told(Timestamp end) {
        std::size_t until = 0;
        for (const auto& [at, events] : said_by_) {
            if (at <= end) until = events;
        }
        Heard heard("judged");
        for (std::size_t i = 0; i < until; ++i) heard.tell(engine_->log[i]);
        return heard.all(end);
    }

    fixture::CountedWorld world;
    std::shared_ptr<LedgerCounts> counts;
    [[nodiscard]] const catalog::Slo& slo() const { return world.slo("judged"); }
    [[nodiscard]] Duration step() const { return step_; }
    [[nodiscard]] TimeRange range() const { return {start_, clock_->now()}; }

private:
    static constexpr std::int64_t kSteps = 700;

    std::int64_t below(std::int64_t most) { return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(most))); }
    template <class T>
    T one_of(std::initializer_list<T> all) {
        return *(all.begin() + below(static_cast<std::int64_t>(all.size())));
    }

    void make_slo() {
        catalog::Slo slo = fixture::shop().slos.at("checkout");
        slo.name = "judged";
        slo.objective = one_of({ratio(9, 10), ratio(99, 100), ratio(999, 1000)});
        slo.period = one_of({Duration::hours(2), Duration::hours(6), Duration::days(1)});
        slo.stale_after = one_of({Duration(), Duration::minutes(3), Duration::minutes(10), Duration::minutes(10)});
        if (below(3) == 0) slo.stale_channels = {"desk"};
        step_ = one_of({kStep, Duration::minutes(1), Duration::minutes(1)});
        if (below(4) == 0) slo.low_traffic.least_events = one_of({std::int64_t{50}, std::int64_t{2000}});
        if (below(5) == 0) slo.low_traffic.interval = true;
        add_rules(slo);
        switch (below(8)) {
            case 0: case 1: break;
            case 2: slice(slo, BudgetingMethod::timeslices); break;
            case 3: slice(slo, BudgetingMethod::ratio_timeslices); break;
            case 4: slice(slo, BudgetingMethod::timeslices), calendar(slo); break;
            case 5: compose(slo); return;
            default: calendar(slo);
        }
        names_ = {slo.name};
        world.add(slo);
    }
    void add_rules(catalog::Slo& slo) {
        slo.rules.clear();
        for (std::int64_t i = 1 + below(4); i > 0; --i) {
            catalog::BurnRule rule = fixture::rule("rule-" + std::to_string(i), one_of({Duration::minutes(5), Duration::minutes(10), Duration::minutes(30), Duration::hours(1), Duration::hours(2), Duration::hours(6)}),
                                                   Duration(), one_of({0.5, 1.0, 2.0, 6.0, 14.4}));
            if (below(4) > 0) rule.short_window = one_of({Duration::minutes(1), Duration::minutes(2), Duration::minutes(5), Duration::minutes(30)});
            rule.at_or_above = below(4) == 0;
            rule.entry_delay = one_of({Duration(), Duration(), Duration::minutes(2), Duration::minutes(7)});
            rule.clear_delay = one_of({Duration(), Duration(), Duration::minutes(3), Duration::minutes(12)});
            rule.guarded = below(4) == 0;
            if (below(2) == 0) rule.severity = catalog::Severity::ticket;
            if (below(3) == 0) rule.channels = {"desk"};
            slo.rules.push_back(rule);
        }
    }
    void slice(catalog::Slo& slo, BudgetingMethod method) {
        slo.method = method;
        slo.slicing = catalog::Slicing{one_of({Duration::minutes(1), Duration::minutes(2), Duration::minutes(5), Duration::minutes(10)}), ratio(95, 100),
                                       one_of({EmptySlice::gap, EmptySlice::gap, EmptySlice::good, EmptySlice::bad})};
        if (below(2) == 0) step_ = slo.slicing->length;
    }
    void calendar(catalog::Slo& slo) {
        slo.calendar = catalog::CalendarWindow{one_of({catalog::CalendarUnit::day, catalog::CalendarUnit::month}), 1, "2026-01-01 00:00:00", one_of<std::string>({"UTC", "Australia/Lord_Howe", "America/New_York"})};
        slo.period = slo.calendar->unit == catalog::CalendarUnit::day ? Duration::days(1) : Duration::days(30);
    }
    /// Burn rates of two members added up.
    void compose(const catalog::Slo& of) {
        composite_ = true;
        names_ = {"a", "b"};
        for (const std::string& name : names_) {
            catalog::Slo member = of;
            member.name = name;
            member.low_traffic = {};
            world.add(member);
        }
        catalog::Slo slo = of;
        slo.low_traffic = {};
        slo.composite = catalog::Composite{catalog::CompositeRule::burn, {{"a", 1}, {"b", 2}}, ""};
        slo.indicator = {};
        slo.indicator.kind = catalog::IndicatorKind::composite;
        world.add(slo);
    }
    void exclude_some() {
        for (std::int64_t i = 1 + below(3); i > 0; --i) {
            const Timestamp from = start_ + kStep * below(kSteps * (step_ / kStep));
            world.exclude(names_.front(), {from, from + kStep * (1 + below(600))}, "e" + std::to_string(i));
        }
    }

    /// A while of one weather; returns its steps.
    std::int64_t phase(std::int64_t most) {
        const std::int64_t steps = std::min(most, 1 + below(90));
        const bool silent = below(7) == 0;
        const std::int64_t traffic = one_of({std::int64_t{0}, std::int64_t{4}, std::int64_t{60}, std::int64_t{1000}, std::int64_t{1000}});
        const double failing = one_of({0.0, 0.0, 0.0, 0.002, 0.02, 0.2, 1.0});
        const std::int64_t missing = one_of({std::int64_t{0}, std::int64_t{0}, std::int64_t{4}, std::int64_t{50}});
        for (std::int64_t i = 0; i < steps; ++i) {
            const Timestamp end = clock_->now() + step_;
            bool heard = false;
            for (Timestamp at = end - step_; !silent && at < end; at = at + kStep) {
                if (below(100) < missing) continue;
                heard = true;
                for (const std::string& name : names_) {
                    const std::int64_t valid = below(traffic + 1);
                    world.account(name).measure(at, valid, std::min(valid, static_cast<std::int64_t>(static_cast<double>(valid) * failing * 2 * random_.unit())));
                }
            }
            clock_->advance(step_);
            if (heard) settle(end);
            worker_->step();
            said_by_.emplace_back(end, engine_->log.size());
        }
        return steps;
    }
    void settle(Timestamp end) {
        ++world.ledger.revisions;
        ledger::Notice notice;
        for (const std::string& name : names_) {
            fixture::SlotLedger::Account& account = world.account(name);
            (void)account.at(end - kStep);
            account.as_of = end;
            notice.settled.push_back(world.id(name));
        }
        counts->notice(notice);
        worker_->notice(notice);
    }

    SeededRandom random_;
    Timestamp start_;
    Duration step_;
    bool composite_ = false;
    std::vector<std::string> names_;
    std::unique_ptr<ManualClock> clock_;
    std::unique_ptr<fixture::FakeEngine> engine_;
    std::unique_ptr<Worker> worker_;
    std::vector<std::pair<Timestamp, std::size_t>> said_by_;
};

/// The end up to which a past of it can be replayed.
Timestamp end_of(const LivedWorld& lived, const Counts& counts) {
    const ledger::LiveWindows live = counts.live(lived.slo(), Exclusions::counted);
    if (never_fed(live)) return lived.range().start;
    return lived.slo().slicing ? live.as_of.floor(lived.slo().slicing->length) : live.as_of;
}

void same_as_lived(std::uint64_t seed, Shown& shown) {
    LivedWorld lived(seed);
    lived.live();
    const LedgerCounts counts(lived.world.ports());
    const Timestamp end = end_of(lived, counts);
    const ReplayPlan plan{{lived.range().start, end}, 0, {}, {"pager"}};
    const auto replayed = replay(lived.slo(), counts, lived.step(), plan);
    RC_ASSERT(replayed.has_value());
    std::vector<std::string> again;
    ++shown.worlds;
    for (const ReplayedAlert& alert : replayed->alerts) {
        again.push_back(said(alert.fired, alert.resolved ? &*alert.resolved : nullptr, alert.frozen));
        ++shown.alerts;
        shown.resolved += alert.resolved ? 1 : 0;
        shown.frozen += alert.frozen.empty() ? 0 : 1;
        shown.stale += alert.fired.kind == AlertKind::stale ? 1 : 0;
        shown.delayed += alert.fired.since < alert.fired.as_of ? 1 : 0;
    }
    const std::vector<std::string> told = lived.told(end);
    for (std::size_t i = 0; i < std::max(told.size(), again.size()); ++i) {
        const std::string live = i < told.size() ? told[i] : "nothing";
        const std::string replay = i < again.size() ? again[i] : "nothing";
        if (live == replay) continue;
        RC_LOG() << "seed " << seed << ", step " << text::duration(lived.step()) << ", alert " << i << "\nlive:   " << live << "\nreplay: " << replay << "\n";
        RC_FAIL("the replay says something else");
    }
}

TEST(ReplayProperty, SaysWhatTheWorkerSaidWhileItHappened) {
    setenv("RC_PARAMS", "max_success=60 noshrink=1", 0);
    Shown shown;
    EXPECT_TRUE(rc::check("replayed alerts are those of the worker, to the last field", [&](std::uint64_t seed) {
        for (std::uint64_t i = 0; i < 5; ++i) same_as_lived(seed + i, shown);
    }));
    EXPECT_GE(shown.worlds, 300);
    EXPECT_GT(shown.alerts, shown.worlds) << "worlds in which nothing happens show nothing";
    EXPECT_GT(shown.resolved, shown.worlds / 2);
    EXPECT_GT(shown.frozen, shown.worlds / 4);
    EXPECT_GT(shown.stale, shown.worlds / 4);
    EXPECT_GT(shown.delayed, shown.worlds / 8);
}

constexpr Duration kMinute = Duration::minutes(1);

/// "checkout" with one failure of 20 minutes, in which every tenth event was bad.
class ReplayTest : public testing::Test {
protected:
    fixture::CountedWorld world;
    Timestamp start = kNoon - Duration::days(2);
    Timestamp failing = kNoon - Duration::hours(6);

    void SetUp() override {
        world.add(fixture::shop().slos.at("checkout"));
        world.account("checkout").steady({start, failing}, 100, 0);
        world.account("checkout").steady({failing, failing + Duration::minutes(20)}, 100, 10);
        world.account("checkout").steady({failing + Duration::minutes(20), kNoon}, 100, 0);
    }
    Replay replayed(TimeRange range, std::size_t points = 0) {
        const Tape tape = *Tape::of(*world.counts, world.slo("checkout"), {start, kNoon}, kMinute, Exclusions::left_out);
        const auto out = replay(world.slo("checkout"), tape, {range, points});
        return out ? *out : Replay{};
    }
};

TEST_F(ReplayTest, PagesWhenTheHourBurnsAndResolvesWhenFiveMinutesAreClean) {
    const Replay out = replayed({start, kNoon});
    ASSERT_EQ(out.alerts.size(), 1U);
    // 14.4 x 0.1 % of an hour's 36,000 events: more than 518 bad, 60 a minute.
    EXPECT_EQ(out.alerts[0].fired.as_of, failing + Duration::minutes(9));
    EXPECT_EQ(out.alerts[0].fired.evidence[0].bad, 540);
    ASSERT_TRUE(out.alerts[0].resolved);
    // Five minutes hold 3,000 events: 14.4 x 0.1 % of them are 43, less than one failing minute has.
    EXPECT_EQ(out.alerts[0].resolved->as_of, failing + Duration::minutes(25));
    EXPECT_FALSE(out.alerts[0].began_open);
    EXPECT_EQ(out.judged, 2 * 24 * 60U);
    EXPECT_LT(out.looked, 60U) << "the quick test settles what is calm";
}

TEST_F(ReplayTest, AnAlertThatWasOpenWhenTheRangeBeganIsTold) {
    const Replay out = replayed({failing + Duration::minutes(15), kNoon});
    ASSERT_EQ(out.alerts.size(), 1U);
    EXPECT_TRUE(out.alerts[0].began_open);
    EXPECT_EQ(out.alerts[0].fired.as_of, failing + Duration::minutes(9));
    EXPECT_EQ(replayed({failing + Duration::minutes(25), kNoon}).alerts.size(), 0U) << "it was over";
    EXPECT_FALSE(replayed({start, failing + Duration::minutes(15)}).alerts.at(0).resolved) << "it was not over yet";
}

TEST_F(ReplayTest, TheCourseIsEvenlySpacedAndEndsAtTheEnd) {
    const Replay out = replayed({start, kNoon}, 4);
    ASSERT_EQ(out.course.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(out.course[i].at, start + Duration::hours(12) * static_cast<std::int64_t>(i + 1));
    EXPECT_DOUBLE_EQ(*out.course[2].remaining, 1.0);
    // 1,200 bad of 2 x 864,000 events, which may have 1,728.
    EXPECT_NEAR(*out.course[3].remaining, 1 - 1200.0 / 1728, 1e-12);
    EXPECT_DOUBLE_EQ(*out.course[3].burn_1h, 0.0);
    EXPECT_DOUBLE_EQ(*out.course[3].coverage, 1.0);
    EXPECT_EQ(replayed({kNoon - kMinute * 3, kNoon}, 300).course.size(), 3U) << "at most one a step";
}

TEST_F(ReplayTest, ASilentSourceIsStaleAndWhatFiredIsFrozenUntilItSpeaksAgain) {
    fixture::SlotLedger::Account& account = world.account("checkout");
    const Timestamp silent = failing + Duration::minutes(12);
    for (Timestamp at = silent; at < silent + Duration::minutes(15); at = at + kStep) account.at(at) = {0, 0, 0, 0, 1};
    account.totals.clear();
    const Replay out = replayed({start, kNoon});
    ASSERT_EQ(out.alerts.size(), 2U);
    EXPECT_EQ(out.alerts[1].fired.kind, AlertKind::stale);
    EXPECT_EQ(out.alerts[1].fired.as_of, silent) << "sample time";
    EXPECT_EQ(out.alerts[1].resolved->why, "data again");
    EXPECT_EQ(out.alerts[1].resolved->as_of, silent + Duration::minutes(16));
    ASSERT_EQ(out.alerts[0].frozen.size(), 1U);
    EXPECT_EQ(out.alerts[0].frozen[0].start, silent);
}

TEST_F(ReplayTest, TimeThatIsExcludedIsNeitherSilentNorBad) {
    world.exclude("checkout", {failing, failing + Duration::minutes(30)});
    EXPECT_TRUE(replayed({start, kNoon}).alerts.empty());
    world.excluded.clear();
    ++world.exclusions_version;
    EXPECT_EQ(replayed({start, kNoon}).alerts.size(), 1U);
}

TEST_F(ReplayTest, StopsWhenItIsTold) {
    const Tape tape = *Tape::of(*world.counts, world.slo("checkout"), {start, kNoon}, kMinute, Exclusions::left_out);
    ReplayPlan plan{{start, kNoon}, 0, {}};
    std::int64_t told = 0;
    plan.progress = [&](std::int64_t done, std::int64_t steps) {
        told = done;
        EXPECT_LE(done, steps);
        return false;
    };
    const auto out = replay(world.slo("checkout"), tape, plan);
    ASSERT_FALSE(out);
    EXPECT_TRUE(out.error().is(errors::cancelled));
    EXPECT_GT(told, 0);
}

TEST_F(ReplayTest, NothingToReplayIsNoError) {
    EXPECT_TRUE(replay(world.slo("checkout"), Tape(), {{start, kNoon}})->alerts.empty());
    EXPECT_TRUE(replayed({kNoon, start}, 10).course.empty());
    fixture::CountedWorld empty;
    empty.add(fixture::shop().slos.at("checkout"));
    EXPECT_EQ(replay(empty.slo("checkout"), *empty.counts, kMinute, {{start, kNoon}})->judged, 0U);
}

TEST_F(ReplayTest, ATenthOfTheTrafficBurnsAlike) {
    const Tape tape = *Tape::of(*world.counts, world.slo("checkout"), {start, kNoon}, kMinute, Exclusions::left_out);
    const Replay out = *replay(world.slo("checkout"), tape.scaled(ratio(1, 10)), {{start, kNoon}});
    ASSERT_EQ(out.alerts.size(), 1U);
    EXPECT_EQ(out.alerts[0].fired.as_of, failing + Duration::minutes(9));
    EXPECT_EQ(out.alerts[0].fired.evidence[0].bad, 54);
    EXPECT_TRUE(replay(world.slo("checkout"), tape.without(std::vector{TimeRange{failing, failing + Duration::minutes(20)}}), {{start, kNoon}})->alerts.empty());
}

/// Counters scraped every 10 s into the true ledger, judged as they settle: a slot a sample.
TEST(ReplayOfTheLedger, SaysWhatTheWorkerSaidOfScrapes) {
    auto catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    catalog::Slo& slo = catalog->slos.at("checkout");
    slo.rules.push_back(fixture::rule("ticket-2h-10m", Duration::hours(2), Duration::minutes(10), 3));
    slo.rules.back().clear_delay = Duration::minutes(3);
    slo.rules.push_back(fixture::rule("late-30m", Duration::minutes(30), Duration(), 6));
    slo.rules.back().entry_delay = Duration::minutes(4);
    fixture::ScrapedCounters counters(slo);
    const Timestamp begin = Timestamp::from_seconds(1'790'000'003);
    ManualClock clock(begin);
    fixture::FakeEngine engine(clock);
    const CountsPorts from{&counters.ledger(), [&](const std::string&) { return std::optional(counters.sli()); }, [&] { return std::shared_ptr<const catalog::Catalog>(catalog); }, {}, {}};
    Ports ports{engine.port(), from.catalog, from.ledger, from.sli, &clock};
    const auto counts = std::make_shared<LedgerCounts>(from);
    ports.counts = counts;
    Worker worker(std::move(ports));
    for (int i = 0; i < 900; ++i) {
        const bool failing = (i >= 200 && i < 260) || (i >= 500 && i < 540);
        const ledger::Notice notice = counters.scrape(clock.now(), {{"total", 100 + i % 7}, {"bad", failing ? 9 + i % 3 : i % 50 == 0 ? 1 : 0}});
        counts->notice(notice);
        worker.notice(notice);
        worker.step();
        clock.advance(kStep);
    }
    std::vector<std::string> live;
    for (const Event& event : engine.log) {
        if (const auto* fired = std::get_if<AlertFired>(&event)) {
            live.push_back(fmt::format("{} fired at {}: {}", fired->rule, (fired->as_of.floor(kStep) + kStep).in_ms(), fired->evidence[0].bad));
        }
        if (const auto* resolved = std::get_if<AlertResolved>(&event)) {
            live.push_back(fmt::format("resolved at {}: {}", (resolved->as_of.floor(kStep) + kStep).in_ms(), resolved->evidence[0].bad));
        }
    }
    const auto again = replay(slo, *counts, kStep, {{begin - Duration::days(1), clock.now() + Duration::days(1)}, 0, {}, {"pager"}});
    ASSERT_TRUE(again.has_value());
    std::vector<std::string> replayed;
    for (const ReplayedAlert& alert : again->alerts) {
        replayed.push_back(fmt::format("{} fired at {}: {}", alert.fired.rule, alert.fired.as_of.in_ms(), alert.fired.evidence[0].bad));
        if (alert.resolved) replayed.push_back(fmt::format("resolved at {}: {}", alert.resolved->as_of.in_ms(), alert.resolved->evidence[0].bad));
    }
    std::sort(live.begin(), live.end());
    std::sort(replayed.begin(), replayed.end());
    EXPECT_EQ(replayed, live);
    EXPECT_GE(live.size(), 8U) << "each rule has something to say of two failures";
}

TEST(Replay, SaysWhatATapeHolds) {
    catalog::Slo slo = fixture::shop().slos.at("checkout");
    EXPECT_TRUE(tapes(slo));
    EXPECT_TRUE(tapes(fixture::sliced("s", BudgetingMethod::timeslices)));
    slo.composite = catalog::Composite{catalog::CompositeRule::burn, {}, ""};
    EXPECT_FALSE(tapes(slo));
    EXPECT_GE(lead_of(fixture::shop().slos.at("checkout")), Duration::days(30));
}

}  // namespace
}  // namespace plimsoll::slo
