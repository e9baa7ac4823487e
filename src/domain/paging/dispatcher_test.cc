#include "domain/paging/dispatcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "domain/paging/paging_testing.h"

namespace plimsoll::paging {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string alert = "checkout/page-1h-5m/1";
const std::string page = page_id(alert, "pager", 0);

/// Answers every request at once with what was set, or keeps it.
class Receiver final : public HttpClient, public MailClient, public SecretSource {
public:
    void send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) override {
        requests.push_back(request);
        if (hold) return held.push_back(std::move(done));
        HttpResponse response;
        response.status = status;
        done(std::move(response));
    }
    void send(MailMessage, std::function<void(Result<std::string>)> done) override { done(std::string("250 Ok")); }
    Result<std::string> resolve(const std::string& reference) const override {
        if (secret.empty()) return fail(plimsoll::errors::not_found, reference + ": the variable is not set");
        return secret;
    }
    int status = 200;
    bool hold = false;
    std::string secret;
    std::vector<HttpRequest> requests;
    std::vector<std::function<void(Result<HttpResponse>)>> held;
};

class DispatcherTest : public ::testing::Test {
protected:
    DispatcherTest() : random_(1), clock_(t0()), engine_(clock_), channel_(hook()) {}

    void start(DispatcherSettings settings = {}) {
        auto engine = engine_.engine();
        auto submit = engine.submit;
        engine.submit = [this, submit](const api::Actor& actor, Command command) -> Result<std::uint64_t> {
            if (log_fails_) return fail(plimsoll::errors::busy);
            return submit(actor, std::move(command));
        };
        dispatcher_.emplace(Ports{engine, [this](std::uint64_t seq, std::function<void(Result<>)> done) { engine_.when_durable(seq, std::move(done)); },
                                  [this](const std::string&) { return channel_; }, receiver_, receiver_, receiver_, clock_, random_, metrics_},
                            std::move(settings));
    }
    void fire(catalog::Channel channel = hook()) {
        channel_ = channel;
        engine_.append(pages_for(engine_.state(), fired(), catalog_of({channel})), {clock_.now(), "system"});
    }
    Timestamp step() {
        const Timestamp next = dispatcher_->step();
        engine_.commit();
        return next;
    }
    void steps(int n = 4) {
        for (int i = 0; i < n; ++i) step();
    }
    [[nodiscard]] const Page& the_page() const { return engine_.state().pages.at(page); }

    SeededRandom random_;
    ManualClock clock_;
    Metrics metrics_;
    Receiver receiver_;
    FakeEngine engine_;
    std::optional<catalog::Channel> channel_;
    bool log_fails_ = false;
    std::optional<Dispatcher> dispatcher_;
};

TEST_F(DispatcherTest, SendsOnlyWhatIsDurable) {
    start();
    fire();
    dispatcher_->step();
    dispatcher_->step();
    EXPECT_TRUE(receiver_.requests.empty());
    engine_.commit();
    dispatcher_->step();
    ASSERT_EQ(receiver_.requests.size(), 1u);
    EXPECT_EQ(receiver_.requests[0].headers.find("webhook-id")->second, page);
    steps();
    EXPECT_EQ(the_page().state, PageState::delivered);
    EXPECT_EQ(receiver_.requests.size(), 1u);
    EXPECT_THAT(metrics_.text(), HasSubstr("plimsoll_page_attempts_total{outcome=\"delivered\"} 1"));
}

TEST_F(DispatcherTest, AnAcknowledgementBetweenTheAttemptAndItsFirstByteHoldsItBack) {
    start();
    fire();
    step();  // started and durable
    ASSERT_TRUE(engine_.engine().submit({"person:1", {}}, Acknowledge{alert}));
    steps();
    EXPECT_TRUE(receiver_.requests.empty());
    EXPECT_EQ(the_page().end, "acknowledged");
}

TEST_F(DispatcherTest, AChannelThatIsGoneMakesADeadLetterThatSaysSo) {
    start();
    fire();
    channel_.reset();
    steps();
    EXPECT_EQ(the_page().state, PageState::dead_lettered);
    EXPECT_THAT(the_page().end, HasSubstr("The catalogue has no such channel"));
}

