#include "domain/hiring/fairness_routes.h"

#include "api/row.h"
#include "domain/people/question_words.h"

namespace plimsoll::hiring {

namespace {

using api::Reply;
using api::Request;

constexpr const char* kNotice =
    "You need not answer. Nobody who interviews or decides sees what you say here: it is kept apart from your application, counts only in sums over "
    "groups of ten people and more, and goes when you withdraw it or are erased.";

struct Rows {
    std::shared_ptr<const FairnessPorts> ports;
    access::Slowdown slowdown{};
};
using RowsPtr = std::shared_ptr<Rows>;

Result<Reply> shown(const FairnessPorts& ports, const LinkHolder& holder) {
    TRY_ASSIGN(const std::optional<DeclaredRow> row, ports.of(holder.application));
    return api::ok(DeclarationView{ports.attributes(), row ? row->values : Declared{}, kNotice});
}

Result<Reply> declare(const FairnessPorts& ports, const LinkHolder& holder, const Request& request) {
    TRY_ASSIGN(const DeclarationBody body, json::decode_strict<DeclarationBody>(request.body));
    TRY(check_declared(ports.attributes(), body.values));
    if (body.values.empty()) TRY(ports.withdraw(holder.application));
    else TRY(ports.declare({holder.candidate, holder.application, body.values, request.at}));
    return shown(ports, holder);
}

Result<Reply> withdraw(const FairnessPorts& ports, const LinkHolder& holder, const Request&) {
    TRY(ports.withdraw(holder.application));
    return shown(ports, holder);
}

Result<Reply> show(const FairnessPorts& ports, const LinkHolder& holder, const Request&) { return shown(ports, holder); }

using OfHolder = Result<Reply> (*)(const FairnessPorts&, const LinkHolder&, const Request&);

/// As the candidate's own copy opens (copy.h): strangers are answered alike and slowed.
Result<Reply> opened(Rows& rows, const Request& request, OfHolder work) {
    const CopyPorts& copies = *rows.ports->copies;
    const std::string code = request.header("x-candidate-code");
    const std::string key = "link:" + code.substr(0, 24);
    if (const Duration wait = rows.slowdown.wait(key, request.remote_address, false, request.at); wait > Duration())
        return copies.slowed(fail(errors::too_fast), Duration::seconds((wait.in_ms() + 999) / 1000));
    Result<LinkHolder> holder = fail(errors::wrong_link);
    copies.hiring.engine.read([&](const State& state) { holder = holder_of(state, code, request.at); });
    if (!holder) {
        rows.slowdown.failed(key, request.remote_address, request.at);
        return std::move(holder).error();
    }
    rows.slowdown.succeeded(key, request.remote_address);
    if (const auto wait = copies.pace(holder->link, request.at)) return copies.slowed(fail(errors::too_fast), *wait);
    return work(*rows.ports, *holder, request);
}

Result<std::optional<Stage>> stage_in(const Request& request) {
    const std::string given = request.query_value("stage").value_or("");
    if (given.empty() || given == "hired") return std::optional<Stage>();
    const auto stage = people::from_word<Stage>(given);
    if (stage && *stage < Stage::hired) return stage;
    return fail(errors::invalid, "the query", {{"query stage", "must be one of applied, screen, interview, decision, offer, hired", ""}});
}

Result<FairnessPage> page_for(const FairnessPorts& ports, const Request& request) {
    TRY_ASSIGN(const std::optional<Stage> stage, stage_in(request));
    HiringFacts facts;
    ports.copies->hiring.engine.read([&](const State& state) { facts = facts_of(state); });
    TRY_ASSIGN(const std::vector<DeclaredRow> declared, ports.all());
    return fairness_of(facts, declared, ports.attributes(), stage);
}

Result<Reply> get_page(const FairnessPorts& ports, const Request& request) {
    TRY_ASSIGN(const FairnessPage page, page_for(ports, request));
    return api::ok(page);
}

Result<Reply> get_csv(const FairnessPorts& ports, const Request& request) {
    TRY_ASSIGN(const FairnessPage page, page_for(ports, request));
    Reply reply;
    reply.content_type = "text/csv; charset=utf-8";
    reply.body = fairness_csv(page);
    return reply;
}

}  // namespace

std::vector<api::Route> fairness_routes(std::shared_ptr<const FairnessPorts> ports) {
    const RowsPtr rows = std::make_shared<Rows>();
    rows->ports = std::move(ports);
    std::vector<api::Route> out;
    const auto add = [&](api::Route route, std::function<Result<Reply>(const Request&)> work) {
        route.async_handler = rows->ports->copies->hiring.apart([work = std::move(work)](const Request& request) -> Result<Reply> {
            TRY_ASSIGN(Reply reply, work(request));
            reply.shown_once = true;
            reply.headers.emplace_back("Cache-Control", "no-store");
            return reply;
        });
        out.push_back(std::move(route));
    };
    using enum api::Method;
    const auto open = [&](api::Method method, std::string summary, api::TypeRef body, OfHolder work) {
        api::Route route = api::row(method, "/api/v1/candidate/declaration", std::move(summary), api::Right::practise, std::move(body), api::type<DeclarationView>("DeclarationView"));
        route.needs_no_right = true;
        add(std::move(route), [rows, work](const Request& request) { return opened(*rows, request, work); });
    };
    open(get, "Show a candidate what they may declare of themselves, and did; the link's code comes in X-Candidate-Code", api::no_body(), show);
    open(put, "Declare it, in place of what was declared before; nothing: withdraw it", api::type<DeclarationBody>("DeclarationBody"), declare);
    open(del, "Withdraw what was declared", api::no_body(), withdraw);
    const std::vector<api::Parameter> stage = {{"stage", "query", "Who went on from applied, screen, interview, decision or offer; hired: who was hired of all that ended"}};
    add(api::row(get, "/api/v1/hiring/fairness", "Whether groups advance at different rates: sums of what candidates declared, with chance and one person's weight beside", api::Right::hire, {},
                 api::type<FairnessPage>("FairnessPage"), stage),
        [rows](const Request& request) { return get_page(*rows->ports, request); });
    add(api::row(get, "/api/v1/hiring/fairness/table", "The same as an audit table, CSV", api::Right::hire, {}, api::opaque("FairnessTable", "text/csv"), stage),
        [rows](const Request& request) { return get_csv(*rows->ports, request); });
    return out;
}

}  // namespace plimsoll::hiring
