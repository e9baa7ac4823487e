#include "domain/access/sign_in.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll::access {
namespace {

constexpr std::size_t agent_bytes_max = 200;

Secret secret_of(const TokenText& text) { return {text.id, secret_hash(text.secret)}; }

Result<TokenText> shown_code(const std::string& text) {
    auto code = parse_token(text, SecretKind::code);
    if (!code) return fail(errors::wrong_code);
    return std::move(*code);
}

void append(std::vector<FieldError>& all, std::vector<FieldError> some) {
    for (FieldError& one : some) all.push_back(std::move(one));
}

/// At most `limit` bytes of printable text, not cut inside a character.
std::string shortened(const std::string& text, std::size_t limit) {
    std::string out = text::printable(text);
    if (out.size() <= limit) return out;
    while (limit > 0 && (out[limit] & 0xC0) == 0x80) --limit;
    return out.substr(0, limit);
}

/// Tables remember what was typed; nobody's name is longer.
std::string slowdown_key(const std::string& name) { return name.substr(0, 64); }

bool signs_in_from(const Account& account, const std::string& address) {
    return std::any_of(account.origins.begin(), account.origins.end(),
                       [&](const auto& entry) { return network_of(entry.second.address) == network_of(address); });
}

}  // namespace

void Desk::later(api::Request request, api::Done done, Work work) {
    if (waiting_.fetch_add(1) >= waiting_limit) {
        --waiting_;
        return done(fail(plimsoll::errors::busy, "too many sign-ins wait for their turn"));
    }
    auto asked = std::make_shared<api::Request>(std::move(request));
    const bool taken = ports_.hash_thread([this, asked, done, work] {
        auto reply = (this->*work)(*asked);
        --waiting_;
        done(std::move(reply));
    });
    if (taken) return;
    --waiting_;
    done(fail(plimsoll::errors::busy));
}

void Desk::later_for_stranger(api::Request request, api::Done done, Work work) {
    auto seat = strangers_.enter(network_of(request.remote_address));
    if (!seat) return done(fail(plimsoll::errors::busy, "too many sign-ins wait for their turn"));
    later(std::move(request), [seat = std::move(seat), done = std::move(done)](Result<api::Reply> reply) { done(std::move(reply)); }, work);
}

void Desk::sign_in(api::Request request, api::Done done) { later_for_stranger(std::move(request), std::move(done), &Desk::sign_in_now); }
void Desk::set_up(api::Request request, api::Done done) { later_for_stranger(std::move(request), std::move(done), &Desk::set_up_now); }
void Desk::join(api::Request request, api::Done done) { later_for_stranger(std::move(request), std::move(done), &Desk::join_now); }
void Desk::set_password(api::Request request, api::Done done) { later(std::move(request), std::move(done), &Desk::set_password_now); }

std::optional<Person> Desk::person(const std::string& id) const {
    std::optional<Person> out;
    ports_.engine.read([&](const State& state) {
        if (const auto found = state.people.find(id); found != state.people.end()) out = found->second;
    });
    return out;
}

Duration Desk::must_wait(const std::string& name, const std::string& person, const api::Request& request) const {
    const bool at_home = !person.empty() && signs_in_from(ports_.accounts->of(person), request.remote_address);
    return slowdown_.wait(slowdown_key(name), request.remote_address, at_home, request.at);
}

api::Reply Desk::refuse_for(Duration wait) const {
    const Duration whole = Duration::seconds((wait.in_ms() + 999) / 1000);
    return ports_.slowed(fail(errors::slowed, "try again in " + text::duration(whole)), whole);
}

/// Hashes once, whoever it is.
Result<bool> Desk::is_password(const std::string& person, const std::string& password) {
    if (nobodys_password_.empty()) nobodys_password_ = hash_password(ports_.random->id(), cost_, *ports_.random);
    std::optional<std::string> phc;
    if (!person.empty()) {
        TRY_ASSIGN(phc, ports_.accounts->password(person));
    }
    const bool right = verify_password(phc.value_or(nobodys_password_), password) && phc.has_value();
    if (right && needs_rehash(*phc, cost_)) TRY(keep_password(person, password));
    return right;
}

Result<> Desk::keep_password(const std::string& person, const std::string& password) {
    return ports_.accounts->set_password(person, hash_password(password, cost_, *ports_.random));
}

Result<std::uint64_t> Desk::change_password(const std::string& person, const std::string& password, const api::Actor& actor, Command command) {
    TRY_ASSIGN(const std::optional<std::string> before, ports_.accounts->password(person));
    TRY(keep_password(person, password));
    auto seq = ports_.engine.submit(actor, std::move(command));
    if (!seq && before) TRY(ports_.accounts->set_password(person, *before));
    return seq;
}

