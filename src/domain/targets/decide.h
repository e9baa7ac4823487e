// decide.h: every rule about who may change what is promised, and who must agree.
//
// Order of the guards, for ProposeTarget: all that is wrong with the fields at once (invalid); one waits already.
// For a review: unknown; not waiting any more; agreeing with what one proposed; the fields; too many.
// For approving and declining: unknown; not waiting any more; one's own proposal while somebody else could decide; the SLO is
// gone (approving alone); the fields. For withdrawing: unknown; not waiting any more; the fields.
//
// Four eyes  who proposed does not decide, unless no other person could: then it is marked, and shown for ever.
// Pure       the caller tells how who decides stands to who proposed (Standing), and how the SLO stands (Basis).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/targets/state.h"

namespace plimsoll::targets {

namespace errors {
inline constexpr ErrorKind invalid{"targets.invalid", 422, "It cannot be done like this", "Correct the fields named"};
inline constexpr ErrorKind unknown_target{"targets.unknown", 404, "There is no such proposal", "`plimsoll target list` shows every proposal"};
inline constexpr ErrorKind not_waiting{"targets.not_waiting", 409, "This is decided already", "Read it again; propose anew if it is still wanted"};
inline constexpr ErrorKind one_waits{"targets.one_waits", 409, "A proposal for this SLO waits already", "Decide it, or withdraw it, before another is made"};
inline constexpr ErrorKind own_proposal{"targets.own_proposal", 403, "Somebody else must agree than who proposed", "Ask another editor, who signs in: a token that no person made is not known to be somebody else. Who proposed may withdraw it"};
inline constexpr ErrorKind slo_gone{"targets.slo_gone", 409, "The SLO is not in the catalogue any more", "Decline or withdraw the proposal"};
inline constexpr ErrorKind too_many_reviews{"targets.too_many_reviews", 409, "100 people have said what they think of it", "Decide it"};
}  // namespace errors

inline constexpr std::size_t kTextLimit = 2'000;  ///< bytes, of a reason and of every comment
inline constexpr std::size_t kReviewsLimit = 100;
inline constexpr Duration kReviewDefault = Duration::days(180);
inline constexpr Duration kReviewFurthest = Duration::days(5 * 366);
inline constexpr Duration kWindowLeast = Duration::hours(1);
inline constexpr Duration kWindowMost = Duration::days(400);

struct ProposeTarget {
    std::string slo;
    std::string service;
    std::optional<Ratio> from;       ///< the present objective; empty: there is no such SLO
    Duration period;                 ///< the present one; zero: of a calendar
    std::string objective;           ///< percent, exact: "99.95"
    std::optional<Duration> window;
    std::string reason;
    TargetEvidence evidence;
    Basis basis;
};

/// How who decides stands to who proposed.
struct Standing {
    bool same_person = false;  ///< or it cannot be said that they are two
    std::size_t others = 0;    ///< people who could decide instead
    [[nodiscard]] bool may_decide() const { return !same_person || others == 0; }
};

struct ReviewTarget {
    std::string id;
    std::string verdict;  ///< "agrees", "objects"
    std::string comment;
    bool same_person = false;
};
struct ApproveTarget {
    std::string id;
    std::string comment;
    std::optional<std::string> review_on;  ///< date
    Duration review_every;                 ///< of the SLO; zero: kReviewDefault
    Standing standing;
    std::optional<Basis> basis;            ///< empty: the SLO is gone
};
struct DeclineTarget {
    std::string id;
    std::string comment;
    Standing standing;
};
struct WithdrawTarget {
    std::string id;
    std::string comment;
};

using Command = std::variant<ProposeTarget, ReviewTarget, ApproveTarget, DeclineTarget, WithdrawTarget>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

/// The guards alone, for before months of counts are read for the evidence. Errors: as decide().
[[nodiscard]] Result<> check(const State& state, const ProposeTarget& command);
/// "99.95", "99.95 %". Errors: malformed, invalid.
[[nodiscard]] Result<Objective> objective_in(std::string_view text);
/// The first instant of a date, UTC; empty: it is none.
[[nodiscard]] std::optional<Timestamp> date_in(const std::string& date);
[[nodiscard]] std::string date_of(Timestamp at);

}  // namespace plimsoll::targets
