#include "domain/exclusions/routes.h"

#include <algorithm>

#include "api/row.h"
#include "base/text.h"
#include "domain/exclusions/coverage.h"
#include "domain/exclusions/lists.h"
#include "domain/exclusions/request_reading.h"

namespace plimsoll::exclusions {
namespace {

using api::Reply;
using api::Request;
using api::Right;

const std::string& id_in(const Request& request) { return request.path_parameters.at("id"); }
Viewer viewer_of(const Request& request) { return {request.actor, request.at}; }

/// The exclusion that `wanted` finds, and the log sequence that it reflects.
struct Found {
    Exclusion exclusion;
    std::uint64_t seq = 0;
};
Result<Found> find(const Ports& ports, const std::function<const Exclusion*(const State&)>& wanted) {
    std::optional<Exclusion> found;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        if (const Exclusion* e = wanted(state)) found = *e;
    });
    if (!found) return fail(errors::unknown_exclusion);
    return Found{*std::move(found), seq};
}
Result<Found> find(const Ports& ports, const std::string& id) {
    auto found = find(ports, [&](const State& state) { return find_exclusion(state, id); });
    if (!found) return fail(errors::unknown_exclusion, text::printable(id));
    return found;
}

std::vector<const catalog::Slo*> covered(const catalog::Catalog& catalog, const Exclusion& exclusion) {
    return Coverage(catalog).of(exclusion.asked.slos, exclusion.asked.services);
}

Result<Reply> show(const Ports& ports, const Request& request, const Found& found) {
    const auto catalog = ports.catalog();
    const std::vector<const catalog::Slo*> slos = covered(*catalog, found.exclusion);
    ExclusionView view = shown_to(ports, found.exclusion, viewer_of(request), slos.size());
    TRY_ASSIGN(view.effects, effects_of(slos, *ports.counts, *ports.book->now(), found.exclusion));
    return api::ok(view, found.seq);
}

/// After a command: figures that the reply shows already tell of it.
Result<Reply> show_changed(const Ports& ports, const Request& request, std::uint64_t seq, const Found& found, int status) {
    ports.book->catch_up();
    TRY_ASSIGN(Reply reply, show(ports, request, found));
    reply.status = status;
    reply.after_seq = std::max(reply.after_seq, seq);
    return reply;
}

Result<Reply> get_list(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const ExclusionFilter filter, exclusion_filter_in(request));
    TRY_ASSIGN(const ExclusionList list, list_exclusions(ports, filter, viewer_of(request)));
    return api::ok(list.page, list.seq);
}

Result<Reply> get_one(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const Found found, find(ports, id_in(request)));
    return show(ports, request, found);
}

Result<Reply> ask(const Ports& ports, const Request& request) {
    TRY_ASSIGN(RequestExclusion command, request_in(*ports.catalog(), request));
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, std::move(command)));
    TRY_ASSIGN(const Found found, find(ports, [&](const State& state) -> const Exclusion* {
        const auto by_seq = [&](const Exclusion& e) { return e.requested_seq == seq; };
        const auto at = std::find_if(state.exclusions.rbegin(), state.exclusions.rend(), by_seq);
        return at == state.exclusions.rend() ? nullptr : &*at;
    }));
    return show_changed(ports, request, seq, found, 201);
}

Result<Reply> preview(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const RequestExclusion command, request_in(*ports.catalog(), request));
    Result<Exclusion> draft = fail(errors::invalid);
    const std::uint64_t seq = ports.engine.read([&](const State& state) { draft = draft_of(state, command, {request.at, request.actor.id}); });
    if (!draft) return draft.error();
    const auto catalog = ports.catalog();
    const std::vector<const catalog::Slo*> slos = covered(*catalog, *draft);
    EffectList list;
    TRY_ASSIGN(list.effects, effects_of(slos, *ports.counts, *ports.book->now(), *draft));
    list.occurrences = shown_of(all_occurrences(draft->asked), request.at);
    list.covers = static_cast<std::int64_t>(slos.size());
    return api::ok(list, seq);
}

template <class Decision>
Result<Reply> decide_on(const Ports& ports, const Request& request) {
    TRY_ASSIGN(DecisionBody body, json::decode_strict<DecisionBody>(request.body));
    const std::string& id = id_in(request);
    TRY_ASSIGN(const Found before, find(ports, id));
    const Standing standing = ports.standing(before.exclusion.requested_by, request.actor.id);
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, Decision{id, std::move(body.reason), standing}));
    TRY_ASSIGN(const Found found, find(ports, id));
    return show_changed(ports, request, seq, found, 200);
}

Result<Reply> withdraw(const Ports& ports, const Request& request) {
    TRY_ASSIGN(WithdrawalBody body, json::decode_strict<WithdrawalBody>(request.body));
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, WithdrawExclusion{id_in(request), std::move(body.reason), body.from}));
    TRY_ASSIGN(const Found found, find(ports, id_in(request)));
    return show_changed(ports, request, seq, found, 200);
}

Result<Reply> get_corrected(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const CorrectedList list, list_corrected(ports, request.query_value("slo").value_or(""), request.at, kEffectsLimit));
    return api::ok(list);
}

Result<Reply> get_annotations(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const AnnotationFilter filter, annotation_filter_in(request));
    const AnnotationList list = list_annotations(ports, filter);
    return api::ok(list.page, list.seq);
}

