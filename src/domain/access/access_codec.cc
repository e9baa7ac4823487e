#include "domain/access/access_codec.h"

#include "base/json_codec.h"
#include "domain/access/people_replies.h"
#include "domain/access/replies.h"
#include "domain/access/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::access::TokenCreated)
PLIMSOLL_JSON(plimsoll::access::TokenRevoked)
PLIMSOLL_JSON(plimsoll::access::CodeIssued)
PLIMSOLL_JSON(plimsoll::access::CodeWithdrawn)
PLIMSOLL_JSON(plimsoll::access::CodeUsed)
PLIMSOLL_JSON(plimsoll::access::PersonInvited)
PLIMSOLL_JSON(plimsoll::access::PersonJoined)
PLIMSOLL_JSON(plimsoll::access::PasswordSet)
PLIMSOLL_JSON(plimsoll::access::RoleChanged)
PLIMSOLL_JSON(plimsoll::access::HiringRoleChanged)
PLIMSOLL_JSON(plimsoll::access::PersonRenamed)
PLIMSOLL_JSON(plimsoll::access::PersonDisabled)
PLIMSOLL_JSON(plimsoll::access::PersonEnabled)
PLIMSOLL_JSON(plimsoll::access::SignedIn)
PLIMSOLL_JSON(plimsoll::access::SignedOut)
PLIMSOLL_JSON(plimsoll::access::SessionRevoked)
PLIMSOLL_JSON(plimsoll::access::SessionsExpired)
PLIMSOLL_JSON(plimsoll::access::SignInFailed)
PLIMSOLL_JSON(plimsoll::access::State)
PLIMSOLL_JSON(plimsoll::access::NewToken)
PLIMSOLL_JSON(plimsoll::access::TokenList)
PLIMSOLL_JSON(plimsoll::access::IssuedToken)
PLIMSOLL_JSON(plimsoll::access::SessionView)
PLIMSOLL_JSON(plimsoll::access::SignInBody)
PLIMSOLL_JSON(plimsoll::access::SetupBody)
PLIMSOLL_JSON(plimsoll::access::JoinBody)
PLIMSOLL_JSON(plimsoll::access::NewInvitation)
PLIMSOLL_JSON(plimsoll::access::InvitationIssued)
PLIMSOLL_JSON(plimsoll::access::PersonView)
PLIMSOLL_JSON(plimsoll::access::PeopleList)
PLIMSOLL_JSON(plimsoll::access::PersonChange)
PLIMSOLL_JSON(plimsoll::access::NewPassword)
PLIMSOLL_JSON(plimsoll::access::SessionList)
PLIMSOLL_JSON(plimsoll::access::RoleList)

namespace plimsoll::access {
namespace {

/// "person/<digits>" of the id "person:<digits>"; nobody's codes set the server up.
std::string stream_of_person(const std::string& person) {
    return person.empty() ? "setup" : "person/" + person.substr(person.find(':') + 1);
}

struct StreamOf {
    std::string operator()(const TokenCreated& fact) const { return "token/" + fact.token; }
    std::string operator()(const TokenRevoked& fact) const { return "token/" + fact.token; }
    std::string operator()(const SessionsExpired&) const { return "sessions"; }
    std::string operator()(const SignInFailed&) const { return "sign-in"; }
    template <class Fact>
    std::string operator()(const Fact& fact) const {
        return stream_of_person(fact.person);
    }
};

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), StreamOf{});
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::access
