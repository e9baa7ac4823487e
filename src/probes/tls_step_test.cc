#include <gtest/gtest.h>

#include <filesystem>

#include "base/temp_folder_for_tests.h"
#include "probes/checking_for_tests.h"

namespace plimsoll::probes {
namespace {

class TlsStep : public testing::Test {
protected:
    TlsStep() : authority_(certificate("Test Authority", Duration::days(365), nullptr, true)), ca_file_((folder_.path() / "ca.pem").string()) {
        write_pem(authority_, ca_file_);
    }

    Probe probe(int port, const std::string& name = "shop.test") const {
        Step step;
        step.kind = Kind::tls;
        step.target = "127.0.0.1:" + std::to_string(port);
        step.server_name = name;
        Probe out = probe_of(step);
        out.ca_file = ca_file_;
        return out;
    }
    TestCertificate signed_for(const std::string& name, Duration ends_in) const { return certificate(name, ends_in, &authority_); }

    TempFolder folder_;
    const TestCertificate authority_;
    const std::string ca_file_;
};

TEST_F(TlsStep, AChainThatIsTrustedWithTheRightNameIsGood) {
    const TestTlsServer server(signed_for("shop.test", Duration::days(90)));
    Probe good = probe(server.port());
    good.steps[0].assertions = {{"protocol", "", "TLSv1.3", "", "", {}, {}}, {"name", "", "shop.test", "", "", {}, {}}};
    const CheckResult result = checked(good);
    EXPECT_TRUE(result.good) << result.steps[0].failure;
    ASSERT_TRUE(result.steps[0].certificate_ends);
    const Duration left = *result.steps[0].certificate_ends - SystemClock().now();
    EXPECT_GT(left, Duration::days(89));
    EXPECT_LE(left, Duration::days(90));
}

TEST_F(TlsStep, AnExpiredCertificate) {
    const TestTlsServer server(signed_for("shop.test", -Duration::days(20)));
    const CheckResult result = checked(probe(server.port()));
    EXPECT_EQ(result.steps[0].reason, "tls");
    EXPECT_TRUE(result.steps[0].failure.starts_with("certificate ended 20")) << result.steps[0].failure;
    EXPECT_TRUE(result.steps[0].certificate_ends);
}

TEST_F(TlsStep, ACertificateForAnotherName) {
    const TestTlsServer server(signed_for("other.test", Duration::days(90)));
    EXPECT_EQ(checked(probe(server.port())).steps[0].failure, "certificate is for other.test, not for shop.test");
    EXPECT_EQ(checked(probe(server.port(), "127.0.0.1")).steps[0].failure, "certificate is for other.test, not for 127.0.0.1");
}

TEST_F(TlsStep, ACertificateThatIsSignedByItself) {
    const TestTlsServer server(certificate("shop.test", Duration::days(90)));
    const CheckResult result = checked(probe(server.port()));
    EXPECT_TRUE(result.steps[0].failure.starts_with("certificate is signed by itself")) << result.steps[0].failure;
}

TEST_F(TlsStep, AnAuthorityThatIsNotTrusted) {
    const TestTlsServer server(signed_for("shop.test", Duration::days(90)));
    Probe system_only = probe(server.port());
    system_only.ca_file.clear();
    EXPECT_TRUE(checked(system_only).steps[0].failure.starts_with("certificate is signed by an authority that is not trusted"));
    system_only.ca_file = "/nonexistent/ca.pem";
    EXPECT_NE(checked(system_only).steps[0].failure.find("/nonexistent/ca.pem"), std::string::npos);
}

TEST_F(TlsStep, ACertificateThatEndsTooSoon) {
    const TestTlsServer server(signed_for("shop.test", Duration::days(5)));
    Probe soon = probe(server.port());
    soon.steps[0].least_validity = Duration::days(14);
    const CheckResult result = checked(soon);
    EXPECT_EQ(result.steps[0].reason, "tls");
    EXPECT_NE(result.steps[0].failure.find("at least 14 d are wanted"), std::string::npos) << result.steps[0].failure;
    soon.steps[0].least_validity = Duration::days(4);
    EXPECT_TRUE(checked(soon).good);
}

TEST_F(TlsStep, AServerThatDoesNotSpeakTls) {
    const TestListener plain([](int connection) { say(connection, "220 hello\r\n"); ::shutdown(connection, SHUT_WR); hold(connection); });
    EXPECT_TRUE(checked(probe(plain.port())).steps[0].failure.starts_with("the TLS handshake failed"));
    const TestListener silent(hold);
    Probe waits = probe(silent.port());
    waits.timeout = Duration::ms(200);
    EXPECT_EQ(checked(waits).steps[0].failure, "the server took the connection and did not finish the TLS handshake");
}

std::string line(int connection) {
    std::string out;
    for (char c = 0; c != '\n' && ::recv(connection, &c, 1, 0) == 1;) out += c;
    return out;
}

TEST_F(TlsStep, AMailServerBeginsTlsWhenAsked) {
    const TestTlsServer server(signed_for("mail.test", Duration::days(90)), [](int connection) {
        say(connection, "220-mail.test\r\n220 ready\r\n");
        if (!line(connection).starts_with("EHLO ")) return false;
        say(connection, "250-mail.test\r\n250-STARTTLS\r\n250 SIZE 1000\r\n");
        if (line(connection) != "STARTTLS\r\n") return false;
        say(connection, "220 go ahead\r\n");
        return true;
    });
    Probe mail = probe(server.port(), "mail.test");
    mail.steps[0].starttls_smtp = true;
    const CheckResult result = checked(mail);
    EXPECT_TRUE(result.good) << result.steps[0].failure;
}

TEST_F(TlsStep, AMailServerWithoutStartTls) {
    const TestListener server([](int connection) {
        say(connection, "220 ready\r\n");
        line(connection);
        say(connection, "250 mail.test\r\n");
        hold(connection);
    });
    Probe mail = probe(server.port());
    mail.steps[0].starttls_smtp = true;
    EXPECT_EQ(checked(mail).steps[0].failure, "the mail server does not offer STARTTLS");
    const TestListener closed([](int connection) { say(connection, "554 no service\r\n"); hold(connection); });
    mail.steps[0].target = closed.place();
    EXPECT_EQ(checked(mail).steps[0].failure, "the mail server answered \"554 no service\", not 220");
}

TEST_F(TlsStep, WordsThatSomebodyPutInBeforeTheHandshakeAreNoticed) {
    const TestListener server([](int connection) {
        say(connection, "220 ready\r\n");
        line(connection);
        say(connection, "250 STARTTLS\r\n");
        line(connection);
        say(connection, "220 go ahead\r\n250 injected\r\n");
        hold(connection);
    });
    Probe mail = probe(server.port());
    mail.steps[0].starttls_smtp = true;
    EXPECT_EQ(checked(mail).steps[0].failure, "the mail server went on talking after STARTTLS");
}

TEST_F(TlsStep, HttpsIsJudgedByTheSameRules) {
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    const auto https = [&](int port) {
        Probe out = probe_of(http_step("https://localhost:" + std::to_string(port) + "/"));
        out.ca_file = ca_file_;
        return out;
    };
    const TestTlsServer good(signed_for("localhost", Duration::days(30)), {}, answer);
    const CheckResult fine = checked(https(good.port()));
    EXPECT_TRUE(fine.good) << fine.steps[0].failure;
    EXPECT_TRUE(fine.steps[0].certificate_ends);
    Probe soon = https(good.port());
    soon.steps[0].least_validity = Duration::days(60);
    EXPECT_EQ(checked(soon).steps[0].reason, "tls");

    const TestTlsServer expired(signed_for("localhost", -Duration::days(1)), {}, answer);
    const CheckResult ended = checked(https(expired.port()));
    EXPECT_TRUE(ended.steps[0].failure.starts_with("certificate ended 20")) << ended.steps[0].failure;
    EXPECT_TRUE(ended.steps[0].certificate_ends);
    const TestTlsServer other(signed_for("other.test", Duration::days(30)), {}, answer);
    EXPECT_EQ(checked(https(other.port())).steps[0].failure, "certificate is for other.test, not for localhost");
    const TestTlsServer alone(certificate("localhost", Duration::days(30)), {}, answer);
    EXPECT_TRUE(checked(https(alone.port())).steps[0].failure.starts_with("certificate is signed by itself"));
}

TEST_F(TlsStep, AuthoritiesAreReadAgainAfterAnHourAndStayWholeForWhoeverHoldsThem) {
    ManualClock clock(Timestamp::from_seconds(1'800'000'000));
    TrustStores stores(clock);
    const auto first = stores.get(ca_file_);
    ASSERT_TRUE(first);
    EXPECT_EQ(*stores.get(ca_file_), *first);
    write_pem(certificate("Another Authority", Duration::days(365), nullptr, true), ca_file_);
    clock.advance(Duration::minutes(61));
    const auto second = stores.get(ca_file_);
    ASSERT_TRUE(second);
    EXPECT_NE(*second, *first);
    EXPECT_EQ(sk_X509_OBJECT_num(X509_STORE_get0_objects(first->get())), sk_X509_OBJECT_num(X509_STORE_get0_objects(second->get())));

    clock.advance(Duration::minutes(61));
    std::filesystem::remove(ca_file_);
    const auto gone = stores.get(ca_file_);
    ASSERT_FALSE(gone);
    EXPECT_NE(gone.error().detail().find(ca_file_), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::probes
