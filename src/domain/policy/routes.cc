#include "domain/policy/routes.h"

#include <boost/describe/enum_from_string.hpp>
#include <charconv>

#include "api/row.h"
#include "base/text.h"
#include "domain/policy/reading.h"
#include "domain/policy/views.h"

namespace plimsoll::policy {

namespace {

using api::Reply;
using api::Request;

constexpr std::size_t kLimit = 100;
constexpr std::size_t kLimitMost = 500;

std::string part(const Request& request, const char* name) {
    const auto found = request.path_parameters.find(name);
    return found == request.path_parameters.end() ? "" : found->second;
}

std::optional<std::uint64_t> whole(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Reads the query; every complaint at once.
Result<DecisionFilter> filter_of(const Request& request) {
    DecisionFilter filter;
    std::vector<FieldError> broken;
    filter.service = request.query_value("service").value_or("");
    filter.limit = kLimit;
    if (const auto limit = request.query_value("limit")) {
        const auto n = whole(*limit);
        if (n && *n >= 1 && *n <= kLimitMost) filter.limit = *n;
        else broken.push_back({"query limit", "must be a whole number from 1 to 500", ""});
    }
    if (const auto cursor = request.query_value("cursor"); cursor && !cursor->empty()) {
        filter.before = whole(*cursor);
        if (!filter.before) broken.push_back({"query cursor", "is not one that a list gave", "leave it out to start anew"});
    }
    if (const auto answer = request.query_value("answer"); answer && !answer->empty()) {
        Answer wanted{};
        if (boost::describe::enum_from_string(answer->c_str(), wanted)) filter.answer = wanted;
        else broken.push_back({"query answer", "must be one of allowed, refused, cannot_tell", ""});
    }
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "the decisions cannot be listed", std::move(broken));
    return filter;
}

Result<Reply> get_policy(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const PolicyReading reading, read_policy(ports, part(request, "service")));
    return api::ok(reading.view, reading.seq);
}

Result<Reply> get_gate(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const Asked asked, ask_gate(ports, request.actor, part(request, "service")));
    return api::ok(view_of(asked.decision), asked.seq);
}

Result<Reply> get_decisions(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const DecisionFilter filter, filter_of(request));
    GateDecisionPage page;
    const std::uint64_t seq = ports.engine.read([&](const State& state) { page = list_decisions(state, filter); });
    return api::ok(page, seq);
}

Result<Reply> get_decision(const Ports& ports, const Request& request) {
    const std::string id = part(request, "id");
    std::optional<GateDecisionDetail> detail;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        if (const Decision* found = find_decision(state, id)) detail = GateDecisionDetail{view_of(*found), found->facts};
    });
    if (!detail) return fail(errors::unknown_decision, text::printable(id));
    return api::ok(*detail, seq);
}

Result<Reply> get_exceptions(const Ports& ports, const Request& request) {
    ExceptionList list;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        list.items = list_exceptions(state, request.query_value("service").value_or(""));
    });
    return api::ok(list, seq);
}

Result<Timestamp> end_of(const ExceptionBody& body, Timestamp now, Duration longest) {
    if (body.ends.has_value() == body.lasts.has_value())
        return fail(plimsoll::errors::invalid, "the exception's end is not clear",
                    {{"/ends", "exactly one of ends and lasts must be given", "write \"lasts\": \"4h\""}});
    if (body.ends) return *body.ends;
    // Beyond it the sum could overflow; decide() refuses what is left.
    if (*body.lasts > longest || *body.lasts < Duration()) return Timestamp::max();
    return now + *body.lasts;
}

/// The exception as the state has it, told with `status`.
Result<Reply> show_exception(const Ports& ports, const std::function<bool(const Exception&)>& is_it, std::uint64_t seq, int status) {
    std::optional<Exception> shown;
    const std::uint64_t read_seq = ports.engine.read([&](const State& state) {
        for (const auto& [id, e] : state.exceptions) {
            if (is_it(e) && (!shown || e.granted_at >= shown->granted_at)) shown = e;
        }
    });
    if (!shown) return fail(errors::unknown_exception, "it ended at once");
    Reply reply = api::ok(*shown, std::max(seq, read_seq));
    reply.status = status;
    return reply;
}

