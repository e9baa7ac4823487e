// prober.h: synthetic checks, HTTP, TCP, TLS and DNS, and journeys of several, each an SLI like any other.
//
// Series     probe_checks_total{probe, result="success"|"failure"} events, one of the two at each check and a zero of the other;
//            probe_duration_seconds_bucket{probe, le} and _count likewise (a failed check is in le="+Inf" only: what failed at
//            once was not quick); gauges probe_success, probe_duration_seconds{phase}, probe_tls_expiry_seconds (until the
//            certificate ends). job is "probe", instance the probe's name. Series: series.h.
// Times      a check counts at the time it was due. One that could not be made (the server was down, or overloaded) is missing,
//            not failed.
// Spread     the first check of a probe comes within its interval, by a hash of its name; then every interval.
// Egress     private addresses are refused unless the probe allows them, at connect, after DNS, at every redirect.
// Retries    only within the probe's time-out, half a second after a failure; the last attempt is the check's result.
// Secrets    are resolved for each check, go to the host that the step names and to no other, and are blotted out of results.
// Bounds     500 checks in flight and 20 tried by hand; 1 MiB of body, 64 KiB of headers and of a banner; the probe's time-out
//            over all its attempts, steps and redirects; 20 steps; 20,000 checks that wait for the ledger.
// Threads    apply() and results() from any; the rest on threads of its own.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secrets.h"
#include "ingest/intake.h"
#include "ingest/source_book.h"

namespace plimsoll::probes {

enum class Kind { http, tcp, tls, dns };

struct Assertion {
    std::string of, key, equals, contains, matches;
    std::optional<double> at_least, at_most;
    friend bool operator==(const Assertion&, const Assertion&) = default;
};
struct Capture {
    std::string name, from, key;
    friend bool operator==(const Capture&, const Capture&) = default;
};
struct Step {
    std::string name;
    Kind kind = Kind::http;
    std::string target;
    std::string method = "GET";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    int follow = 0;
    std::string server_name;
    bool starttls_smtp = false;
    Duration least_validity;
    std::string resolver;
    std::string record = "A";
    bool authoritative = false;
    std::string send;
    std::vector<Assertion> assertions;
    std::vector<Capture> captures;
    friend bool operator==(const Step&, const Step&) = default;
};
struct Probe {
    std::string name;
    std::string service;
    Duration interval = Duration::seconds(30);
    Duration timeout = Duration::seconds(10);
    int retries = 0;
    bool allow_private = false;
    std::string ca_file;
    std::vector<double> buckets;
    std::vector<Step> steps;
    friend bool operator==(const Probe&, const Probe&) = default;
};

/// What a step of a check met; times are zero for phases that were not reached or do not exist.
struct StepResult {
    std::string name;
    bool good = false;
    std::string failure;   ///< "certificate ended 2026-11-01", "status 503, not 200 to 399"; empty when good
    /// For counting: dns, connect, tls, timeout, status, assertion, redirect, size, address (the egress policy refuses it),
    /// answer (it broke off or cannot be read), capture (a ${name} or a capture without a value), secret.
    std::string reason;
    Duration dns, connect, tls, first_byte, total;  ///< each phase by itself, summed over redirects; `total` is all of the step
    int status = 0;        ///< http
    std::string address;   ///< that answered
    std::optional<Timestamp> certificate_ends;
    std::string excerpt;   ///< of the body, printable, 500 bytes at most, when it failed
};
BOOST_DESCRIBE_STRUCT(StepResult, (), (name, good, failure, reason, dns, connect, tls, first_byte, total, status, address, certificate_ends, excerpt))
struct CheckResult {
    std::string probe;
    Timestamp at;          ///< when it was due
    bool good = false;
    int attempts = 1;
    Duration took;
    std::vector<StepResult> steps;
};
BOOST_DESCRIBE_STRUCT(CheckResult, (), (probe, at, good, attempts, took, steps))

/// What is wrong with a probe before it runs; empty: nothing.
[[nodiscard]] std::vector<FieldError> faults(const Probe& probe);

class Prober {
public:
    Prober(ingest::Intake& intake, const SecretSource& secrets, const Clock& clock, ingest::SourceBook& book, Metrics& metrics,
           std::string user_agent);
    ~Prober();
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

    void apply(std::vector<Probe> probes);
    void start();
    void stop();
    /// The last ones of a probe, newest first, at most 20.
    [[nodiscard]] std::vector<CheckResult> results(const std::string& probe) const;
    /// Checks of it that could not be made since the server started.
    [[nodiscard]] std::uint64_t missed(const std::string& probe) const;
    /// One check now, that counts nothing: for `plimsoll probe run` and the editor. `done` is called once, on the prober's
    /// thread (or the caller's). Errors: invalid (every fault); busy (20 are tried already); unavailable (stopping).
    void try_once(Probe probe, std::function<void(Result<CheckResult>)> done);

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace plimsoll::probes
