// mail_text.h: a MailMessage as the bytes that SMTP carries (RFC 5322, 2045, 2047).
//
// Hostile    names, labels and annotations from outside end up in subjects: control characters are taken out, so that
//            no header can be injected; addresses that hold any are refused rather than repaired.
// Shape      lines end in CRLF and stay under 78 characters; the body is UTF-8 in base64, so neither dots, long lines
//            nor 8-bit bytes can be mistaken. Dot-stuffing is curl's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/http_client.h"
#include "base/result.h"

namespace plimsoll::egress {

/// "Plimsoll <pager@example.org>" or "pager@example.org" -> "pager@example.org".
/// Errors: invalid (no @, spaces, control characters, brackets within, not ASCII, over 254 bytes).
[[nodiscard]] Result<std::string> mail_address(std::string_view mailbox);

/// The whole message. Errors: invalid (an address, no recipient, over 100 recipients, a header's name).
[[nodiscard]] Result<std::string> compose(const MailMessage& message);

}  // namespace plimsoll::egress
