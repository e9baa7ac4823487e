// scrape_loop_test.cc: targets that answer, fail, hang, vanish and come back, on a clock that the test moves.
#include "ingest/scrape/scrape_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <set>

#include "ingest/scrape/scrapes.h"
#include "ingest/temporary_file.h"

namespace plimsoll::ingest::scrape {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

/// Answers when the test says so.
class FakeHttp final : public HttpClient {
public:
    void send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) override {
        requests.push_back(request);
        if (!silent.contains(request.url)) return done(answer(request));
        hanging.emplace_back(std::move(request), std::move(done));
    }
    std::function<Result<HttpResponse>(const HttpRequest&)> answer;
    std::set<std::string> silent;
    std::vector<HttpRequest> requests;
    std::vector<std::pair<HttpRequest, std::function<void(Result<HttpResponse>)>>> hanging;
};

class FakeSecrets final : public SecretSource {
public:
    Result<std::string> resolve(const std::string& reference) const override {
        if (reference == "env:TOKEN") return std::string("s3cret");
        return fail(plimsoll::errors::not_found, "there is no " + reference);
    }
};

HttpResponse page(const std::string& body, const std::string& type = "text/plain; version=0.0.4") {
    HttpResponse out;
    out.status = 200;
    out.headers = {{"content-type", type}};
    out.body = body;
    out.took = Duration::ms(30);
    return out;
}

class Rig {
public:
    Rig() {
        http.answer = [](const HttpRequest&) { return page("orders_total 1\n"); };
        loop = std::make_unique<ScrapeLoop>(ScrapeLoop::Ports{http, [this](Delivery d, auto done) { take(std::move(d), done); }, secrets,
                                                              book, metrics, [this] { ++woken; }});
    }
    Settings job(std::vector<std::string> targets = {"h:1"}) const {
        Settings out;
        out.name = "shop";
        out.job = "web";
        out.interval = Duration::seconds(15);
        out.timeout = Duration::seconds(10);
        out.targets = std::move(targets);
        out.allow_private = true;
        return out;
    }
    void apply(const std::vector<Settings>& jobs) { loop->apply(jobs, clock.now()); }
    /// Half a second at a time.
    void run(int seconds) {
        for (int i = 0; i < 2 * seconds; ++i) {
            clock.advance(Duration::ms(500));
            loop->step(clock.now());
            loop->step(clock.now());
            loop->step(clock.now());
        }
    }
    /// Newest sample of a series by its name and instance: "orders_total h:1".
    std::map<std::string, LabelledSample> newest;
    std::map<std::string, int> times;

