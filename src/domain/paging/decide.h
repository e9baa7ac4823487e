// decide.h: the rules of paging. Same state, same command, same answer; the random draw comes in with the command.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/paging/state.h"
#include "log/event.h"

namespace plimsoll::paging {

namespace errors {
inline constexpr ErrorKind rate_limited{"paging.rate_limited", 429, "The channel has had its pages for this minute",
                                        "It is sent when the minute has passed; nothing is lost"};
inline constexpr ErrorKind not_waiting{"paging.not_waiting", 409, "The page is not waiting to be sent",
                                       "Read the page again: it is under way or has ended"};
inline constexpr ErrorKind no_page{"paging.no_page", 404, "There is no such page", "List the pages; old ones are only in the log"};
inline constexpr ErrorKind no_alert{"paging.no_alert", 404, "No open alert has this id",
                                    "List the pages or the alerts: it may be over already"};
inline constexpr ErrorKind no_silence{"paging.no_silence", 404, "There is no such silence", "List the silences: it may have ended"};
inline constexpr ErrorKind no_channel{"paging.no_channel", 404, "The catalogue has no such channel", "List the channels"};
inline constexpr ErrorKind not_dead{"paging.not_dead", 409, "Only a dead letter can be replayed",
                                    "Read the page: it was delivered, dropped, or is still under way"};
inline constexpr ErrorKind too_many{"paging.too_many_silences", 409, "There are 1,000 silences already", "Remove some first"};
}  // namespace errors

inline constexpr int sending_per_channel = 4;         ///< as many as egress sends at once: a started attempt does not queue
inline constexpr Duration attempt_bound = Duration::minutes(2);  ///< an attempt without an end by then was lost
inline constexpr std::size_t digest_max = 1000;       ///< pages in one digest
inline constexpr Duration silence_max = Duration::days(365);
inline constexpr std::size_t silences_max = 1000;

/// Starts an attempt, or drops the page if it is stale. Errors: no_page, not_waiting, rate_limited.
struct StartAttempt {
    std::string page;
};

enum class Verdict { delivered, retry, permanent, withdrawn };

/// How an attempt ended. An end that comes late or twice changes nothing, except that a late receipt still counts.
struct EndAttempt {
    std::string page;
    int attempt = 0;
    Verdict verdict = Verdict::retry;
    std::string text;  ///< receipt or why
    bool maybe_received = false;
    std::optional<Duration> retry_after;
    double unit = 0;   ///< drawn from [0, 1)
};

/// Drops the page if it is stale by now; nothing otherwise.
struct DropIfStale {
    std::string page;
};

/// Merges those of `pages` that still wait, were never attempted, and are not stale. Fewer than two: nothing. At most
/// `digest_max` of them; the rest wait on.
struct MakeDigest {
    std::string channel;
    std::vector<std::string> pages;
};

/// The alert still fires and nobody took it on: say so again.
struct Repeat {
    std::string alert;
    std::string channel;
};

/// After a start: attempts that were under way when the server stopped are tried again, with the same key.
struct TakeUpAgain {};

/// Errors: no_alert. Twice is once.
struct Acknowledge {
    std::string alert;
};

/// Errors: invalid (no matcher, no reason, end not within the next 365 days, a text too long), too_many.
struct StartSilence {
    std::string slo;
    std::string service;
    std::string alert;
    Timestamp until;
    std::string reason;
};

/// Errors: no_silence.
struct EndSilence {
    std::string silence;
    bool expired = false;
};

/// Errors: no_page, not_dead.
struct Replay {
    std::string page;
};

/// One attempt, whose failure is a dead letter at once, so that the tester sees it.
struct TestChannel {
    std::string channel;
    Terms terms;
};

using Command = std::variant<StartAttempt, EndAttempt, DropIfStale, MakeDigest, Repeat, TakeUpAgain, Acknowledge,
                             StartSilence, EndSilence, Replay, TestChannel>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

/// The id, and idempotency key, of the nth page of an alert to a channel: the same whenever it is made.
[[nodiscard]] std::string page_id(const std::string& alert, const std::string& channel, int n);
/// Events that end the pages of an alert that nobody has received yet.
[[nodiscard]] std::vector<Event> drop_unsent(const State& state, const std::string& alert, DropReason why);

}  // namespace plimsoll::paging
