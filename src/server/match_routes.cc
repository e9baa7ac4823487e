#include "server/match_routes.h"

#include <fmt/format.h>

#include "api/row.h"
#include "base/json.h"
#include "domain/people/skill_views.h"
#include "http/problem.h"
#include "server/document_reading.h"

namespace plimsoll::server {

namespace {

/// Two documents in base64 or as text in JSON, whose line breaks and quotes take two bytes, and the names.
std::size_t body_limit(const people::MatchLimits& limits) { return static_cast<std::size_t>(limits.document_bytes) * 3 + (64u << 10); }

documents::Limits reader_limits(const people::MatchLimits& limits) {
    documents::Limits out;
    out.bytes = static_cast<std::size_t>(limits.document_bytes);
    out.pages = limits.pages;
    out.cpu_s = limits.cpu_s;
    return out;
}

}  // namespace

Result<> check(const people::MatchLimits& limits) {
    std::vector<FieldError> broken;
    const auto within = [&](const char* option, std::uint64_t value, std::uint64_t least, std::uint64_t most) {
        if (value < least || value > most) broken.push_back({option, fmt::format("must be {} to {}", least, most), ""});
    };
    const auto count = [](int value) { return value < 0 ? UINT64_MAX : static_cast<std::uint64_t>(value); };
    within("--match-bytes", limits.document_bytes, 1024, people::kLongestDocument);
    within("--match-pages", count(limits.pages), 1, people::kMostPages);
    within("--match-cpu", count(limits.cpu_s), 1, 10);
    within("--match-per-hour", count(limits.requests_per_hour), 1, 100'000);
    within("--match-at-once", count(limits.at_once), 1, 16);
    within("--match-waiting", count(limits.waiting), 0, 64);
    if (broken.empty()) return {};
    return fail(plimsoll::errors::invalid, "the limits of matching", std::move(broken));
}

std::vector<api::Route> match_routes(const MatchRoutePorts& ports) {
    api::Route match;
    match.method = api::Method::post;
    match.path = "/api/v1/match";
    match.summary = "Say what a resume shows of what a job asks, each label with the words that it stands on; nothing is kept and nobody is ranked";
    match.right = api::Right::practise;
    match.open_as = "match";
    match.request = api::type<people::MatchRequest>("MatchRequest");
    match.reply = api::type<people::MatchReply>("MatchReply");
    match.body_limit = body_limit(ports.limits);
    const auto worked = ports.desks.handler([ports](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const people::MatchRequest question, json::decode_strict<people::MatchRequest>(request.body));
        const auto bank = ports.bank();
        const auto read = [&](std::string_view bytes) { return read_given(bytes, reader_limits(ports.limits)); };
        TRY_ASSIGN(const people::MatchReply reply, people::answer_match(question, request.at, {ports.finder, bank.get(), read, ports.limits}));
        api::Reply answer = api::ok(reply);
        answer.shown_once = true;  // nothing is kept, for a repeated Idempotency-Key neither
        return answer;
    });
    match.async_handler = [ports, worked](api::Request request, api::Done done) {
        if (const auto wait = ports.rate.take(sender_of(request), request.at)) {
            return done(http::problem(fail(errors::too_many_matches, fmt::format("{} an hour", ports.limits.requests_per_hour)), *wait));
        }
        worked(std::move(request), std::move(done));
    };
    api::Route limits = api::view_row("/api/v1/match/limits", "Show what the matcher reads and how often it may be asked", api::type<people::MatchLimitsView>("MatchLimits"), {},
                                      [ports](const api::Request&) -> Result<api::Reply> { return api::ok(people::limits_view(ports.limits, ports.finder.base())); });
    limits.right = api::Right::practise;
    limits.open_as = "match";
    std::vector<api::Route> rows = people::skill_routes(ports.finder.base());
    rows.push_back(std::move(match));
    rows.push_back(std::move(limits));
    return rows;
}

}  // namespace plimsoll::server
