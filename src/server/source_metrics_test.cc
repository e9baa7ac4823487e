#include "server/source_metrics.h"

#include <gtest/gtest.h>

#include "server/prometheus_answers.h"

namespace plimsoll::server {
namespace {

TEST(PrometheusAnswers, NamesMeaningsAndSamplesAreRead) {
    EXPECT_EQ(*label_values_of(R"(["up","go_info"])"), (std::vector<std::string>{"up", "go_info"}));
    const auto meanings = meanings_of(R"({"up":[{"type":"gauge","help":"Whether it is up","unit":""}],"nothing":[]})");
    ASSERT_TRUE(meanings);
    EXPECT_EQ(meanings->at("up").type, "gauge");
    EXPECT_EQ(meanings->at("up").help, "Whether it is up");
    EXPECT_FALSE(meanings->contains("nothing"));
    const auto samples = vector_of(R"({"resultType":"vector","result":[{"metric":{"job":"shop"},"value":[1.5,"12"]},{"metric":{},"value":[1.5,"NaN"]}]})");
    ASSERT_TRUE(samples);
    ASSERT_EQ(samples->size(), 1u) << "NaN counts nothing";
    EXPECT_EQ(samples->front().labels.at("job"), "shop");
    EXPECT_EQ(samples->front().value, 12);
}

TEST(PrometheusAnswers, AnythingElseIsRefused) {
    for (const char* strange : {"", "{", "null", "[1]", "{}", R"({"resultType":"matrix","result":[]})", R"({"resultType":"vector","result":[{"metric":{},"value":[1]}]})",
                                R"({"resultType":"vector","result":[{"metric":[],"value":[1,"2"]}]})", R"({"a":{}})"}) {
        EXPECT_FALSE(label_values_of(strange)) << strange;
        EXPECT_FALSE(vector_of(strange)) << strange;
    }
    for (const char* strange : {"", "{", "null", "[1]", R"({"a":{}})"}) EXPECT_FALSE(meanings_of(strange)) << strange;
}

/// A source that answers from a table, path and query to data; what is not in it fails.
struct FakeSource {
    std::map<std::string, std::string> answers;
    std::vector<std::string> asked;

    AskSource ask() {
        return [this](const std::string&, const std::string& path, const std::vector<std::pair<std::string, std::string>>& parameters,
                      std::function<void(Result<std::string>)> done) {
            const std::string question = path + (parameters.empty() ? "" : " " + parameters.front().second);
            asked.push_back(question);
            const auto found = answers.find(question);
            if (found == answers.end()) return done(fail(plimsoll::errors::unavailable, question));
            done(found->second);
        };
    }
};

constexpr const char* kNames = "/api/v1/label/__name__/values";
constexpr const char* kRows = R"({"resultType":"vector","result":[
    {"metric":{"job":"shop","code":"200"},"value":[1,"3"]},{"metric":{"job":"shop","code":"500"},"value":[1,"1"]}]})";

template <class T>
struct Caught {
    int calls = 0;
    std::optional<Result<T>> answer;
    std::function<void(Result<T>)> done() {
        return [this](Result<T> r) {
            ++calls;
            answer.emplace(std::move(r));
        };
    }
};

TEST(SourceMetrics, OfASourceThatIsAskedNamesComeWithWhatTheyMean) {
    FakeSource source;
    source.answers = {{kNames, R"(["up","http_requests_total","lat_bucket"])"}, {"/api/v1/metadata", R"({"lat":[{"type":"histogram","help":"How long"}]})"}};
    ingest::MetricNames names;
    Caught<SourceMetricPage> caught;
    find_metrics(source.ask(), names, {"prod", true, "", ""}, "", caught.done());
    ASSERT_EQ(caught.calls, 1);
    const SourceMetricPage& page = **caught.answer;
    ASSERT_EQ(page.items.size(), 3u);
    EXPECT_EQ(page.items[0].name, "http_requests_total") << "recognised ones come first";
    EXPECT_TRUE(page.items[0].recognised);
    EXPECT_EQ(page.items[1].type, "histogram");
    EXPECT_EQ(page.items[1].help, "How long");
    EXPECT_EQ(page.all, 3u);
}

TEST(SourceMetrics, ASearchIsByAnyPartOfTheNameAndCaseDoesNotMatter) {
    FakeSource source;
    source.answers = {{kNames, R"(["up","http_requests_total","HTTP_errors"])"}};
    ingest::MetricNames names;
    Caught<SourceMetricPage> caught;
    find_metrics(source.ask(), names, {"prod", true, "", ""}, "Http", caught.done());
    ASSERT_TRUE(caught.answer && *caught.answer) << "metadata that cannot be had costs nothing but itself";
    EXPECT_EQ((*caught.answer)->matching, 2u);
    EXPECT_EQ((*caught.answer)->all, 3u);
}

