#include "domain/hiring/retention.h"

#include <gtest/gtest.h>

#include "domain/hiring/days.h"

namespace plimsoll::hiring {
namespace {

const Timestamp noon = Timestamp::from_seconds(1'795'003'200);  // 2026-11-18T12:00:00Z
constexpr Duration day = Duration::days(1);

struct Kept {
    State state;
    CandidateRow& candidate(const std::string& id = "person:c1") {
        CandidateRow& row = state.candidates[id];
        if (row.id.empty()) {
            row.id = id;
            row.added_at = noon;
        }
        return row;
    }
    ApplicationRow& application(const std::string& id, Stage stage, Timestamp moved, const std::string& of = "person:c1") {
        ApplicationRow& row = state.applications[id];
        row.id = id;
        row.candidate = of;
        row.made_at = noon;
        row.stage = stage;
        if (stage != Stage::applied) row.passages.push_back({Stage::applied, stage, {1, "person:boss", moved}});
        candidate(of).applications.push_back(id);
        return row;
    }
};

TEST(Retention, NobodyIsDueWhileAnApplicationGoesOn) {
    Kept k;
    k.application("ap-1", Stage::rejected, noon + day);
    k.application("ap-2", Stage::interview, noon + day);
    EXPECT_EQ(ended_at(k.state, k.candidate()), std::nullopt);
    EXPECT_EQ(kept_until(k.state, k.candidate(), kUsualKeep), "");
    k.candidate().keep_until = "2026-11-20";
    EXPECT_EQ(due_at(k.state, k.candidate(), kUsualKeep), std::nullopt) << "a date that was set waits for the end too";
    EXPECT_TRUE(due_now(k.state, kUsualKeep, noon + Duration::days(10'000)).to_erase.empty());
}

TEST(Retention, TheTimeRunsFromTheEndOfTheLastApplication) {
    Kept k;
    k.application("ap-1", Stage::rejected, noon + day);
    k.application("ap-2", Stage::withdrawn, noon + Duration::days(3));
    EXPECT_EQ(ended_at(k.state, k.candidate()), noon + Duration::days(3));
    EXPECT_EQ(kept_until(k.state, k.candidate(), Duration::days(10)), day_of(noon + Duration::days(13)));
}

TEST(Retention, TheLastDayIsAWholeOne) {
    Kept k;
    k.application("ap-1", Stage::rejected, noon);
    const Timestamp due = noon.floor(day) + Duration::days(11);
    EXPECT_EQ(due_at(k.state, k.candidate(), Duration::days(10)), due);
    EXPECT_TRUE(due_now(k.state, Duration::days(10), due - Duration::ms(1)).to_erase.empty());
    EXPECT_EQ(due_now(k.state, Duration::days(10), due).to_erase, std::vector<std::string>{"person:c1"});
}

TEST(Retention, ADateThatSomebodySetGoesBeforeTheSetting) {
    Kept k;
    k.application("ap-1", Stage::rejected, noon);
    k.candidate().keep_until = "2026-11-19";
    EXPECT_EQ(kept_until(k.state, k.candidate(), kUsualKeep), "2026-11-19") << "shorter";
    k.candidate().keep_until = "2030-01-01";
    EXPECT_EQ(kept_until(k.state, k.candidate(), kUsualKeep), "2030-01-01") << "longer";
}

TEST(Retention, WhoeverIsHeldIsNamedAndNotErased) {
    Kept k;
    k.application("ap-1", Stage::rejected, noon);
    k.application("ap-2", Stage::rejected, noon, "person:c2");
    k.candidate().hold = Written{1, "person:boss", noon};
    const DueNow due = due_now(k.state, day, noon + Duration::days(30));
    EXPECT_EQ(due.to_erase, std::vector<std::string>{"person:c2"});
    EXPECT_EQ(due.held, std::vector<std::string>{"person:c1"});
}

TEST(Retention, WhoIsErasedIsNotKeptAndNotDue) {
    Kept k;
    k.application("ap-1", Stage::rejected, noon);
    k.candidate().erased_at = noon;
    EXPECT_EQ(kept_until(k.state, k.candidate(), day), "");
    EXPECT_TRUE(due_now(k.state, day, noon + Duration::days(30)).to_erase.empty());
}

TEST(Retention, WhoNeverAppliedIsKeptFromWhenTheyWereAdded) {
    Kept k;
    EXPECT_EQ(kept_until(k.state, k.candidate(), day), day_of(noon + day));
}

}  // namespace
}  // namespace plimsoll::hiring
