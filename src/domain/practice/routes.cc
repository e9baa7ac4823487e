#include "domain/practice/routes.h"

#include "api/row.h"
#include "base/json.h"

namespace plimsoll::practice {

namespace {

constexpr std::size_t kPlanBody = 1 << 20;
constexpr std::size_t kSheetBody = 256 << 10;

/// The id of a person who signed in; tokens and the machine itself have no workbook.
Result<std::string> person_of(const api::Actor& actor) {
    if (actor.id.starts_with("person:")) return actor.id;
    return fail(errors::no_workbook, "this request is of " + (actor.id.starts_with("token:") ? std::string("a token") : actor.id));
}

/// "\"abc\"" and "W/\"abc\"" are abc.
std::string bare(std::string tag) {
    if (tag.starts_with("W/")) tag.erase(0, 2);
    if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
    return tag;
}

/// A row that computes from what it is asked and keeps nothing.
template <class Question, class Answer>
api::Route pure_row(const Ports& ports, std::string path, std::string summary, const char* question, const char* answer, std::size_t body, std::function<Result<Answer>(const Question&, const api::Request&)> compute) {
    api::Route row = api::row(api::Method::post, std::move(path), std::move(summary), api::Right::practise, api::type<Question>(question), api::type<Answer>(answer));
    row.async_handler = ports.apart([compute = std::move(compute)](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const Question asked, json::decode_strict<Question>(request.body));
        TRY_ASSIGN(const Answer out, compute(asked, request));
        api::Reply reply = api::ok(out);
        reply.shown_once = true;  // nothing is kept, for a repeated Idempotency-Key neither
        return reply;
    });
    row.body_limit = body;
    row.open_as = kOpenAs;
    return row;
}

api::Reply private_reply(api::Reply reply) {
    reply.headers.emplace_back("Cache-Control", "no-store");
    reply.shown_once = true;
    return reply;
}

api::AsyncHandler at_the_desk(const Ports& ports, std::function<Result<api::Reply>(const api::Request&)> work) {
    return [run = ports.run, work = std::move(work)](api::Request request, api::Done done) {
        auto shared = std::make_shared<api::Done>(std::move(done));
        const bool taken = run([work, request = std::move(request), shared] { (*shared)(work(request)); });
        if (!taken) (*shared)(fail(plimsoll::errors::busy));
    };
}

std::vector<api::Route> workbook_rows(const Ports& ports) {
    Workbooks* books = ports.workbooks;
    api::Route read = api::row(api::Method::get, "/api/v1/practice/workbook", "Show what you practised: your own, and nobody else's", api::Right::practise, api::no_body(), api::type<Workbook>("Workbook"));
    read.async_handler = at_the_desk(ports, [books](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const Workbooks::Read kept, books->read(request.actor));
        api::Reply reply = private_reply(api::ok(kept.workbook));
        reply.etag = kept.tag;
        return reply;
    });
    api::Route write = api::row(api::Method::put, "/api/v1/practice/workbook", "Keep your workbook, sealed under your own key; needs If-Match with the ETag that you read", api::Right::practise, api::type<Workbook>("Workbook"), api::type<WorkbookKept>("WorkbookKept"));
    write.body_limit = kLongestWorkbook + (64 << 10);
    write.async_handler = at_the_desk(ports, [books](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const Workbook workbook, json::decode_strict<Workbook>(request.body));
        TRY_ASSIGN(const std::string tag, books->write(request.actor, request.header("if-match"), workbook));
        api::Reply reply = private_reply(api::ok(WorkbookKept{tag, static_cast<int>(json::encode(workbook).size()), static_cast<int>(kLongestWorkbook)}));
        reply.headers.emplace_back("ETag", "\"" + tag + "\"");
        return reply;
    });
    api::Route remove = api::row(api::Method::del, "/api/v1/practice/workbook", "Remove your workbook for good", api::Right::practise, api::no_body(), api::no_body());
    remove.async_handler = at_the_desk(ports, [books](const api::Request& request) -> Result<api::Reply> {
        TRY(books->remove(request.actor));
        api::Reply reply;
        reply.status = 204;
        return reply;
    });
    return {read, write, remove};
}

}  // namespace

