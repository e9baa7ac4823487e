// What may be asked, and how it is refused.
#include "domain/targets/question.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace plimsoll::targets {
namespace {

Result<Question> asked(std::multimap<std::string, std::string> query) {
    api::Request request;
    request.query = std::move(query);
    return question_in(request);
}

TEST(Question, IsReadFromAQuery) {
    const auto q = asked({{"from", "2026-01-05T00:00:00Z"}, {"to", "1767700000000"}, {"level", "99.97"}, {"level", "99.9 %"}, {"notice", "0.5 % over 1h"}, {"most_pages", "2.5"}, {"zone", "Europe/Berlin"}});
    ASSERT_TRUE(q) << q.error().report();
    EXPECT_EQ(text::rfc3339(*q->from), "2026-01-05T00:00:00Z");
    EXPECT_EQ(q->to->in_ms(), 1'767'700'000'000);
    EXPECT_EQ(q->levels.size(), 2U);
    EXPECT_EQ(q->notice->share, *Ratio::of(1, 200));
    EXPECT_EQ(q->notice->over, Duration::hours(1));
    EXPECT_DOUBLE_EQ(q->most_pages, 2.5);
    EXPECT_EQ(q->zone, "Europe/Berlin");
    EXPECT_TRUE(asked({}));
    EXPECT_TRUE(asked({{"notice", ""}, {"zone", ""}})) << "what is empty is not given";
}

TEST(Question, AllThatIsWrongIsToldAtOnce) {
    const auto q = asked({{"from", "soon"}, {"level", "100"}, {"notice", "2 over 5m"}, {"most_pages", "many"}, {"zone", "Mars/Base"}});
    ASSERT_FALSE(q);
    EXPECT_EQ(q.error().code(), "targets.bad_parameter");
    std::string where;
    for (const FieldError& field : q.error().fields()) where += field.where + ";";
    EXPECT_EQ(where, "query from;query level;query notice;query most_pages;query zone;");
    EXPECT_FALSE(asked({{"from", "20"}, {"to", "10"}}));
    std::multimap<std::string, std::string> many;
    for (std::size_t i = 0; i <= kAskedLevels; ++i) many.emplace("level", "99." + std::to_string(i + 1));
    EXPECT_FALSE(asked(many));
}

TEST(Question, ANoticeHasBounds) {
    for (const char* good : {"2% over 5m", "100% over 1m", "0.001% over 1d"}) EXPECT_TRUE(notice_in(good)) << good;
    for (const char* bad : {"", "2%", "0% over 5m", "-1% over 5m", "101% over 5m", "2% over 59s", "2% over 25h", "2% over", "2%over5m", "0.00000000000000001% over 5m"}) EXPECT_FALSE(notice_in(bad)) << bad;
}

}  // namespace
}  // namespace plimsoll::targets
