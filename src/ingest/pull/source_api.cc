#include "ingest/pull/source_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "base/crypto.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr Duration kLongestRetryAfter = Duration::minutes(10);

void append_encoded(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        const bool plain = (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '-' ||
                           u == '_' || u == '.' || u == '~';
        if (plain) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            out += '%';
            out += kHex[u >> 4];
            out += kHex[u & 15];
        }
    }
}

Result<std::string> resolved(const SecretSource& secrets, const std::string& text) {
    if (!is_secret_reference(text)) return text;
    return secrets.resolve(text);
}

Result<> authorise(HttpRequest& request, const Source& source, const SecretSource& secrets) {
    if (!source.token.empty()) {
        TRY_ASSIGN(const std::string token, resolved(secrets, source.token));
        request.headers.emplace("Authorization", "Bearer " + token);
    } else if (!source.user.empty()) {
        TRY_ASSIGN(const std::string user, resolved(secrets, source.user));
        TRY_ASSIGN(const std::string password, resolved(secrets, source.password));
        request.headers.emplace("Authorization", "Basic " + crypto::base64(user + ":" + password));
    }
    for (const auto& [name, value] : source.headers) {
        TRY_ASSIGN(std::string text, resolved(secrets, value));
        request.headers.emplace(name, std::move(text));
    }
    return {};
}

bool says(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.find(w) != std::string::npos; });
}

/// What the server says of queries it did not evaluate.
Refused refused_query(int status, const Answer& answer) {
    const std::string words = answer.error.empty() ? "it does not say why" : answer.error;
    if (says(words, {"too long query", "maxQueryLen"})) return {Trouble::too_long, words, {}};
    if (status == 503 || answer.error_type == "timeout" || answer.error_type == "canceled" ||
        says(words, {"too many samples", "too many points", "maximum resolution", "exceed", "timeout", "timed out",
                     "maxSamples", "maxUniqueTimeseries", "deadline"}))
        return {Trouble::too_much, words, {}};
    if (status >= 500) return {Trouble::peer, words, {}};
    return {Trouble::query, words, {}};
}

Refused refused_status(const HttpResponse& response) {
    Refused out;
    switch (response.status) {
        case 401: out.words = "401: it wants other credentials; check user, password or token of the DataSource"; break;
        case 403: out.words = "403: these credentials may not ask; check their rights, and header X-Scope-OrgID"; break;
        case 404: out.words = "404: there is no query API at this address; the URL ends before /api/v1"; break;
        case 413:
        case 414: return {Trouble::too_long, fmt::format("{}: the request is too long for it", response.status), {}};
        case 429: out.words = "429: it is asked too often; lower rate or batch of the DataSource"; break;
        case 504: return {Trouble::too_much, "504: what stands before it gave up waiting", {}};
        default:
            out.words = response.status >= 300 && response.status < 400
                            ? fmt::format("{}: it sends elsewhere; give the address it sends to", response.status)
                            : fmt::format("{}: it does not answer queries now", response.status);
    }
    return out;
}

std::optional<Duration> retry_after(const HttpResponse& response) {
    const auto found = response.headers.find("retry-after");
    if (found == response.headers.end()) return std::nullopt;
    std::int64_t seconds = 0;
    const char* end = found->second.data() + found->second.size();
    if (const auto [at, error] = std::from_chars(found->second.data(), end, seconds); error == std::errc() && at == end && seconds >= 0)
        return std::min(Duration::seconds(std::min<std::int64_t>(seconds, 86'400)), kLongestRetryAfter);
    const auto until = http_date(found->second);
    const auto now = date_of(response);
    if (!until || !now) return std::nullopt;
    return std::clamp(*until - *now, Duration(), kLongestRetryAfter);
}

/// Nothing is counted of a result that its server calls incomplete. Notes on how a query is written are its author's matter.
std::optional<Refused> incomplete(const Answer& answer) {
    if (answer.partial) return Refused{Trouble::peer, "it says that its answer is partial: some of its nodes did not answer", {}};
    for (const std::string& warning : answer.warnings) {
        if (warning.starts_with("PromQL info")) continue;
        const bool of_query = warning.starts_with("PromQL warning");
        return Refused{of_query ? Trouble::query : Trouble::peer, "it warns that its answer may lack something: " + warning, {}};
    }
    return std::nullopt;
}

}  // namespace

std::string form_of(const Parameters& parameters) {
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        append_encoded(out, name);
        out += '=';
        append_encoded(out, value);
    }
    return out;
}

Result<HttpRequest> request_to(const Source& source, const SecretSource& secrets, Method method,
                               const std::string& path, const std::string& form) {
    HttpRequest request;
    std::string base = source.url;
    while (base.ends_with('/')) base.pop_back();
    request.url = base + path;
    if (method == Method::post) {
        request.method = "POST";
        request.headers.emplace("Content-Type", "application/x-www-form-urlencoded");
        request.body = form;
    } else if (!form.empty()) {
        request.url += "?" + form;
    }
    request.headers.emplace("Accept", "application/json");
    TRY(authorise(request, source, secrets));
    request.timeout = source.timeout;
    request.bulkhead = "pull " + source.name;
    request.allow_private_addresses = source.allow_private;
    request.ca_file = source.ca_file;
    request.client_cert = source.client_cert;
    request.client_key = source.client_key;
    request.keep_alive = true;
    request.body_limit = kQueryAnswerBytes;
    return request;
}

tl::expected<Answer, Refused> judged(const Result<HttpResponse>& response) {
    if (!response) {
        const bool too_slow = response.error().detail().find("time-out") != std::string::npos &&
                              response.error().is(plimsoll::errors::unavailable);
        return tl::unexpected(Refused{too_slow ? Trouble::too_much : Trouble::peer,
                                      response.error().sentence() + ". " + std::string(response.error().kind().remedy),
                                      {}});
    }
    if (response->cut) return tl::unexpected(Refused{Trouble::too_much, "its answer is larger than 64 MiB", {}});
    auto answer = read_answer(response->body);
    const bool is_answer = answer.has_value();
    std::optional<Refused> refused;
    if (response->status != 200 || (is_answer && !answer->success)) {
        const bool explained = is_answer && !answer->error.empty() && response->status != 429 &&
                               response->status != 401 && response->status != 403;
        refused = explained ? refused_query(response->status, *answer) : refused_status(*response);
    } else if (!is_answer) {
        refused = Refused{Trouble::peer, answer.error().sentence() + ". " + std::string(answer.error().kind().remedy), {}};
    } else {
        refused = incomplete(*answer);
    }
    if (!refused) return std::move(*answer);
    refused->retry_after = retry_after(*response);
    if (refused->retry_after) refused->trouble = Trouble::peer;
    return tl::unexpected(std::move(*refused));
}

std::optional<Timestamp> date_of(const HttpResponse& response) {
    const auto found = response.headers.find("date");
    return found == response.headers.end() ? std::nullopt : http_date(found->second);
}

std::optional<Timestamp> http_date(const std::string& text) {
    std::tm at{};
    const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &at);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return Timestamp::from_seconds(timegm(&at));
}

}  // namespace plimsoll::ingest::pull
