#include "domain/targets/routes.h"

#include <boost/describe/enum_from_string.hpp>

#include "api/row.h"
#include "base/text.h"
#include "domain/slo/errors.h"
#include "domain/targets/basis.h"
#include "domain/targets/reading.h"
#include "domain/targets/suggest.h"

namespace plimsoll::targets {
namespace {

using api::Reply;
using api::Request;

const std::string& id_in(const Request& request) { return request.path_parameters.at("id"); }

Result<Reply> get_suggestion(const Ports& ports, const Request& request) {
    const std::string& name = request.path_parameters.at("name");
    const auto catalog = ports.slo.catalog();
    const auto slo = catalog->slos.find(name);
    if (slo == catalog->slos.end()) return fail(slo::errors::unknown_slo, "\"" + text::printable(name) + "\"");
    TRY_ASSIGN(const Question question, question_in(request));
    TRY_ASSIGN(const TargetSuggestion suggestion, suggest({*catalog, *ports.slo.counts}, slo->second, question));
    return api::ok(suggestion);
}

Result<Reply> get_list(const Ports& ports, const Request& request) {
    TargetFilter filter;
    filter.slo = request.query_value("slo").value_or("");
    if (const auto wanted = request.query_value("state"); wanted && !wanted->empty()) {
        TargetState state{};
        if (!boost::describe::enum_from_string(wanted->c_str(), state))
            return fail(errors::bad_parameter, {}, {{"query state", "must be one of proposed, approved, declined, withdrawn, superseded", "leave it out for all"}});
        filter.state = state;
    }
    const Read<TargetPage> list = list_targets(ports, filter, request.actor, request.at);
    return api::ok(list.view, list.seq);
}

Result<Reply> shown(const Ports& ports, const Request& request, const std::string& id, std::uint64_t after, int status) {
    TRY_ASSIGN(const Read<TargetView> read, read_target(ports, id, request.actor, request.at));
    Reply reply = api::ok(read.view, std::max(read.seq, after));
    reply.status = status;
    return reply;
}

Result<Reply> get_one(const Ports& ports, const Request& request) { return shown(ports, request, id_in(request), 0, 200); }

Result<> check_now(const Ports& ports, const ProposeTarget& command) {
    Result<> checked;
    ports.engine.read([&](const State& state) { checked = check(state, command); });
    return checked;
}

/// The guards come first: evidence is months of counts.
Result<Reply> propose(const Ports& ports, const Request& request) {
    TRY_ASSIGN(ProposalBody body, json::decode_strict<ProposalBody>(request.body));
    const auto catalog = ports.slo.catalog();
    ProposeTarget command{body.slo, "", std::nullopt, {}, body.objective, body.window, std::move(body.reason), {}, {}};
    const auto slo = catalog->slos.find(body.slo);
    if (slo != catalog->slos.end()) {
        command.service = slo->second.service;
        command.from = slo->second.objective;
        if (!slo->second.calendar) command.period = slo->second.period;
    }
    TRY(check_now(ports, command));
    TRY_ASSIGN(const Objective objective, objective_in(body.objective));
    TRY_ASSIGN(command.evidence, evidence_for({*catalog, *ports.slo.counts}, slo->second, objective, body.window, body.from, body.to));
    command.basis = basis_of(*catalog, slo->second, *ports.slo.counts);
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, std::move(command)));
    std::string id;
    ports.engine.read([&](const State& state) {
        for (const Proposal& p : state.proposals) {
            if (p.seq == seq) id = p.made.id;
        }
        if (const Proposal* waits = waiting_of(state, body.slo); id.empty() && waits != nullptr) id = waits->made.id;
    });
    return shown(ports, request, id, seq, 201);
}

/// Who proposed it; what decide() will say of one that is not there is its own to say.
std::optional<Proposal> proposal_of(const Ports& ports, const std::string& id) {
    std::optional<Proposal> found;
    ports.engine.read([&](const State& state) {
        if (const Proposal* p = find_proposal(state, id)) found = *p;
    });
    return found;
}

Result<Reply> submitted(const Ports& ports, const Request& request, Command command) {
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, std::move(command)));
    return shown(ports, request, id_in(request), seq, 200);
}

Standing standing_in(const Ports& ports, const Request& request, const std::optional<Proposal>& proposal) {
    return proposal ? ports.standing(proposal->by, request.actor.id) : Standing{};
}

Result<Reply> review(const Ports& ports, const Request& request) {
    TRY_ASSIGN(ReviewBody body, json::decode_strict<ReviewBody>(request.body));
    const auto proposal = proposal_of(ports, id_in(request));
    const bool same = standing_in(ports, request, proposal).same_person;
    return submitted(ports, request, ReviewTarget{id_in(request), std::move(body.verdict), std::move(body.comment), same});
}

