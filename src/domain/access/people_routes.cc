#include "domain/access/people_routes.h"

#include "api/cursor.h"

namespace plimsoll::access {
namespace {

namespace errors {
inline constexpr ErrorKind others_sessions{"access.others_sessions", 403, "Only an administrator sees everybody's sessions", "Leave out `all`"};
}  // namespace errors

constexpr std::size_t body_limit = 16 << 10;

using DeskPtr = std::shared_ptr<Desk>;

Result<api::Reply> list_people(const Desk& desk, const api::Request& request) {
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    PeopleList list;
    std::vector<std::pair<Person, std::uint64_t>> found;
    const std::uint64_t seq = desk.ports().engine.read([&](const State& state) {
        std::map<std::string, std::uint64_t> sessions;
        for (const auto& [id, session] : state.sessions) ++sessions[session.person];
        list.next_cursor = api::each_on_page(state.people, page, [&](const std::string& id, const Person& person) {
            found.emplace_back(person, sessions[id]);
        });
    });
    for (const auto& [person, sessions] : found) list.items.push_back(desk.view_of(person, sessions));
    return api::ok(list, seq);
}

SessionRow row_of_session(const Desk& desk, const Session& session, const std::string& current) {
    const Account account = desk.ports().accounts->of(session.person);
    const Timestamp seen = desk.ports().authenticator->last_seen(session.id).value_or(session.began);
    SessionRow row{session.id, session.person, account.display_name, session.began, seen, std::min(session.expires, seen + session_idle),
                   "",         "",             session.id == current};
    if (const auto origin = account.origins.find(session.id); origin != account.origins.end()) {
        row.address = origin->second.address;
        row.agent = origin->second.agent;
    }
    return row;
}

Result<api::Reply> list_sessions(const Desk& desk, const api::Request& request) {
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    const bool all = request.query_value("all").value_or("false") == "true";
    if (all && !request.actor.rights.has(api::Right::admin)) return fail(errors::others_sessions);
    const auto shown = session_in(request.header("cookie"));
    const std::string current = request.actor.id.starts_with("person:") && shown ? shown->id : "";
    SessionList list;
    std::vector<Session> found;
    const auto take = [&](const std::string&, const Session& session) { found.push_back(session); };
    const std::uint64_t seq = desk.ports().engine.read([&](const State& state) {
        if (all) {
            list.next_cursor = api::each_on_page(state.sessions, page, take);
            return;
        }
        std::map<std::string, Session> own;
        for (const std::string& id : state.sessions_of(request.actor.id)) own[id] = state.sessions.at(id);
        list.next_cursor = api::each_on_page(own, page, take);
    });
    for (const Session& session : found) list.items.push_back(row_of_session(desk, session, current));
    return api::ok(list, seq);
}

Result<api::Reply> end_session(const Desk& desk, const api::Request& request) {
    const Whose whose = request.actor.rights.has(api::Right::admin) ? Whose::anybodys : Whose::own;
    api::Reply reply;
    reply.status = 204;
    TRY_ASSIGN(reply.after_seq, desk.ports().engine.submit(request.actor, RevokeSession{request.path_parameters.at("id"), whose}));
    return reply;
}

Result<api::Reply> list_roles(const api::Request&) {
    RoleList list;
    for (const RoleRow& row : roles) list.items.push_back({row.role, spelt_out(row.rights), std::string(row.description)});
    for (const HiringRoleRow& row : hiring_roles) list.hiring.push_back({row.role, spelt_out(row.rights), std::string(row.description)});
    return api::ok(list);
}

api::Route row(api::Method method, std::string path, std::string summary, api::Right right) {
    api::Route out;
    out.method = method;
    out.path = std::move(path);
    out.summary = std::move(summary);
    out.right = right;
    out.body_limit = body_limit;
    return out;
}

using Work = void (Desk::*)(api::Request, api::Done);

api::Route later(api::Route out, const DeskPtr& desk, Work work) {
    out.async_handler = [desk, work](api::Request request, api::Done done) { (desk.get()->*work)(std::move(request), std::move(done)); };
    return out;
}

api::Route open(api::Route out) {
    out.needs_no_right = true;
    return out;
}

api::Route typed(api::Route out, api::TypeRef request, api::TypeRef reply) {
    out.request = std::move(request);
    out.reply = std::move(reply);
    return out;
}

const api::Parameter person_id{"id", "path", "The person's id.", true};

std::vector<api::Route> sign_in_rows(const DeskPtr& desk) {
    const api::TypeRef view = api::type<SessionView>("SessionView");
    api::Route show = open(row(api::Method::get, "/api/v1/session", "Say who is asking, and whether the server still has to be set up", api::Right::view));
    show.reply = view;
    show.handler = [desk](const api::Request& request) { return desk->show_session(request); };
    api::Route out = row(api::Method::del, "/api/v1/session", "Sign out", api::Right::practise);
    out.handler = [desk](const api::Request& request) { return desk->sign_out(request); };
    return {show, out,
            typed(later(open(row(api::Method::post, "/api/v1/session", "Sign in with a name and a password; sets the session's cookie", api::Right::view)), desk, &Desk::sign_in),
                  api::type<SignInBody>("SignIn"), view),
            typed(later(open(row(api::Method::post, "/api/v1/setup", "Create the administrator with the code of the first start's link", api::Right::view)), desk, &Desk::set_up),
                  api::type<SetupBody>("Setup"), view),
            typed(later(open(row(api::Method::post, "/api/v1/join", "Take up an invitation, or set a new password, with the code of a link", api::Right::view)), desk, &Desk::join),
                  api::type<JoinBody>("Join"), view),
            typed(later(row(api::Method::post, "/api/v1/password", "Set one's own password; one's other sessions end", api::Right::practise), desk, &Desk::set_password),
                  api::type<NewPassword>("NewPassword"), api::no_body())};
}

std::vector<api::Route> admin_rows(const DeskPtr& desk) {
    api::Route list = row(api::Method::get, "/api/v1/people", "List people, their roles and states", api::Right::admin);
    list.reply = api::type<PeopleList>("PeopleList");
    list.parameters = api::page_parameters();
    list.handler = [desk](const api::Request& request) { return list_people(*desk, request); };
    api::Route change = later(row(api::Method::patch, "/api/v1/people/{id}", "Change a person's roles or display name, disable or enable them", api::Right::admin), desk, &Desk::change);
    change.parameters = {person_id};
    api::Route reset = row(api::Method::post, "/api/v1/people/{id}/reset", "Make a one-time link for a new password; it is shown once", api::Right::admin);
    reset.parameters = {person_id};
    reset.reply = api::type<InvitationIssued>("InvitationIssued");
    reset.handler = [desk](const api::Request& request) { return desk->reset(request); };
    return {list, typed(std::move(change), api::type<PersonChange>("PersonChange"), api::type<PersonView>("PersonView")), reset,
            typed(later(row(api::Method::post, "/api/v1/invitations", "Invite a person; the one-time link is shown once", api::Right::admin), desk, &Desk::invite),
                  api::type<NewInvitation>("NewInvitation"), api::type<InvitationIssued>("InvitationIssued"))};
}

std::vector<api::Route> session_rows(const DeskPtr& desk) {
    api::Route list = row(api::Method::get, "/api/v1/sessions", "List one's own open sessions, or everybody's", api::Right::practise);
    list.reply = api::type<SessionList>("SessionList");
    list.parameters = api::page_parameters();
    list.parameters.push_back({"all", "query", "true: everybody's, for administrators.", false});
    list.handler = [desk](const api::Request& request) { return list_sessions(*desk, request); };
    api::Route end = row(api::Method::del, "/api/v1/sessions/{id}", "End a session of one's own, or anybody's for administrators", api::Right::practise);
    end.parameters = {{"id", "path", "The session's id.", true}};
    end.handler = [desk](const api::Request& request) { return end_session(*desk, request); };
    api::Route role_list = row(api::Method::get, "/api/v1/roles", "List the roles and the rights that each has", api::Right::practise);
    role_list.reply = api::type<RoleList>("RoleList");
    role_list.handler = list_roles;
    return {list, end, role_list};
}

}  // namespace

std::vector<api::Route> people_routes(DeskPtr desk) {
    std::vector<api::Route> all = sign_in_rows(desk);
    for (auto& rows : {admin_rows(desk), session_rows(desk)}) all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

}  // namespace plimsoll::access
