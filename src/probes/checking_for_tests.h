// checking_for_tests.h: one check against servers of the test's own, and those servers: real sockets on loopback.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/secrets.h"
#include "probes/check_run.h"

namespace plimsoll::probes {

/// Secrets by reference.
class TestSecrets final : public SecretSource {
public:
    std::map<std::string, std::string> known;
    [[nodiscard]] Result<std::string> resolve(const std::string& reference) const override {
        const auto found = known.find(reference);
        if (found == known.end()) return fail(errors::not_found, reference + ": the variable is not set");
        return found->second;
    }
};

/// Makes one check on this thread and returns what came of it.
inline CheckResult checked(Probe probe, const SecretSource& secrets = TestSecrets()) {
    const SystemClock clock;
    Reactor reactor(clock);
    TrustStores trust(clock);
    const Surroundings around{reactor, trust, secrets, "plimsoll/test"};
    CheckResult result;
    CheckRun run(around, std::make_shared<const Probe>(std::move(probe)), clock.now(), [&](CheckResult ended) {
        result = std::move(ended);
        reactor.stop();
    });
    run.start();
    reactor.run();
    return result;
}

/// A probe of one step on loopback.
inline Probe probe_of(Step step, Duration timeout = Duration::seconds(5)) {
    Probe probe;
    probe.name = "shop";
    probe.timeout = timeout;
    probe.allow_private = true;
    probe.steps.push_back(std::move(step));
    return probe;
}
inline Step http_step(const std::string& url) {
    Step step;
    step.target = url;
    return step;
}

/// A listening socket of loopback; each connection gets a thread that runs `serve`.
class TestListener {
public:
    using Serve = std::function<void(int connection)>;

    explicit TestListener(Serve serve) : serve_(std::move(serve)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0) std::abort();
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~TestListener() {
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (const int one : connections_) ::shutdown(one, SHUT_RDWR);
        for (std::thread& one : threads_) one.join();
        for (const int one : connections_) ::close(one);
        ::close(listener_);
    }
    TestListener(const TestListener&) = delete;
    TestListener& operator=(const TestListener&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(port_); }

private:
    void accept_all() {
        for (int one = ::accept(listener_, nullptr, nullptr); one >= 0; one = ::accept(listener_, nullptr, nullptr)) {
            connections_.push_back(one);
            threads_.emplace_back([this, one] { serve_(one); });
        }
    }

    const Serve serve_;
    const int listener_;
    int port_ = 0;
    std::vector<int> connections_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

/// Reads and drops until the peer goes.
inline void hold(int connection) {
    char buffer[4096];
    while (::recv(connection, buffer, sizeof buffer, 0) > 0) {
    }
}
inline void say(int connection, const std::string& text) {
    (void)::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
}

/// A certificate with its key; `issuer` empty: signed by itself.
struct TestCertificate {
    std::shared_ptr<X509> x509;
    std::shared_ptr<EVP_PKEY> key;
};
inline TestCertificate certificate(const std::string& dns_name, Duration ends_in, const TestCertificate* issuer = nullptr,
                                   bool authority = false) {
    TestCertificate out{{X509_new(), X509_free}, {EVP_EC_gen("P-256"), EVP_PKEY_free}};
    X509* x = out.x509.get();
    static std::atomic<long> serial{1};
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(x), -86'400L * 400);
    X509_gmtime_adj(X509_getm_notAfter(x), static_cast<long>(ends_in.in_ms() / 1000));
    X509_NAME* name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(dns_name.c_str()), -1, -1, 0);
    X509_set_issuer_name(x, issuer == nullptr ? name : X509_get_subject_name(issuer->x509.get()));
    X509_set_pubkey(x, out.key.get());
    const auto extend = [&](int nid, const std::string& value) {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
    };
    extend(NID_basic_constraints, authority ? "critical,CA:TRUE" : "CA:FALSE");
    extend(NID_subject_alt_name, "DNS:" + dns_name);
    X509_sign(x, issuer == nullptr ? out.key.get() : issuer->key.get(), EVP_sha256());
    return out;
}
inline void write_pem(const TestCertificate& certificate, const std::string& file) {
    FILE* out = std::fopen(file.c_str(), "w");
    PEM_write_X509(out, certificate.x509.get());
    std::fclose(out);
}

/// Shakes hands, then runs `serve` with the protected connection.
class TestTlsServer {
public:
    explicit TestTlsServer(const TestCertificate& own, std::function<bool(int)> before = {}, std::string answer = {})
        : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free), before_(std::move(before)), answer_(std::move(answer)) {
        SSL_CTX_use_certificate(context_.get(), own.x509.get());
        SSL_CTX_use_PrivateKey(context_.get(), own.key.get());
        listener_.emplace([this](int connection) { serve(connection); });
    }
    [[nodiscard]] int port() const { return listener_->port(); }

private:
    void serve(int connection) {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        if (before_ && !before_(connection)) return;
        const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
        SSL_set_fd(ssl.get(), connection);
        if (SSL_accept(ssl.get()) != 1) return;
        char buffer[4096];
        if (!answer_.empty() && SSL_read(ssl.get(), buffer, sizeof buffer) > 0)
            SSL_write(ssl.get(), answer_.data(), static_cast<int>(answer_.size()));
        SSL_shutdown(ssl.get());
        ::shutdown(connection, SHUT_RDWR);
    }

    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    const std::function<bool(int)> before_;
    const std::string answer_;
    std::optional<TestListener> listener_;
};

