#include "domain/access/decide.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/access/decide_people.h"

namespace plimsoll::access {
namespace {

using parts::decide_on;
using parts::is_hex;

bool is_name(const std::string& name) {
    return !name.empty() && name.size() <= name_limit && text::is_utf8(name) && text::printable(name) == name &&
           name.find('\n') == std::string::npos && name.front() != ' ' && name.back() != ' ';
}

std::vector<FieldError> wrong_fields(const CreateToken& command, const log::Issued& issued) {
    std::vector<FieldError> wrong;
    if (command.id.size() < 8 || command.id.size() > 32 || !is_hex(command.id))
        wrong.push_back({"/id", "must be 8 to 32 lower-case hexadecimal digits", ""});
    if (!is_name(command.name))
        wrong.push_back({"/name", "must be 1 to 100 bytes of printable text without spaces around it", "say who uses it: ci, prometheus"});
    if (command.rights.empty()) wrong.push_back({"/rights", "must name at least one right", "view, ingest, respond, edit, admin, practise, interview or hire"});
    if (std::set(command.rights.begin(), command.rights.end()).size() != command.rights.size())
        wrong.push_back({"/rights", "names a right twice", ""});
    if (command.secret_sha256.size() != 64 || !is_hex(command.secret_sha256))
        wrong.push_back({"/secret_sha256", "must be a SHA-256 in lower-case hexadecimal", ""});
    if (command.expires && *command.expires <= issued.at) wrong.push_back({"/expires", "must be in the future", "leave it out for a token without end"});
    return wrong;
}

bool is_same(const Token& token, const CreateToken& command) {
    return !token.revoked && token.name == command.name && token.rights == command.rights &&
           token.secret_sha256 == command.secret_sha256 && token.expires == command.expires;
}

Result<std::vector<Event>> decide_on(const State& state, const CreateToken& command, const log::Issued& issued) {
    const auto known = state.tokens.find(command.id);
    if (known != state.tokens.end() && is_same(known->second, command)) return std::vector<Event>();
    if (auto wrong = wrong_fields(command, issued); !wrong.empty()) return fail(errors::invalid_token, {}, std::move(wrong));
    if (known != state.tokens.end()) return fail(errors::exists, "id " + command.id);
    std::size_t live = 0;
    for (const auto& [id, token] : state.tokens) {
        if (!token.works(issued.at)) continue;
        if (token.name == command.name) return fail(errors::exists, "token " + id + " is called `" + command.name + "`");
        ++live;
    }
    if (live >= live_limit) return fail(errors::too_many_tokens, std::to_string(live_limit) + " at most");
    return std::vector<Event>{TokenCreated{command.id, command.name, command.rights, command.secret_sha256, command.expires}};
}

Result<std::vector<Event>> decide_on(const State& state, const RevokeToken& command, const log::Issued&) {
    const auto known = state.tokens.find(command.id);
    if (known == state.tokens.end()) return fail(errors::unknown_token, text::printable(command.id));
    if (known->second.revoked) return std::vector<Event>();
    return std::vector<Event>{TokenRevoked{command.id}};
}

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit([&](const auto& given) { return decide_on(state, given, issued); }, command);
}

}  // namespace plimsoll::access
