// dns_step.cc: a question to one resolver over UDP, again over TCP where the answer did not fit.
//
// Resolver   the one that the step names, under the egress policy; else the first of /etc/resolv.conf, which this machine's
//            administrator chose and which may therefore be private.
// Lost       datagrams are sent again every two seconds until the check's time is up.
// Forged     an answer counts only from the resolver's address, with the question's random id and the question itself; others
//            are passed over.
// Good       NOERROR and a record of the type asked for, unless an assertion on rcode says what is wanted.
#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/invariant.h"
#include "base/random.h"
#include "base/text.h"
#include "egress/policy.h"
#include "probes/dns_message.h"
#include "probes/place.h"
#include "probes/step_run.h"

namespace plimsoll::probes {
namespace {

constexpr Duration kSendAgain = Duration::seconds(2);
constexpr std::size_t kLargestMessage = 65'535;

std::optional<SocketAddress> system_resolver() {
    std::ifstream in("/etc/resolv.conf");
    std::ostringstream text;
    text << in.rdbuf();
    return first_nameserver(text.str());
}

class DnsRun final : public StepRun {
public:
    DnsRun(const Surroundings& around, const StepOrder& order, StepDone done)
        : around_(around), order_(order), done_(std::move(done)), started_(around.reactor.clock().monotonic()) {}
    ~DnsRun() override { hang_up(); }

    void start() override {
        if (auto failure = prepare()) return finish(std::move(*failure));
        if (!connect_socket(SOCK_DGRAM))
            return finish(Failure{"connect", fmt::format("the resolver {} cannot be reached: {}", result_.address, std::strerror(errno))});
        around_.reactor.watch(socket_.get(), EPOLLIN, [this](std::uint32_t) { read_datagrams(); });
        ask();
    }

