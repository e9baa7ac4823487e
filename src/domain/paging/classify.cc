// classify.cc: what a receiver's answer means for the page.
//
// Permanent  answers that will not change by trying again: redirects (not followed) and 4xx other than 408, 425 and 429;
//            SMTP 5yz; an address or URL that the egress policy refuses. They become dead letters at once, visibly.
// Unknown    an attempt that broke off after something was sent may have been received: the page is tried again with the
//            same key, and a resolved notice will follow.
#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/text.h"
#include "domain/paging/sender.h"

namespace plimsoll::paging {
namespace {

EndAttempt verdict(Verdict v, std::string text) {
    EndAttempt end;
    end.verdict = v;
    end.text = std::move(text);
    return end;
}

EndAttempt of_error(const Error& error) {
    EndAttempt end = verdict(error.is(plimsoll::errors::invalid) ? Verdict::permanent : Verdict::retry, error.sentence());
    end.maybe_received = error.is(plimsoll::errors::unavailable);
    return end;
}

std::string quoted(const HttpResponse& response) {
    const std::string body = text::printable(std::string_view(response.body).substr(0, 200));
    return body.empty() ? fmt::format("HTTP {}", response.status) : fmt::format("HTTP {}: {}", response.status, body);
}

/// "Sat, 21 Nov 2026 09:00:00 GMT".
std::optional<Timestamp> http_date(const std::string& text) {
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
    for (std::size_t m = 0; m < months.size(); ++m) {
        if (text.substr(8, 3) != months[m]) continue;
        const auto at = text::parse_rfc3339(fmt::format("{}-{:02}-{}T{}Z", text.substr(12, 4), m + 1, text.substr(5, 2), text.substr(17, 8)));
        return at ? std::optional(*at) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Duration> retry_after(const HttpResponse& response, Timestamp now) {
    const auto it = response.headers.find("retry-after");
    if (it == response.headers.end()) return std::nullopt;
    const std::string& text = it->second;
    std::uint32_t seconds = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (ec == std::errc() && end == text.data() + text.size()) return Duration::seconds(seconds);
    const auto date = http_date(text);
    return date && *date > now ? std::optional(*date - now) : std::nullopt;
}

EndAttempt classify(const Result<HttpResponse>& response, Timestamp now) {
    if (!response) return of_error(response.error());
    const int status = response->status;
    if (status >= 200 && status < 300) return verdict(Verdict::delivered, fmt::format("HTTP {}", status));
    if (status >= 300 && status < 400)
        return verdict(Verdict::permanent, fmt::format("HTTP {}: redirects are not followed; set the channel's URL to the final one", status));
    const bool again = status == 408 || status == 425 || status == 429;
    if (status >= 400 && status < 500 && !again) return verdict(Verdict::permanent, quoted(*response));
    EndAttempt end = verdict(Verdict::retry, quoted(*response));
    end.retry_after = retry_after(*response, now);
    end.maybe_received = status == 502 || status == 504;  // a proxy spoke, not the receiver
    return end;
}

EndAttempt classify(const Result<std::string>& answer) {
    if (!answer) return of_error(answer.error());
    if (answer->starts_with('2')) return verdict(Verdict::delivered, *answer);
    return verdict(answer->starts_with('5') ? Verdict::permanent : Verdict::retry, *answer);
}

}  // namespace plimsoll::paging
