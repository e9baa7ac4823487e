// views.h: pages, silences and channels as the API shows them, and the bodies it takes. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/paging/state.h"

namespace plimsoll::paging {

struct PageView {
    std::string page;  ///< also the idempotency key that the receiver sees
    PageState state = PageState::waiting;
    std::string channel;
    Reason reason = Reason::fired;
    std::string summary;
    std::string alert;
    std::string slo;
    std::string service;
    std::string severity;
    Timestamp intended_at;
    std::optional<Timestamp> next_attempt_at;  ///< while it waits
    int attempts = 0;
    std::optional<Timestamp> ended_at;
    std::string end;          ///< receipt, or why it was dropped or dead-lettered
    std::string merged_into;  ///< the digest that it went out with
    std::string replayed_by;
};
BOOST_DESCRIBE_STRUCT(PageView, (), (page, state, channel, reason, summary, alert, slo, service, severity, intended_at,
                                     next_attempt_at, attempts, ended_at, end, merged_into, replayed_by))

struct PageList {
    std::vector<PageView> items;  ///< newest first
    std::string next_cursor;      ///< empty: there are no more
};
BOOST_DESCRIBE_STRUCT(PageList, (), (items, next_cursor))

struct PageDetail {
    PageView page;
    Subject subject;
    std::vector<Attempt> history;    ///< the last ten attempts
    std::vector<std::string> parts;  ///< of a digest
};
BOOST_DESCRIBE_STRUCT(PageDetail, (), (page, subject, history, parts))

struct AcknowledgeBody {
    std::string alert;
};
BOOST_DESCRIBE_STRUCT(AcknowledgeBody, (), (alert))

struct AcknowledgementView {
    std::string alert;
    std::string by;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(AcknowledgementView, (), (alert, by, at))

struct AcknowledgementList {
    std::vector<AcknowledgementView> items;  ///< by alert
};
BOOST_DESCRIBE_STRUCT(AcknowledgementList, (), (items))

/// At least one of slo, service and alert; exactly one of until and lasts.
struct SilenceBody {
    std::optional<std::string> slo;
    std::optional<std::string> service;
    std::optional<std::string> alert;
    std::optional<Timestamp> until;
    std::optional<Duration> lasts;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(SilenceBody, (), (slo, service, alert, until, lasts, reason))

struct SilenceList {
    std::vector<Silence> items;
};
BOOST_DESCRIBE_STRUCT(SilenceList, (), (items))

BOOST_DEFINE_ENUM_CLASS(Health, unknown, good, failing)

struct ChannelView {
    std::string name;
    catalog::ChannelType type = catalog::ChannelType::webhook;
    Health health = Health::unknown;  ///< by the last attempt
    int rate_limit = 0;
    Duration repeat_interval;
    std::optional<Timestamp> last_success;
    std::optional<Timestamp> last_failure;
    std::string last_error;
    std::int64_t consecutive_failures = 0;
    std::int64_t delivered = 0;
    std::int64_t dead_lettered = 0;
    std::int64_t waiting = 0;
};
BOOST_DESCRIBE_STRUCT(ChannelView, (), (name, type, health, rate_limit, repeat_interval, last_success, last_failure, last_error,
                                        consecutive_failures, delivered, dead_lettered, waiting))

struct ChannelList {
    std::vector<ChannelView> items;
};
BOOST_DESCRIBE_STRUCT(ChannelList, (), (items))

struct PagingMeasures {
    std::vector<Measure> measures;
};
BOOST_DESCRIBE_STRUCT(PagingMeasures, (), (measures))

[[nodiscard]] PageView view(const Page& page, const State& state);

/// The pages that `wanted` (a PageState's name; empty: all) and `channel` (empty: all) choose, newest first, after the
/// cursor. Errors: invalid (unknown state, broken cursor).
[[nodiscard]] Result<PageList> list_pages(const State& state, const std::string& wanted, const std::string& channel,
                                          const std::string& cursor, std::size_t limit);

/// Who took on which alert, of those that still fire.
[[nodiscard]] AcknowledgementList list_acknowledgements(const State& state);

/// Channels of the catalogue, with what the state knows of their health.
[[nodiscard]] ChannelList list_channels(const State& state, const std::vector<catalog::Channel>& channels);

}  // namespace plimsoll::paging
