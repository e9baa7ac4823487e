// server_process.h: a real `plimsoll serve` beside the bench, on loopback, and what the benches say to it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace plimsoll::bench {

class ServerProcess {
public:
    /// Starts build's own plimsoll (beside this binary) and waits until /readyz answers.
    ServerProcess(const std::filesystem::path& data, const std::filesystem::path& catalog);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    [[nodiscard]] unsigned short port() const { return port_; }
    /// Seconds from fork to the first 200 of /readyz.
    [[nodiscard]] double ready_after_s() const { return ready_after_s_; }
    /// User and system seconds so far.
    [[nodiscard]] double cpu_s() const;
    [[nodiscard]] double resident_mib() const;
    void stop();

private:
    pid_t pid_ = -1;
    unsigned short port_ = 0;
    double ready_after_s_ = 0;
};

/// A blocking keep-alive HTTP connection to 127.0.0.1: writes one request, returns the status of the answer; 0 on failure.
class Connection {
public:
    explicit Connection(unsigned short port);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    int post(const std::string& target, const std::string& content_headers, const std::string& body);
    /// `headers`: further lines, each with its line break.
    int get(const std::string& target, const std::string& headers = "");
    /// Of the last answer.
    [[nodiscard]] const std::string& body() const { return body_; }

private:
    int answer();
    int fd_ = -1;
    std::string body_;
};

/// One series with samples, for write_body().
struct BenchSeries {
    std::vector<std::pair<std::string, std::string>> labels;  ///< sorted
    double value = 0;
    long long at_ms = 0;
    std::vector<std::pair<long long, double>> samples = {};  ///< times and values, oldest first, instead of the one above
};
/// Series n of the load of many series that feed nothing: about 300 bytes of labels; one in ten is of bad_total or all_total, of
/// 100 SLOs.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> wide_labels(int n);
/// A remote-write 1.0 body, snappy.
[[nodiscard]] std::string write_body(const std::vector<BenchSeries>& series);
inline constexpr const char* kWriteHeaders = "Content-Type: application/x-protobuf\r\nContent-Encoding: snappy\r\n";

/// An OpenSLO document of one SLO on bad_total and all_total with n="<n>".
[[nodiscard]] std::string slo_yaml(int n, const std::string& service, const std::string& policy);

}  // namespace plimsoll::bench
