// state.h: every page that is under way, the alerts behind them, silences, and the health of channels: a fold of the log.
//
// Invariant  a page is in exactly one PageState; `merged` pages end when their digest does.
// Timers     are values in here (due_at, repeat_at, until): a restart forgets nothing.
// Bounds     the newest 5,000 ended pages and 1,000 dead letters are kept here (the log keeps all); 10 attempts of each.
// Index      is derived: restore() rebuilds it after a snapshot was read.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/paging/events.h"
#include "log/event.h"

namespace plimsoll::paging {

inline constexpr std::size_t ended_pages_kept = 5000;
inline constexpr std::size_t dead_letters_kept = 1000;
inline constexpr std::size_t attempts_kept = 10;
inline constexpr Duration rate_window = Duration::minutes(1);

BOOST_DEFINE_ENUM_CLASS(PageState, waiting, sending, merged, delivered, dropped, dead_lettered)

struct Attempt {
    int attempt = 0;
    Timestamp started_at;
    std::optional<Timestamp> ended_at;
    std::string outcome;  ///< empty while it runs
};
BOOST_DESCRIBE_STRUCT(Attempt, (), (attempt, started_at, ended_at, outcome))

struct Page {
    std::string page;
    std::string channel;
    std::string alert;
    Reason reason = Reason::fired;
    Subject subject;
    Terms terms;
    PageState state = PageState::waiting;
    Timestamp intended_at;
    Timestamp due_at;         ///< waiting: when the next attempt may start
    int attempts = 0;         ///< ever
    int attempts_before = 0;  ///< of those, before the last replay: back-off starts anew
    Timestamp round_began;    ///< intended or replayed: giving up is counted from here
    bool maybe_received = false;
    std::string replayed_by;  ///< a person asked for it: it is sent whatever became of its alert
    std::vector<Attempt> history;
    std::string merged_into;
    std::vector<std::string> parts;  ///< of a digest
    std::optional<Timestamp> ended_at;
    std::string end;  ///< receipt, or why it was dropped or dead-lettered
};
BOOST_DESCRIBE_STRUCT(Page, (), (page, channel, alert, reason, subject, terms, state, intended_at, due_at, attempts,
                                 attempts_before, round_began, maybe_received, replayed_by, history, merged_into, parts,
                                 ended_at, end))

/// One channel that an alert speaks to.
struct Told {
    Terms terms;
    int pages = 0;       ///< intended so far: makes the next page's id
    bool told = false;   ///< something was delivered, or may have been
    std::optional<Timestamp> repeat_at;
};
BOOST_DESCRIBE_STRUCT(Told, (), (terms, pages, told, repeat_at))

struct Alert {
    std::string alert;
    Subject subject;
    Timestamp opened_at;
    std::optional<Timestamp> over_at;
    std::string over_why;
    std::optional<Timestamp> acknowledged_at;
    std::string acknowledged_by;
    std::map<std::string, Told> channels;
};
BOOST_DESCRIBE_STRUCT(Alert, (), (alert, subject, opened_at, over_at, over_why, acknowledged_at, acknowledged_by, channels))

struct Silence {
    std::string silence;
    std::string slo;
    std::string service;
    std::string alert;
    Timestamp since;
    Timestamp until;
    std::string reason;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(Silence, (), (silence, slo, service, alert, since, until, reason, by))

struct ChannelHealth {
    int rate_limit = 60;
    std::vector<Timestamp> starts;  ///< attempts of the last minute
    std::optional<Timestamp> last_success;
    std::optional<Timestamp> last_failure;
    std::string last_error;
    std::int64_t consecutive_failures = 0;
    std::int64_t delivered = 0;
    std::int64_t dead_lettered = 0;
};
BOOST_DESCRIBE_STRUCT(ChannelHealth, (), (rate_limit, starts, last_success, last_failure, last_error, consecutive_failures,
                                          delivered, dead_lettered))

/// Derived from the rest.
struct Index {
    using Timed = std::set<std::pair<Timestamp, std::string>>;
    Timed waiting;                                       ///< by due_at
    Timed ended;                                         ///< delivered and dropped, by ended_at
    Timed dead;                                          ///< by ended_at
    std::set<std::string> sending;
    std::map<std::string, std::set<std::string>> live;   ///< alert -> pages not ended
    std::set<std::pair<Timestamp, std::pair<std::string, std::string>>> repeats;  ///< (alert, channel) by repeat_at
};

struct State {
    std::map<std::string, Page> pages;
    std::map<std::string, Alert> alerts;  ///< open, or over with pages still under way
    std::map<std::string, Silence> silences;
    std::map<std::string, ChannelHealth> channels;
    std::int64_t silences_made = 0;
    std::int64_t tests_made = 0;
    Index index;  ///< not part of the snapshot
};
BOOST_DESCRIBE_STRUCT(State, (), (pages, alerts, silences, channels, silences_made, tests_made))

void apply(State& state, const Event& event, const log::Stamp& stamp);
/// Rebuilds the index after the state was read from a snapshot.
void restore(State& state);

[[nodiscard]] bool ended(PageState state);
/// The alert still fires.
[[nodiscard]] bool open(const State& state, const std::string& alert);
[[nodiscard]] const Page* find_page(const State& state, const std::string& page);
/// In flight itself, or within a digest that is.
[[nodiscard]] bool in_flight(const State& state, const Page& page);
/// The end of the last silence that matches; empty: none does now.
[[nodiscard]] std::optional<Timestamp> silenced_until(const State& state, const std::string& alert, const Subject& subject, Timestamp now);
/// Why the page is not to be sent any more, as things stand; empty: it is to be sent. A resolved notice that waits for
/// an attempt in flight is to be sent until that attempt's end says otherwise.
[[nodiscard]] std::optional<DropReason> stale(const State& state, const Page& page, Timestamp now);
/// Some page of the same alert and channel is in flight, so that a resolved notice must wait for it.
[[nodiscard]] bool overtakes(const State& state, const Page& page);
/// Attempts started within the minute before `now`.
[[nodiscard]] int starts_in_window(const ChannelHealth& channel, Timestamp now);

}  // namespace plimsoll::paging
