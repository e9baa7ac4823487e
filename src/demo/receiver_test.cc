// receiver_test.cc: the demo's receiver takes the pages that Plimsoll signs, and no others.
#include "demo/receiver.h"

#include <gtest/gtest.h>

#include "domain/paging/payload.h"
#include "domain/paging/sender.h"
#include "http/client.h"

namespace plimsoll::demo {
namespace {

constexpr const char* kSecret = "whsec_cGxpbXNvbGwtZTJlLXRlc3Qta2V5";

class Receiver : public testing::Test {
protected:
    void SetUp() override {
        auto started = PageReceiver::start(0, kSecret, [this](const std::string& channel, const std::string& line) {
            told_ += channel + ": " + line + "\n";
        });
        ASSERT_TRUE(started) << started.error().report();
        receiver_ = std::move(*started);
    }
    int post(const std::string& body, Timestamp at, const std::string& signature) {
        http::ClientRequest request;
        request.method = "POST";
        request.target = "/pages/pager";
        request.body = body;
        request.headers = {{"webhook-id", "page-1"}, {"webhook-timestamp", std::to_string(at.in_ms() / 1000)}, {"webhook-signature", signature}};
        http::ClientSettings settings;
        settings.url = receiver_->url();
        const auto client = http::Client::of(settings);
        const auto reply = client->send(request);
        EXPECT_TRUE(reply);
        return reply ? reply->status : 0;
    }
    static std::string page() {
        paging::WebhookBody body;
        body.type = "page.fired";
        body.data.summary = "it \x1b[31mburns";
        return json::encode(body);
    }
    static std::string signature(const std::string& body, Timestamp at) { return *paging::webhook_signature(kSecret, "page-1", at, body); }

    std::string told_;
    std::unique_ptr<PageReceiver> receiver_;
    const Timestamp now_ = SystemClock().now();
};

TEST_F(Receiver, TellsASignedPageSafely) {
    EXPECT_EQ(post(page(), now_, signature(page(), now_)), 204);
    receiver_->stop();
    EXPECT_EQ(told_, "pager: it [31mburns\n");
}

TEST_F(Receiver, RefusesWhatIsForgedOrOld) {
    EXPECT_EQ(post(page() + " ", now_, signature(page(), now_)), 401);
    EXPECT_EQ(post(page(), now_, ""), 401);
    const Timestamp old = now_ - Duration::minutes(6);
    EXPECT_EQ(post(page(), old, signature(page(), old)), 401);
    EXPECT_EQ(post("{}", now_, signature("{}", now_)), 422);
    receiver_->stop();
    EXPECT_EQ(told_, "");
}

TEST_F(Receiver, TakesAnotherPortWhenItsOwnIsTaken) {
    const auto other = PageReceiver::start(receiver_->port(), kSecret, [](const auto&, const auto&) {});
    ASSERT_TRUE(other);
    EXPECT_NE((*other)->port(), receiver_->port());
}

}  // namespace
}  // namespace plimsoll::demo
