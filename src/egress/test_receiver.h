// test_receiver.h: a small HTTP/1.1 receiver on loopback for tests: plain sockets, one thread, one answer a connection.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace plimsoll::egress {

/// `answer` gets the whole request as text and returns the bytes to send; an empty text closes without an answer.
/// Each connection has a thread of its own, so that one that waits holds up no other.
class TestReceiver {
public:
    using Answer = std::function<std::string(const std::string& request)>;

    explicit TestReceiver(Answer answer) : answer_(std::move(answer)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 256) != 0) std::abort();
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~TestReceiver() {
        stopping_ = true;
        shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (std::thread& one : connections_) one.join();
        close(listener_);
    }
    TestReceiver(const TestReceiver&) = delete;
    TestReceiver& operator=(const TestReceiver&) = delete;

    [[nodiscard]] std::string url(const std::string& path = "/") const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::vector<std::string> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

    static std::string reply(int status, const std::string& body, const std::string& headers = "") {
        return "HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
               headers + "\r\n" + body;
    }

private:
    void accept_all() {
        while (!stopping_) {
            const int one = accept(listener_, nullptr, nullptr);
            if (one < 0) return;
            connections_.emplace_back([this, one] { serve(one); });
        }
    }

    void serve(int connection) {
        const std::string request = read_request(connection);
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        const std::string reply = answer_(request);
        for (std::size_t at = 0; at < reply.size();) {
            const ssize_t n = ::send(connection, reply.data() + at, reply.size() - at, MSG_NOSIGNAL);
            if (n <= 0) break;
            at += static_cast<std::size_t>(n);
        }
        close(connection);
    }

    static std::string read_request(int connection) {
        std::string all;
        std::size_t whole = std::string::npos;
        char buffer[65536];
        while (all.size() < whole) {
            const ssize_t n = recv(connection, buffer, sizeof buffer, 0);
            if (n <= 0) break;
            all.append(buffer, static_cast<std::size_t>(n));
            const std::size_t end = all.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            const std::size_t length = all.find("Content-Length: ");
            whole = end + 4 + (length < end ? std::stoul(all.substr(length + 16)) : 0);
        }
        return all;
    }

    Answer answer_;
    int listener_;
    int port_ = 0;
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<std::thread> connections_;
    std::thread acceptor_;
};

}  // namespace plimsoll::egress