TEST_F(DispatcherTest, AMissingSecretIsTriedAgainAndNamesTheReference) {
    start();
    auto channel = hook();
    channel.url = "env:HOOK_URL";
    fire(channel);
    steps();
    EXPECT_EQ(the_page().state, PageState::waiting);
    EXPECT_THAT(the_page().history.back().outcome, HasSubstr("env:HOOK_URL"));
    receiver_.secret = "https://hooks.example.com/s3cret";
    receiver_.status = 404;
    clock_.advance(Duration::minutes(5));
    steps();
    EXPECT_EQ(receiver_.requests.at(0).url, "https://hooks.example.com/s3cret");
    for (const auto& row : engine_.rows()) EXPECT_THAT(row.body, Not(HasSubstr("s3cret")));
}

TEST_F(DispatcherTest, AReceiptIsKeptWhileTheLogCannotBeWritten) {
    start();
    receiver_.hold = true;
    fire();
    steps(2);
    ASSERT_EQ(receiver_.held.size(), 1u);
    log_fails_ = true;
    HttpResponse response;
    response.status = 200;
    receiver_.held[0](response);
    EXPECT_LE(step(), clock_.now() + Duration::minutes(2));
    EXPECT_EQ(the_page().state, PageState::sending);
    log_fails_ = false;
    steps(2);
    EXPECT_EQ(the_page().state, PageState::delivered);
    EXPECT_EQ(receiver_.requests.size(), 1u);
}

TEST_F(DispatcherTest, AnAnswerThatComesAfterTheDispatcherIsGoneIsHarmless) {
    start();
    receiver_.hold = true;
    fire();
    steps(2);
    dispatcher_.reset();
    receiver_.held.at(0)(HttpResponse{});
    EXPECT_EQ(the_page().state, PageState::sending);
}

TEST_F(DispatcherTest, AnAlertmanagerIsToldEachMinuteWhileItFiresWithoutFillingTheLog) {
    start();
    auto channel = hook();
    channel.type = catalog::ChannelType::alertmanager;
    fire(channel);
    steps();
    const std::size_t rows = engine_.rows().size();
    for (int second = 0; second < 300; second += 5) {
        clock_.advance(Duration::seconds(5));
        step();
    }
    EXPECT_EQ(receiver_.requests.size(), 1u + 4u) << "the first minute counts from the first look at it";
    EXPECT_EQ(engine_.rows().size(), rows);
    EXPECT_THAT(receiver_.requests.back().body, HasSubstr("ErrorBudgetBurn"));
    engine_.append(pages_for(engine_.state(), resolved()), {clock_.now(), "system"});
    steps();
    clock_.advance(Duration::minutes(5));
    steps();
    EXPECT_EQ(receiver_.requests.size(), 6u) << "the end, and no more";
    EXPECT_THAT(receiver_.requests.back().body, HasSubstr("\"endsAt\":\"2026-11-18T11:36:40Z\""));
}

TEST_F(DispatcherTest, BeatsOutwardWithTheSignedHeadAndCountsFailures) {
    DispatcherSettings settings;
    settings.heartbeat = HeartbeatSettings{"https://dead.man/beat", Duration::minutes(1), false, ""};
    settings.signed_head = [] { return std::string("head 42"); };
    start(settings);
    EXPECT_EQ(step(), t0() + Duration::minutes(1));
    step();
    ASSERT_EQ(receiver_.requests.size(), 1u);
    EXPECT_THAT(receiver_.requests[0].body, HasSubstr(R"("type":"plimsoll.heartbeat")"));
    EXPECT_THAT(receiver_.requests[0].body, HasSubstr(R"("log_head":"head 42")"));
    receiver_.status = 500;
    clock_.advance(Duration::minutes(1));
    step();
    EXPECT_THAT(metrics_.text(), HasSubstr("plimsoll_heartbeats_total 1"));
    EXPECT_THAT(metrics_.text(), HasSubstr("plimsoll_heartbeat_failures_total 1"));
    clock_.step_to(t0() - Duration::days(1));
    receiver_.requests.clear();
    step();
    EXPECT_EQ(receiver_.requests.size(), 1u) << "a clock that steps back does not silence it";
}

TEST_F(DispatcherTest, RunsOnAThreadOfItsOwnUntilStopped) {
    start();
    dispatcher_->own_thread();
    dispatcher_->wake();
    dispatcher_->stop();
}

}  // namespace
}  // namespace plimsoll::paging