    ManualClock clock{Timestamp::from_seconds(1'795'262'400)};
    FakeHttp http;
    FakeSecrets secrets;
    SourceBook book{clock};
    Metrics metrics;
    int woken = 0;
    int refuse = 0;
    bool ahead = false;  ///< every sample lies in the future
    std::vector<Delivery> deliveries;
    std::unique_ptr<ScrapeLoop> loop;

private:
    void take(Delivery d, const std::function<void(Result<DeliveryOutcome>)>& done) {
        if (refuse > 0) {
            --refuse;
            return done(fail(plimsoll::errors::busy));
        }
        for (const LabelledSample& s : d.samples) {
            const std::map<std::string, std::string> labels(s.labels.begin(), s.labels.end());
            EXPECT_EQ(labels.size(), s.labels.size()) << "no label twice";
            const std::string key = labels.at("__name__") + " " + labels.at("instance");
            newest[key] = s;
            ++times[key];
        }
        DeliveryOutcome out;
        out.accepted = ahead ? 0 : d.samples.size();
        if (ahead) {
            out.refused[Reason::in_the_future] = d.samples.size();
            out.told.push_back({"orders_total{instance=\"h:1\"}", clock.now(), Reason::in_the_future});
        }
        deliveries.push_back(std::move(d));
        done(out);
    }
};

TEST(Scrapes, ATargetIsAskedEveryIntervalAsPrometheusWould) {
    Rig rig;
    rig.apply({rig.job()});
    rig.run(60);
    EXPECT_EQ(rig.http.requests.size(), 4u);
    EXPECT_EQ(rig.times["orders_total h:1"], 4);
    EXPECT_EQ(rig.newest["up h:1"].value, 1);
    EXPECT_EQ(rig.newest["scrape_samples_scraped h:1"].value, 1);
    EXPECT_DOUBLE_EQ(rig.newest["scrape_duration_seconds h:1"].value, 0.03);
    const HttpRequest& asked = rig.http.requests.front();
    EXPECT_EQ(asked.url, "http://h:1/metrics");
    EXPECT_EQ(asked.body_limit, 16u << 20);
    EXPECT_THAT(asked.headers, Contains(Pair("Accept", HasSubstr("application/openmetrics-text;version=1.0.0"))));
    EXPECT_THAT(asked.headers, Contains(Pair("Accept-Encoding", "gzip")));
    EXPECT_THAT(asked.headers, Contains(Pair("X-Prometheus-Scrape-Timeout-Seconds", "10")));
    EXPECT_EQ(rig.deliveries.front().source, "scrape shop");
    EXPECT_EQ(rig.newest["orders_total h:1"].at, rig.deliveries.back().latest);
    ASSERT_EQ(rig.book.all().size(), 1u);
    EXPECT_EQ(rig.book.all()[0].kind, "scrape");
    EXPECT_EQ(rig.book.all()[0].deliveries, 4u);
}

TEST(Scrapes, TargetsAreSpreadOverTheInterval) {
    Rig rig;
    std::vector<std::string> targets;
    for (int i = 0; i < 30; ++i) targets.push_back("h:" + std::to_string(i));
    rig.apply({rig.job(targets)});
    rig.run(15);
    EXPECT_EQ(rig.http.requests.size(), 30u);
    std::set<std::int64_t> instants;
    for (const Delivery& d : rig.deliveries) instants.insert(d.latest.in_ms());
    EXPECT_GT(instants.size(), 10u);
}

TEST(Scrapes, ASeriesThatIsGoneAndAPageThatIsGoneEndWithAMarker) {
    Rig rig;
    rig.apply({rig.job()});
    rig.http.answer = [](const HttpRequest&) { return page("orders_total 1\nfailed_total 1\nold 1 1795262400000\n"); };
    rig.run(15);
    rig.http.answer = [](const HttpRequest&) { return page("orders_total 2\n"); };
    rig.run(15);
    EXPECT_TRUE(rig.newest["failed_total h:1"].stale);
    EXPECT_FALSE(rig.newest["orders_total h:1"].stale);
    EXPECT_FALSE(rig.newest["old h:1"].stale) << "its times are its own";
    rig.http.answer = [](const HttpRequest&) { return Result<HttpResponse>(fail(plimsoll::errors::unreachable, "nobody listens")); };
    rig.run(15);
    EXPECT_TRUE(rig.newest["orders_total h:1"].stale);
    EXPECT_EQ(rig.newest["up h:1"].value, 0);
    EXPECT_FALSE(rig.newest["up h:1"].stale);
    EXPECT_THAT(rig.book.all()[0].error, HasSubstr("nobody listens"));
    const int markers = rig.times["orders_total h:1"];
    rig.run(30);
    EXPECT_EQ(rig.times["orders_total h:1"], markers) << "it ends once";
    rig.http.answer = [](const HttpRequest&) { return page("orders_total 3\n"); };
    rig.run(15);
    EXPECT_EQ(rig.newest["orders_total h:1"].value, 3);
    EXPECT_EQ(rig.book.all()[0].error, "");
}

TEST(Scrapes, AnswersThatAreNoPageAreToldByTarget) {
    struct Case {
        HttpResponse answer;
        const char* told;
    };
    HttpResponse missing = page("");
    missing.status = 404;
    HttpResponse cut = page("a 1\n");
    cut.cut = true;
    HttpResponse packed = page("a 1\n");
    packed.headers["content-encoding"] = "br";
    HttpResponse broken = page("a 1\n");
    broken.headers["content-encoding"] = "gzip";
    for (const Case& c : {Case{missing, "answered 404"}, Case{cut, "longer than 16 MiB"}, Case{packed, "packed by br"},
                          Case{broken, "damaged"}, Case{page("<html>", "text/html"), "check the target's path"},
                          Case{page("a{ 1\n"), "line 1"}, Case{page("a 1\n", "application/openmetrics-text"), "cut short"}}) {
        Rig rig;
        rig.http.answer = [&](const HttpRequest&) { return c.answer; };
        rig.apply({rig.job()});
        rig.run(15);
        EXPECT_THAT(rig.book.all().at(0).error, HasSubstr(c.told));
        EXPECT_THAT(rig.book.all().at(0).error, HasSubstr("http://h:1/metrics"));
        EXPECT_EQ(rig.newest["up h:1"].value, 0);
        EXPECT_THAT(rig.times, Not(Contains(Key("a h:1"))));
    }
}

TEST(Scrapes, APackedPageIsUnpacked) {
    Rig rig;
    rig.http.answer = [](const HttpRequest&) {
        HttpResponse out = page(gzipped("orders_total 5\n"));
        out.headers["content-encoding"] = "gzip";
        return out;
    };
    rig.apply({rig.job()});
    rig.run(15);
    EXPECT_EQ(rig.newest["orders_total h:1"].value, 5);
}

TEST(Scrapes, ATargetThatHangsDelaysNoOther) {
    Rig rig;
    rig.http.silent = {"http://slow:1/metrics"};
    rig.apply({rig.job({"slow:1", "quick:1"})});
    rig.run(60);
    EXPECT_EQ(rig.times["orders_total quick:1"], 4);
    EXPECT_EQ(rig.http.hanging.size(), 1u) << "it is not asked again while it hangs";
    auto [request, done] = std::move(rig.http.hanging.front());
    done(fail(plimsoll::errors::unavailable, "timed out"));
    EXPECT_GT(rig.woken, 0);
    rig.run(1);
    EXPECT_EQ(rig.newest["up slow:1"].value, 0);
    EXPECT_THAT(rig.book.all()[0].note, HasSubstr("1 of 2 targets do not show their page; http://slow:1/metrics: timed out"));
}

TEST(Scrapes, NoMoreThan64AreInFlight) {
    Rig rig;
    std::vector<std::string> targets;
    for (int i = 0; i < 100; ++i) {
        targets.push_back("h:" + std::to_string(i + 1));
        rig.http.silent.insert("http://" + targets.back() + "/metrics");
    }
    rig.apply({rig.job(targets)});
    rig.run(15);
    EXPECT_EQ(rig.http.hanging.size(), ScrapeLoop::kInFlight);
    auto hanging = std::exchange(rig.http.hanging, {});
    for (auto& [request, done] : hanging) done(page("orders_total 1\n"));
    rig.run(1);
    EXPECT_GE(rig.http.hanging.size(), 36u) << "those that waited are asked now";
}

TEST(Scrapes, APageThatTheLedgerDoesNotTakeIsGivenAgain) {
    Rig rig;
    rig.apply({rig.job()});
    rig.refuse = 3;
    rig.run(22);
    EXPECT_EQ(rig.times["orders_total h:1"], 1);
    rig.refuse = 1'000;
    rig.run(30);
    EXPECT_EQ(rig.times["orders_total h:1"], 1);
    rig.refuse = 0;
    rig.run(15);
    EXPECT_GE(rig.times["orders_total h:1"], 2) << "and a new page takes the place of one that was never taken";
}

TEST(Scrapes, SamplesThatWillNeverBeGoodAreToldWithTheirTarget) {
    Rig rig;
    rig.ahead = true;
    rig.apply({rig.job()});
    rig.run(22);
    SourceStatus told = rig.book.all().at(0);
    EXPECT_GT(told.total.refused, 0U);
    EXPECT_NE(told.note.find("http://h:1/metrics: "), std::string::npos) << told.note;
    EXPECT_NE(told.note.find("orders_total{instance=\"h:1\"}"), std::string::npos) << told.note;
    EXPECT_NE(told.note.find("ahead of this server's clock"), std::string::npos) << told.note;
    rig.ahead = false;
    rig.run(15);
    EXPECT_EQ(rig.book.all().at(0).note, "") << "the next page is good";
}

TEST(Scrapes, SecretsAreReadWhenTheyAreUsed) {
    Rig rig;
    Settings job = rig.job();
    job.token = "env:TOKEN";
    job.headers = {{"X-Scope", "shop"}};
    rig.apply({job});
    rig.run(15);
    EXPECT_THAT(rig.http.requests.at(0).headers, Contains(Pair("Authorization", "Bearer s3cret")));
    EXPECT_THAT(rig.http.requests.at(0).headers, Contains(Pair("X-Scope", "shop")));
    job.token.clear();
    job.user = "ann";
    job.password = "env:TOKEN";
    rig.apply({job});
    rig.run(15);
    EXPECT_THAT(rig.http.requests.back().headers, Contains(Pair("Authorization", "Basic YW5uOnMzY3JldA==")));
    job.password = "env:NONE";
    rig.apply({job});
    rig.run(15);
    EXPECT_EQ(rig.http.requests.size(), 2u) << "without its secret nothing is asked";
    EXPECT_THAT(rig.book.all()[0].error, HasSubstr("there is no env:NONE"));
}

TEST(Scrapes, ATargetThatIsDeclaredNoMoreEnds) {
    Rig rig;
    rig.apply({rig.job({"h:1", "h:2"})});
    rig.run(15);
    rig.apply({rig.job({"h:2"})});
    EXPECT_TRUE(rig.newest["orders_total h:1"].stale);
    EXPECT_TRUE(rig.newest["up h:1"].stale);
    rig.run(15);
    EXPECT_EQ(rig.newest["orders_total h:2"].stale, false);
    EXPECT_EQ(rig.times["orders_total h:2"], 2);
    rig.apply({});
    EXPECT_TRUE(rig.newest["orders_total h:2"].stale);
    rig.run(30);
    EXPECT_EQ(rig.times["up h:2"], 3);
}

TEST(Scrapes, AnAnswerAfterTheEndIsNobodys) {
    Rig rig;
    rig.http.silent = {"http://h:1/metrics"};
    rig.apply({rig.job()});
    rig.run(15);
    ASSERT_EQ(rig.http.hanging.size(), 1u);
    auto [request, done] = std::move(rig.http.hanging.front());
    rig.apply({});
    rig.run(1);
    rig.loop.reset();
    done(page("orders_total 1\n"));
    EXPECT_THAT(rig.times, Not(Contains(Key("orders_total h:1"))));
}

TEST(Scrapes, ATargetFileThatCannotBeReadIsToldAndTargetsStay) {
    Rig rig;
    const TemporaryFile file("[{targets: [h:7]}]");
    Settings job = rig.job({});
    job.target_file = file.path;
    rig.apply({job});
    rig.run(16);
    EXPECT_EQ(rig.times["orders_total h:7"], 1);
    std::ofstream(file.path) << "[{targets: 5}]";
    rig.run(15);
    EXPECT_EQ(rig.times["orders_total h:7"], 2);
    EXPECT_THAT(rig.book.all()[0].error, HasSubstr("has no list of targets"));
    std::ofstream(file.path) << "[{targets: [h:7, h:8]}]";
    rig.run(20);
    EXPECT_GE(rig.times["orders_total h:8"], 1);
    EXPECT_EQ(rig.book.all()[0].error, "");
}

}  // namespace
}  // namespace plimsoll::ingest::scrape
