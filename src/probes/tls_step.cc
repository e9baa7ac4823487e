// tls_step.cc: a TLS handshake, after STARTTLS of a mail server where asked: chain, name, end, protocol.
//
// SMTP       greeting 220, EHLO, STARTTLS, 220: RFC 3207. A reply of several lines ends with the one that has a blank after its code.
// Bound      64 KiB of a mail server's lines.
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/invariant.h"
#include "base/text.h"
#include "probes/dial.h"
#include "probes/step_run.h"

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostLines = 64 << 10;

struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

/// The reply that `text` begins with, if all of it is there.
std::optional<std::string> whole_reply(const std::string& text) {
    for (std::size_t start = 0;;) {
        const std::size_t end = text.find('\n', start);
        if (end == std::string::npos) return std::nullopt;
        const bool last = end - start < 4 || text[start + 3] != '-';
        if (last) return text.substr(0, end + 1);
        start = end + 1;
    }
}

class TlsRun final : public StepRun {
public:
    TlsRun(const Surroundings& around, const StepOrder& order, StepDone done)
        : around_(around), order_(order), done_(std::move(done)), started_(around.reactor.clock().monotonic()) {}
    ~TlsRun() override {
        if (socket_.is_open()) around_.reactor.unwatch(socket_.get());
    }

    void start() override {
        const auto place = place_of(order_.step.target);
        INVARIANT(place, "targets are read before a probe runs");
        name_ = order_.step.server_name.empty() ? place->host : order_.step.server_name;
        dial_ = std::make_unique<Dial>(around_.reactor, *place, order_.probe.allow_private,
                                       [this](Dialled dialled) { connected(std::move(dialled)); });
        dial_->start();
    }

    StepOutcome abandoned() override {
        if (!socket_.is_open())
            return outcome(Failure{"timeout", fmt::format("no connection to {} in time", text::printable(order_.step.target))});
        if (talk_ != Talk::tls) return outcome(Failure{"timeout", "the mail server took the connection and did not come to STARTTLS"});
        return outcome(Failure{"timeout", "the server took the connection and did not finish the TLS handshake"});
    }

private:
    enum class Talk { greeting, hello, start_tls, tls };

    void connected(Dialled dialled) {
        phases_ = dialled.phases;
        if (dialled.failure) return finish(std::move(dialled.failure));
        socket_ = std::move(dialled.socket);
        if (!order_.step.starttls_smtp) return begin_tls();
        around_.reactor.watch(socket_.get(), EPOLLIN, [this](std::uint32_t) { read_mail(); });
    }

