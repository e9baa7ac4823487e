#include "domain/paging/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "domain/paging/paging_testing.h"

namespace plimsoll::paging {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string alert = "checkout/page-1h-5m/1";
const Wording wording{"https://plimsoll.example.org"};

class FixedSecrets final : public SecretSource {
public:
    Result<std::string> resolve(const std::string& reference) const override {
        if (reference == "env:HOOK_URL") return std::string("https://hooks.example.com/T0/very-secret");
        if (reference == "env:HOOK_SECRET") return std::string("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        if (reference == "file:/mail") return std::string("s3cret-password");
        return fail(plimsoll::errors::not_found, reference + ": the variable is not set");
    }
};

Message message(Reason reason = Reason::fired) {
    Folded f;
    f.apply(pages_for(f.state, fired(), catalog_of({hook()})), t0());
    Message m{f.page(page_id(alert, "pager", 0)), {}, std::nullopt};
    m.page.reason = reason;
    return m;
}

Destination to(const catalog::Channel& channel) { return *resolve(channel, FixedSecrets()); }

HttpRequest rendered(const Message& m, const catalog::Channel& channel) {
    return std::get<HttpRequest>(*render(m, to(channel), wording, t0()));
}

std::string header(const HttpRequest& request, const std::string& name) {
    const auto it = request.headers.find(name);
    return it == request.headers.end() ? "" : it->second;
}

TEST(Webhook, IsSignedAsStandardWebhooksSays) {
    // The specification's own vector.
    EXPECT_EQ(webhook_signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                Timestamp::from_seconds(1614265330), R"({"test": 2432232314})").value(),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    EXPECT_TRUE(webhook_signature("raw secret", "a", t0(), "b"));
    EXPECT_FALSE(webhook_signature("whsec_!!!", "a", t0(), "b"));
    EXPECT_FALSE(webhook_signature("", "a", t0(), "b"));
}

TEST(Webhook, CarriesKeyTimeSignatureAndTheAlert) {
    catalog::Channel channel = hook();
    channel.secret = "env:HOOK_SECRET";
    channel.ca_file = "/etc/ca.pem";
    const HttpRequest request = rendered(message(), channel);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(header(request, "webhook-id"), page_id(alert, "pager", 0));
    EXPECT_EQ(header(request, "webhook-timestamp"), "1795000000");
    EXPECT_EQ(header(request, "webhook-signature"),
              webhook_signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", page_id(alert, "pager", 0), t0(), request.body).value());
    EXPECT_EQ(request.bulkhead, "pager");
    EXPECT_EQ(request.ca_file, "/etc/ca.pem");
    for (const char* part : {R"("type":"page.fired")", R"("schema_version":1)", R"("alert":"checkout/page-1h-5m/1")",
                             R"("status":"firing")", R"("share":0.6,"events":600)", R"("burn_threshold":14.4)",
                             R"("runbook":"https://runbooks.example.org/checkout")", R"("link":"https://plimsoll.example.org/slos/checkout")",
                             R"("acknowledge":"https://plimsoll.example.org/api/v1/acknowledgements")"})
        EXPECT_THAT(request.body, HasSubstr(part));
}

TEST(Webhook, TheBodyIsTheSameAtEveryAttempt) {
    const auto first = std::get<HttpRequest>(*render(message(), to(hook()), wording, t0()));
    const auto later = std::get<HttpRequest>(*render(message(), to(hook()), wording, t0() + Duration::hours(2)));
    EXPECT_EQ(first.body, later.body);
    EXPECT_NE(header(first, "webhook-timestamp"), header(later, "webhook-timestamp"));
}

TEST(Webhook, ADigestListsEveryAlert) {
    Message m = message(Reason::digest);
    m.parts = {message().page, message().page};
    const std::string body = rendered(m, hook()).body;
    EXPECT_THAT(body, HasSubstr(R"("type":"page.digest")"));
    EXPECT_THAT(body, HasSubstr("[DIGEST] 2 alerts in one message, 2 of them pages"));
}

TEST(Email, SaysWhatSinceWhenHowMuchIsLeftWhereToLookAndHowToAcknowledge) {
    catalog::Channel channel = hook("mail");
    channel.type = catalog::ChannelType::email;
    channel.url = "smtp://mail.example.org:587";
    channel.password = "file:/mail";
    channel.from = "Plimsoll <pager@example.org>";
    channel.to = {"oncall@example.org"};
    const auto mail = std::get<MailMessage>(*render(message(), to(channel), wording, t0()));
    EXPECT_EQ(mail.subject, "[FIRING page] checkout: error budget burns 15.2x (over 1h, threshold 14.4x)");
    EXPECT_EQ(mail.message_id, page_id(alert, "pager", 0) + "@plimsoll");
    EXPECT_EQ(mail.password, "s3cret-password");
    EXPECT_EQ(mail.headers.at("Date"), "18 Nov 2026 11:06:40 +0000") << text::rfc3339(t0());
    for (const char* part : {"Since:    2026-11-18T11:03:40Z", "Objective: 99.9 %", "Budget left: 60.0 % of the period's, 600 events, 25.9 minutes",
                             "over 1h: 15.2x (912 bad of 60,000 valid events)", "(threshold 14.4x)", "https://plimsoll.example.org/slos/checkout",
                             "https://runbooks.example.org/checkout", "POST https://plimsoll.example.org/api/v1/acknowledgements",
                             R"({"alert": "checkout/page-1h-5m/1"})"})
        EXPECT_THAT(mail.body, HasSubstr(part));
    EXPECT_THAT(mail.body, Not(HasSubstr("s3cret")));
}

TEST(Email, HostileNamesKeepTheirPlace) {
    Message m = message();
    m.page.subject.slo = "check\r\nBcc: x@y\x1b[31m" + std::string(5000, 'z');
    EXPECT_EQ(headline(m).find_first_of("\r\n\x1b"), std::string::npos);
    EXPECT_LE(headline(m).size(), 210u);
}

TEST(Email, AReplayedPageOfAnAlertThatIsOverSaysSo) {
    Message m = message();
    m.over_at = t0() + Duration::minutes(9);
    EXPECT_THAT(body_text(m, wording), HasSubstr("the alert has been over since 2026-11-18T11:15:40Z"));
    EXPECT_THAT(body_text(m, wording), Not(HasSubstr("To acknowledge")));
    EXPECT_THAT(rendered(m, hook()).body, HasSubstr(R"("status":"resolved")"));
}

TEST(Alertmanager, FiresForFourMinutesAndEndsWhenResolved) {
    catalog::Channel channel = hook("am");
    channel.type = catalog::ChannelType::alertmanager;
    channel.url = "http://alertmanager:9093/";
    const HttpRequest firing = rendered(message(), channel);
    EXPECT_EQ(firing.url, "http://alertmanager:9093/api/v2/alerts");
    EXPECT_THAT(firing.body, HasSubstr(R"("alertname":"ErrorBudgetBurn")"));
    EXPECT_THAT(firing.body, HasSubstr(R"("startsAt":"2026-11-18T11:03:40Z","endsAt":"2026-11-18T11:10:40Z")"));
    Message over = message(Reason::resolved);
    over.page.subject.as_of = t0() + Duration::seconds(30);
    EXPECT_THAT(rendered(over, channel).body, HasSubstr(R"("endsAt":"2026-11-18T11:07:10Z")"));
}

TEST(Secrets, AreResolvedAndNeverShown) {
    catalog::Channel channel = hook();
    channel.url = "env:HOOK_URL";
    const Destination destination = to(channel);
    EXPECT_EQ(destination.channel.url, "https://hooks.example.com/T0/very-secret");
    const std::string shown = without_secrets(destination, "https://hooks.example.com/T0/very-secret: hooks.example.com refused\x1b");
    EXPECT_EQ(shown, "env:HOOK_URL: env:HOOK_URL refused");
    channel.url = "env:MISSING";
    EXPECT_THAT(resolve(channel, FixedSecrets()).error().report(), HasSubstr("env:MISSING"));
}

HttpResponse answer(int status, const std::string& retry = "") {
    HttpResponse r;
    r.status = status;
    r.body = "b";
    if (!retry.empty()) r.headers["retry-after"] = retry;
    return r;
}

TEST(Classify, AnswersThatStayAsTheyAreArePermanent) {
    for (const int status : {301, 302, 307, 400, 401, 403, 404, 410, 413, 422}) EXPECT_EQ(classify(answer(status), t0()).verdict, Verdict::permanent) << status;
    for (const int status : {0, 100, 408, 425, 429, 500, 502, 503, 504, 599}) EXPECT_EQ(classify(answer(status), t0()).verdict, Verdict::retry) << status;
    for (const int status : {200, 201, 202, 204, 299}) EXPECT_EQ(classify(answer(status), t0()).verdict, Verdict::delivered) << status;
    EXPECT_EQ(classify(answer(400), t0()).text, "HTTP 400: b");
}

TEST(Classify, ErrorsOfTheWay) {
    EXPECT_EQ(classify(Result<HttpResponse>(fail(plimsoll::errors::invalid, "127.0.0.1 is loopback")), t0()).verdict, Verdict::permanent);
    EXPECT_EQ(classify(Result<HttpResponse>(fail(plimsoll::errors::busy)), t0()).verdict, Verdict::retry);
    EXPECT_FALSE(classify(Result<HttpResponse>(fail(plimsoll::errors::unreachable)), t0()).maybe_received);
    EXPECT_TRUE(classify(Result<HttpResponse>(fail(plimsoll::errors::unavailable)), t0()).maybe_received);
}

TEST(Classify, RetryAfterInSecondsOrAsADate) {
    EXPECT_EQ(classify(answer(429, "120"), t0()).retry_after, Duration::minutes(2));
    EXPECT_EQ(classify(answer(503, "Wed, 18 Nov 2026 11:07:40 GMT"), t0()).retry_after, Duration::minutes(1));
    for (const char* bad : {"", "soon", "-3", "12x", "Wed, 18 Nov 2020 11:07:40 GMT", "99999999999999999999"})
        EXPECT_FALSE(classify(answer(503, bad), t0()).retry_after) << bad;
}

TEST(Classify, MailByTheServersCode) {
    EXPECT_EQ(classify(Result<std::string>("250 2.0.0 Ok")).verdict, Verdict::delivered);
    EXPECT_EQ(classify(Result<std::string>("451 4.3.0 later")).verdict, Verdict::retry);
    EXPECT_EQ(classify(Result<std::string>("550 5.1.1 none")).verdict, Verdict::permanent);
    EXPECT_EQ(classify(Result<std::string>("")).verdict, Verdict::retry);
}

}  // namespace
}  // namespace plimsoll::paging