Result<Reply> post_exception(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const ExceptionBody body, json::decode_strict<ExceptionBody>(request.body));
    const auto catalog = ports.slo.catalog();
    if (!catalog->services.contains(body.service))
        return fail(plimsoll::errors::invalid, "the exception was not granted",
                    {{"/service", "there is no service \"" + text::printable(body.service) + "\"", "`plimsoll catalog show` lists what is declared"}});
    const Duration longest = policy_for(*catalog, body.service).longest_exception;
    TRY_ASSIGN(const Timestamp ends, end_of(body, request.at, longest));
    const std::vector<std::string> allows = body.allows.empty() ? std::vector<std::string>{"gate"} : body.allows;
    const GrantException command{body.service, body.owner, body.reason, ends, allows, longest};
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, command));
    return show_exception(ports, [&](const Exception& e) {
        return e.service == body.service && e.owner == body.owner && e.reason == body.reason && e.ends == ends && e.granted_by == request.actor.id;
    }, seq, 201);
}

Result<Reply> post_end_exception(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const EndExceptionBody body, json::decode_strict<EndExceptionBody>(request.body));
    const std::string id = part(request, "id");
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, EndException{id, body.reason}));
    return show_exception(ports, [&](const Exception& e) { return e.id == id; }, seq, 200);
}

using Handle = Result<Reply> (*)(const Ports&, const Request&);

api::Route row(const Ports& ports, api::Method method, std::string path, std::string summary, api::Right right, api::TypeRef request,
               api::TypeRef reply, std::vector<api::Parameter> parameters, Handle handle) {
    return api::row(method, std::move(path), std::move(summary), right, std::move(request), std::move(reply), std::move(parameters),
                    [ports, handle](const Request& asked) { return handle(ports, asked); });
}

}  // namespace

std::vector<api::Route> routes(const Ports& ports) {
    using enum api::Method;
    using api::Right;
    const api::Parameter service{"service", "path", "the service's name", true};
    const api::Parameter of_service{"service", "query", "only this service's", false};
    const api::Parameter id{"id", "path", "its id", true};
    return {
        row(ports, get, "/api/v1/services/{service}/policy", "Show in which state a service's error budgets are, and what follows", Right::view,
            api::no_body(), api::type<ServicePolicy>("ServicePolicy"), {service}, get_policy),
        row(ports, get, "/api/v1/services/{service}/gate", "Decide whether a service may be changed now; the decision is recorded", Right::view,
            api::no_body(), api::type<GateDecision>("GateDecision"), {service}, get_gate),
        row(ports, get, "/api/v1/gate/decisions", "List the gate's decisions, newest first", Right::view, api::no_body(),
            api::type<GateDecisionPage>("GateDecisionPage"),
            {of_service,
             {"answer", "query", "only allowed, refused or cannot_tell", false},
             {"cursor", "query", "next_cursor of the page before", false},
             {"limit", "query", "items a page, 1 to 500 (100)", false}},
            get_decisions),
        row(ports, get, "/api/v1/gate/decisions/{id}", "Show a decision with all facts that it was taken on", Right::view, api::no_body(),
            api::type<GateDecisionDetail>("GateDecisionDetail"), {id}, get_decision),
        row(ports, get, "/api/v1/policy-exceptions", "List exceptions to error-budget policies", Right::view, api::no_body(),
            api::type<ExceptionList>("PolicyExceptionList"), {of_service}, get_exceptions),
        row(ports, post, "/api/v1/policy-exceptions", "Grant an exception: the gate allows changes of a service until its end", Right::admin,
            api::type<ExceptionBody>("PolicyExceptionBody"), api::type<Exception>("PolicyException"), {}, post_exception),
        row(ports, post, "/api/v1/policy-exceptions/{id}/end", "End an exception before its time", Right::admin,
            api::type<EndExceptionBody>("EndExceptionBody"), api::type<Exception>("PolicyException"), {id}, post_end_exception),
    };
}

}  // namespace plimsoll::policy
