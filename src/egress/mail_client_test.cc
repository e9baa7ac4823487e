// Against a real SMTP server: Debian's python3-aiosmtpd, by tests/support/smtp_server.py.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

#include "egress/curl_client.h"

namespace plimsoll::egress {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

fs::path script() { return fs::path(__FILE__).parent_path() / "../../tests/support/smtp_server.py"; }

/// The server as a child with its own folder; ends with the test.
class SmtpServer {
public:
    explicit SmtpServer(std::vector<std::string> options) {
        folder_ = fs::temp_directory_path() / ("plimsoll-smtp-" + std::to_string(getpid()));
        fs::create_directories(folder_);
        fs::remove(folder_ / "mails");
        const std::string make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
                                 "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " +
                                 key() + " -out " + certificate() + " 2>/dev/null";
        if (std::system(make.c_str()) != 0) std::abort();
        std::vector<std::string> words{"/usr/bin/python3", script().string(), "--out", (folder_ / "mails").string()};
        words.insert(words.end(), options.begin(), options.end());
        for (std::string& word : words) {
            if (word == "CERT") word = certificate();
            if (word == "KEY") word = key();
        }
        start(words);
    }
    ~SmtpServer() {
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
        close(input_);
        fs::remove_all(folder_);
    }
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    [[nodiscard]] std::string url(const std::string& scheme = "smtp") const { return scheme + "://localhost:" + std::to_string(port_); }
    [[nodiscard]] std::string certificate() const { return (folder_ / "cert.pem").string(); }
    [[nodiscard]] std::vector<std::string> mails() const {
        std::ifstream in(folder_ / "mails");
        std::vector<std::string> lines;
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }

private:
    [[nodiscard]] std::string key() const { return (folder_ / "key.pem").string(); }

    void start(const std::vector<std::string>& words) {
        int in[2];
        int out[2];
        if (pipe(in) != 0 || pipe(out) != 0) std::abort();
        pid_ = fork();
        if (pid_ == 0) {
            dup2(in[0], 0);
            dup2(out[1], 1);
            close(in[1]);
            std::vector<char*> argv;
            for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
            argv.push_back(nullptr);
            execv(argv[0], argv.data());
            _exit(127);
        }
        close(in[0]);
        close(out[1]);
        input_ = in[1];
        std::string line;
        for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) line += c;
        close(out[0]);
        if (!line.starts_with("listening ")) std::abort();
        port_ = std::stoi(line.substr(10));
    }

    fs::path folder_;
    pid_t pid_ = 0;
    int input_ = -1;
    int port_ = 0;
};

MailMessage mail(const SmtpServer& server) {
    MailMessage m;
    m.server_url = server.url();
    m.ca_file = server.certificate();
    m.from = "Plimsoll <pager@example.org>";
    m.to = {"oncall@example.org"};
    m.subject = "checkout burns 20×";
    m.body = "since 09:00\n.\n— the end\n";
    m.message_id = "page_1@plimsoll";
    m.bulkhead = "mail";
    m.allow_private_addresses = true;
    return m;
}

Result<std::string> sent(MailMessage message) {
    CurlClient client({});
    std::promise<Result<std::string>> promise;
    auto future = promise.get_future();
    client.send(std::move(message), [&](Result<std::string> r) { promise.set_value(std::move(r)); });
    return future.get();
}

TEST(MailClient, SendsOverStartTlsWithAuthentication) {
    const SmtpServer server({"--cert", "CERT", "--key", "KEY", "--require-tls", "--user", "pager", "--password", "s3cret"});
    MailMessage message = mail(server);
    message.user = "pager";
    message.password = "s3cret";
    const auto answer = sent(message);
    ASSERT_TRUE(answer) << answer.error().report();
    EXPECT_THAT(*answer, HasSubstr("250 2.0.0 Ok"));
    ASSERT_EQ(server.mails().size(), 1u);
    const std::string row = server.mails()[0];
    EXPECT_THAT(row, HasSubstr(R"("tls": true)"));
    EXPECT_THAT(row, HasSubstr(R"("user": "pager")"));
    EXPECT_THAT(row, HasSubstr(R"("from": "pager@example.org")"));
    EXPECT_THAT(row, HasSubstr(R"("subject": "checkout burns 20\u00d7")"));
    EXPECT_THAT(row, HasSubstr(R"("message_id": "<page_1@plimsoll>")"));
    EXPECT_THAT(row, HasSubstr(R"("body": "since 09:00\n.\n\u2014 the end\n")"));
}

