// copy.h: the candidate's own copy, by a link whose secret is the only key to it: what is kept of them, the anchors they are rated
// against, the evidence as whoever hires lets it be seen, and what they ask.
//
// Link       "/candidate#plk_<id>_<secret>": 256 random bits of which the log has the SHA-256. The code comes in the header
//            X-Candidate-Code, never in a path or query, so that it stands in no log of a proxy. It works until it ends or is withdrawn.
// Release    what belongs to the judgement (evidence, reasons, ratings) is shown from a decision other than hold on, as far as the link
//            says (CopyShows), and ratings only where the setting allows them. Names of raters, notes of the debrief, recommendations
//            and flags never are.
// Strangers  a wrong code, an ended one, a withdrawn one and one of somebody erased are answered alike; who fails is slowed.
// Threads    those of Ports::apart.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/random.h"
#include "domain/access/slowdown.h"
#include "domain/hiring/copy_views.h"
#include "domain/hiring/ports.h"
#include "domain/hiring/retention.h"

namespace plimsoll::hiring {

namespace errors {
inline constexpr ErrorKind wrong_link{"hiring.wrong_link", 403, "This link does not work (any more)", "Ask whoever sent it for a new one"};
inline constexpr ErrorKind too_fast{"hiring.too_fast", 429, "Too many requests", "Wait as long as Retry-After says, then try again"};
inline constexpr ErrorKind no_ratings{"hiring.no_ratings", 409, "This server lets candidates see no ratings", "Let the link show the evidence, or start the server with --candidates-see-ratings"};
}  // namespace errors

inline constexpr Duration kUsualLink = Duration::days(30);
inline constexpr std::size_t kLongestAsked = 4'000;  ///< bytes

struct CopyPorts {
    Ports hiring;
    bool ratings = false;              ///< whether candidates may see ratings at all
    Random* random = nullptr;          ///< cryptographic; safe from any thread
    /// Waits until the place of the log is on disk.
    std::function<Result<>(std::uint64_t seq)> durable;
    /// Takes one request of this link's; empty: it may, else how long until it may.
    std::function<std::optional<Duration>(const std::string& link, Timestamp at)> pace;
    /// A refusal with a Retry-After that says how long.
    std::function<api::Reply(const Error&, Duration retry_after)> slowed;
};

/// Whose link a code is.
struct LinkHolder {
    std::string link;
    std::string application;
    std::string candidate;
    CopyShows shows = CopyShows::papers;
    Timestamp expires;
    std::string issued_by;  ///< of LinkRow
};

/// A link's id, which begins with its application's number, so that whose it is takes no search.
[[nodiscard]] std::string link_id(std::uint64_t application_number, std::string_view random_digits);
/// Errors: wrong_link, whatever is wrong with it.
[[nodiscard]] Result<LinkHolder> holder_of(const State& state, std::string_view code, Timestamp now);

/// Errors: those of the vault and the log; wrong_link (erased meanwhile).
[[nodiscard]] Result<CandidateCopy> copy_of(const CopyPorts& ports, const LinkHolder& holder, Timestamp now);

}  // namespace plimsoll::hiring
