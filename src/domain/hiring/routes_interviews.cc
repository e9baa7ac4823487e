// routes_interviews.cc: interviews are planned, drafts are kept, cards are submitted.
#include "domain/hiring/drafts.h"
#include "domain/hiring/route_parts.h"

namespace plimsoll::hiring {
namespace {

using api::Reply;
using Empty = exclusions::FieldChecks::Empty;

constexpr std::size_t kCardBody = 2 * kLargestCard;

std::vector<std::string> dimensions_of(const InterviewKit& kit) {
    std::vector<std::string> out;
    for (const KitDimension& d : kit.dimensions) out.push_back(d.id);
    return out;
}

/// What a card may rate and name: of the kit, or of the plan where the kit is not here any more.
struct KitWords {
    std::vector<std::string> dimensions;
    std::vector<std::string> prompts;
};
KitWords words_of(const Ports& ports, const InterviewRow& interview) {
    KitWords out;
    const auto shelf = ports.shelf();
    if (const InterviewKit* kit = find_kit(*shelf, interview.kit)) {
        out.dimensions = dimensions_of(*kit);
        for (const RedFlag& flag : kit->red_flags) out.prompts.push_back(flag.id);
    }
    out.dimensions.insert(out.dimensions.end(), interview.dimensions.begin(), interview.dimensions.end());
    return out;
}

Result<PlanInterview> plan_of(const Asked& asked, const Slice& slice, const InterviewBody& body) {
    const std::string& name = slice.opening().what.kit;
    const auto shelf = asked.ports.shelf();
    const InterviewKit* kit = find_kit(*shelf, name);
    if (kit == nullptr) return fail(errors::no_kit, "the kit of " + slice.opening().id + " is not here: \"" + name + "\"");
    PlanInterview plan{slice.id, body.round, body.title, kit->id, kit->version, dimensions_of(*kit), body.dimensions, body.interviewers, asked.ports.interviewers(), body.at, body.minutes};
    if (body.round.empty()) return plan;
    const KitRound* round = find_round(*kit, body.round);
    if (round == nullptr) return fail(errors::invalid, {}, {{"/round", "must be a round of the kit " + kit->id, "`plimsoll interview kit show` lists them"}});
    if (plan.title.empty()) plan.title = round->name;
    if (plan.dimensions.empty()) plan.dimensions = round->dimensions;
    if (plan.minutes == 0) plan.minutes = round->minutes;
    return plan;
}

Result<Reply> plan(const Asked& asked) {
    TRY_ASSIGN(const InterviewBody body, asked.body<InterviewBody>());
    TRY_ASSIGN(const Slice slice, slice_for(asked.ports, asked.viewer, asked.id()));
    TRY(not_erased(slice));
    TRY_ASSIGN(PlanInterview command, plan_of(asked, slice, body));
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(std::move(command)));
    std::string id;
    asked.ports.engine.read([&](const State& state) {
        if (const ApplicationRow* row = find_application(state, slice.id)) {
            for (const std::string& one : row->interviews)
                if (!slice.state.interviews.contains(one)) id = one;
        }
    });
    return shown_interview(asked, id, seq, 201);
}

Result<Slice> own_slice(const Asked& asked) { return slice_of_interview(asked.ports, asked.viewer, asked.id()); }

/// Drafts of people who are on it no more go with them, once the event at `seq` that says so is durable.
Result<> drop_drafts(const Ports& ports, const Slice& slice, const std::string& interview, const std::vector<std::string>& of, std::uint64_t seq) {
    if (of.empty() || slice.candidate().hold) return {};  // nothing goes under a legal hold
    TRY(ports.event_at(seq));
    for (const std::string& person : of) TRY(ports.papers.remove(slice.candidate().id, draft_field(interview, person)));
    return {};
}

Result<Reply> change(const Asked& asked) {
    TRY_ASSIGN(InterviewChangeBody body, asked.body<InterviewChangeBody>());
    TRY_ASSIGN(const Slice slice, own_slice(asked));
    TRY(not_erased(slice));
    const InterviewRow& row = slice.state.interviews.at(asked.id());
    ChangeInterview command;
    command.interview = row.id;
    command.kit_dimensions = words_of(asked.ports, row).dimensions;
    command.dimensions = std::move(body.dimensions).value_or(row.dimensions);
    command.interviewers = std::move(body.interviewers).value_or(row.interviewers);
    command.may_interview = asked.ports.interviewers();
    command.at = body.at;
    command.minutes = body.minutes.value_or(row.minutes);
    std::vector<std::string> gone;
    for (const std::string& person : row.interviewers)
        if (std::find(command.interviewers.begin(), command.interviewers.end(), person) == command.interviewers.end()) gone.push_back(person);
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(std::move(command)));
    TRY(drop_drafts(asked.ports, slice, row.id, gone, seq));
    return shown_interview(asked, row.id, seq);
}

Result<Reply> cancel(const Asked& asked) {
    TRY_ASSIGN(const ReasonBody body, asked.body<ReasonBody>());
    TRY_ASSIGN(const Slice slice, own_slice(asked));
    TRY(not_erased(slice));
    TRY(check_text("/reason", body.reason, Empty::refused));
    const InterviewRow& row = slice.state.interviews.at(asked.id());
    TRY_ASSIGN(std::string sealed, sealed_text(asked.ports, slice.candidate().id, InterviewCancelled::json_tag, row.id, body.reason));
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(CancelInterview{row.id, std::move(sealed)}));
    TRY(drop_drafts(asked.ports, slice, row.id, row.interviewers, seq));
    return shown_interview(asked, row.id, seq);
}