TEST(MailClient, SendsOverTlsFromTheStart) {
    const SmtpServer server({"--cert", "CERT", "--key", "KEY", "--tls-on-connect"});
    MailMessage message = mail(server);
    message.server_url = server.url("smtps");
    const auto answer = sent(message);
    ASSERT_TRUE(answer) << answer.error().report();
    EXPECT_EQ(server.mails().size(), 1u);
}

TEST(MailClient, AWrongPasswordIsTheServersAnswerAndIsNotRepeatedInIt) {
    const SmtpServer server({"--cert", "CERT", "--key", "KEY", "--require-tls", "--user", "pager", "--password", "s3cret"});
    MailMessage message = mail(server);
    message.user = "pager";
    message.password = "wrong-password";
    const auto answer = sent(message);
    ASSERT_TRUE(answer) << answer.error().report();
    EXPECT_TRUE(answer->starts_with("535")) << *answer;
    EXPECT_THAT(*answer, Not(HasSubstr("wrong-password")));
    EXPECT_TRUE(server.mails().empty());
}

TEST(MailClient, NeverSendsInClearWhenTlsIsRequired) {
    const SmtpServer server({});
    const auto answer = sent(mail(server));
    ASSERT_FALSE(answer) << *answer;
    EXPECT_TRUE(server.mails().empty());
    MailMessage clear = mail(server);
    clear.require_tls = false;
    EXPECT_TRUE(sent(clear));
    EXPECT_EQ(server.mails().size(), 1u);
}

TEST(MailClient, DistrustsACertificateThatNobodySigned) {
    const SmtpServer server({"--cert", "CERT", "--key", "KEY", "--require-tls"});
    MailMessage message = mail(server);
    message.ca_file.clear();
    const auto answer = sent(message);
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().detail(), HasSubstr("certificate"));
    EXPECT_TRUE(server.mails().empty());
}

TEST(MailClient, GivesATemporaryRefusalAsTheAnswer) {
    const SmtpServer server({"--fail-first", "1"});
    MailMessage message = mail(server);
    message.require_tls = false;
    EXPECT_EQ(sent(message).value(), "451 4.3.0 Try again later");
    EXPECT_TRUE(sent(message).value().starts_with("250"));
}

TEST(MailClient, OneRefusedRecipientDoesNotKeepThePageFromTheOthers) {
    const SmtpServer server({"--refuse", "gone@example.org"});
    MailMessage message = mail(server);
    message.require_tls = false;
    message.to = {"gone@example.org", "oncall@example.org"};
    const std::string answer = sent(message).value();
    EXPECT_TRUE(answer.starts_with("250")) << answer;
    EXPECT_THAT(answer, HasSubstr("refused: 550 5.1.1 No such user"));
    message.to = {"gone@example.org"};
    EXPECT_EQ(sent(message).value(), "550 5.1.1 No such user");
    EXPECT_EQ(server.mails().size(), 1u);
}

TEST(MailClient, ObeysTheEgressPolicyAndTheSchemes) {
    const SmtpServer server({});
    MailMessage message = mail(server);
    message.allow_private_addresses = false;
    EXPECT_TRUE(sent(message).error().is(errors::invalid));
    message.allow_private_addresses = true;
    message.server_url = "http://localhost/";
    EXPECT_TRUE(sent(message).error().is(errors::invalid));
}

}  // namespace
}  // namespace plimsoll::egress
