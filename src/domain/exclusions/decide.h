// decide.h: every rule about who may leave time out of a figure, for how long, and who must agree.
//
// Order of the guards, for RequestExclusion: all that is wrong with the fields at once (invalid); too many that wait; too
// many of one name; too many that recur.
// For a decision: unknown; not waiting any more, be it that time ran out; one's own request while somebody else could
// decide (own_request); a reason where one is due (invalid).
//
// Four eyes  who asked does not decide, unless no other person could: then it is marked, and shown for ever.
// Past       maintenance is agreed on before it begins (five minutes of grace); a correction is about what has passed, at
//            most 30 days ago, and covers at most a day.
// Pure       the caller tells how who decides stands to who asked (Standing), which names the catalogue does not know, and what
//            is wrong with a recurrence.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/exclusions/state.h"

namespace plimsoll::exclusions {

namespace errors {
inline constexpr ErrorKind invalid{"exclusions.invalid", 422, "It cannot be done like this", "Correct the fields named"};
inline constexpr ErrorKind unknown_exclusion{"exclusions.unknown", 404, "There is no such exclusion", "`plimsoll exclusion list` shows every exclusion"};
inline constexpr ErrorKind unknown_annotation{"exclusions.unknown_annotation", 404, "There is no such annotation", "`plimsoll annotation list` shows every annotation"};
inline constexpr ErrorKind not_waiting{"exclusions.not_waiting", 409, "This is decided already, or came to its end", "Read it again; ask anew if it is still wanted"};
inline constexpr ErrorKind own_request{"exclusions.own_request", 403, "Somebody else must decide than who asked", "Ask another administrator, who signs in: a token that no person made is not known to be somebody else. Who asked may withdraw it"};
inline constexpr ErrorKind too_many{"exclusions.too_many", 409, "Too many exclusions wait or count already", "Decide or withdraw those that are not needed"};
inline constexpr ErrorKind is_over{"exclusions.is_over", 409, "It does not count, so there is nothing to withdraw", "Read it again"};
}  // namespace errors

inline constexpr std::size_t kTargetsLimit = 30;          ///< SLOs and services together
inline constexpr std::size_t kActivePerName = 500;        ///< of one SLO or service, waiting or counting
inline constexpr std::size_t kWaitingLimit = 1'000;
inline constexpr std::size_t kRecurringLimit = 1'000;
inline constexpr std::size_t kTitleLimit = 120;           ///< bytes
inline constexpr std::size_t kReasonLimit = 1'000;        ///< bytes
inline constexpr std::size_t kTextLimit = 4'000;          ///< bytes, of an annotation
inline constexpr std::size_t kUrlLimit = 500;             ///< bytes
inline constexpr Duration kShortest = Duration::seconds(10);
inline constexpr Duration kMaintenanceLimit = Duration::days(7);
inline constexpr Duration kCorrectionLimit = Duration::hours(24);
inline constexpr Duration kCorrectionReach = Duration::days(30);
inline constexpr Duration kAhead = Duration::days(366);
inline constexpr Duration kGrace = Duration::minutes(5);  ///< maintenance that begins "now"
inline constexpr Duration kExpiresDefault = Duration::days(7);
inline constexpr Duration kExpiresLeast = Duration::hours(1);
inline constexpr Duration kExpiresMost = Duration::days(30);
inline constexpr Duration kAnnotationReach = Duration::days(400);
inline constexpr Duration kAnnotationLimit = Duration::days(31);

struct RequestExclusion {
    Kind kind = Kind::maintenance;
    Category category = Category::other;
    std::string title;
    std::string reason;
    std::vector<std::string> slos;
    std::vector<std::string> services;
    TimeRange range;
    std::optional<Recurrence> recurrence;
    Duration expires_after = kExpiresDefault;
    std::set<std::string> unknown_slos;      ///< of `slos`, those that the catalogue does not have
    std::set<std::string> unknown_services;
    /// problems_of() the recurrence, found by the caller: a rule takes milliseconds to expand, and the engine waits here.
    std::vector<FieldError> recurrence_problems;
};

/// How who decides stands to who asked.
struct Standing {
    bool same_person = false;  ///< or it cannot be said that they are two
    std::size_t others = 0;    ///< people who could decide instead
    [[nodiscard]] bool may_decide() const { return !same_person || others == 0; }
};

struct ApproveExclusion {
    std::string id;
    std::string reason;
    Standing standing;
};
struct RefuseExclusion {
    std::string id;
    std::string reason;
    Standing standing;
};
/// `from`: what it covers from then on counts again. Not given: of maintenance now, of a correction all.
struct WithdrawExclusion {
    std::string id;
    std::string reason;
    std::optional<Timestamp> from;
};
/// What time has ended. Given by the worker when next_due() has come.
struct ExpireDue {};

struct Annotate {
    std::vector<std::string> slos;
    std::vector<std::string> services;
    Timestamp start;
    std::optional<Timestamp> end;
    AnnotationCategory category = AnnotationCategory::note;
    std::string title;
    std::string text;
    std::string url;
    std::set<std::string> unknown_slos;
    std::set<std::string> unknown_services;
};
struct RetractAnnotation {
    std::string id;
    std::string reason;
};

using Command = std::variant<RequestExclusion, ApproveExclusion, RefuseExclusion, WithdrawExclusion, ExpireDue, Annotate, RetractAnnotation>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

/// What a request would become: for its preview. Errors: as decide().
[[nodiscard]] Result<Exclusion> draft_of(const State& state, const RequestExclusion& command, const log::Issued& issued);

/// When ExpireDue has something to do; empty: never, as things stand.
[[nodiscard]] std::optional<Timestamp> next_due(const State& state);

}  // namespace plimsoll::exclusions