Result<Workbooks::Read> Workbooks::read(const api::Actor& actor) {
    TRY_ASSIGN(const std::string person, person_of(actor));
    TRY_ASSIGN(const auto text, shelf_.read(person));
    Read out;
    out.tag = workbook_tag(text);
    if (text) {
        TRY_ASSIGN(out.workbook, json::decode<Workbook>(*text));
    }
    return out;
}

Result<std::string> Workbooks::write(const api::Actor& actor, const std::string& if_match, const Workbook& workbook) {
    TRY_ASSIGN(const std::string person, person_of(actor));
    if (if_match.empty()) return fail(errors::no_tag);
    TRY(check_workbook(workbook));
    TRY_ASSIGN(const auto before, shelf_.read(person));
    if (bare(if_match) != workbook_tag(before)) return fail(errors::workbook_changed);
    const std::string text = json::encode(workbook);
    if (!before || *before != text) TRY(shelf_.write(person, text));
    return workbook_tag(text);
}

Result<> Workbooks::remove(const api::Actor& actor) {
    TRY_ASSIGN(const std::string person, person_of(actor));
    return shelf_.remove(person);
}

std::vector<api::Route> routes(Ports ports) {
    std::vector<api::Route> rows;
    api::Route asks = api::row(api::Method::get, "/api/v1/practice/asks", "List questions to ask an employer, what good and bad answers sound like, and what to say after each", api::Right::practise, api::no_body(), api::type<AskList>("AskList"), {},
                               [asks = ports.asks](const api::Request&) -> Result<api::Reply> { return api::ok(*asks()); });
    asks.open_as = kOpenAs;
    rows.push_back(std::move(asks));
    rows.push_back(pure_row<PlanQuestion, Plan>(ports, "/api/v1/practice/plan", "Say what to practise next, from what was practised and when; keeps nothing", "PlanQuestion", "PracticePlan", kPlanBody,
                                                [bank = ports.bank](const PlanQuestion& asked, const api::Request& request) { return plan_practice(asked, bank()->bank, request.at); }));
    rows.push_back(pure_row<StoriesQuestion, StoriesAnswer>(ports, "/api/v1/practice/stories", "Say what an interviewer would miss in stories, with the words; and which of the three to have ready is missing; keeps nothing", "StoriesQuestion", "StoriesAnswer", kPlanBody,
                                                            [](const StoriesQuestion& asked, const api::Request&) { return check_stories(asked); }));
    rows.push_back(pure_row<Figure, FigureCheck>(ports, "/api/v1/practice/figure", "Recompute the change that a figure claims, and ask for what its sheet lacks; keeps nothing", "Figure", "FigureCheck", kSheetBody,
                                                 [](const Figure& asked, const api::Request&) { return check_figure(asked); }));
    rows.push_back(pure_row<ClaimsQuestion, ClaimsAnswer>(ports, "/api/v1/practice/claims", "Find the figures that a resume or another text claims, each as the beginning of a sheet; keeps nothing", "ClaimsQuestion", "ClaimsAnswer", kSheetBody,
                                                          [](const ClaimsQuestion& asked, const api::Request&) { return find_claims(asked); }));
    rows.push_back(pure_row<Closing, ClosingCheck>(ports, "/api/v1/practice/closing", "Put a closing of 60 seconds together and say what it lacks; keeps nothing", "Closing", "ClosingCheck", kSheetBody,
                                                   [](const Closing& asked, const api::Request&) { return check_closing(asked); }));
    for (api::Route& row : workbook_rows(ports)) rows.push_back(std::move(row));
    return rows;
}

}  // namespace plimsoll::practice