TEST(SourceMetrics, ASourceThatDoesNotAnswerIsAnErrorWithItsWords) {
    FakeSource source;
    ingest::MetricNames names;
    Caught<SourceMetricPage> page;
    find_metrics(source.ask(), names, {"prod", true, "", ""}, "", page.done());
    ASSERT_EQ(page.calls, 1);
    EXPECT_TRUE(page.answer->error().is(plimsoll::errors::unavailable));
    Caught<std::vector<KnownMetric>> known;
    find_known(source.ask(), names, {"prod", true, "", ""}, known.done());
    ASSERT_EQ(known.calls, 1);
    EXPECT_FALSE(*known.answer);
}

TEST(SourceMetrics, ForProposalsLabelsAndTrafficOfRecognisedMetricsAreAsked) {
    FakeSource source;
    std::string by;
    for (const std::string& label : labels_of_interest("http_requests_total")) by += (by.empty() ? "" : ", ") + label;
    source.answers = {{kNames, R"(["up","http_requests_total","odd name_failed_total"])"},
                      {"/api/v1/query count by (" + by + ") (http_requests_total)", kRows},
                      {"/api/v1/query sum by (job) (increase(http_requests_total[1d]))",
                       R"({"resultType":"vector","result":[{"metric":{"job":"shop"},"value":[1,"4321.5"]}]})"}};
    ingest::MetricNames names;
    Caught<std::vector<KnownMetric>> caught;
    find_known(source.ask(), names, {"prod", true, "", ""}, caught.done());
    ASSERT_EQ(caught.calls, 1);
    ASSERT_TRUE(*caught.answer);
    EXPECT_EQ(source.asked.size(), 3u) << "up is not asked for, and what would need quotes neither";
    const auto proposals = proposals_of(**caught.answer, {"prod", {}, {}});
    ASSERT_EQ(proposals.size(), 1u);
    EXPECT_EQ(proposals.front().id, "shop-availability");
    EXPECT_EQ(proposals.front().events_a_day, 4321.5);
}

TEST(SourceMetrics, AMetricThatCannotBeAskedForIsLeftOutAndTheOthersGoOn) {
    FakeSource source;
    source.answers = {{kNames, R"(["http_requests_total","grpc_server_handled_total"])"}};
    ingest::MetricNames names;
    Caught<std::vector<KnownMetric>> caught;
    find_known(source.ask(), names, {"prod", true, "", ""}, caught.done());
    ASSERT_EQ(caught.calls, 1);
    ASSERT_TRUE(*caught.answer);
    EXPECT_TRUE(proposals_of(**caught.answer, {}).empty());
}

TEST(SourceMetrics, NoMoreQuestionsAreAskedThanTheBound) {
    FakeSource source;
    std::string all;
    for (int i = 0; i < 100; ++i) all += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "_failed_total\"";
    source.answers = {{kNames, "[" + all + "]"}};
    ingest::MetricNames names;
    Caught<std::vector<KnownMetric>> caught;
    find_known(source.ask(), names, {"prod", true, "", ""}, caught.done());
    EXPECT_EQ(caught.calls, 1);
    EXPECT_EQ(source.asked.size(), 1 + kMostQuestions);
}

TEST(SourceMetrics, OfWhatIsPushedThatWhichWasMetIsShown) {
    ingest::MetricNames names;
    names.met({{"__name__", "http_requests_total"}, {"code", "500"}, {"job", "shop"}});
    names.met({{"__name__", "plimsoll_pulled_total"}, {"slo", "x"}});
    names.met({{"__name__", "probe_checks_total"}, {"probe", "home"}, {"result", "success"}});
    FakeSource source;
    Caught<SourceMetricPage> all;
    find_metrics(source.ask(), names, {"remote_write a@b", false, "", ""}, "", all.done());
    EXPECT_EQ((*all.answer)->all, 2u);
    Caught<SourceMetricPage> one;
    find_metrics(source.ask(), names, {"probe home", false, "probe", "home"}, "", one.done());
    ASSERT_EQ((*one.answer)->items.size(), 1u);
    EXPECT_EQ((*one.answer)->items[0].name, "probe_checks_total");
    EXPECT_EQ((*one.answer)->items[0].series, 1u);
    EXPECT_TRUE(source.asked.empty());
    Caught<std::vector<KnownMetric>> known;
    find_known(source.ask(), names, {"probe home", false, "probe", "home"}, known.done());
    EXPECT_EQ(proposals_of(**known.answer, {}).front().id, "home-reachable");
}

}  // namespace
}  // namespace plimsoll::server