    void read_mail() {
        std::array<char, 4096> buffer;
        const ssize_t n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n <= 0) return finish(Failure{"answer", "the mail server closed the connection before STARTTLS"});
        mail_.append(buffer.data(), static_cast<std::size_t>(n));
        if (mail_.size() > kMostLines) return finish(Failure{"size", "the mail server said more than 64 KiB before STARTTLS"});
        const auto reply = whole_reply(mail_);
        if (!reply) return;
        mail_.erase(0, reply->size());
        answer_mail(*reply);
    }

    void answer_mail(const std::string& reply) {
        const char* wanted = talk_ == Talk::hello ? "250" : "220";
        if (!reply.starts_with(wanted))
            return finish(
                Failure{"answer", fmt::format("the mail server answered \"{}\", not {}", text::printable(reply.substr(0, 200)), wanted)});
        switch (talk_) {
            case Talk::greeting:
                return say("EHLO plimsoll\r\n", Talk::hello);
            case Talk::hello:
                if (reply.find("STARTTLS") == std::string::npos) return finish(Failure{"tls", "the mail server does not offer STARTTLS"});
                return say("STARTTLS\r\n", Talk::start_tls);
            case Talk::start_tls:
                // What came before the handshake is not protected: somebody may have put it there.
                if (!mail_.empty()) return finish(Failure{"tls", "the mail server went on talking after STARTTLS"});
                return begin_tls();
            case Talk::tls:
                break;
        }
        INVARIANT(false, "no mail is read once TLS began");
    }

    void say(std::string_view line, Talk next) {
        const ssize_t n = ::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL);
        if (n != static_cast<ssize_t>(line.size())) return finish(Failure{"answer", "the mail server does not take what it is told"});
        talk_ = next;
    }

    void begin_tls() {
        talk_ = Talk::tls;
        tls_started_ = around_.reactor.clock().monotonic();
        auto store = around_.trust.get(order_.probe.ca_file);
        if (!store) return finish(Failure{"tls", store.error().detail()});
        context_.reset(SSL_CTX_new(TLS_client_method()));
        INVARIANT(context_ != nullptr, "a TLS context is a small allocation");
        require_valid(context_.get(), store->get(), name_, around_.reactor.clock().now(), report_);
        ssl_.reset(SSL_new(context_.get()));
        INVARIANT(ssl_ != nullptr && SSL_set_fd(ssl_.get(), socket_.get()) == 1, "a TLS connection is a small allocation");
        if (!is_ip_address(name_)) SSL_set_tlsext_host_name(ssl_.get(), name_.c_str());
        shake();
    }

    void shake() {
        ERR_clear_error();
        const int done = SSL_connect(ssl_.get());
        if (done == 1) return judge();
        const int why = SSL_get_error(ssl_.get(), done);
        if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) {
            around_.reactor.watch(socket_.get(), why == SSL_ERROR_WANT_READ ? EPOLLIN : EPOLLOUT, [this](std::uint32_t) { shake(); });
            return;
        }
        if (const std::string words = refusal_words(report_, name_); !words.empty()) return finish(Failure{"tls", words});
        const unsigned long code = ERR_get_error();
        const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
        finish(Failure{"tls", fmt::format("the TLS handshake failed: {}", reason == nullptr ? "the server broke it off" : reason)});
    }

    void judge() {
        tls_ = around_.reactor.clock().monotonic() - tls_started_;
        Facts facts;
        facts.values["protocol"] = {SSL_get_version(ssl_.get())};
        facts.values["name"] = report_.names;
        if (const std::string words = validity_words(report_, order_.step.least_validity, around_.reactor.clock().now()); !words.empty())
            return finish(Failure{"tls", words});
        finish(check(order_.step.assertions, facts));
    }

    StepOutcome outcome(std::optional<Failure> failure) {
        if (dial_ && !socket_.is_open()) phases_ = dial_->phases();
        StepResult result;
        result.name = order_.step.name;
        result.good = !failure;
        result.dns = phases_.dns;
        result.connect = phases_.connect;
        result.tls = tls_;
        result.address = phases_.address;
        result.total = around_.reactor.clock().monotonic() - started_;
        result.certificate_ends = report_.ends;
        if (failure) {
            result.failure = std::move(failure->text);
            result.reason = std::move(failure->reason);
        }
        return {std::move(result), {}, {}};
    }

    void finish(std::optional<Failure> failure) {
        if (socket_.is_open()) around_.reactor.unwatch(socket_.get());
        done_(outcome(std::move(failure)));
    }

    const Surroundings& around_;
    const StepOrder order_;
    const StepDone done_;
    const Duration started_;
    std::string name_;
    std::unique_ptr<Dial> dial_;
    Phases phases_;
    Descriptor socket_;
    Talk talk_ = Talk::greeting;
    std::string mail_;
    Duration tls_started_;
    Duration tls_;
    CertificateReport report_;
    std::unique_ptr<SSL_CTX, FreeContext> context_;
    std::unique_ptr<SSL, FreeSsl> ssl_;
};

}  // namespace

std::unique_ptr<StepRun> tls_run(const Surroundings& around, const StepOrder& order, StepDone done) {
    return std::make_unique<TlsRun>(around, order, std::move(done));
}

}  // namespace plimsoll::probes
