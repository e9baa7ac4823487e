#include "domain/access/routes.h"

#include <charconv>

#include "domain/access/replies.h"
#include "domain/access/token_text.h"

namespace plimsoll::access {
namespace {

using AccessEngine = api::Engine<State, Command>;

constexpr std::size_t page_size = 200;
constexpr std::size_t page_limit = 1'000;

TokenView view(const Token& token, Timestamp now) {
    return {token.id,      token.name,    token.rights,     token.created,   token.created_by,
            token.expires, token.revoked, token.revoked_by, token.works(now)};
}

TokenList page(const State& state, const std::string& after, std::size_t limit, Timestamp now) {
    TokenList list;
    for (auto it = state.tokens.upper_bound(after); it != state.tokens.end(); ++it) {
        if (list.tokens.size() == limit) {
            list.cursor = list.tokens.back().id;
            break;
        }
        list.tokens.push_back(view(it->second, now));
    }
    return list;
}

Result<std::size_t> read_limit(const api::Request& request) {
    const std::string text = request.query_value("limit").value_or(std::to_string(page_size));
    std::size_t limit = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (ec != std::errc() || end != text.data() + text.size() || limit == 0 || limit > page_limit)
        return fail(plimsoll::errors::invalid, {}, {{"limit", "must be a number from 1 to " + std::to_string(page_limit), ""}});
    return limit;
}

Result<api::Reply> list_tokens(const AccessEngine& engine, const api::Request& request) {
    TRY_ASSIGN(const std::size_t limit, read_limit(request));
    TokenList list;
    const std::uint64_t seq = engine.read([&](const State& state) {
        list = page(state, request.query_value("cursor").value_or(""), limit, request.at);
    });
    return api::ok(list, seq);
}

Result<api::Reply> create_token(const AccessEngine& engine, Random& random, const api::Request& request) {
    TRY_ASSIGN(const NewToken wanted, json::decode_strict<NewToken>(request.body));
    const TokenText drawn = draw(random);
    CreateToken command{drawn.id, wanted.name, wanted.rights, secret_hash(drawn.secret), wanted.expires};
    TRY_ASSIGN(const std::uint64_t seq, engine.submit(request.actor, std::move(command)));
    api::Reply reply = api::ok(IssuedToken{drawn.id, format(drawn)}, seq);
    reply.status = 201;
    reply.headers.emplace_back("Location", "/api/v1/tokens/" + drawn.id);
    reply.shown_once = true;
    return reply;
}

Result<api::Reply> revoke_token(const AccessEngine& engine, const api::Request& request) {
    TRY_ASSIGN(const std::uint64_t seq, engine.submit(request.actor, RevokeToken{request.path_parameters.at("id")}));
    api::Reply reply;
    reply.status = 204;
    reply.after_seq = seq;
    return reply;
}

}  // namespace

std::vector<api::Route> routes(AccessEngine engine, Random& random) {
    api::Route list;
    list.path = "/api/v1/tokens";
    list.summary = "List tokens, without their secrets";
    list.right = api::Right::admin;
    list.reply = api::type<TokenList>("TokenList");
    list.parameters = {{"cursor", "query", "The cursor of the page before.", false},
                       {"limit", "query", "Tokens of one page, 200 by default, at most 1000.", false}};
    list.handler = [engine](const api::Request& request) { return list_tokens(engine, request); };

    api::Route create;
    create.method = api::Method::post;
    create.path = "/api/v1/tokens";
    create.summary = "Make a token; its secret is in this reply and nowhere else";
    create.right = api::Right::admin;
    create.request = api::type<NewToken>("NewToken");
    create.reply = api::type<IssuedToken>("IssuedToken");
    create.handler = [engine, &random](const api::Request& request) { return create_token(engine, random, request); };

    api::Route revoke;
    revoke.method = api::Method::del;
    revoke.path = "/api/v1/tokens/{id}";
    revoke.summary = "Revoke a token for ever";
    revoke.right = api::Right::admin;
    revoke.parameters = {{"id", "path", "The token's id, the part between plm_ and the next underscore.", true}};
    revoke.handler = [engine](const api::Request& request) { return revoke_token(engine, request); };
    return {list, create, revoke};
}

}  // namespace plimsoll::access
