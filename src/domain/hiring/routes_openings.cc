// routes_openings.cc: posts to be filled, and who may interview for them.
#include <algorithm>

#include "domain/hiring/route_parts.h"

namespace plimsoll::hiring {
namespace {

using api::Reply;

constexpr std::size_t kOpeningBody = 256 << 10;

bool kit_known(const Ports& ports, const std::string& kit) { return find_kit(*ports.shelf(), kit) != nullptr; }

Result<Reply> shown(const Asked& asked, const std::string& id, std::uint64_t after, int status = 200) {
    TRY_ASSIGN(const Read<OpeningView> read, read_opening(asked.ports, id, asked.request.at));
    Reply reply = api::ok(read.view, std::max(read.seq, after));
    reply.status = status;
    return reply;
}

Result<Reply> get_list(const Asked& asked) {
    const Read<OpeningList> list = list_openings(asked.ports, asked.request.at);
    return api::ok(list.view, list.seq);
}

Result<Reply> get_one(const Asked& asked) { return shown(asked, asked.id(), 0); }

Result<Reply> make(const Asked& asked) {
    TRY_ASSIGN(Opening what, asked.body<Opening>());
    const bool known = kit_known(asked.ports, what.kit);
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(MakeOpening{std::move(what), known}));
    std::string id;
    asked.ports.engine.read([&](const State& state) {
        for (const auto& [key, row] : state.openings)
            if (row.seq == seq) id = key;
    });
    return shown(asked, id, seq, 201);
}

Result<Reply> change(const Asked& asked) {
    TRY_ASSIGN(Opening what, asked.body<Opening>());
    bool known = kit_known(asked.ports, what.kit);
    asked.ports.engine.read([&](const State& state) {  // a kit that is gone may stay
        const OpeningRow* row = find_opening(state, asked.id());
        known = known || (row != nullptr && row->what.kit == what.kit);
    });
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(ChangeOpening{asked.id(), std::move(what), known}));
    return shown(asked, asked.id(), seq);
}

Result<Reply> close(const Asked& asked) {
    TRY_ASSIGN(CloseBody body, asked.body<CloseBody>());
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(CloseOpening{asked.id(), body.filled, std::move(body.reason)}));
    return shown(asked, asked.id(), seq);
}

Result<Reply> reopen(const Asked& asked) {
    TRY_ASSIGN(ReasonBody body, asked.body<ReasonBody>());
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(ReopenOpening{asked.id(), std::move(body.reason)}));
    return shown(asked, asked.id(), seq);
}

Result<Reply> get_interviewers(const Asked& asked) {
    InterviewerList list;
    for (const std::string& person : asked.ports.interviewers()) list.items.push_back(account_ref(asked.ports, person));
    std::sort(list.items.begin(), list.items.end(), [](const PersonRef& a, const PersonRef& b) { return std::tie(a.name, a.id) < std::tie(b.name, b.id); });
    return api::ok(list);
}

}  // namespace

std::vector<api::Route> opening_routes(const PortsPtr& ports) {
    using enum api::Method;
    using enum api::Right;
    const api::Parameter id{"id", "path", "The opening's id, such as op-1", true};
    const api::TypeRef one = api::type<OpeningView>("OpeningView");
    const api::TypeRef what = api::type<Opening>("Opening");
    std::vector<api::Route> out{
        hiring_row(ports, get, "/openings", "List the posts to be filled: open ones first, then the newest", interview, api::no_body(), api::type<OpeningList>("OpeningList"), {}, get_list),
        hiring_row(ports, post, "/openings", "Make an opening", hire, what, one, {}, make),
        hiring_row(ports, get, "/openings/{id}", "Show an opening", interview, api::no_body(), one, {id}, get_one),
        hiring_row(ports, put, "/openings/{id}", "Change an opening", hire, what, one, {id}, change),
        hiring_row(ports, post, "/openings/{id}/close", "Close an opening, filled or given up", hire, api::type<CloseBody>("OpeningCloseBody"), one, {id}, close),
        hiring_row(ports, post, "/openings/{id}/reopen", "Open a closed opening again", hire, api::type<ReasonBody>("HiringReasonBody"), one, {id}, reopen),
        hiring_row(ports, get, "/interviewers", "List who may be asked to interview", hire, api::no_body(), api::type<InterviewerList>("InterviewerList"), {}, get_interviewers),
    };
    for (api::Route& row : out) row.body_limit = kOpeningBody;
    return out;
}

}  // namespace plimsoll::hiring
