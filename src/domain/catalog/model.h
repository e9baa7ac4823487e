// model.h: what the catalogue says once every reference is resolved: the nouns that other modules read.
//
// Invariant  every name is a DNS label; every reference points at something; every objective is strictly between 0 and
//            1; no secret stands here, only "env:NAME" and "file:PATH" references.
// Order      maps by name, so that two readings of the same files are equal.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <map>
#include <string>
#include <vector>

#include "base/units.h"

namespace plimsoll::catalog {

/// Where a definition stands: "slos/checkout.yaml", line 3.
struct Source {
    std::string file;
    int line = 0;
    friend bool operator==(const Source&, const Source&) = default;
};
BOOST_DESCRIBE_STRUCT(Source, (), (file, line))

BOOST_DEFINE_ENUM_CLASS(Severity, page, ticket)

/// One burn rule: fires while burn over the long window and over the short one exceed the factor.
struct BurnRule {
    std::string name;         ///< "page-1h-5m", unique within the SLO
    Severity severity = Severity::page;
    Duration long_window;
    Duration short_window;    ///< zero: a one-window rule (OpenSLO AlertCondition)
    double factor = 0;        ///< burn rate threshold, above zero
    bool at_or_above = false; ///< false: burn > factor (workbook); true: burn >= factor (op gte)
    Duration entry_delay;     ///< must hold this long before it fires
    Duration clear_delay;     ///< must be clear this long before it resolves
    std::vector<std::string> channels;  ///< empty: the service's
    bool notify_resolved = true;
    friend bool operator==(const BurnRule&, const BurnRule&) = default;
};
BOOST_DESCRIBE_STRUCT(BurnRule, (), (name, severity, long_window, short_window, factor, at_or_above, entry_delay,
                                     clear_delay, channels, notify_resolved))

/// The counts an SLO stands on, as PromQL that `promql::parse` accepts. `total` and exactly one of good and bad.
struct Indicator {
    std::string total;
    std::string good;
    std::string bad;
    friend bool operator==(const Indicator&, const Indicator&) = default;
};
BOOST_DESCRIBE_STRUCT(Indicator, (), (total, good, bad))

struct Slo {
    std::string name;
    std::string display_name;
    std::string description;
    std::string service;
    std::string objective_name;
    Ratio objective;                 ///< exact; Objective::of(objective) succeeds
    Duration period;                 ///< rolling window
    Indicator indicator;
    std::vector<BurnRule> rules;
    Duration stale_after = Duration::minutes(10);  ///< no samples for so long: the staleness alert; zero: none wanted
    std::vector<std::string> stale_channels;       ///< whom the staleness alert tells; empty: the service's
    std::string runbook;             ///< URL; from annotation plimsoll.dev/runbook, else the service's
    std::map<std::string, std::string> labels;
    std::string definition_version;  ///< hash of all that changes a judgement
    std::string sli_version;         ///< hash of the indicator alone
    Source source;
    friend bool operator==(const Slo&, const Slo&) = default;
};
BOOST_DESCRIBE_STRUCT(Slo, (), (name, display_name, description, service, objective_name, objective, period, indicator,
                                rules, stale_after, stale_channels, runbook, labels, definition_version, sli_version, source))

struct Journey {
    std::string name;
    std::vector<std::string> steps;        ///< service names, in order
    std::vector<std::string> unacceptable; ///< failures that must not happen, in words
    friend bool operator==(const Journey&, const Journey&) = default;
};
BOOST_DESCRIBE_STRUCT(Journey, (), (name, steps, unacceptable))

struct Service {
    std::string name;
    std::string display_name;
    std::string description;
    std::string tier;                      ///< name of a Tier; empty where none is declared
    std::string owner;
    std::vector<std::string> dependencies;
    std::vector<Journey> journeys;
    std::vector<std::string> channels;
    std::string runbook;
    Source source;
    friend bool operator==(const Service&, const Service&) = default;
};
BOOST_DESCRIBE_STRUCT(Service, (), (name, display_name, description, tier, owner, dependencies, journeys, channels,
                                    runbook, source))

struct Tier {
    std::string name;  ///< "tier-0"
    int rank = 0;      ///< 0 is the most critical
    std::string description;
    Duration rto;
    Duration rpo;
    std::vector<std::string> controls;
    Source source;
    friend bool operator==(const Tier&, const Tier&) = default;
};
BOOST_DESCRIBE_STRUCT(Tier, (), (name, rank, description, rto, rpo, controls, source))

BOOST_DEFINE_ENUM_CLASS(ChannelType, webhook, email, alertmanager)

/// Where pages go. Secrets are references, resolved at the moment of sending.
struct Channel {
    std::string name;
    ChannelType type = ChannelType::webhook;
    std::string url;            ///< webhook, alertmanager: URL or reference. email: smtp://host:port or smtps://
    std::string secret;         ///< webhook: reference to the signing secret (whsec_ base64, or raw bytes)
    std::string user;           ///< email: SMTP user or reference
    std::string password;       ///< email: reference
    bool require_tls = true;    ///< email: STARTTLS must succeed
    std::string ca_file;        ///< PEM that TLS trusts besides the system's
    std::string from;
    std::vector<std::string> to;
    int rate_limit = 60;                             ///< pages a minute; beyond it they become one digest
    Duration repeat_interval = Duration::hours(4);   ///< while unacknowledged
    bool allow_private = false;                      ///< may connect to loopback and private addresses
    Source source;
    friend bool operator==(const Channel&, const Channel&) = default;
};
BOOST_DESCRIBE_STRUCT(Channel, (), (name, type, url, secret, user, password, require_tls, ca_file, from, to,
                                    rate_limit, repeat_interval, allow_private, source))

/// Everything, resolved.
struct Catalog {
    std::map<std::string, Service> services;
    std::map<std::string, Tier> tiers;
    std::map<std::string, Channel> channels;
    std::map<std::string, Slo> slos;
    friend bool operator==(const Catalog&, const Catalog&) = default;
};
BOOST_DESCRIBE_STRUCT(Catalog, (), (services, tiers, channels, slos))

/// The workbook's pairs for a 30-day period, scaled to `period`: page 2 % in 1 h and 5 % in 6 h, ticket 10 % in 1 d and
/// 10 % in 3 d; factor = budget share x period / long window; short window = long / 12. Source: SRE Workbook ch. 5.
/// Pairs whose long window exceeds the period are left out: the period holds no such window.
[[nodiscard]] std::vector<BurnRule> workbook_rules(Duration period);

}  // namespace plimsoll::catalog
