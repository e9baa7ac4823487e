// server_for_tests.h: a real server on 127.0.0.1:0 with settable limits, and a raw blocking socket to speak to it, for tests.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <string>
#include <string_view>
#include <thread>

#include "http/errors.h"
#include "http/server.h"

namespace plimsoll::http {

/// What came back, taken apart without http/'s own parser.
struct RawReply {
    int status = 0;  ///< 0: the connection ended first
    std::string head;
    std::string body;
    [[nodiscard]] bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

class RawClient {
public:
    explicit RawClient(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) ADD_FAILURE() << "cannot connect";
    }
    ~RawClient() { leave(); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void leave() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }
    /// False: the server is gone.
    bool send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t n = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }
    /// Appends what comes; false at the end of the connection or after `at_most`.
    bool receive(std::chrono::milliseconds at_most = std::chrono::seconds(20)) {
        pollfd wait{socket_, POLLIN, 0};
        if (::poll(&wait, 1, static_cast<int>(at_most.count())) <= 0) return false;
        char room[65536];
        const ssize_t n = ::recv(socket_, room, sizeof room, 0);
        if (n <= 0) return false;
        unread.append(room, static_cast<std::size_t>(n));
        return true;
    }
    bool receive_until(std::string_view text) {
        while (unread.find(text) == std::string::npos)
            if (!receive()) return false;
        return true;
    }
    /// One reply with a Content-Length; `bodiless` for HEAD.
    RawReply reply(bool bodiless = false) {
        RawReply out;
        if (!receive_until("\r\n\r\n")) return out;
        const auto end = unread.find("\r\n\r\n") + 4;
        out.head = unread.substr(0, end);
        unread.erase(0, end);
        out.status = std::stoi(out.head.substr(9, 3));
        const auto length = out.head.find("Content-Length: ");
        const std::size_t size = length == std::string::npos || bodiless ? 0 : std::stoul(out.head.substr(length + 16));
        while (unread.size() < size)
            if (!receive()) break;
        out.body = unread.substr(0, size);
        unread.erase(0, size);
        return out;
    }
    RawReply ask(std::string_view text, bool bodiless = false) {
        send(text);
        return reply(bodiless);
    }
    /// True when the server closed and nothing more came.
    bool at_end() {
        while (receive()) {}
        return unread.empty();
    }

    std::string unread;

private:
    int socket_;
};

inline std::string get(std::string_view target, std::string_view fields = "") {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\n" + std::string(fields) + "\r\n";
}

inline std::string post(std::string_view target, std::string_view body, std::string_view fields = "") {
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

inline api::Route test_row(api::Method method, std::string path, api::Handler handler) {
    api::Route row;
    row.method = method;
    row.path = std::move(path);
    row.summary = "Test";
    row.reply = api::opaque("Text", "text/plain");
    row.handler = std::move(handler);
    return row;
}

inline api::Reply text_reply(std::string body) {
    api::Reply reply;
    reply.body = std::move(body);
    reply.content_type = "text/plain";
    return reply;
}

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        settings.listen = "127.0.0.1:0";
        settings.limits.linger_time = std::chrono::milliseconds(300);
        ports.clock = &clock;
        ports.metrics = &metrics;
        ports.random = &random;
        ports.version = "1.2.3";
        ports.authenticate = [](const std::string& authorization, const std::string&) -> Result<api::Actor> {
            if (authorization == "Bearer admin") return api::Actor{"token:admin", {api::Right::admin}};
            if (authorization == "Bearer viewer") return api::Actor{"token:viewer", {api::Right::view}};
            return fail(errors::unauthenticated, "unknown token");
        };
        rows.push_back(test_row(api::Method::get, "/hello/{name}", [](const api::Request& r) -> Result<api::Reply> {
            return text_reply("hello " + r.path_parameters.at("name"));
        }));
        rows.push_back(test_row(api::Method::post, "/echo", [](const api::Request& r) -> Result<api::Reply> { return text_reply(r.body); }));
        rows.back().body_limit = 1'000'000;
    }
    void start() {
        auto started = Server::start(settings, rows, ports);
        ASSERT_TRUE(started) << started.error().report();
        server = std::move(*started);
    }
    unsigned short port() const { return server->port(); }

    SystemClock clock;
    SystemRandom random;
    Metrics metrics;
    Settings settings;
    Ports ports;
    std::vector<api::Route> rows;
    std::unique_ptr<Server> server;
};

}  // namespace plimsoll::http