Result<Reply> show_annotation(const Ports& ports, std::uint64_t after, int status, const std::function<const Annotation*(const State&)>& wanted) {
    std::optional<AnnotationView> view;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        if (const Annotation* a = wanted(state)) view = view_of(*a);
    });
    ports.book->catch_up();
    if (!view) return fail(errors::unknown_annotation);
    Reply reply = api::ok(*view, std::max(seq, after));
    reply.status = status;
    return reply;
}

Result<Reply> annotate(const Ports& ports, const Request& request) {
    TRY_ASSIGN(Annotate command, annotation_in(*ports.catalog(), request));
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, std::move(command)));
    return show_annotation(ports, seq, 201, [&](const State& state) -> const Annotation* {
        const auto at = std::find_if(state.annotations.rbegin(), state.annotations.rend(), [&](const Annotation& a) { return a.seq == seq; });
        return at == state.annotations.rend() ? nullptr : &*at;
    });
}

Result<Reply> retract(const Ports& ports, const Request& request) {
    TRY_ASSIGN(DecisionBody body, json::decode_strict<DecisionBody>(request.body));
    const std::string& id = id_in(request);
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, RetractAnnotation{id, std::move(body.reason)}));
    return show_annotation(ports, seq, 200, [&](const State& state) { return find_annotation(state, id); });
}

using Handle = Result<Reply> (*)(const Ports&, const Request&);

api::Route row(const Ports& ports, api::Method method, std::string path, std::string summary, Right right, api::TypeRef request,
               api::TypeRef reply, std::vector<api::Parameter> parameters, Handle handle) {
    return api::row(method, std::move(path), std::move(summary), right, std::move(request), std::move(reply), std::move(parameters),
                    [ports, handle](const Request& asked) { return handle(ports, asked); });
}

const std::vector<api::Parameter> kList = {{"slo", "query", "only those that cover this SLO", false},
                                           {"service", "query", "only those that name this service or an SLO of it", false},
                                           {"cursor", "query", "next_cursor of the page before", false},
                                           {"limit", "query", "items a page, 1 to 500 (50)", false}};

std::vector<api::Parameter> list_and(std::vector<api::Parameter> more) {
    more.insert(more.begin(), kList.begin(), kList.end());
    return more;
}

std::vector<api::Route> exclusion_routes(const Ports& ports) {
    using enum api::Method;
    const std::string base = "/api/v1/exclusions";
    const api::Parameter id{"id", "path", "the exclusion's id", true};
    const api::TypeRef one = api::type<ExclusionView>("Exclusion");
    return {
        row(ports, get, base, "List exclusions and corrections, newest first", Right::view, api::no_body(), api::type<ExclusionPage>("ExclusionPage"),
            list_and({{"state", "query", "requested, approved, refused, withdrawn or expired", false}}), get_list),
        row(ports, post, base, "Ask for time to be left out of figures", Right::edit, api::type<ExclusionBody>("ExclusionBody"), one, {}, ask),
        row(ports, post, base + "/preview", "Show what an exclusion would do to budgets, without asking for it", Right::view,
            api::type<ExclusionBody>("ExclusionBody"), api::type<EffectList>("EffectList"), {}, preview),
        row(ports, get, base + "/{id}", "Show an exclusion and what it does to budgets", Right::view, api::no_body(), one, {id}, get_one),
        row(ports, post, base + "/{id}/approve", "Approve an exclusion that somebody else asked for", Right::admin,
            api::type<DecisionBody>("DecisionBody"), one, {id}, decide_on<ApproveExclusion>),
        row(ports, post, base + "/{id}/refuse", "Refuse an exclusion that somebody else asked for", Right::admin,
            api::type<DecisionBody>("DecisionBody"), one, {id}, decide_on<RefuseExclusion>),
        row(ports, post, base + "/{id}/withdraw", "Withdraw an exclusion: what it covers counts again", Right::edit,
            api::type<WithdrawalBody>("WithdrawalBody"), one, {id}, withdraw),
        row(ports, get, "/api/v1/corrected-share", "Show how much of this quarter's budgets was corrected away, and by whom", Right::view,
            api::no_body(), api::type<CorrectedList>("CorrectedList"), {{"slo", "query", "only this SLO, corrected or not", false}}, get_corrected),
    };
}

std::vector<api::Route> annotation_routes(const Ports& ports) {
    using enum api::Method;
    const api::TypeRef one = api::type<AnnotationView>("Annotation");
    return {
        row(ports, get, "/api/v1/annotations", "List annotations, newest first", Right::view, api::no_body(), api::type<AnnotationPage>("AnnotationPage"),
            list_and({{"from", "query", "only those that are not over before, RFC 3339", false}, {"to", "query", "only those that begin before, RFC 3339", false}}),
            get_annotations),
        row(ports, post, "/api/v1/annotations", "Note what happened, for charts", Right::respond, api::type<AnnotationBody>("AnnotationBody"), one, {}, annotate),
        row(ports, post, "/api/v1/annotations/{id}/retract", "Retract an annotation", Right::respond, api::type<DecisionBody>("DecisionBody"), one,
            {{"id", "path", "the annotation's id", true}}, retract),
    };
}

}  // namespace

std::vector<api::Route> routes(const Ports& ports) {
    std::vector<api::Route> all = exclusion_routes(ports);
    for (api::Route& one : annotation_routes(ports)) all.push_back(std::move(one));
    return all;
}

}  // namespace plimsoll::exclusions
