// message_text.h: what a page says to people: what, since when, how much budget is left, where to look, how to take it on.
//
// Hostile    names and labels come from outside: control characters are taken out, lengths are bounded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/paging/state.h"

namespace plimsoll::paging {

/// A page with what must be known besides: the digest's pages, and whether the alert is over already.
struct Message {
    Page page;
    std::vector<Page> parts;              ///< of a digest
    std::optional<Timestamp> over_at;     ///< a replayed page whose alert ended meanwhile
};

struct Wording {
    std::string link_base;  ///< "https://plimsoll.example.org", without a slash at the end
};

/// "[FIRING page] checkout: error budget burns 15.2x (over 1h, threshold 14.4x)". One line, at most 200 bytes.
[[nodiscard]] std::string headline(const Page& page);
[[nodiscard]] std::string headline(const Message& message);

/// The text of a mail.
[[nodiscard]] std::string body_text(const Message& message, const Wording& wording);

[[nodiscard]] std::string slo_link(const Wording& wording, const std::string& slo);
[[nodiscard]] std::string acknowledge_url(const Wording& wording);

}  // namespace plimsoll::paging