Result<Reply> approve(const Ports& ports, const Request& request) {
    TRY_ASSIGN(ApprovalBody body, json::decode_strict<ApprovalBody>(request.body));
    const auto proposal = proposal_of(ports, id_in(request));
    ApproveTarget command{id_in(request), std::move(body.comment), std::move(body.review_on), {}, standing_in(ports, request, proposal), std::nullopt};
    const auto catalog = ports.slo.catalog();
    const auto slo = proposal ? catalog->slos.find(proposal->made.slo) : catalog->slos.end();
    if (slo != catalog->slos.end()) {
        command.review_every = slo->second.review_every;
        command.basis = basis_of(*catalog, slo->second, *ports.slo.counts);
    }
    return submitted(ports, request, std::move(command));
}

Result<Reply> decline(const Ports& ports, const Request& request) {
    TRY_ASSIGN(EndBody body, json::decode_strict<EndBody>(request.body));
    const auto proposal = proposal_of(ports, id_in(request));
    return submitted(ports, request, DeclineTarget{id_in(request), std::move(body.comment), standing_in(ports, request, proposal)});
}

Result<Reply> withdraw(const Ports& ports, const Request& request) {
    TRY_ASSIGN(EndBody body, json::decode_strict<EndBody>(request.body));
    return submitted(ports, request, WithdrawTarget{id_in(request), std::move(body.comment)});
}

using Handle = Result<Reply> (*)(const Ports&, const Request&);

api::Route row(const Ports& ports, api::Method method, std::string path, std::string summary, api::Right right, api::TypeRef request,
               api::TypeRef reply, std::vector<api::Parameter> parameters, Handle handle) {
    return api::row(method, std::move(path), std::move(summary), right, std::move(request), std::move(reply), std::move(parameters),
                    [ports, handle](const Request& asked) { return handle(ports, asked); });
}

/// It reads months of counts.
void set_apart(api::Route& route, const Ports& ports) {
    if (!ports.apart) return;
    route.async_handler = ports.apart(route.handler);
    route.handler = nullptr;
}

const std::vector<api::Parameter> kQuestion = {{"name", "path", "the SLO's name", true},
                                               {"from", "query", "start of the history, RFC 3339 or milliseconds since 1970 (90 days before its end, or all there is)", false},
                                               {"to", "query", "end of the history (what is counted)", false},
                                               {"level", "query", "an objective in percent that is compared besides the usual ones: 99.97; may be given 10 times", false},
                                               {"notice", "query", "from when on users notice: \"2% over 5m\"", false},
                                               {"most_pages", "query", "pages a month that people bear (8)", false},
                                               {"zone", "query", "IANA zone of days and hours (UTC)", false}};

}  // namespace

std::vector<api::Route> routes(const Ports& ports) {
    using enum api::Method;
    using enum api::Right;
    const std::string base = "/api/v1/targets";
    const api::Parameter id{"id", "path", "the proposal's id", true};
    const api::TypeRef one = api::type<TargetView>("Target");
    const api::TypeRef end = api::type<EndBody>("TargetEndBody");
    std::vector<api::Route> out{
        row(ports, get, "/api/v1/slos/{name}/target", "Say what an SLO's history tells about what may be promised", view, api::no_body(),
            api::type<TargetSuggestion>("TargetSuggestion"), kQuestion, get_suggestion),
        row(ports, post, base, "Propose another objective for an SLO; its history is recorded as evidence", edit, api::type<ProposalBody>("TargetProposalBody"), one, {}, propose),
        row(ports, get, base, "List proposed and approved targets: those that wait first, then the newest", view, api::no_body(), api::type<TargetPage>("TargetPage"),
            {{"slo", "query", "only this SLO's", false}, {"state", "query", "proposed, approved, declined, withdrawn or superseded", false}}, get_list),
        row(ports, get, base + "/{id}", "Show a proposal: its evidence, what was said of it, what has changed since", view, api::no_body(), one, {id}, get_one),
        row(ports, post, base + "/{id}/review", "Say whether one agrees with a proposal", edit, api::type<ReviewBody>("TargetReviewBody"), one, {id}, review),
        row(ports, post, base + "/{id}/approve", "Approve what somebody else proposed; the catalogue is then to be edited", edit, api::type<ApprovalBody>("TargetApprovalBody"), one, {id}, approve),
        row(ports, post, base + "/{id}/decline", "Decline what somebody else proposed", edit, end, one, {id}, decline),
        row(ports, post, base + "/{id}/withdraw", "Withdraw a proposal", edit, end, one, {id}, withdraw),
    };
    set_apart(out[0], ports);
    set_apart(out[1], ports);
    return out;
}

}  // namespace plimsoll::targets
