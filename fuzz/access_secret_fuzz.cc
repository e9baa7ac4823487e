// Cookie and Authorization headers and one-time codes as a stranger may write them: read or refused, never both ways. What
// is read has one spelling, and opens nothing that was not issued.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "domain/access/authenticator.h"
#include "domain/access/decide.h"
#include "domain/access/token_text.h"

using namespace plimsoll;
using namespace plimsoll::access;

namespace {

constexpr Timestamp now = Timestamp::from_seconds(1'800'000'000);

/// A secret that a fuzzer can learn to write, so that the paths behind a right one are reached too.
TokenText issued() { return {"0123456789abcdef", std::string(secret_bytes, 'k')}; }

/// One person with one session, one token and one code, all of the same id and secret.
State world() {
    const std::string hash = secret_hash(issued().secret);
    State state;
    state.people["person:a"] = {"person:a", Role::viewer, PersonState::active, now, now, now};
    state.sessions[issued().id] = {issued().id, "person:a", hash, now, now + session_absolute};
    state.tokens[issued().id] = {issued().id, "a", {api::Right::view}, hash, now, "system", {}, {}, {}};
    state.codes[issued().id] = {issued().id, CodePurpose::reset, "person:a", hash, now + reset_lifetime};
    return state;
}

bool is_issued(const TokenText& text) { return text.id == issued().id && text.secret == issued().secret; }

void check_spelling(std::string_view text) {
    int kinds = 0;
    for (const SecretKind kind : {SecretKind::token, SecretKind::session, SecretKind::code}) {
        const auto read = parse_token(text, kind);
        if (!read) continue;
        ++kinds;
        INVARIANT(read->secret.size() == secret_bytes, "a secret is whole");
        INVARIANT(format(*read, kind) == text, "one secret has one spelling");
    }
    INVARIANT(kinds <= 1, "what opens one thing opens nothing else");
}

void check_cookie(Authenticator& authenticator, const std::string& header) {
    const auto shown = session_in(header);
    const std::string csrf = shown ? csrf_of(*shown) : "";
    const auto seen = authenticator.session(header, &csrf, now);
    INVARIANT(seen.has_value() == (shown && is_issued(*shown)), "only the session that was begun lets in");
    if (!seen) return;
    INVARIANT(seen->csrf_matches && seen->actor.id == "person:a", "it is its person's, and its page's changes pass");
    INVARIANT(!authenticator.session(header, &header, now)->csrf_matches, "the cookie is not the proof");
}

void check_code(const State& state, std::string_view text) {
    const auto shown = parse_token(text, SecretKind::code);
    if (!shown) return;
    const Secret secret{shown->id, secret_hash(shown->secret)};
    INVARIANT(working_code(state, secret, {CodePurpose::reset}, now).has_value() == is_issued(*shown), "only the code that was issued works");
    INVARIANT(!working_code(state, secret, {CodePurpose::setup}, now), "and for nothing else");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const State state = world();
    Authenticator authenticator;
    authenticator.publish(state, now);
    const std::string text(reinterpret_cast<const char*>(data), size);
    check_spelling(text);
    check_cookie(authenticator, text);
    check_cookie(authenticator, "plimsoll_session=" + text);
    check_code(state, text);
    const auto actor = authenticator.verify(text, "192.0.2.1", now);
    INVARIANT(!actor || actor->id == "token:" + issued().id, "only the token that was made lets in");
    return 0;
}
