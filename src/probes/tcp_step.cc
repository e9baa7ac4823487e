// tcp_step.cc: a TCP connection, what is said into it, and the banner that must come.
//
// Good       without an assertion once connected (and `send` written); else as soon as all assertions hold of what came.
// Bound      64 KiB of a banner.
#include <fmt/format.h>
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

constexpr std::size_t kMostBanner = 64 << 10;

std::string without_line_end(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return std::string(text);
}

class TcpRun final : public StepRun {
public:
    TcpRun(const Surroundings& around, const StepOrder& order, StepDone done)
        : around_(around), order_(order), done_(std::move(done)), started_(around.reactor.clock().monotonic()) {}
    ~TcpRun() override {
        if (socket_.is_open()) around_.reactor.unwatch(socket_.get());
    }

    void start() override {
        auto text = substitute(order_.step.send, order_.values, Encoding::raw);
        if (!text) return finish(Failure{"capture", text.error().detail()});
        to_send_ = *std::move(text);
        const auto place = place_of(order_.step.target);
        INVARIANT(place, "targets are read before a probe runs");
        dial_ = std::make_unique<Dial>(around_.reactor, *place, order_.probe.allow_private,
                                       [this](Dialled dialled) { connected(std::move(dialled)); });
        dial_->start();
    }

    StepOutcome abandoned() override {
        if (!socket_.is_open())
            return outcome(Failure{"timeout", fmt::format("no connection to {} in time", text::printable(order_.step.target))});
        if (sent_ < to_send_.size()) return outcome(Failure{"timeout", "the server took the connection, but not all that was sent"});
        if (banner_.empty()) return outcome(Failure{"timeout", "the server took the connection and said nothing"});
        return outcome(Failure{"timeout", "what the server said in time is not it: " + check(order_.step.assertions, facts())->text});
    }

private:
    void connected(Dialled dialled) {
        phases_ = dialled.phases;
        if (dialled.failure) return finish(std::move(dialled.failure));
        socket_ = std::move(dialled.socket);
        go_on();
    }

    /// Writes what is left, then reads until the assertions hold.
    void go_on() {
        while (sent_ < to_send_.size()) {
            const ssize_t n = ::send(socket_.get(), to_send_.data() + sent_, to_send_.size() - sent_, MSG_NOSIGNAL);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return errno == EAGAIN ? wait_for(EPOLLOUT) : broke();
            sent_ += static_cast<std::size_t>(n);
        }
        if (order_.step.assertions.empty()) return finish(std::nullopt);
        wait_for(EPOLLIN);
    }

    void wait_for(std::uint32_t events) {
        around_.reactor.watch(socket_.get(), events, [this, events](std::uint32_t) { events == EPOLLOUT ? go_on() : read(); });
    }

    void read() {
        std::array<char, 4096> buffer;
        for (;;) {
            const ssize_t n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return errno == EAGAIN ? void() : broke();
            if (n == 0) return closed();
            banner_.append(buffer.data(), static_cast<std::size_t>(n));
            if (!check(order_.step.assertions, facts())) return finish(std::nullopt);
            if (banner_.size() > kMostBanner) return finish(Failure{"size", "the banner is longer than 64 KiB"});
        }
    }

    void closed() {
        if (banner_.empty()) return finish(Failure{"answer", "the server closed the connection without a word"});
        finish(check(order_.step.assertions, facts()));
    }

    void broke() { finish(Failure{"answer", fmt::format("the connection broke: {}", std::strerror(errno))}); }

    [[nodiscard]] Facts facts() const {
        Facts facts;
        facts.values["banner"] = {without_line_end(banner_)};
        return facts;
    }

    StepOutcome outcome(std::optional<Failure> failure) {
        if (dial_ && !socket_.is_open()) phases_ = dial_->phases();
        StepResult result;
        result.name = order_.step.name;
        result.good = !failure;
        result.dns = phases_.dns;
        result.connect = phases_.connect;
        result.address = phases_.address;
        result.total = around_.reactor.clock().monotonic() - started_;
        result.first_byte = banner_.empty() ? Duration() : result.total - result.dns - result.connect;
        if (failure) {
            result.failure = std::move(failure->text);
            result.reason = std::move(failure->reason);
            result.excerpt = excerpt_of(banner_);
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
    std::unique_ptr<Dial> dial_;
    Phases phases_;
    Descriptor socket_;
    std::string to_send_;
    std::size_t sent_ = 0;
    std::string banner_;
};

}  // namespace

std::unique_ptr<StepRun> tcp_run(const Surroundings& around, const StepOrder& order, StepDone done) {
    return std::make_unique<TcpRun>(around, order, std::move(done));
}

}  // namespace plimsoll::probes
