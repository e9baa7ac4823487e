// payload.h: what leaves to machines. Field names are permanent; `schema_version` grows when one changes its meaning.
//
// Webhook    POST, application/json, signed by Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature).
//            The body of one page is the same at every attempt.
// Alertmanager  an array for POST <url>/api/v2/alerts; the field names are that API's.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/slo/events.h"

namespace plimsoll::paging {

struct BudgetLeft {
    std::optional<double> share;  ///< 1 is all of it; below zero: overspent
    std::optional<std::int64_t> events;
    std::optional<double> minutes;
};
BOOST_DESCRIBE_STRUCT(BudgetLeft, (), (share, events, minutes))

/// One alert, as told to a machine.
struct WebhookAlert {
    std::string page;
    std::string alert;
    std::string status;   ///< "firing", "resolved", "test"
    std::string reason;   ///< "fired", "repeat", "resolved", "test", "entered", "chronic"
    std::string severity; ///< "page", "ticket"
    std::string service;
    std::string slo;
    std::string rule;
    std::string kind;     ///< "burn", "stale", "policy"
    std::string standing; ///< of a policy's page: the state of the budget: "caution", "freeze", "breach", "unknown"; else empty
    std::string summary;
    Timestamp since;
    Timestamp as_of;
    std::optional<Timestamp> over_at;  ///< it was over before this message was sent, at a person's wish
    std::string why;
    std::optional<Ratio> objective;
    BudgetLeft budget_left;
    double burn_threshold = 0;
    std::vector<slo::BurnEvidence> burn;
    std::string runbook;
    std::string link;
};
BOOST_DESCRIBE_STRUCT(WebhookAlert, (), (page, alert, status, reason, severity, service, slo, rule, kind, standing, summary, since,
                                         as_of, over_at, why, objective, budget_left, burn_threshold, burn, runbook, link))

struct WebhookData {
    int schema_version = 1;
    std::string page;     ///< equals the header webhook-id
    std::string channel;
    std::string summary;
    std::vector<WebhookAlert> alerts;  ///< one; of a digest, each
    std::string acknowledge;           ///< URL to POST {"alert": "..."} to
};
BOOST_DESCRIBE_STRUCT(WebhookData, (), (schema_version, page, channel, summary, alerts, acknowledge))

struct WebhookBody {
    std::string type;     ///< "page.fired", "page.repeat", "page.resolved", "page.digest", "page.test", "page.entered", "page.chronic"
    Timestamp timestamp;  ///< when the page was intended
    WebhookData data;
};
BOOST_DESCRIBE_STRUCT(WebhookBody, (), (type, timestamp, data))

// The names are those of Alertmanager's API v2.
struct PostableAlert {
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> annotations;
    Timestamp startsAt;
    Timestamp endsAt;
    std::string generatorURL;
};
BOOST_DESCRIBE_STRUCT(PostableAlert, (), (labels, annotations, startsAt, endsAt, generatorURL))

struct HeartbeatData {
    std::string log_head;  ///< signed; empty before the first event
};
BOOST_DESCRIBE_STRUCT(HeartbeatData, (), (log_head))

struct HeartbeatBody {
    std::string type;  ///< "plimsoll.heartbeat"
    Timestamp timestamp;
    HeartbeatData data;
};
BOOST_DESCRIBE_STRUCT(HeartbeatBody, (), (type, timestamp, data))

}  // namespace plimsoll::paging
