#include "server/gate_replay.h"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/catalog/catalog_codec.h"
#include "domain/policy/decide.h"
#include "domain/policy/policy_codec.h"
#include "domain/policy/reading.h"
#include "domain/slo/slo_codec.h"

namespace plimsoll::server {

namespace {

log::Stamp stamp_of(const log::Event& row) { return {row.seq, row.fact.at, row.fact.actor}; }

/// Applies a stream's events up to `last` to a module's state. `decode`: the module's.
template <class State, class Decode>
Result<> fold_stream(const log::Log& log, const std::string& stream, log::Seq last, const Decode& decode, State& state) {
    std::optional<Error> broken;
    TRY(log.read_stream(stream, 1, SIZE_MAX, [&](const log::Event& row) {
        if (row.seq > last) return false;
        auto event = decode(row.fact);
        if (!event) {
            broken = std::move(event).error().within("event #" + std::to_string(row.seq));
            return false;
        }
        if (*event) apply(state, **event, stamp_of(row));
        return true;
    }));
    if (broken) return *std::move(broken);
    return {};
}

Result<policy::Decision> find_decision(const log::Log& log, const std::string& id) {
    std::optional<policy::Decision> found;
    TRY(log.read_stream(policy::stream_of_service(policy::service_of(id)), 1, SIZE_MAX, [&](const log::Event& row) {
        const auto event = policy::decode(row.fact);
        const auto* decided = event && *event ? std::get_if<policy::GateDecided>(&**event) : nullptr;
        if (decided == nullptr || decided->id != id) return true;
        found = policy::Decision{id, row.seq, row.fact.at, row.fact.actor, decided->answer, decided->facts};
        return false;
    }));
    if (!found) return fail(policy::errors::unknown_decision, text::printable(id));
    return *std::move(found);
}

/// What the log says of the facts; the counts are the decision's.
Result<policy::GateFacts> refold(const log::Log& log, const policy::Decision& decision) {
    const policy::GateFacts& recorded = decision.facts;
    catalog::State catalog;
    slo::State alerts;
    policy::State policy;
    TRY(fold_stream(log, "catalog", recorded.seen_seq, [](const auto& row) { return catalog::decode(row); }, catalog));
    TRY(fold_stream(log, policy::stream_of_service(recorded.service), decision.seq - 1, [](const auto& row) { return policy::decode(row); }, policy));
    for (const policy::SloFacts& one : recorded.slos) {
        TRY(fold_stream(log, "slo/" + one.slo, recorded.seen_seq, [](const auto& row) { return slo::decode(row); }, alerts));
        TRY(fold_stream(log, policy::stream_of_slo(one.slo), decision.seq - 1, [](const auto& row) { return policy::decode(row); }, policy));
    }
    policy::GateFacts facts = policy::facts_of(catalog.current, alerts, recorded.service);
    facts.seen_seq = recorded.seen_seq;
    for (policy::SloFacts& slo : facts.slos) {
        for (const policy::SloFacts& then : recorded.slos) {
            if (then.slo == slo.slo) slo.figure = then.figure;
        }
    }
    return policy::complete(policy, std::move(facts), recorded.at);
}

std::string word(policy::BudgetState state) { return boost::describe::enum_to_string(state, ""); }

/// Where the log folded up to the decision says something else than the decision recorded.
std::vector<std::string> differences_of(const policy::GateFacts& recorded, const policy::GateFacts& folded) {
    std::vector<std::string> out;
    if (!(recorded.terms == folded.terms))
        out.push_back(fmt::format("the lines were those of {} ({}), the log has {} ({})", recorded.terms.source, recorded.terms.version,
                                  folded.terms.source, folded.terms.version));
    if (!(recorded.exceptions == folded.exceptions))
        out.push_back(fmt::format("{} exceptions held, the log has {}", recorded.exceptions.size(), folded.exceptions.size()));
    for (const policy::SloFacts& then : recorded.slos) {
        const auto found = std::find_if(folded.slos.begin(), folded.slos.end(), [&](const auto& slo) { return slo.slo == then.slo; });
        if (found == folded.slos.end()) out.push_back(then.slo + " was judged, the log's catalogue does not have it");
        else if (found->state != then.state) out.push_back(fmt::format("{} was in {}, the log has {}", then.slo, word(then.state), word(found->state)));
        else if (!(*found == then)) out.push_back(then.slo + ": open alerts or the staleness bound differ");
    }
    for (const policy::SloFacts& slo : folded.slos) {
        const auto is = [&](const auto& then) { return then.slo == slo.slo; };
        if (std::none_of(recorded.slos.begin(), recorded.slos.end(), is)) out.push_back(slo.slo + " was not judged, the log's catalogue has it");
    }
    return out;
}

}  // namespace

Result<GateReplay> replay_gate(const log::Log& log, const std::string& id) {
    TRY_ASSIGN(const policy::Decision decision, find_decision(log, id));
    TRY_ASSIGN(const policy::GateFacts folded, refold(log, decision));
    GateReplay out;
    out.decision = policy::view_of(decision);
    out.replayed = policy::decide_gate(decision.facts);
    out.refolded = policy::decide_gate(folded);
    out.differences = differences_of(decision.facts, folded);
    out.same = out.replayed == decision.answer && out.refolded == decision.answer && out.differences.empty();
    return out;
}

api::Route gate_replay_route(const log::Log& log, const Desk& desk) {
    api::Route route;
    route.path = "/api/v1/gate/decisions/{id}/replay";
    route.summary = "Take a decision again, from its event alone and from the log folded up to it";
    route.reply = api::type<GateReplay>("GateReplay");
    route.parameters = {{"id", "path", "of the decision", true}};
    route.async_handler = desk.handler([&log](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const GateReplay replay, replay_gate(log, request.path_parameters.at("id")));
        return api::ok(replay);
    });
    return route;
}

}  // namespace plimsoll::server