    StepOutcome abandoned() override {
        const std::string how = over_tcp_ ? "over TCP" : fmt::format("to {} {}", asked_, asked_ == 1 ? "question" : "questions");
        return outcome(Failure{"timeout", fmt::format("the resolver {} did not answer {}", result_.address, how)});
    }

private:
    std::optional<Failure> prepare() {
        const Step& step = order_.step;
        const auto type = dns::type_of(step.record);
        INVARIANT(type, "records are read before a probe runs");
        type_ = *type;
        const auto address = step.resolver.empty() ? system_resolver() : resolver_address(step.resolver);
        if (!address) return Failure{"dns", "/etc/resolv.conf names no resolver; name one in the step"};
        resolver_ = *address;
        result_.address = egress::address_text(resolver_.get());
        if (!step.resolver.empty() && !order_.probe.allow_private) {
            if (auto why = egress::refusal(resolver_.get()))
                return Failure{"address", *why + "; set allowPrivate on the probe if it is meant to be reached"};
        }
        id_ = static_cast<std::uint16_t>(SystemRandom().below(65'536));
        auto message = dns::question(id_, step.target, type_);
        if (!message) return Failure{"dns", message.error().detail()};
        question_ = *std::move(message);
        return std::nullopt;
    }

    bool connect_socket(int kind) {
        socket_ = Descriptor(::socket(resolver_.get()->sa_family, kind | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (!socket_.is_open()) return false;
        return ::connect(socket_.get(), resolver_.get(), resolver_.size) == 0 || errno == EINPROGRESS;
    }

    void ask() {
        if (::send(socket_.get(), question_.data(), question_.size(), MSG_NOSIGNAL) < 0 && errno != EAGAIN && errno != EINTR) return refused();
        ++asked_;
        timer_ = around_.reactor.after(kSendAgain, [this] { ask(); });
    }

    void refused() {
        const bool nobody = errno == ECONNREFUSED;
        finish(Failure{"connect", fmt::format("the resolver {} {}", result_.address,
                                              nobody ? "refused the question: nothing listens there" : std::strerror(errno))});
    }

    void read_datagrams() {
        std::array<char, 4096> buffer;
        for (;;) {
            const ssize_t n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return errno == EAGAIN ? void() : refused();
            auto answer = dns::parse_answer({buffer.data(), static_cast<std::size_t>(n)}, id_, order_.step.target, type_);
            if (!answer) continue;  // forged, late or broken: the right one may still come
            if (answer->truncated) return ask_over_tcp();
            return judge(*answer);
        }
    }

    void ask_over_tcp() {
        hang_up();
        over_tcp_ = true;
        if (!connect_socket(SOCK_STREAM)) return refused();
        const auto size = static_cast<std::uint16_t>(question_.size());
        framed_ = {static_cast<char>(size >> 8), static_cast<char>(size & 0xff)};
        framed_ += question_;
        around_.reactor.watch(socket_.get(), EPOLLOUT, [this](std::uint32_t) { write_stream(); });
    }

    void write_stream() {
        const ssize_t n = ::send(socket_.get(), framed_.data(), framed_.size(), MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n < 0) return refused();
        framed_.erase(0, static_cast<std::size_t>(n));
        if (framed_.empty()) around_.reactor.watch(socket_.get(), EPOLLIN, [this](std::uint32_t) { read_stream(); });
    }

    void read_stream() {
        std::array<char, 4096> buffer;
        const ssize_t n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n < 0) return refused();
        if (n == 0) return finish(Failure{"answer", "the resolver closed the connection within its answer"});
        stream_.append(buffer.data(), static_cast<std::size_t>(n));
        if (stream_.size() < 2) return;
        const std::size_t size = static_cast<unsigned char>(stream_[0]) << 8 | static_cast<unsigned char>(stream_[1]);
        if (stream_.size() - 2 < std::min(size, kLargestMessage)) return;
        auto answer = dns::parse_answer(std::string_view(stream_).substr(2, size), id_, order_.step.target, type_);
        if (!answer) return finish(Failure{"answer", answer.error().detail()});
        judge(*answer);
    }

    void judge(const dns::Answer& answer) {
        Facts facts;
        facts.values["rcode"] = {dns::rcode_text(answer.rcode)};
        for (const dns::Record& record : answer.records)
            if (record.type == static_cast<std::uint16_t>(type_)) facts.values["answer"].push_back(record.text);
        finish(verdict(answer, facts));
    }

    [[nodiscard]] std::optional<Failure> verdict(const dns::Answer& answer, const Facts& facts) const {
        const Step& step = order_.step;
        const bool asks_rcode = std::any_of(step.assertions.begin(), step.assertions.end(), [](const Assertion& a) { return a.of == "rcode"; });
        const std::string name = text::printable(step.target);
        if (!asks_rcode && answer.rcode != 0) {
            const std::string code = dns::rcode_text(answer.rcode);
            return Failure{"dns", code == "NXDOMAIN" ? fmt::format("NXDOMAIN: the name {} does not exist", name)
                                                     : fmt::format("the resolver answered {}", code)};
        }
        if (!asks_rcode && !facts.values.contains("answer")) return Failure{"dns", fmt::format("{} has no {} record", name, step.record)};
        if (step.authoritative && !answer.authoritative) return Failure{"assertion", "the answer is not authoritative (AA is not set)"};
        return check(step.assertions, facts);
    }

    void hang_up() {
        around_.reactor.cancel(timer_);
        if (socket_.is_open()) around_.reactor.unwatch(socket_.get());
    }

    StepOutcome outcome(std::optional<Failure> failure) {
        result_.name = order_.step.name;
        result_.good = !failure;
        result_.total = around_.reactor.clock().monotonic() - started_;
        result_.dns = result_.total;
        if (failure) {
            result_.failure = std::move(failure->text);
            result_.reason = std::move(failure->reason);
        }
        return {std::move(result_), {}, {}};
    }

    void finish(std::optional<Failure> failure) {
        hang_up();
        done_(outcome(std::move(failure)));
    }

    const Surroundings& around_;
    const StepOrder order_;
    const StepDone done_;
    const Duration started_;
    dns::Type type_ = dns::Type::a;
    SocketAddress resolver_;
    std::uint16_t id_ = 0;
    std::string question_;
    Descriptor socket_;
    Reactor::Timer timer_{};
    int asked_ = 0;
    bool over_tcp_ = false;
    std::string framed_;
    std::string stream_;
    StepResult result_;
};

}  // namespace

std::unique_ptr<StepRun> dns_run(const Surroundings& around, const StepOrder& order, StepDone done) {
    return std::make_unique<DnsRun>(around, order, std::move(done));
}

}  // namespace plimsoll::probes