Result<api::Reply> Desk::sign_in_now(const api::Request& request) {
    TRY_ASSIGN(const SignInBody body, json::decode_strict<SignInBody>(request.body));
    const std::string name = name_key(body.name);
    const std::string id = ports_.accounts->find(name).value_or("");
    if (const Duration wait = must_wait(name, id, request); wait > Duration()) return refuse_for(wait);
    const auto known = person(id);
    const bool active = known && known->state == PersonState::active;
    TRY_ASSIGN(const bool right, is_password(active ? id : "", body.password));
    if (!right) {
        slowdown_.failed(slowdown_key(name), request.remote_address, request.at);
        failures_.count(id, request.at);
        return fail(errors::wrong_password);
    }
    slowdown_.succeeded(slowdown_key(name), request.remote_address);
    const TokenText session = draw(*ports_.random);
    TRY_ASSIGN(const std::uint64_t seq, ports_.engine.submit({id, {}}, SignIn{id, secret_of(session)}));
    return session_reply(id, session, seq, request);
}

Result<api::Reply> Desk::set_up_now(const api::Request& request) {
    TRY_ASSIGN(const SetupBody body, json::decode_strict<SetupBody>(request.body));
    TRY_ASSIGN(const TokenText code, shown_code(body.code));
    bool set_up = false;
    Result<Code> works = fail(errors::wrong_code);
    ports_.engine.read([&](const State& state) {
        set_up = state.has_admin();
        works = working_code(state, secret_of(code), {CodePurpose::setup}, request.at);
    });
    if (set_up) return fail(errors::set_up_already);
    if (!works) return std::move(works).error();
    const std::string name = name_key(body.name);
    auto faults = name_faults(name, "/name");
    append(faults, display_name_faults(body.display_name, "/display_name"));
    append(faults, password_faults(body.password, "/password", {name, body.display_name}));
    if (!faults.empty()) return fail(errors::invalid_person, {}, std::move(faults));
    TRY_ASSIGN(const std::string id, ports_.accounts->add(name, body.display_name, request.at));
    TRY(keep_password(id, body.password));
    const TokenText session = draw(*ports_.random);
    auto seq = ports_.engine.submit({id, {}}, CreateAdministrator{secret_of(code), id, secret_of(session)});
    if (!seq) {
        TRY(ports_.accounts->forget(id, request.at));
        return std::move(seq).error();
    }
    return session_reply(id, session, *seq, request);
}

Result<api::Reply> Desk::join_now(const api::Request& request) {
    TRY_ASSIGN(const JoinBody body, json::decode_strict<JoinBody>(request.body));
    TRY_ASSIGN(const TokenText code, shown_code(body.code));
    Result<Code> works = fail(errors::wrong_code);
    ports_.engine.read([&](const State& state) {
        works = working_code(state, secret_of(code), {CodePurpose::join, CodePurpose::reset}, request.at);
    });
    if (!works) return std::move(works).error();
    const std::string id = works->person;
    const Account account = ports_.accounts->of(id);
    const std::string display_name = body.display_name.value_or(account.display_name);
    auto faults = password_faults(body.password, "/password", {account.name, display_name});
    append(faults, display_name_faults(display_name, "/display_name"));
    if (!faults.empty()) return fail(errors::invalid_password, {}, std::move(faults));
    const TokenText session = draw(*ports_.random);
    TRY_ASSIGN(const std::uint64_t seq, change_password(id, body.password, {id, {}}, Join{secret_of(code), secret_of(session)}));
    if (display_name != account.display_name) TRY(ports_.accounts->rename(id, display_name));
    slowdown_.succeeded(slowdown_key(account.name), request.remote_address);
    return session_reply(id, session, seq, request);
}

Result<api::Reply> Desk::set_password_now(const api::Request& request) {
    TRY_ASSIGN(const NewPassword body, json::decode_strict<NewPassword>(request.body));
    const std::string& id = request.actor.id;
    const auto shown = session_in(request.header("cookie"));
    if (!id.starts_with("person:") || !shown) return fail(errors::not_a_person);
    const Account account = ports_.accounts->of(id);
    if (const Duration wait = must_wait(account.name, id, request); wait > Duration()) return refuse_for(wait);
    auto faults = password_faults(body.password, "/password", {account.name, account.display_name});
    if (!faults.empty()) return fail(errors::invalid_password, {}, std::move(faults));
    TRY_ASSIGN(const bool right, is_password(id, body.old));
    if (!right) {
        slowdown_.failed(slowdown_key(account.name), request.remote_address, request.at);
        failures_.count(id, request.at);
        return fail(errors::invalid_password, {}, {{"/old", "is not your password", "an administrator can make a link for a new one"}});
    }
    api::Reply reply;
    reply.status = 204;
    TRY_ASSIGN(reply.after_seq, change_password(id, body.password, request.actor, SetPassword{id, shown->id}));
    return reply;
}

