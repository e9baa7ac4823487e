#include "http/server.h"

#include <spdlog/spdlog.h>

#include <boost/asio.hpp>
#include <condition_variable>
#include <set>
#include <thread>

#include "base/invariant.h"
#include "http/errors.h"
#include "http/openapi.h"
#include "http/problem.h"
#include "http/session.h"
#include "http/tls.h"

namespace plimsoll::http {
namespace {

/// Connections beyond the limit that are being told so; more than these are closed without a word.
constexpr std::size_t most_turned_away = 64;

Result<tcp::endpoint> parse_listen(const std::string& text) {
    const auto where = parse_host(text);
    if (!where || where->port.empty())
        return fail(errors::listen, "`" + text + "` is not address:port, such as 127.0.0.1:9095 or [::1]:9095");
    error_code ec;
    const auto address = asio::ip::make_address(where->name == "localhost" ? "127.0.0.1" : where->name, ec);
    const int port = std::stoi(where->port);
    if (ec || port > 65535) return fail(errors::listen, "`" + text + "` is not an IP address and a port up to 65535");
    return tcp::endpoint(address, static_cast<unsigned short>(port));
}

Result<> open_acceptor(tcp::acceptor& acceptor, const tcp::endpoint& at) {
    error_code ec;
    acceptor.open(at.protocol(), ec);
    if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec) acceptor.bind(at, ec);
    if (!ec) acceptor.listen(1024, ec);
    if (!ec) return {};
    const std::string port = std::to_string(at.port());
    if (ec == asio::error::address_in_use)
        return fail(errors::listen, "port " + port + " on " + at.address().to_string() + " is in use by another process");
    return fail(errors::listen, "port " + port + " on " + at.address().to_string() + ": " + ec.message());
}

std::string address_text(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return text;
}

}  // namespace

class Server::Impl {
public:
    Impl(Settings settings, std::shared_ptr<Service> service, Ports ports, std::unique_ptr<asio::ssl::context> tls)
        : settings_(std::move(settings)), service_(std::move(service)), ports_(std::move(ports)), tls_(std::move(tls)) {
        for (std::size_t i = 0; i < std::max<std::size_t>(1, settings_.io_threads); ++i)
            threads_.push_back(std::make_unique<IoThread>());
        acceptor_ = std::make_unique<tcp::acceptor>(threads_.front()->context);
        refused_ = &ports_.metrics->counter("plimsoll_http_connections_refused_total", "Connections closed because too many were open");
        open_ = &ports_.metrics->gauge("plimsoll_http_connections", "Connections open now");
    }

    Result<> listen() {
        TRY_ASSIGN(const tcp::endpoint at, parse_listen(settings_.listen));
        TRY(open_acceptor(*acceptor_, at));
        local_ = acceptor_->local_endpoint();
        return {};
    }

    void run() {
        asio::co_spawn(threads_.front()->context, accept_loop(), asio::detached);
        for (auto& thread : threads_) thread->thread = std::thread([context = &thread->context] { context->run(); });
    }

    void stop() {
        if (stopped_.exchange(true)) return;
        threads_.front()->mailbox->post([this] {
            error_code ignored;  // closed already is closed
            acceptor_->close(ignored);
        });
        for_each_session([](Session& session) { session.finish(); });
        if (!wait_until_empty(settings_.limits.shutdown_time)) {
            spdlog::warn("http: {} connections were cut off when stopping", live_.load());
            for_each_session([](Session& session) { session.close(); });
            wait_until_empty(std::chrono::milliseconds(200));
        }
        for (auto& thread : threads_) {
            thread->mailbox->close();
            thread->context.stop();
        }
        for (auto& thread : threads_)
            if (thread->thread.joinable()) thread->thread.join();
    }

    const tcp::endpoint& local() const { return local_; }
    bool tls() const { return tls_ != nullptr; }
    std::size_t live() const { return live_.load(); }

private:
    struct IoThread {
        asio::io_context context{1};
        asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
        std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(context);
        std::atomic<std::size_t> load{0};
        std::thread thread;
        std::set<std::shared_ptr<Session>> sessions;  ///< touched on its own thread only
        bool stopping = false;                        ///< the same
    };

    template <class F>
    void for_each_session(F f) {
        for (auto& thread : threads_) {
            IoThread* io = thread.get();
            io->mailbox->post([io, f] {
                io->stopping = true;
                const auto sessions = io->sessions;  // what f ends leaves the set
                for (const auto& session : sessions) f(*session);
            });
        }
    }

    bool wait_until_empty(std::chrono::milliseconds at_most) {
        std::unique_lock lock(mutex_);
        return empty_.wait_for(lock, at_most, [this] { return live_.load() == 0; });
    }

    IoThread& least_loaded() {
        IoThread* best = threads_.front().get();
        for (auto& thread : threads_)
            if (thread->load.load() < best->load.load()) best = thread.get();
        return *best;
    }

