// test_receiver.h: a small HTTP/1.1 receiver on loopback for tests: plain sockets, one answer a connection unless it keeps them.
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

    enum class Connections { close, keep };

    explicit TestReceiver(Answer answer, Connections connections = Connections::close)
        : answer_(std::move(answer)), keep_(connections == Connections::keep), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
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

    /// How many connections were made.
    [[nodiscard]] int accepted() const { return accepted_; }

    static std::string reply(int status, const std::string& body, const std::string& headers = "") {
        return "HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
               headers + "\r\n" + body;
    }

private:
    void accept_all() {
        while (!stopping_) {
            const int one = accept(listener_, nullptr, nullptr);
            if (one < 0) return;
            ++accepted_;
            connections_.emplace_back([this, one] {
                while (serve(one) && keep_ && readable(one)) {
                }
                close(one);
            });
        }
    }

    /// Whether there is more to read, before everything stops.
    bool readable(int connection) const {
        pollfd wanted{connection, POLLIN, 0};
        while (!stopping_) {
            if (poll(&wanted, 1, 20) != 0) return true;
        }
        return false;
    }

    /// False: the peer left.
    bool serve(int connection) {
        const std::string request = read_request(connection);
        if (keep_ && request.empty()) return false;
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
        return true;
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
    const bool keep_;
    int listener_;
    int port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> accepted_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<std::thread> connections_;
    std::thread acceptor_;
};

}  // namespace plimsoll::egress