Result<Reply> get_list(const Asked& asked) {
    InterviewFilter filter;
    const std::string mine = asked.request.query_value("mine").value_or("");
    const std::string when = asked.request.query_value("when").value_or("");
    if (mine != "" && mine != "true" && mine != "false") return fail(errors::invalid, {}, {{"query mine", "must be true or false", ""}});
    if (when != "" && when != "to-come" && when != "all") return fail(errors::invalid, {}, {{"query when", "must be to-come or all", ""}});
    filter.mine = mine == "true";
    filter.to_come = when == "to-come";
    TRY_ASSIGN(const Read<InterviewList> list, list_interviews(asked.ports, asked.viewer, filter, asked.request.at));
    return api::ok(list.view, list.seq);
}

Result<Reply> get_one(const Asked& asked) { return shown_interview(asked, asked.id(), 0); }

Reply tagged(Reply reply, const std::string& tag) {
    reply.headers.emplace_back("ETag", "\"" + tag + "\"");
    return reply;
}

Result<Reply> get_draft(const Asked& asked) {
    TRY_ASSIGN(const Slice slice, own_slice(asked));
    TRY_ASSIGN(const Draft draft, read_draft(asked.ports, asked.viewer, slice, asked.id()));
    return tagged(api::ok(draft.card), draft.tag);
}

Result<Reply> put_draft(const Asked& asked) {
    TRY_ASSIGN(const Card card, asked.body<Card>());
    TRY_ASSIGN(const Slice slice, own_slice(asked));
    TRY_ASSIGN(const std::string tag, write_draft(asked.ports, asked.viewer, slice, asked.id(), card, asked.request.header("if-match"), asked.request.header("if-none-match")));
    return tagged(api::ok(card), tag);
}

Result<Reply> delete_draft(const Asked& asked) {
    TRY_ASSIGN(const Slice slice, own_slice(asked));
    TRY(remove_draft(asked.ports, asked.viewer, slice, asked.id()));
    Reply reply;
    reply.status = 204;
    return reply;
}

/// The draft goes once the card is durable, and not before: a crash in between leaves a draft beside the card.
Result<Reply> submit_card(const Asked& asked) {
    TRY_ASSIGN(const CardBody body, asked.body<CardBody>());
    TRY_ASSIGN(const Slice slice, own_slice(asked));
    const InterviewRow& row = slice.state.interviews.at(asked.id());
    const std::string& person = asked.viewer.person;
    if (!is_interviewer(row, person)) return fail(errors::not_yours, row.id);
    TRY(not_erased(slice));
    const CardRow* before = card_of(row, person);
    const int version = before == nullptr ? 1 : static_cast<int>(before->versions.size()) + 1;
    const KitWords words = words_of(asked.ports, row);
    TRY(check_card(body.card, row.dimensions, words.dimensions, words.prompts, version > 1));
    const std::string label = seal_label(CardSubmitted::json_tag, row.id + "/" + person + "/" + std::to_string(version));
    TRY_ASSIGN(std::string sealed, asked.ports.papers.seal(slice.candidate().id, label, json::encode(body.card)));
    const bool seen = could_see_others(slice.state, asked.viewer, row);
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(SubmitCard{row.id, person, version, seen, std::move(sealed)}));
    TRY_ASSIGN(Reply reply, shown_interview(asked, row.id, seq, version == 1 ? 201 : 200));
    TRY(asked.ports.event_at(seq));
    TRY(asked.ports.papers.remove(slice.candidate().id, draft_field(row.id, person)));
    return reply;
}

}  // namespace

std::vector<api::Route> interview_routes(const PortsPtr& ports) {
    using enum api::Method;
    using enum api::Right;
    const api::Parameter id{"id", "path", "The interview's id, such as iv-1", true};
    const api::TypeRef one = api::type<InterviewView>("InterviewView");
    const api::TypeRef card = api::type<Card>("ScoreCard");
    std::vector<api::Route> out{
        hiring_row(ports, put, "/interviews/{id}/draft", "Keep the draft of one's own card, sealed; with If-Match, or If-None-Match: * for the first", interview, card, card, {id}, put_draft),
        hiring_row(ports, post, "/interviews/{id}/card", "Submit one's own card; again: a second version beside the first", interview, api::type<CardBody>("CardBody"), one, {id}, submit_card),
        hiring_row(ports, post, "/applications/{id}/interviews", "Plan an interview: a round of the opening's kit, or one of one's own", hire, api::type<InterviewBody>("InterviewBody"), one,
                   {{"id", "path", "The application's id, such as ap-1", true}}, plan),
        hiring_row(ports, get, "/interviews", "List the interviews that one may see: those to come, then the newest", interview, api::no_body(), api::type<InterviewList>("InterviewList"),
                   {{"mine", "query", "true: only those that one is an interviewer of", false}, {"when", "query", "to-come: without those that are over; all", false}}, get_list),
        hiring_row(ports, get, "/interviews/{id}", "Show an interview, with the cards that one may see", interview, api::no_body(), one, {id}, get_one),
        hiring_row(ports, put, "/interviews/{id}", "Change who interviews, when, and what is assessed", hire, api::type<InterviewChangeBody>("InterviewChangeBody"), one, {id}, change),
        hiring_row(ports, post, "/interviews/{id}/cancel", "Cancel an interview of which no card was submitted", hire, api::type<ReasonBody>("HiringReasonBody"), one, {id}, cancel),
        hiring_row(ports, get, "/interviews/{id}/draft", "Show the draft of one's own card", interview, api::no_body(), card, {id}, get_draft),
        hiring_row(ports, del, "/interviews/{id}/draft", "Remove the draft of one's own card", interview, api::no_body(), api::no_body(), {id}, delete_draft),
    };
    out[0].body_limit = kCardBody;
    out[1].body_limit = kCardBody;
    return out;
}

}  // namespace plimsoll::hiring
