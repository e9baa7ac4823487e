// sources.h: where telemetry comes from, as the catalogue declares it: DataSource (of OpenSLO, its `connectionDetails` read
// by type) and Probe.
//
// Names      of a DataSource and a Probe are DNS labels; secrets are references ("env:NAME", "file:PATH"), resolved at use.
// Push       needs no declaration: remote write, OTLP and the events API take what any SLI selects. A DataSource of type
//            remote_write only says how senders that come in pairs are told apart.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/catalog/place.h"

namespace plimsoll::catalog {

/// prometheus: any server with the Prometheus query API; only with `pull: true` is it asked, else its samples are pushed.
/// other: a type that Plimsoll does not read; an SLI that names it is refused.
BOOST_DEFINE_ENUM_CLASS(DataSourceType, prometheus, scrape, access_log, remote_write, other)

/// How a peer is reached.
struct Connection {
    using json_defaults = void;
    std::string url;
    std::string user;              ///< basic authentication: user or reference
    std::string password;          ///< reference
    std::string token;             ///< bearer: reference
    std::map<std::string, std::string> headers;  ///< X-Scope-OrgID and the like; values may be references
    std::string ca_file;           ///< PEM trusted besides the system's
    std::string client_cert;       ///< PEM files, for mutual TLS
    std::string client_key;
    bool allow_private = false;    ///< may connect to loopback and private addresses
    Duration timeout = Duration::seconds(30);
    friend bool operator==(const Connection&, const Connection&) = default;
};
BOOST_DESCRIBE_STRUCT(Connection, (), (url, user, password, token, headers, ca_file, client_cert, client_key, allow_private, timeout))

/// Asking a Prometheus API for counts.
struct PullSettings {
    using json_defaults = void;
    Duration step = Duration::minutes(1);         ///< one count each; a multiple of 10 s, 10 s to 1 h
    Duration delay = Duration::seconds(30);       ///< a step is asked for so long after its end
    Duration look_again = Duration::minutes(10);  ///< and once more so long after, for what arrived late; zero: never
    double rate = 10;                             ///< requests a second at most
    int batch = 50;                               ///< SLO queries joined in one request
    int concurrency = 4;                          ///< requests in flight
    bool back_fill = true;                        ///< whether it keeps history that can be asked for
    friend bool operator==(const PullSettings&, const PullSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(PullSettings, (), (step, delay, look_again, rate, batch, concurrency, back_fill))

/// Pages of metrics that Plimsoll fetches itself.
struct ScrapeSettings {
    using json_defaults = void;
    std::string job;                              ///< label `job`; empty: the DataSource's name
    Duration interval = Duration::seconds(15);    ///< 5 s to 10 min
    std::vector<std::string> targets;             ///< URLs, or host:port for http://host:port/metrics
    std::string target_file;                      ///< Prometheus file_sd: JSON or YAML, [{targets: [...], labels: {...}}]; read anew as it changes
    std::map<std::string, std::string> labels;    ///< added to every series
    int sample_limit = 50'000;                    ///< of one page; beyond it nothing of the page is taken
    friend bool operator==(const ScrapeSettings&, const ScrapeSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(ScrapeSettings, (), (job, interval, targets, target_file, labels, sample_limit))

BOOST_DEFINE_ENUM_CLASS(LogFormat, common, combined, nginx, json)

/// A path pattern with a name: RE2, anchored, matched against the path without its query.
struct LogRoute {
    using json_defaults = void;
    std::string name;
    std::string path;
    std::string method;  ///< empty: any
    friend bool operator==(const LogRoute&, const LogRoute&) = default;
};
BOOST_DESCRIBE_STRUCT(LogRoute, (), (name, path, method))

/// A web server's access log that is read as it grows.
struct AccessLogSettings {
    using json_defaults = void;
    std::string path;                       ///< of the file on the server's machine; the catalogue's folder does not matter
    LogFormat format = LogFormat::combined;
    std::string layout;                     ///< nginx: the log_format string, with $variables
    std::map<std::string, std::string> fields;  ///< json: our name (time, status, method, path, duration, host) to a key, "a.b" for one within another
    std::string duration_unit = "s";        ///< of json's duration: s, ms, us
    std::vector<LogRoute> routes;           ///< the first that matches names the request; none does: "other"
    std::vector<double> buckets;            ///< seconds, rising; empty: no durations are counted
    bool by_host = false;                   ///< label `host` from the log
    bool from_start = false;                ///< a file met for the first time is read from its first byte instead of its end
    friend bool operator==(const AccessLogSettings&, const AccessLogSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(AccessLogSettings, (), (path, format, layout, fields, duration_unit, routes, buckets, by_host, from_start))

/// Prometheus servers in pairs that scrape and send the same.
struct ReplicaSettings {
    using json_defaults = void;
    std::string cluster_label = "cluster";
    std::string replica_label = "__replica__";      ///< taken off every series
    Duration failover = Duration::seconds(30);      ///< the elected one silent for so long: another is elected
    friend bool operator==(const ReplicaSettings&, const ReplicaSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(ReplicaSettings, (), (cluster_label, replica_label, failover))

struct DataSource {
    using json_defaults = void;
    std::string name;
    std::string description;
    DataSourceType type = DataSourceType::other;
    std::string type_text;                      ///< as written
    Connection connection;                      ///< prometheus, scrape
    std::optional<PullSettings> pull;           ///< prometheus that is asked
    std::optional<ScrapeSettings> scrape;
    std::optional<AccessLogSettings> access_log;
    std::optional<ReplicaSettings> replicas;    ///< remote_write
    Source source;
    friend bool operator==(const DataSource&, const DataSource&) = default;
};
BOOST_DESCRIBE_STRUCT(DataSource, (), (name, description, type, type_text, connection, pull, scrape, access_log, replicas, source))

BOOST_DEFINE_ENUM_CLASS(ProbeKind, http, tcp, tls, dns)

/// One thing that must hold of an answer. Exactly one of the last five is set.
struct Assertion {
    using json_defaults = void;
    std::string of;          ///< status, header, body, json, size (http); protocol, name (tls); answer, rcode (dns); banner (tcp)
    std::string key;         ///< the header's name, or a JSON path such as $.items[0].id
    std::string equals;
    std::string contains;
    std::string matches;     ///< RE2, anywhere
    std::optional<double> at_least;
    std::optional<double> at_most;
    friend bool operator==(const Assertion&, const Assertion&) = default;
};
BOOST_DESCRIBE_STRUCT(Assertion, (), (of, key, equals, contains, matches, at_least, at_most))

/// A value that later steps of a journey use as ${name}.
struct Capture {
    using json_defaults = void;
    std::string name;
    std::string from;  ///< header, body, json
    std::string key;   ///< header's name, JSON path, or for body an RE2 with one group
    friend bool operator==(const Capture&, const Capture&) = default;
};
BOOST_DESCRIBE_STRUCT(Capture, (), (name, from, key))

/// One check. A probe has one or more: more make a journey, in order, until one fails.
struct ProbeStep {
    using json_defaults = void;
    std::string name;                      ///< of a journey's step
    ProbeKind kind = ProbeKind::http;
    std::string target;                    ///< http: URL. tcp, tls: host:port. dns: the name that is asked for
    std::string method = "GET";
    std::map<std::string, std::string> headers;  ///< values may be references, and hold ${name}
    std::string body;
    int follow = 0;                        ///< redirects followed at most
    std::string server_name;               ///< tls: name that the certificate must carry; empty: the host
    bool starttls_smtp = false;            ///< tls
    Duration least_validity;               ///< tls, https: a certificate that ends sooner fails; zero: not asked
    std::string resolver;                  ///< dns: "ip" or "ip:port"; empty: the system's first
    std::string record = "A";              ///< dns: A, AAAA, CNAME, MX, NS, TXT, SOA
    bool authoritative = false;            ///< dns: the answer must carry AA
    std::string send;                      ///< tcp: written once connected
    std::vector<Assertion> assertions;     ///< http without one of status: 200 to 399 is good
    std::vector<Capture> captures;
    friend bool operator==(const ProbeStep&, const ProbeStep&) = default;
};
BOOST_DESCRIBE_STRUCT(ProbeStep, (), (name, kind, target, method, headers, body, follow, server_name, starttls_smtp, least_validity,
                                      resolver, record, authoritative, send, assertions, captures))

struct Probe {
    using json_defaults = void;
    std::string name;
    std::string description;
    std::string service;                       ///< may be empty
    Duration interval = Duration::seconds(30); ///< 10 s to 1 h
    Duration timeout = Duration::seconds(10);  ///< of a check with all its attempts; below the interval
    int retries = 0;                           ///< 0 to 3; only the last attempt counts
    bool allow_private = false;
    std::string ca_file;
    std::vector<double> buckets;               ///< seconds, of probe_duration_seconds; empty: 0.05 .1 .25 .5 1 2.5 5 10
    std::vector<ProbeStep> steps;
    Source source;
    friend bool operator==(const Probe&, const Probe&) = default;
};
BOOST_DESCRIBE_STRUCT(Probe, (), (name, description, service, interval, timeout, retries, allow_private, ca_file, buckets, steps, source))

}  // namespace plimsoll::catalog
