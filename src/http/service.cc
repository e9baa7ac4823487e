#include "http/service.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <exception>

#include "http/errors.h"
#include "http/etag.h"
#include "http/guarded_stream.h"
#include "http/problem.h"
#include "http/target.h"

namespace plimsoll::http {
namespace {

/// Calls `done` once: the first answer wins, and a handler that lets go of it without an answer is answered for.
class Once {
public:
    Once(std::shared_ptr<const Service> service, std::string name, api::Done done)
        : service_(std::move(service)), name_(std::move(name)), done_(std::move(done)) {}
    ~Once() {
        if (!called_.load()) answer(service_->mistake(name_, "the handler let go of its request without an answer"));
    }
    Once(const Once&) = delete;
    Once& operator=(const Once&) = delete;
    void answer(Result<api::Reply> result) {
        if (!called_.exchange(true)) std::exchange(done_, {})(std::move(result));
    }

private:
    std::shared_ptr<const Service> service_;
    std::string name_;
    std::atomic<bool> called_{false};
    api::Done done_;
};

/// A stranger costs little to be one of: what is remembered of them is little too.
constexpr IdempotencyBounds strangers_bounds{1'000, 4u << 20, Duration::hours(1)};

/// "token:…" and "person:…" showed who they are; "anonymous" and "loopback" did not.
bool is_stranger(const api::Actor& actor) { return actor.id.find(':') == std::string::npos; }

bool is_change(api::Method method) { return method != api::Method::get; }

/// Not yet modified? Then only the tag travels.
void apply_etag(const api::Request& request, api::Reply& reply) {
    if (reply.etag.empty() || reply.status != 200 || request.method != api::Method::get) return;
    if (!names_tag(request.header("if-none-match"), reply.etag)) return;
    reply.status = 304;
    reply.body.clear();
}

bool is_clean(std::string_view header_text) { return header_text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos; }

/// A line break in a header would let its author write headers and bodies of their own.
bool headers_are_clean(const api::Reply& reply) {
    if (!is_clean(reply.content_type) || !is_clean(reply.etag)) return false;
    for (const auto& [name, value] : reply.headers)
        if (name.empty() || !is_clean(name) || name.find_first_of(": ") != std::string::npos || !is_clean(value)) return false;
    return reply.status >= 200 && reply.status <= 599;
}

/// Pages and files of the web UI are one route in the metrics: there are many, and they all do the same. So are the rows about
/// candidates: whoever reads metrics would know from the row that was asked what became of somebody.
std::string name_in_metrics(const api::Route& row) {
    if (!row.listed) return "web";
    if (row.right == api::Right::interview || row.right == api::Right::hire || row.path.starts_with("/api/v1/candidate")) return "hiring";
    return std::string(method_name(row.method)) + " " + row.path;
}

}  // namespace

Service::Service(Router router, AccessRules rules, Ports ports, std::size_t query_limit)
    : router_(std::move(router)), rules_(std::move(rules)), ports_(std::move(ports)), query_limit_(query_limit),
      strangers_(std::make_shared<MemoryIdempotencyStore>(strangers_bounds)) {
    for (const api::Route& row : router_.rows()) metrics_.push_back(row_metrics(name_in_metrics(row)));
    unmatched_ = row_metrics("none");
}

Service::RowMetrics Service::row_metrics(const std::string& route) {
    RowMetrics out;
    for (const char* status : {"1xx", "2xx", "3xx", "4xx", "5xx"})
        out.by_class.push_back(&ports_.metrics->counter("plimsoll_http_requests_total", "HTTP requests answered, by route and status class",
                                                        {{"route", route}, {"status", status}}));
    out.seconds = &ports_.metrics->histogram("plimsoll_http_request_duration_seconds", "From the last byte of a request to its reply being written",
                                             {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}, {{"route", route}});
    return out;
}

void Service::count(std::size_t row, int status, double seconds) {
    RowMetrics& metrics = row == no_row ? unmatched_ : metrics_[row];
    metrics.by_class[static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1)]->add();
    metrics.seconds->observe(seconds);
}

api::Reply Service::mistake(std::string_view where, std::string_view what) const {
    const std::string incident = ports_.random->id(6);
    spdlog::error("http: incident {} in {}: {}", incident, where, what);
    return internal_problem(incident);
}

std::variant<Admitted, api::Reply> Service::admit(Head head, const Peer& peer) const {
    std::string allow;
    auto checked = check(head, peer, allow);
    if (checked) return std::move(*checked);
    api::Reply refusal = problem(checked.error());
    if (!allow.empty()) refusal.headers.emplace_back("Allow", allow);
    return refusal;
}

Result<Admitted> Service::check(Head& head, const Peer& peer, std::string& allow) const {
    TRY_ASSIGN(Target target, parse_target(head.target, query_limit_));
    if (!target.authority.empty()) {
        const auto host = head.headers.find("host");
        if (host != head.headers.end() && host->second != target.authority)
            return fail(errors::bad_request, "the Host header and the request target name different hosts");
        head.headers["host"] = target.authority;
    }
    TRY(check_host(head.headers, peer, rules_, head.http_1_0));
    TRY_ASSIGN(Router::Match match, router_.match(head.method, target.segments, allow));
    const api::Route& route = router_.rows()[match.row];
    TRY_ASSIGN(api::Actor actor, check_access(route, head.headers, peer, rules_));
    Admitted admitted{match.row, match.head, {}, access_later(route, head.headers, peer, actor.rights)};
    api::Request& request = admitted.request;
    request.method = route.method;
    request.path = std::move(target.path);
    request.path_parameters = std::move(match.parameters);
    request.query = std::move(target.query);
    request.headers = std::move(head.headers);
    request.actor = std::move(actor);
    request.remote_address = peer.remote_address;
    request.at = ports_.clock->now();
    return admitted;
}

/// Only event streams last long enough to ask again; for all others the headers are not worth a copy. What a stream shows
/// follows from the rights that it began with, so one whose reader has others by now ends too.
std::function<bool()> Service::access_later(const api::Route& route, const Headers& headers, const Peer& peer, api::Rights rights) const {
    if (route.reply.content_type != "text/event-stream") return {};
    return [self = shared_from_this(), &route, headers, peer, rights] {
        const auto now = check_access(route, headers, peer, self->rules_);
        return now && now->rights == rights;
    };
}

void Service::handle(Admitted admitted, Done done) {
    const api::Route& route = router_.rows()[admitted.row];
    api::Request& request = admitted.request;
    if (is_change(route.method) && request.headers.contains("idempotency-key")) {
        std::optional<api::Reply> replay;
        auto remembering = remember(request, done, replay);
        if (!remembering) return done(problem(remembering.error()));
        if (replay) return done(std::move(*replay));
        done = std::move(*remembering);
    }
    // The handler may keep or move the request; what settle() needs of it is small.
    api::Request asked;
    asked.method = request.method;
    if (const std::string tag = request.header("if-none-match"); !tag.empty()) asked.headers["if-none-match"] = tag;
    asked.path = route.path;
    run(route, std::move(request),
        [self = shared_from_this(), asked = std::move(asked), may_go_on = std::move(admitted.may_go_on),
         done = std::move(done)](Result<api::Reply> result) {
            if (result && result->stream && may_go_on) result->stream = guarded(std::move(result->stream), may_go_on, *self->ports_.clock);
            self->settle(asked, std::move(result), done);
        });
}

Result<Service::Done> Service::remember(const api::Request& request, Done done, std::optional<api::Reply>& replay) {
    const std::string text = request.header("idempotency-key");
    if (!is_idempotency_key(text)) return fail(errors::key_invalid);
    const bool stranger = is_stranger(request.actor);
    const auto store = stranger ? strangers_ : ports_.idempotency;
    // Senders without a token are told apart by their address at least.
    const IdempotencyKey key{request.actor.id + "@" + (stranger ? request.remote_address : ""), text};
    TRY_ASSIGN(auto begun, store->begin(key, request_fingerprint(request), request.at));
    if (auto* kept = std::get_if<api::Reply>(&begun)) {
        kept->headers.emplace_back("Idempotency-Replayed", "true");
        replay = std::move(*kept);
        return done;
    }
    return Done([store, key, done = std::move(done)](api::Reply reply) {
        store->finish(key, reply);
        done(std::move(reply));
    });
}

void Service::run(const api::Route& route, api::Request request, api::Done done) {
    const auto once = std::make_shared<Once>(shared_from_this(), route.path, std::move(done));
    try {
        if (route.handler)
            once->answer(route.handler(request));
        else
            route.async_handler(std::move(request), [once](Result<api::Reply> result) { once->answer(std::move(result)); });
    } catch (const std::exception& e) {
        once->answer(mistake(route.path, e.what()));
    } catch (...) {
        once->answer(mistake(route.path, "an exception that is not a std::exception"));
    }
}

void Service::settle(const api::Request& request, Result<api::Reply> result, Done done) {
    api::Reply reply = result ? std::move(*result) : problem(result.error());
    if (!headers_are_clean(reply)) reply = mistake(request.path, "the handler's status or a header of its reply cannot be sent");
    if (reply.after_seq == 0 || !ports_.when_durable) {
        apply_etag(request, reply);
        return done(std::move(reply));
    }
    const std::uint64_t seq = reply.after_seq;
    auto held = std::make_shared<api::Reply>(std::move(reply));
    ports_.when_durable(seq, [request, held, done = std::move(done)](Result<> durable) {
        if (!durable) return done(problem(durable.error()));
        apply_etag(request, *held);
        done(std::move(*held));
    });
}

}  // namespace plimsoll::http
