// peer.h: how another system is named in a definition: its URL or host, what it is sent beside a request, and the references
// to the secrets that open it.
//
// Secrets    are "env:NAME" or "file:PATH". A literal is refused where one belongs, and no problem quotes it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/catalog/fields.h"
#include "domain/catalog/sources.h"

namespace plimsoll::catalog {

void refuse_literal(const Fields& fields, std::string_view key);
/// A value that is always a secret.
std::string secret(const Fields& fields, std::string_view key);

/// An absolute URL without credentials, of one of `schemes` ("https://"). `or_reference`: or "env:NAME", "file:PATH".
enum class UrlForm { plain, or_reference };
std::string url(const Fields& fields, std::string_view key, const std::vector<std::string>& schemes, UrlForm form = UrlForm::plain);
[[nodiscard]] bool is_url(std::string_view text, const std::vector<std::string>& schemes);
/// "db.example.com:5432", "[::1]:443": a host and a port of 1 to 65535, and nothing else.
[[nodiscard]] bool is_host_and_port(std::string_view text);

/// Whether a header may hold what an earlier step of a journey captured: "Bearer ${token}".
enum class HeaderValues { fixed, with_captures };
/// Up to 20 headers; what carries credentials must be a reference.
std::map<std::string, std::string> read_headers(const Fields& fields, HeaderValues values);

/// The keys of a connection, for the list of those that may stand beside them.
[[nodiscard]] std::vector<std::string> with_connection(std::vector<std::string> others);
/// All of a connection but its URL: one way to authenticate, and both parts of a client's certificate.
Connection read_connection(const Fields& details);

}  // namespace plimsoll::catalog
