#include "domain/attribution/routes.h"

#include <charconv>
#include <memory>

#include "api/row.h"
#include "base/text.h"
#include "domain/attribution/reading.h"
#include "domain/slo/errors.h"
#include "domain/slo/kept.h"

namespace plimsoll::attribution {
namespace {

using api::Reply;
using api::Request;

constexpr std::int64_t kLatestMs = std::int64_t{1} << 46;  ///< beyond what a ledger holds

/// RFC 3339, or milliseconds since 1970.
std::optional<Timestamp> time_in(const Request& request, const std::string& name, std::vector<FieldError>& broken) {
    const auto given = request.query_value(name);
    if (!given) return std::nullopt;
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), ms);
    if (error == std::errc() && end == given->data() + given->size() && ms >= 0 && ms <= kLatestMs) return Timestamp::from_ms(ms);
    if (const auto at = text::parse_rfc3339(*given); at && at->in_ms() >= 0 && at->in_ms() <= kLatestMs) return *at;
    broken.push_back({"query " + name, "must be a time since 1970, in RFC 3339 or as milliseconds", "such as 2026-11-21T14:00:00Z"});
    return std::nullopt;
}

template <class View>
Result<Reply> shown(Result<Read<View>> read) {
    if (!read) return std::move(read).error();
    return api::ok(read->view, read->seq);
}

Result<Reply> get_episodes(const Ports& ports, const Request& request) {
    std::vector<FieldError> broken;
    const Asked asked{time_in(request, "from", broken), time_in(request, "to", broken)};
    if (!broken.empty()) return fail(errors::bad_parameter, {}, std::move(broken));
    return shown(read_episodes(ports, request.path_parameters.at("name"), asked));
}

/// What names a kept reply beside the state.
std::string asked_of(const Request& request) {
    return request.path_parameters.at("name") + "\n" + request.query_value("from").value_or("") + "\n" + request.query_value("to").value_or("");
}

Result<Reply> get_dependencies(const Ports& ports, const Request& request) {
    return shown(read_dependencies(ports, request.path_parameters.at("service"), request.query_value("slo").value_or("")));
}

Result<Reply> post_charge(const Ports& ports, const Request& request) {
    const std::string& name = request.path_parameters.at("name");
    const auto catalog = ports.slo.catalog();
    const auto slo = catalog->slos.find(name);
    if (slo == catalog->slos.end()) return fail(slo::errors::unknown_slo, "\"" + text::printable(name) + "\"");
    TRY_ASSIGN(ChargeBody body, json::decode_strict<ChargeBody>(request.body));
    MakeCharge command{name, slo->second.sli_version, grain_of(slo->second), {body.start, body.end}, std::move(body.cause),
                       body.parts.value_or(kWhole), std::move(body.reason), body.from_proposal.value_or("")};
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, std::move(command)));
    std::string made;
    ports.engine.read([&](const State& state) {
        for (const Charge& charge : charges_on(state, name)) {
            if (charge.seq == seq) made = charge.made.charge;
        }
    });
    if (made.empty()) return fail(errors::no_charge, "it was withdrawn at once");
    TRY_ASSIGN(Reply reply, shown(read_charge(ports, made)));
    reply.status = 201;
    reply.after_seq = std::max(reply.after_seq, seq);
    return reply;
}

Result<Reply> post_withdrawal(const Ports& ports, const Request& request) {
    const std::string& charge = request.path_parameters.at("id");
    TRY_ASSIGN(WithdrawBody body, json::decode_strict<WithdrawBody>(request.body));
    TRY_ASSIGN(const Read<ChargeView> before, read_charge(ports, charge));
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, WithdrawCharge{charge, std::move(body.reason)}));
    return api::ok(before.view, seq);
}

using api::row;

void serve(api::Route& route, const Ports& ports, Ports::Work work) {
    if (ports.apart) route.async_handler = ports.apart(std::move(work));
    else route.handler = std::move(work);
}

}  // namespace

std::vector<api::Route> routes(const Ports& ports) {
    using enum api::Method;
    using enum api::Right;
    const api::Parameter name{"name", "path", "the SLO's name", true};
    const auto replies = std::make_shared<slo::KeptReplies>(ports.slo);
    std::vector<api::Route> out{
        row(get, "/api/v1/slos/{name}/episodes", "Say where an SLO's budget was spent, and what it was charged to", view, api::no_body(),
            api::type<EpisodesView>("Episodes"),
            {name,
             {"from", "query", "start of the range, RFC 3339 or milliseconds since 1970 (that of the period)", false},
             {"to", "query", "end of the range (now)", false}}),
        row(post, "/api/v1/slos/{name}/charges", "Charge what went bad in a range of time to a cause", respond,
            api::type<ChargeBody>("ChargeBody"), api::type<ChargeView>("Charge"), {name}),
        row(post, "/api/v1/charges/{id}/withdraw", "Withdraw a charge, and say why", respond, api::type<WithdrawBody>("WithdrawChargeBody"),
            api::type<ChargeView>("Charge"), {{"id", "path", "the charge's id", true}}),
        row(get, "/api/v1/services/{service}/dependency-budgets", "Say what a service's upstreams must deliver, and who overspent", view,
            api::no_body(), api::type<DependencyBudgets>("DependencyBudgets"),
            {{"service", "path", "the service's name", true},
             {"slo", "query", "the service's SLO whose budget is granted (its strictest)", false}}),
    };
    serve(out[0], ports, [ports, replies](const Request& request) {
        return replies->reply("episodes\n" + asked_of(request), slo::KeptReplies::Looks::at_state, [&] { return get_episodes(ports, request); });
    });
    serve(out[1], ports, [ports](const Request& request) { return post_charge(ports, request); });
    serve(out[2], ports, [ports](const Request& request) { return post_withdrawal(ports, request); });
    serve(out[3], ports, [ports](const Request& request) { return get_dependencies(ports, request); });
    return out;
}

}  // namespace plimsoll::attribution
