#include "domain/hiring/figures_routes.h"

#include "base/text.h"
#include "domain/hiring/agreement_page.h"
#include "domain/hiring/funnel.h"
#include "domain/hiring/hiring_plan.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/scorecard_export.h"

namespace plimsoll::hiring {

namespace {

using api::Reply;

/// `from` and `to` of a query; every complaint at once.
struct Range {
    std::optional<Timestamp> from, to;
};
Result<Range> range_in(const api::Request& request) {
    Range out;
    std::vector<FieldError> broken;
    const auto read = [&](const char* name, std::optional<Timestamp>& at) {
        const std::string given = request.query_value(name).value_or("");
        if (given.empty()) return;
        const auto time = text::parse_rfc3339(given);
        if (time) at = *time;
        else broken.push_back({std::string("query ") + name, "must be a time such as 2026-11-22T00:00:00Z", ""});
    };
    read("from", out.from);
    read("to", out.to);
    if (out.from && out.to && *out.from >= *out.to) broken.push_back({"query to", "must be after from", ""});
    if (broken.empty()) return out;
    return fail(errors::invalid, "the query", std::move(broken));
}

struct Facts {
    HiringFacts facts;
    std::uint64_t seq = 0;
};
/// Errors: unknown (the opening that is asked for).
Result<Facts> facts_for(const Asked& asked, const std::string& opening) {
    Facts out;
    bool there = true;
    out.seq = asked.ports.engine.read([&](const State& state) {
        there = opening.empty() || find_opening(state, opening) != nullptr;
        if (there) out.facts = facts_of(state);
    });
    if (!there) return fail(errors::unknown, "opening " + text::printable(opening.substr(0, kLongestId)));
    return out;
}

Result<Reply> get_funnel(const Asked& asked) {
    TRY_ASSIGN(const Range range, range_in(asked.request));
    const std::string opening = asked.request.query_value("opening").value_or("");
    TRY_ASSIGN(const Facts facts, facts_for(asked, opening));
    return api::ok(funnel_of(facts.facts, {opening, range.from, range.to}, asked.request.at), facts.seq);
}

Result<Reply> get_plan(const Asked& asked) {
    TRY_ASSIGN(const Facts facts, facts_for(asked, ""));
    return api::ok(plan_of(facts.facts, asked.request.at), facts.seq);
}

Result<SampleOfCards> sample_for(const Asked& asked) {
    TRY_ASSIGN(const Range range, range_in(asked.request));
    const std::string opening = asked.request.query_value("opening").value_or("");
    bool there = true;
    asked.ports.engine.read([&](const State& state) { there = opening.empty() || find_opening(state, opening) != nullptr; });
    if (!there) return fail(errors::unknown, "opening " + text::printable(opening.substr(0, kLongestId)));
    return open_cards(asked.ports, asked.viewer, {opening, asked.request.query_value("kit").value_or(""), range.from, range.to});
}

Result<Reply> get_agreement(const Asked& asked) {
    const auto shelf = asked.ports.shelf();
    const std::string kit = asked.request.query_value("kit").value_or("");
    if (!kit.empty() && find_kit(*shelf, kit) == nullptr) return fail(errors::unknown_kit, kit);
    TRY_ASSIGN(const SampleOfCards sample, sample_for(asked));
    TRY_ASSIGN(const AgreementPage page, agreement_page_of({&sample, shelf.get(), kit, asked.viewer, [&](const std::string& id) { return account_ref(asked.ports, id); }}));
    return api::ok(page, sample.seq);
}

Result<Reply> get_export(const Asked& asked) {
    const std::string format = asked.request.query_value("format").value_or("greenhouse");
    if (format != "greenhouse" && format != "csv") return fail(errors::invalid, "the query", {{"query format", "must be greenhouse or csv", ""}});
    TRY_ASSIGN(const SampleOfCards sample, sample_for(asked));
    const auto shelf = asked.ports.shelf();
    const auto bank = asked.ports.bank();
    const ExportParts parts{&sample, shelf.get(), bank.get(), [&](const std::string& id) { return account_ref(asked.ports, id); },
                            [&](const std::string& candidate) {
                                const auto name = asked.ports.papers.get(candidate, "name");
                                return name && *name ? **name : std::string();
                            }};
    Reply reply;
    reply.after_seq = sample.seq;
    reply.content_type = format == "csv" ? "text/csv; charset=utf-8" : "application/json";
    reply.body = format == "csv" ? scorecards_csv(parts) : greenhouse_scorecards(parts);
    return reply;
}

}  // namespace

std::vector<api::Route> figure_routes(const PortsPtr& ports) {
    using api::Method;
    using api::Right;
    const api::Parameter opening{"opening", "query", "Id of an opening; all if not given"};
    const api::Parameter kit{"kit", "query", "Id of a kit; all if not given"};
    const api::Parameter from{"from", "query", "Of the application, or the card's submission; RFC 3339"};
    const api::Parameter to{"to", "query", "As from; exclusive"};
    return {
        hiring_row(ports, Method::get, "/funnel", "How applications pass through the stages, time to fill, offers, and what became of those hired", Right::hire, {},
                   api::type<FunnelView>("FunnelView"), {opening, from, to}, get_funnel),
        hiring_row(ports, Method::get, "/plan", "Posts against the day that they are needed by: filled, open, forecast", Right::hire, {}, api::type<HiringPlan>("HiringPlan"), {}, get_plan),
        hiring_row(ports, Method::get, "/agreement", "How far interviewers agree, over first versions of cards; an interviewer sees their own row alone", Right::interview, {},
                   api::type<AgreementPage>("AgreementPage"), {kit, opening, from, to}, get_agreement, Desk::of_documents),
        hiring_row(ports, Method::get, "/export", "Scorecards as JSON in Greenhouse's shape, or as CSV", Right::hire, {}, api::opaque("Scorecards", "application/json"),
                   {{"format", "query", "greenhouse or csv"}, kit, opening, from, to}, get_export, Desk::of_documents),
    };
}

}  // namespace plimsoll::hiring
