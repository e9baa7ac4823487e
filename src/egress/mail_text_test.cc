#include "egress/mail_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto.h"

namespace plimsoll::egress {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

MailMessage mail() {
    MailMessage m;
    m.from = "Plimsoll <pager@example.org>";
    m.to = {"oncall@example.org"};
    m.subject = "checkout burns";
    m.body = "line one\n.\nline three\n";
    m.message_id = "page_1@plimsoll";
    return m;
}

TEST(MailText, CarriesTheHeadersAndTheBodyInBase64) {
    const std::string text = compose(mail()).value();
    EXPECT_THAT(text, HasSubstr("To: oncall@example.org\r\n"));
    EXPECT_THAT(text, HasSubstr("Subject: checkout burns\r\n"));
    EXPECT_THAT(text, HasSubstr("Message-ID: <page_1@plimsoll>\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\n <pager@example.org>\r\n"));
    EXPECT_THAT(text, HasSubstr(crypto::base64("line one\r\n.\r\nline three\r\n")));
}

TEST(MailText, NoHeaderCanBeInjected) {
    MailMessage m = mail();
    m.subject = "checkout\r\nBcc: victim@example.org\r\n\r\nbody";
    m.headers = {{"X-Plimsoll-Alert", "a\nX-Evil: 1"}};
    const std::string text = compose(m).value();
    EXPECT_THAT(text, Not(HasSubstr("\nBcc:")));
    EXPECT_THAT(text, Not(HasSubstr("\nX-Evil:")));
    m.headers = {{"X: y\r\nX-Evil", "1"}};
    EXPECT_TRUE(compose(m).error().is(errors::invalid));
}

TEST(MailText, RefusesAddressesThatWouldInject) {
    for (const char* bad : {"", "nobody", "@example.org", "a@", "a@b@c", "a b@example.org", "a@example.org\r\nRCPT TO:<x@y>",
                            "a@example.org>\r\nDATA", "<a@b>, c@d", "\xc3\xa4@example.org", "a@b;c"}) {
        EXPECT_FALSE(mail_address(bad)) << bad;
        MailMessage m = mail();
        m.to = {bad};
        EXPECT_TRUE(compose(m).error().is(errors::invalid)) << bad;
    }
    EXPECT_EQ(mail_address("Ops <ops+page@example.org>").value(), "ops+page@example.org");
}

TEST(MailText, LinesStayUnder78CharactersWhateverTheText) {
    MailMessage m = mail();
    for (int i = 0; i < 60; ++i) m.subject += " größer…";
    m.body = std::string(5000, 'x');
    m.headers = {{"X-Long", std::string(1500, 'y')}};
    const std::string text = compose(m).value();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        EXPECT_LE(end - at, 90u) << text.substr(at, end - at);
        at = end + 2;
    }
    EXPECT_EQ(text.find("größer"), std::string::npos);
}

TEST(MailText, ADisplayNameCannotPlayAnAddress) {
    MailMessage m = mail();
    m.from = "\"evil <root@x>\" <pager@example.org>";
    EXPECT_THAT(compose(m).value(), HasSubstr("\r\n <pager@example.org>\r\n"));
}

TEST(MailText, BoundsTheRecipients) {
    MailMessage m = mail();
    m.to.assign(101, "a@example.org");
    EXPECT_TRUE(compose(m).error().is(errors::invalid));
    m.to.clear();
    EXPECT_TRUE(compose(m).error().is(errors::invalid));
}

}  // namespace
}  // namespace plimsoll::egress
