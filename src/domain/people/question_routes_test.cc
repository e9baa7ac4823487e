// The bank through its rows, over the questions that ship.
#include "domain/people/question_routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace plimsoll::people {
namespace {

using testing::Each;
using testing::Field;
using testing::HasSubstr;

class QuestionRoutes : public testing::Test {
protected:
    Result<api::Reply> get(const std::string& path, std::multimap<std::string, std::string> query = {},
                           const std::string& id = {}) {
        api::Request request;
        request.query = std::move(query);
        if (!id.empty()) request.path_parameters["id"] = id;
        for (const api::Route& row : rows) {
            EXPECT_EQ(row.right, api::Right::practise);
            EXPECT_EQ(row.open_as, "practise");
            if (row.path == path) return row.handler(request);
        }
        return fail(plimsoll::errors::not_found, path);
    }
    QuestionList list(std::multimap<std::string, std::string> query) {
        const auto reply = get("/api/v1/questions", std::move(query));
        EXPECT_TRUE(reply) << (reply ? "" : reply.error().report());
        return reply ? *json::decode<QuestionList>(reply->body) : QuestionList{};
    }
    std::shared_ptr<const BankReading> bank = std::make_shared<const BankReading>(*read_bank({}));
    std::vector<api::Route> rows = question_routes([this] { return bank; });
};

TEST_F(QuestionRoutes, ListsWithoutAnswers) {
    const auto reply = get("/api/v1/questions");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body.find("\"answers\""), std::string::npos);
    EXPECT_EQ(reply->body.find("\"strong\""), std::string::npos);
    const QuestionList all = list({});
    EXPECT_EQ(all.items.size(), bank->bank.questions().size());
    EXPECT_EQ(all.questions, static_cast<int>(all.items.size()));
}

TEST_F(QuestionRoutes, FiltersAndSearches) {
    const QuestionList some =
        list({{"competency", "incidents"}, {"level", "basic"}, {"kind", "technical"}, {"role", "sre"}});
    EXPECT_FALSE(some.items.empty());
    EXPECT_THAT(some.items, Each(Field(&QuestionRow::competency, Competency::incidents)));
    EXPECT_THAT(some.items, Each(Field(&QuestionRow::level, QuestionLevel::basic)));
    const QuestionList found = list({{"search", "error budget decision"}});
    ASSERT_FALSE(found.items.empty());
    EXPECT_LT(found.items.size(), static_cast<std::size_t>(found.questions));
}

TEST_F(QuestionRoutes, TellsEveryWordOfAQueryThatItDoesNotKnow) {
    const auto reply = get("/api/v1/questions", {{"competency", "magic"}, {"level", "hard"}});
    ASSERT_FALSE(reply);
    ASSERT_EQ(reply.error().fields().size(), 2U);
    EXPECT_EQ(reply.error().fields()[0].where, "query competency");
    EXPECT_THAT(reply.error().fields()[1].rule, HasSubstr("basic, intermediate, advanced"));
    EXPECT_FALSE(get("/api/v1/questions", {{"search", std::string(kLongestSearch + 1, 'x')}}));
}

TEST_F(QuestionRoutes, ShowsOneWithItsAnswers) {
    const auto reply = get("/api/v1/questions/{id}", {}, "a1");
    ASSERT_TRUE(reply);
    const Question q = *json::decode<Question>(reply->body);
    EXPECT_EQ(q.id, "A1");
    EXPECT_EQ(q, *bank->bank.find("A1"));
    const auto missing = get("/api/v1/questions/{id}", {}, "ZZ99");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind().http_status, 404);
}

}  // namespace
}  // namespace plimsoll::people