/// A DNS server over UDP, and over TCP at the same port. `answer` gets the question's bytes; an empty text says nothing.
class TestResolver {
public:
    using Answer = std::function<std::string(const std::string& question, bool over_tcp)>;

    explicit TestResolver(Answer answer)
        : answer_(std::move(answer)),
          stream_([this](int connection) { serve_stream(connection); }),
          udp_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(stream_.port()));
        if (::bind(udp_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::abort();
        thread_ = std::thread([this] { serve_datagrams(); });
    }
    ~TestResolver() {
        stopping_ = true;
        ::shutdown(udp_, SHUT_RDWR);
        thread_.join();
        ::close(udp_);
    }
    [[nodiscard]] std::string place() const { return stream_.place(); }

private:
    void serve_datagrams() {
        char buffer[4096];
        while (!stopping_) {
            sockaddr_in from{};
            socklen_t size = sizeof from;
            const ssize_t n = ::recvfrom(udp_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
            if (n <= 0) continue;
            const std::string said = answer_({buffer, static_cast<std::size_t>(n)}, false);
            if (!said.empty()) ::sendto(udp_, said.data(), said.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
        }
    }
    void serve_stream(int connection) {
        char buffer[4096];
        const ssize_t n = ::recv(connection, buffer, sizeof buffer, 0);
        if (n <= 2) return;
        const std::string said = answer_({buffer + 2, static_cast<std::size_t>(n) - 2}, true);
        say(connection, {static_cast<char>(said.size() >> 8), static_cast<char>(said.size() & 0xff)});
        say(connection, said);
    }

    const Answer answer_;
    TestListener stream_;
    const int udp_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

/// An answer to `question`: its id and question, the flags, and the records' bytes after them.
inline std::string dns_reply(const std::string& question, unsigned flags, const std::vector<std::string>& records) {
    std::string out = question.substr(0, 2);
    out += {static_cast<char>(0x80 | flags >> 8), static_cast<char>(flags & 0xff), 0, 1, 0, static_cast<char>(records.size()), 0, 0, 0, 0};
    out += question.substr(12);
    for (const std::string& record : records) out += record;
    return out;
}
/// A record of the name that was asked for.
inline std::string dns_record(unsigned type, const std::string& data, unsigned ttl_s = 60) {
    std::string out{static_cast<char>(0xc0),        0x0c, 0, static_cast<char>(type), 0, 1, 0, 0, static_cast<char>(ttl_s >> 8),
                    static_cast<char>(ttl_s & 0xff)};
    out += {static_cast<char>(data.size() >> 8), static_cast<char>(data.size() & 0xff)};
    return out + data;
}

}  // namespace plimsoll::probes
