#include "domain/hiring/copy_routes.h"

#include "api/row.h"
#include "domain/access/token_text.h"
#include "domain/exclusions/field_checks.h"
#include "domain/hiring/sight.h"
#include "log/keys.h"

namespace plimsoll::hiring {

namespace {

using api::Reply;
using api::Request;
using exclusions::FieldChecks;

/// The ports, and who failed to open a copy.
struct Copies {
    std::shared_ptr<const CopyPorts> ports;
    access::Slowdown slowdown{};
};
using CopiesPtr = std::shared_ptr<Copies>;

const std::string& id_in(const Request& request) { return request.path_parameters.at("id"); }

/// What failures are counted under: the id that was shown, whatever else was.
std::string slowdown_key(const std::string& code) { return "link:" + code.substr(0, 24); }

// For whoever hires

Result<Reply> issue(Copies& copies, const Request& request) {
    const CopyPorts& ports = *copies.ports;
    TRY_ASSIGN(const LinkBody body, json::decode_strict<LinkBody>(request.body.empty() ? "{}" : request.body));
    const CopyShows shows = body.shows.value_or(CopyShows::evidence);
    if (shows == CopyShows::ratings && !ports.ratings) return fail(errors::no_ratings);
    const Viewer viewer = viewer_of(ports.hiring, request.actor);
    std::uint64_t number = 0;
    bool early = false;  // whoever has a card to submit would read others' evidence by the link
    ports.hiring.engine.read([&](const State& state) {
        const ApplicationRow* application = find_application(state, id_in(request));
        if (application == nullptr) return;
        number = application->number;
        early = shows != CopyShows::papers && !sees_debrief(state, viewer, *application);
    });
    if (early) return fail(errors::not_yet, id_in(request));
    access::TokenText drawn = access::draw(*ports.random);
    drawn.id = link_id(number, drawn.id.substr(0, 8));
    const Timestamp expires = request.at + body.expires_in.value_or(kUsualLink);
    IssueLink command{drawn.id, id_in(request), access::secret_hash(drawn.secret), expires, shows};
    TRY_ASSIGN(const std::uint64_t seq, ports.hiring.engine.submit(request.actor, std::move(command)));
    const std::string code = access::format(drawn, access::SecretKind::copy);
    Reply reply = api::ok(CopyLinkIssued{drawn.id, code, "/candidate#" + code, expires, shows}, seq);
    reply.status = 201;
    reply.shown_once = true;
    return reply;
}

Result<Reply> list(Copies& copies, const Request& request) {
    CopyLinkList out;
    bool found = false;
    const std::uint64_t seq = copies.ports->hiring.engine.read([&](const State& state) {
        const ApplicationRow* application = find_application(state, id_in(request));
        found = application != nullptr;
        if (!found) return;
        for (const LinkRow& link : application->links) out.items.push_back({link.id, link.issued_at, link.expires, link.shows, link.works(request.at)});
    });
    if (!found) return fail(errors::unknown);
    return api::ok(out, seq);
}

Result<Reply> withdraw(Copies& copies, const Request& request) {
    Reply reply;
    reply.status = 204;
    TRY_ASSIGN(reply.after_seq, copies.ports->hiring.engine.submit(request.actor, WithdrawLink{id_in(request), request.path_parameters.at("link")}));
    return reply;
}

Result<Reply> answer(Copies& copies, const Request& request) {
    const CopyPorts& ports = *copies.ports;
    TRY_ASSIGN(const AnswerBody body, json::decode_strict<AnswerBody>(request.body));
    FieldChecks checks;
    checks.prose("/text", body.text, kLongestAsked, FieldChecks::Empty::refused);
    TRY(checks.checked(errors::invalid));
    std::string candidate;
    ports.hiring.engine.read([&](const State& state) {
        if (const ApplicationRow* application = find_application(state, id_in(request))) candidate = application->candidate;
    });
    if (candidate.empty()) return fail(errors::unknown);
    const std::string& asked = request.path_parameters.at("request");
    TRY_ASSIGN(std::string sealed, ports.hiring.papers.seal(candidate, seal_label(RequestAnswered::json_tag, asked), json::encode(SealedText{body.text})));
    Reply reply;
    reply.status = 204;
    TRY_ASSIGN(reply.after_seq, ports.hiring.engine.submit(request.actor, AnswerRequest{id_in(request), asked, body.followed, std::move(sealed)}));
    return reply;
}

// For whoever has a link

using OfHolder = Result<Reply> (*)(const CopyPorts&, const LinkHolder&, const Request&);

Result<Reply> opened(Copies& copies, const Request& request, OfHolder work) {
    const CopyPorts& ports = *copies.ports;
    const std::string code = request.header("x-candidate-code");
    const std::string key = slowdown_key(code);
    if (const Duration wait = copies.slowdown.wait(key, request.remote_address, false, request.at); wait > Duration())
        return ports.slowed(fail(errors::too_fast), Duration::seconds((wait.in_ms() + 999) / 1000));
    Result<LinkHolder> holder = fail(errors::wrong_link);
    ports.hiring.engine.read([&](const State& state) {
        holder = holder_of(state, code, request.at);
        // Who made the link held its code: while they owe a card, it shows them nothing of others'.
        const ApplicationRow* application = holder ? find_application(state, holder->application) : nullptr;
        if (application != nullptr && !own_cards_submitted(state, viewer_of(ports.hiring, {holder->issued_by, {}}).person, *application)) holder->shows = CopyShows::papers;
    });
    if (!holder) {
        copies.slowdown.failed(key, request.remote_address, request.at);
        return std::move(holder).error();
    }
    copies.slowdown.succeeded(key, request.remote_address);
    if (const auto wait = ports.pace(holder->link, request.at)) return ports.slowed(fail(errors::too_fast), *wait);
    auto reply = work(ports, *holder, request);
    // Erased while we read: as if it had been before.
    if (!reply && (reply.error().is(errors::erased) || reply.error().is(log::errors::erased))) return fail(errors::wrong_link);
    return reply;
}

Result<Reply> show(const CopyPorts& ports, const LinkHolder& holder, const Request& request) {
    TRY_ASSIGN(const CandidateCopy copy, copy_of(ports, holder, request.at));
    return api::ok(copy);
}

Result<Reply> ask(const CopyPorts& ports, const LinkHolder& holder, const Request& request) {
    TRY_ASSIGN(const AskBody body, json::decode_strict<AskBody>(request.body));
    FieldChecks checks;
    const auto empty = body.what == AskedFor::erasure ? FieldChecks::Empty::allowed : FieldChecks::Empty::refused;
    checks.prose("/text", body.text, kLongestAsked, empty);
    TRY(checks.checked(errors::invalid));
    TRY_ASSIGN(std::string sealed, ports.hiring.papers.seal(holder.candidate, seal_label(RequestMade::json_tag, holder.application), json::encode(SealedText{body.text})));
    const api::Actor actor{"link:" + holder.link, {}};
    TRY_ASSIGN(const std::uint64_t seq, ports.hiring.engine.submit(actor, Ask{holder.application, body.what, std::move(sealed)}));
    TRY(ports.durable(seq));
    TRY_ASSIGN(const CandidateCopy copy, copy_of(ports, holder, request.at));
    return api::ok(copy, seq);
}

}  // namespace

std::vector<api::Route> copy_routes(std::shared_ptr<const CopyPorts> ports) {
    using Work = Result<Reply> (*)(Copies&, const Request&);
    const CopiesPtr copies = std::make_shared<Copies>();
    copies->ports = std::move(ports);
    std::vector<api::Route> rows;
    const auto add = [&](api::Route route, std::function<Result<Reply>(const Request&)> work) {
        route.async_handler = copies->ports->hiring.apart([work = std::move(work)](const Request& request) -> Result<Reply> {
            TRY_ASSIGN(Reply reply, work(request));
            reply.shown_once = true;  // nobody keeps a copy for a repeated Idempotency-Key: it would outlive an erasure
            return reply;
        });
        rows.push_back(std::move(route));
    };
    using enum api::Method;
    const auto hires = [&](api::Method method, const std::string& path, std::string summary, api::TypeRef body, api::TypeRef reply, Work work,
                           std::vector<api::Parameter> parameters = {}) {
        parameters.insert(parameters.begin(), {"id", "path", "The application's id.", true});
        add(api::row(method, "/api/v1/hiring/applications/{id}/" + path, std::move(summary), api::Right::hire, std::move(body), std::move(reply), std::move(parameters)),
            [copies, work](const Request& request) { return work(*copies, request); });
    };
    hires(post, "link", "Make a link to the candidate's own copy; its code is in this reply and nowhere else", api::type<LinkBody>("NewCopyLink"),
          api::type<CopyLinkIssued>("CopyLinkIssued"), issue);
    hires(get, "links", "List the links to the candidate's own copy, without their codes", api::no_body(), api::type<CopyLinkList>("CopyLinks"), list);
    hires(del, "links/{link}", "Withdraw a link: it opens nothing any more", api::no_body(), api::no_body(), withdraw, {{"link", "path", "The link's id.", true}});
    hires(post, "requests/{request}/answer", "Answer what a candidate asked", api::type<AnswerBody>("AnswerToCandidate"), api::no_body(), answer,
          {{"request", "path", "The request's id.", true}});
    const auto open = [&](api::Method method, const std::string& path, std::string summary, api::TypeRef body, OfHolder work) {
        api::Route route = api::row(method, path, std::move(summary), api::Right::practise, std::move(body), api::type<CandidateCopy>("CandidateCopy"));
        route.needs_no_right = true;
        add(std::move(route), [copies, work](const Request& request) { return opened(*copies, request, work); });
    };
    open(get, "/api/v1/candidate", "Show a candidate what is kept of them; the link's code comes in X-Candidate-Code", api::no_body(), show);
    open(post, "/api/v1/candidate/requests", "Ask for a correction, or to be erased, by the same code", api::type<AskBody>("AskedByCandidate"), ask);
    return rows;
}

}  // namespace plimsoll::hiring
