// token_commands.cc: `plimsoll token` and `plimsoll version`.
#include <fmt/format.h>

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include "base/clock.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "domain/access/replies.h"
#include "server/version.h"

namespace plimsoll::cli {

namespace {

Result<std::vector<api::Right>> rights_of(const std::vector<std::string>& names) {
    std::vector<api::Right> rights;
    for (const std::string& name : names) {
        api::Right right{};
        if (!boost::describe::enum_from_string(name.c_str(), right))
            return fail(plimsoll::errors::invalid, "\"" + text::printable(name) + "\" is no right; rights are " + kRightWords);
        rights.push_back(right);
    }
    return rights;
}

std::string words(const std::vector<api::Right>& rights) {
    std::string out;
    for (const api::Right right : rights) out += (out.empty() ? "" : ",") + std::string(boost::describe::enum_to_string(right, "?"));
    return out;
}

}  // namespace

int token_create(const Common& common, const std::string& name, const std::vector<std::string>& rights,
                 const std::string& expires_in) {
    auto wanted = rights_of(rights);
    if (!wanted) return report(wanted.error());
    access::NewToken token{name, *wanted, std::nullopt};
    if (!expires_in.empty()) {
        auto length = text::parse_duration(expires_in);
        if (!length) return report(length.error());
        token.expires = SystemClock().now() + *length;
    }
    const Session session(common);
    auto body = session.post("/api/v1/tokens", json::encode(token));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto issued = json::decode<access::IssuedToken>(*body);
    if (!issued) return report(issued.error());
    fmt::print("{}\n", issued->secret);
    fmt::print(stderr, "This is token {}; it is shown once. Send it as `Authorization: Bearer ...`.\n", issued->id);
    return kOk;
}

int token_list(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/tokens");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto list = json::decode<access::TokenList>(*body);
    if (!list) return report(list.error());
    const Terminal terminal(stdout);
    Table table({{"id"}, {"name"}, {"rights"}, {"created"}, {"by"}, {"expires"}, {"state"}});
    for (const access::TokenView& token : list->items) {
        table.add({{token.id}, {token.name}, {words(token.rights)}, {text::rfc3339(token.created)}, {token.created_by},
                   {token.expires ? text::rfc3339(*token.expires) : "never"},
                   {token.revoked ? "revoked" : token.works ? "works" : "expired"}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int token_revoke(const Common& common, const std::string& id) {
    const Session session(common);
    auto body = session.call("DELETE", "/api/v1/tokens/" + encoded(id), {});
    if (!body) return report(body.error());
    if (common.json) return print_json(body->empty() ? "{}" : *body);
    fmt::print("revoked {}\n", text::printable(id));
    return kOk;
}

int version(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/version");
    if (common.json) {
        return print_json("{\"cli\":" + json::quote(server::kVersion) + ",\"server\":" + (body ? *body : "null") + "}");
    }
    fmt::print("plimsoll {}\n", server::kVersion);
    if (body) fmt::print("server at {}: {}\n", session.server(), *body);
    return kOk;
}

}  // namespace plimsoll::cli
