// events.h: what is said of pages, acknowledgements, silences and channels, in the past tense. Field names are permanent.
//
// A page is one message to one channel. Its id is its idempotency key: equal over every attempt, restart and replay.
// Every page that was intended ends delivered, dropped for a stated reason, or dead-lettered.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/units.h"
#include "domain/catalog/model.h"
#include "domain/slo/events.h"

namespace plimsoll::paging {

/// entered: an error budget came into a state of its policy. chronic: it was in breach too often.
BOOST_DEFINE_ENUM_CLASS(Reason, fired, resolved, repeat, digest, test, entered, chronic)

/// alert_over: nobody is paged for what is already over. never_told: no resolved notice to whom nothing was said.
BOOST_DEFINE_ENUM_CLASS(DropReason, alert_over, acknowledged, silenced, never_told)

/// All that a message says of an alert, copied at the time so that a page reads the same whenever it is sent.
struct Subject {
    using json_defaults = void;
    std::string slo;
    std::string service;
    std::string rule;
    slo::AlertKind kind = slo::AlertKind::burn;
    std::string severity;                       ///< "page" or "ticket"
    Timestamp since;                            ///< when the condition began to hold
    Timestamp as_of;                            ///< sample time of the judgement that fired or resolved
    std::string why;                            ///< resolved: why
    std::optional<Ratio> objective;
    double factor = 0;                          ///< burn rate threshold
    std::vector<slo::BurnEvidence> evidence;
    std::optional<double> budget_left;          ///< share; below zero: overspent
    std::optional<std::int64_t> budget_left_events;
    std::optional<double> budget_left_minutes;
    std::string runbook;
    std::string standing;                       ///< of a policy's page: the state of the budget, "freeze"; else empty
};
BOOST_DESCRIBE_STRUCT(Subject, (), (slo, service, rule, kind, severity, since, as_of, why, objective, factor, evidence,
                                    budget_left, budget_left_events, budget_left_minutes, runbook, standing))

/// What the catalogue said of the channel when the page was intended: due times follow from the log alone.
struct Terms {
    using json_defaults = void;
    catalog::ChannelType type = catalog::ChannelType::webhook;
    int rate_limit = 60;
    Duration repeat_interval;
    bool notify_resolved = true;
    friend bool operator==(const Terms&, const Terms&) = default;
};
BOOST_DESCRIBE_STRUCT(Terms, (), (type, rate_limit, repeat_interval, notify_resolved))

/// A page is due. Its time is the event's.
struct PageIntended {
    static constexpr std::string_view json_tag = "paging.PageIntended";
    std::string page;
    std::string channel;
    std::string alert;  ///< empty: a test
    Reason reason = Reason::fired;
    Subject subject;
    Terms terms;
};
BOOST_DESCRIBE_STRUCT(PageIntended, (), (page, channel, alert, reason, subject, terms))

struct AttemptStarted {
    static constexpr std::string_view json_tag = "paging.AttemptStarted";
    std::string page;
    int attempt = 0;  ///< from 1, never twice the same for a page
};
BOOST_DESCRIBE_STRUCT(AttemptStarted, (), (page, attempt))

struct AttemptFailed {
    static constexpr std::string_view json_tag = "paging.AttemptFailed";
    std::string page;
    int attempt = 0;
    std::string why;
    bool maybe_received = false;       ///< it broke off: the receiver may have the message
    std::optional<Timestamp> next_at;  ///< empty: there is no next attempt
};
BOOST_DESCRIBE_STRUCT(AttemptFailed, (), (page, attempt, why, maybe_received, next_at))

struct PageDelivered {
    static constexpr std::string_view json_tag = "paging.PageDelivered";
    std::string page;
    int attempt = 0;
    std::string receipt;  ///< the receiver's answer: "HTTP 200", "250 2.0.0 Ok: queued as 7F"
};
BOOST_DESCRIBE_STRUCT(PageDelivered, (), (page, attempt, receipt))

struct PageDropped {
    static constexpr std::string_view json_tag = "paging.PageDropped";
    std::string page;
    DropReason why = DropReason::alert_over;
};
BOOST_DESCRIBE_STRUCT(PageDropped, (), (page, why))

struct PageDeadLettered {
    static constexpr std::string_view json_tag = "paging.PageDeadLettered";
    std::string page;
    std::string why;
    int attempts = 0;
};
BOOST_DESCRIBE_STRUCT(PageDeadLettered, (), (page, why, attempts))

/// A person asked for it again: it is sent with the same key, also if its alert is over by now.
struct PageReplayed {
    static constexpr std::string_view json_tag = "paging.PageReplayed";
    std::string page;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(PageReplayed, (), (page, by))

/// More pages than the channel's rate allows became one. None of `pages` was attempted before.
struct DigestMade {
    static constexpr std::string_view json_tag = "paging.DigestMade";
    std::string page;
    std::string channel;
    std::vector<std::string> pages;
    std::string severity;  ///< the highest among them
    Terms terms;
};
BOOST_DESCRIBE_STRUCT(DigestMade, (), (page, channel, pages, severity, terms))

struct AlertOver {
    static constexpr std::string_view json_tag = "paging.AlertOver";
    std::string alert;
    Timestamp as_of;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(AlertOver, (), (alert, as_of, why))

struct AlertAcknowledged {
    static constexpr std::string_view json_tag = "paging.AlertAcknowledged";
    std::string alert;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(AlertAcknowledged, (), (alert, by))

/// Matches alerts by every field that is not empty; at least one is given.
struct SilenceStarted {
    static constexpr std::string_view json_tag = "paging.SilenceStarted";
    std::string silence;
    std::string slo;
    std::string service;
    std::string alert;
    Timestamp until;
    std::string reason;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(SilenceStarted, (), (silence, slo, service, alert, until, reason, by))

struct SilenceEnded {
    static constexpr std::string_view json_tag = "paging.SilenceEnded";
    std::string silence;
    std::string why;  ///< "expired", "removed"
    std::string by;
};
BOOST_DESCRIBE_STRUCT(SilenceEnded, (), (silence, why, by))

struct ChannelTested {
    static constexpr std::string_view json_tag = "paging.ChannelTested";
    std::string channel;
    std::string page;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(ChannelTested, (), (channel, page, by))

using Event = std::variant<PageIntended, AttemptStarted, AttemptFailed, PageDelivered, PageDropped, PageDeadLettered,
                           PageReplayed, DigestMade, AlertOver, AlertAcknowledged, SilenceStarted, SilenceEnded, ChannelTested>;

}  // namespace plimsoll::paging
