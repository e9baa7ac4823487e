// desk_people.cc: the part of the desk that administrators use: people are invited, changed, sent a new link.
#include "domain/access/sign_in.h"

namespace plimsoll::access {
namespace {

/// What an administrator hands on; `format` of the code is in no other reply.
Result<api::Reply> issued(const Desk& desk, const std::string& person, const TokenText& code, std::uint64_t seq) {
    InvitationIssued out;
    out.id = person;
    out.name = desk.ports().accounts->of(person).name;
    out.code = format(code, SecretKind::code);
    out.link_path = "/join#" + out.code;
    desk.ports().engine.read([&](const State& state) {
        if (const auto found = state.codes.find(code.id); found != state.codes.end()) out.expires = found->second.expires;
    });
    api::Reply reply = api::ok(out, seq);
    reply.status = 201;
    reply.shown_once = true;
    return reply;
}

}  // namespace

void Desk::invite(api::Request request, api::Done done) { later(std::move(request), std::move(done), &Desk::invite_now); }
void Desk::change(api::Request request, api::Done done) { later(std::move(request), std::move(done), &Desk::change_now); }

Result<api::Reply> Desk::invite_now(const api::Request& request) {
    TRY_ASSIGN(const NewInvitation body, json::decode_strict<NewInvitation>(request.body));
    const std::string name = name_key(body.name);
    auto faults = name_faults(name, "/name");
    for (FieldError& fault : display_name_faults(body.display_name, "/display_name")) faults.push_back(std::move(fault));
    if (!faults.empty()) return fail(errors::invalid_person, {}, std::move(faults));
    TRY_ASSIGN(const std::string id, ports_.accounts->add(name, body.display_name, request.at));
    const TokenText code = draw(*ports_.random);
    auto seq = ports_.engine.submit(request.actor, Invite{id, body.role, {code.id, secret_hash(code.secret)}, body.hiring_role.value_or(HiringRole::none)});
    if (seq) return issued(*this, id, code, *seq);
    TRY(ports_.accounts->forget(id, request.at));
    return std::move(seq).error();
}

Result<api::Reply> Desk::reset(const api::Request& request) {
    const std::string& id = request.path_parameters.at("id");
    const TokenText code = draw(*ports_.random);
    TRY_ASSIGN(const std::uint64_t seq, ports_.engine.submit(request.actor, IssueReset{id, {code.id, secret_hash(code.secret)}}));
    return issued(*this, id, code, seq);
}

Result<api::Reply> Desk::change_now(const api::Request& request) {
    TRY_ASSIGN(const PersonChange body, json::decode_strict<PersonChange>(request.body));
    const std::string& id = request.path_parameters.at("id");
    std::vector<FieldError> faults;
    if (body.display_name) faults = display_name_faults(*body.display_name, "/display_name");
    if (body.state == PersonState::invited) faults.push_back({"/state", "must be active or disabled", ""});
    if (!faults.empty()) return fail(errors::invalid_person, {}, std::move(faults));
    const bool renamed = body.display_name && *body.display_name != ports_.accounts->of(id).display_name;
    TRY_ASSIGN(const std::uint64_t seq, ports_.engine.submit(request.actor, ChangePerson{id, body.role, body.state, renamed, body.hiring_role}));
    if (renamed) TRY(ports_.accounts->rename(id, *body.display_name));
    PersonView view;
    ports_.engine.read([&](const State& state) {
        if (const auto found = state.people.find(id); found != state.people.end()) view = view_of(found->second, state.sessions_of(id).size());
    });
    return api::ok(view, seq);
}

}  // namespace plimsoll::access