Result<std::uint64_t> Desk::add_first(const std::string& name, const std::string& display_name, const std::string& password, Timestamp at) {
    const std::string key = name_key(name);
    auto faults = name_faults(key, "/name");
    append(faults, display_name_faults(display_name, "/display_name"));
    append(faults, password_faults(password, "/password", {key, display_name}));
    if (!faults.empty()) return fail(errors::invalid_person, {}, std::move(faults));
    TRY_ASSIGN(const std::string id, ports_.accounts->add(key, display_name, at));
    TRY(keep_password(id, password));
    return ports_.engine.submit({"system", {}}, AddFirstPerson{id});
}

Result<api::Reply> Desk::session_reply(const std::string& person, const TokenText& session, std::uint64_t seq, const api::Request& request) {
    // Those of ended sessions go, so the vault does not become a diary of where somebody was.
    std::map<std::string, Origin> origins;
    const auto known = ports_.accounts->of(person).origins;
    ports_.engine.read([&](const State& state) {
        for (const auto& [id, origin] : known)
            if (state.sessions.contains(id)) origins[id] = origin;
    });
    origins[session.id] = {shortened(request.remote_address, 64), shortened(request.header("user-agent"), agent_bytes_max)};
    TRY(ports_.accounts->set_origins(person, std::move(origins)));
    api::Reply reply = api::ok(session_view(person, session, request.at + session_idle), seq);
    reply.headers.emplace_back("Set-Cookie", cookie(format(session, SecretKind::session), session_absolute));
    reply.shown_once = true;
    return reply;
}

std::string Desk::cookie(const std::string& value, Duration age) const {
    return std::string(session_cookie) + "=" + value + "; Path=/; Max-Age=" + std::to_string(age.in_ms() / 1000) +
           "; HttpOnly; SameSite=Strict" + (ports_.secure_cookie ? "; Secure" : "");
}

SessionView Desk::session_view(const std::string& id, const TokenText& session, Timestamp expires) const {
    SessionView view;
    std::uint64_t sessions = 0;
    std::optional<Person> known;
    ports_.engine.read([&](const State& state) {
        if (const auto found = state.people.find(id); found != state.people.end()) known = found->second;
        sessions = state.sessions_of(id).size();
    });
    if (!known) return view;
    view.signed_in = true;
    view.person = view_of(*known, sessions);
    view.rights = view.person->rights;
    view.csrf = csrf_of(session);
    view.expires = expires;
    view.via = "session";
    view.open = ports_.open;
    return view;
}

PersonView Desk::view_of(const Person& person, std::uint64_t sessions) const {
    const Account account = ports_.accounts->of(person.id);
    return {person.id,    account.name,   account.display_name, person.role, person.hiring_role, spelt_out(person.rights()),
            person.state, person.created, person.last_sign_in,  sessions};
}

Result<api::Reply> Desk::show_session(const api::Request& request) {
    SessionView view;
    const std::string cookies = request.header("cookie");
    if (const std::string bearer = request.header("authorization"); !bearer.empty()) {
        TRY_ASSIGN(const api::Actor actor, ports_.authenticator->verify(bearer, request.remote_address, request.at));
        view = {true, false, {}, spelt_out(actor.rights), "", {}, "token", {}};
    } else if (const auto identity = ports_.authenticator->session(cookies, nullptr, request.at)) {
        view = session_view(identity->actor.id, *session_in(cookies), identity->expires);
    }
    view.open = ports_.open;
    const std::uint64_t seq = ports_.engine.read([&](const State& state) { view.setup_needed = !state.has_admin(); });
    return api::ok(view, seq);
}

Result<api::Reply> Desk::sign_out(const api::Request& request) {
    const auto shown = session_in(request.header("cookie"));
    if (!request.actor.id.starts_with("person:") || !shown) return fail(errors::not_a_person);
    api::Reply reply;
    reply.status = 204;
    TRY_ASSIGN(reply.after_seq, ports_.engine.submit(request.actor, SignOut{shown->id}));
    reply.headers.emplace_back("Set-Cookie", cookie("", Duration()));
    return reply;
}

Result<> Desk::tend(Timestamp now) {
    const api::Actor system{"system", {}};
    if (auto over = ports_.authenticator->sessions_over(now); !over.empty())
        TRY(ports_.engine.submit(system, ExpireSessions{std::move(over)}));
    if (failures_.any()) TRY(ports_.engine.submit(system, NoteFailures{failures_.take()}));
    return {};
}

}  // namespace plimsoll::access