    asio::awaitable<void> accept_loop() {
        asio::steady_timer pause(threads_.front()->context);
        while (acceptor_->is_open()) {
            IoThread& io = least_loaded();
            auto accepted = co_await accept_one(*acceptor_, io.context);
            if (!accepted.first) {
                welcome(io, std::move(accepted.second));
                continue;
            }
            if (!acceptor_->is_open()) break;
            spdlog::warn("http: cannot accept a connection: {}", accepted.first.message());
            // Out of descriptors, most likely: trying again at once would only burn the CPU.
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }

    void welcome(IoThread& io, tcp::socket socket) {
        error_code gone;
        const auto remote = socket.remote_endpoint(gone);
        if (gone) return;
        if (live_.load() >= settings_.limits.connections) return turn_away(io, std::move(socket));
        ++live_;
        ++io.load;
        open_->set(static_cast<double>(live_.load()));
        asio::co_spawn(io.context, serve(io, std::move(socket), address_text(remote.address())), [this, &io](std::exception_ptr e) {
            if (e) report(e);
            left(io);
        });
    }

    asio::awaitable<void> serve(IoThread& io, tcp::socket socket, std::string remote) {
        Peer peer;
        peer.remote_address = std::move(remote);
        peer.listener_on_loopback = is_loopback_address(address_text(local_.address()));
        peer.tls = tls();
        auto wire = tls() ? tls_wire(std::move(socket), *tls_) : plain_wire(std::move(socket));
        const auto session = std::make_shared<Session>(std::move(wire), service_, io.mailbox, settings_.limits, *ports_.clock, std::move(peer));
        if (io.stopping) co_return;
        io.sessions.insert(session);
        std::exception_ptr surprise;
        try {
            co_await session->run();
        } catch (...) {
            surprise = std::current_exception();
        }
        io.sessions.erase(session);
        if (surprise) std::rethrow_exception(surprise);
    }

    void left(IoThread& io) {
        --io.load;
        const std::lock_guard lock(mutex_);
        --live_;
        open_->set(static_cast<double>(live_.load()));
        empty_.notify_all();
    }

    void report(const std::exception_ptr& e) const {
        try {
            std::rethrow_exception(e);
        } catch (const std::exception& surprise) {
            spdlog::error("http: a connection ended with an exception: {}", surprise.what());
        } catch (...) {
            spdlog::error("http: a connection ended with an unknown exception");
        }
    }

    void turn_away(IoThread& io, tcp::socket socket) {
        refused_->add();
        if (turned_away_.load() >= most_turned_away || tls()) return;
        ++turned_away_;
        asio::co_spawn(io.context, say_full(std::move(socket)), [this](std::exception_ptr) { --turned_away_; });
    }

    asio::awaitable<void> say_full(tcp::socket socket) {
        const auto wire = plain_wire(std::move(socket));
        Deadline deadline(wire->socket().get_executor(), [&wire] { wire->cancel(); });
        deadline.arm(std::min(settings_.limits.linger_time, std::chrono::milliseconds(1'000)));
        const api::Reply reply = problem(fail(errors::busy, "too many connections are open"));
        const std::string text = header_text(reply, {Framing::length, false, false}, ports_.clock->now()) + reply.body;
        wire->write_now(asio::const_buffer(text.data(), text.size()), asio::const_buffer());
        co_await wire->end_writing();
        std::array<char, 4096> thrown_away;
        for (;;) {
            const Moved moved = co_await wire->read_some(asio::mutable_buffer(thrown_away.data(), thrown_away.size()));
            if (moved.error || deadline.expired()) break;
        }
    }

    const Settings settings_;
    const std::shared_ptr<Service> service_;
    const Ports ports_;
    const std::unique_ptr<asio::ssl::context> tls_;
    std::vector<std::unique_ptr<IoThread>> threads_;
    std::unique_ptr<tcp::acceptor> acceptor_;  // goes before the context it lives on
    tcp::endpoint local_;
    Counter* refused_;
    Gauge* open_;
    std::atomic<std::size_t> live_{0};
    std::atomic<std::size_t> turned_away_{0};
    std::atomic<bool> stopped_{false};
    std::mutex mutex_;
    std::condition_variable empty_;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }
void Server::stop() { impl_->stop(); }
unsigned short Server::port() const { return impl_->local().port(); }
std::size_t Server::connections() const { return impl_->live(); }

std::string Server::url() const {
    const auto address = impl_->local().address();
    const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    return (impl_->tls() ? "https://" : "http://") + host + ":" + std::to_string(port());
}

Result<std::unique_ptr<Server>> Server::start(Settings settings, std::vector<api::Route> rows, Ports ports) {
    INVARIANT(ports.clock && ports.metrics && ports.random, "a server needs a clock, metrics and randomness");
    std::unique_ptr<asio::ssl::context> tls;
    if (!settings.tls_certificate_file.empty() || !settings.tls_key_file.empty()) {
        TRY_ASSIGN(tls, server_tls(settings.tls_certificate_file, settings.tls_key_file));
    }
    rows = with_system_rows(std::move(rows), ports);
    TRY(check_rows(rows));
    TRY_ASSIGN(Router router, Router::of(std::move(rows)));
    if (!ports.idempotency) ports.idempotency = std::make_shared<MemoryIdempotencyStore>();
    AccessRules rules{settings.allowed_hosts, settings.open_reads_on_loopback, settings.open_rows, ports.authenticate, ports.authenticate_cookie};
    for (std::string& host : rules.allowed_hosts) host = lower(host);
    auto service = std::make_shared<Service>(std::move(router), std::move(rules), ports, settings.limits.query_parameters);
    auto impl = std::make_unique<Impl>(std::move(settings), std::move(service), std::move(ports), std::move(tls));
    TRY(impl->listen());
    impl->run();
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

}  // namespace plimsoll::http
