#include "domain/access/routes.h"

#include "api/cursor.h"
#include "domain/access/replies.h"
#include "domain/access/token_text.h"

namespace plimsoll::access {
namespace {

using AccessEngine = api::Engine<State, Command>;

TokenView view(const Token& token, Timestamp now) {
    return {token.id,      token.name,    token.rights,     token.created,   token.created_by,
            token.expires, token.revoked, token.revoked_by, token.works(now)};
}

Result<api::Reply> list_tokens(const AccessEngine& engine, const api::Request& request) {
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    TokenList list;
    const std::uint64_t seq = engine.read([&](const State& state) {
        list.next_cursor = api::each_on_page(state.tokens, page, [&](const std::string&, const Token& token) {
            list.items.push_back(view(token, request.at));
        });
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
                       {"limit", "query", "1 to 1000; 100 when not given", false}};
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
