// charge_commands.cc: `plimsoll charge make | list | withdraw`.
#include <fmt/format.h>

#include <boost/describe/enum_from_string.hpp>
#include <cmath>

#include "base/json.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/spend_words.h"
#include "domain/attribution/views.h"

namespace plimsoll::cli {

namespace {

using attribution::EpisodesView;
using attribution::EpisodeView;

/// Fills in what an episode and one of its proposals say.
Result<> take_episode(const Session& session, ChargeOptions& options, attribution::ChargeBody& body) {
    TRY_ASSIGN(const auto view, fetch<EpisodesView>(session, episodes_target(options.slo, {})));
    const EpisodeView* found = nullptr;
    for (const EpisodeView& e : view.episodes) {
        if (e.id == options.episode || text::rfc3339(e.start) == options.episode) found = &e;
    }
    if (found == nullptr) {
        return fail(plimsoll::errors::not_found, "no episode of " + text::printable(options.slo) + " begins at " + text::printable(options.episode) +
                                                     "; `plimsoll slo episodes` lists them");
    }
    body.start = found->start;
    body.end = found->end;
    if (options.proposal == 0) return {};
    if (options.proposal > found->proposals.size()) {
        return fail(plimsoll::errors::not_found, fmt::format("the episode has {} proposals", found->proposals.size()));
    }
    const attribution::Proposal& p = found->proposals[options.proposal - 1];
    body.cause = p.cause;
    body.from_proposal = p.reason;
    return {};
}

/// What of a charge the command line says by itself; every mistake at once.
Result<> take_words(const ChargeOptions& options, attribution::ChargeBody& body) {
    std::vector<FieldError> broken;
    const auto time = [&](const char* name, const std::string& said, Timestamp& into) {
        if (said.empty()) return;
        if (const auto at = text::parse_rfc3339(said)) into = *at;
        else broken.push_back({name, "must be a time in RFC 3339", "such as 2026-11-21T14:00:00Z"});
    };
    time("--from", options.from, body.start);
    time("--to", options.to, body.end);
    if (options.episode.empty() && (options.from.empty() || options.to.empty())) {
        broken.push_back({"--from, --to", "are both needed without --episode", "name a range of time, or an episode by its start"});
    }
    if (!options.kind.empty() && !boost::describe::enum_from_string(options.kind.c_str(), body.cause.kind)) {
        broken.push_back({"--kind", "must be incident, change, dependency or maintenance", ""});
    }
    if (!options.ref.empty()) body.cause.ref = options.ref;
    if (!options.title.empty()) body.cause.title = options.title;
    if (options.proposal == 0 && (options.kind.empty() || options.ref.empty())) {
        broken.push_back({"--kind, --ref", "are both needed without --proposal", "say what it is charged to: --kind incident --ref INC-7"});
    }
    if (options.proposal > 0 && options.episode.empty()) broken.push_back({"--proposal", "needs --episode", ""});
    body.parts = static_cast<std::int64_t>(std::llround(options.share * 10'000));
    body.reason = options.reason;
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "nothing was charged", std::move(broken));
    return {};
}

}  // namespace

int charge_make(const Common& common, ChargeOptions options) {
    const Session session(common);
    attribution::ChargeBody body;
    if (!options.episode.empty()) {
        if (auto taken = take_episode(session, options, body); !taken) return report(taken.error());
    }
    if (auto said = take_words(options, body); !said) {
        report(said.error());
        return kUsage;
    }
    auto made = session.post("/api/v1/slos/" + encoded(options.slo) + "/charges", json::encode(body));
    if (!made) return report(made.error());
    if (common.json) return print_json(*made);
    auto charge = json::decode<attribution::ChargeView>(*made);
    if (!charge) return report(charge.error());
    fmt::print("{}: {} from {} to {} is charged with {} of what went bad, {} so far\n", charge->id,
               text::printable(word_of(charge->cause.kind) + " " + title_of(charge->cause.ref, charge->cause.title)), text::rfc3339(charge->start),
               text::rfc3339(charge->end), text::percent(static_cast<double>(charge->parts) / 1e6), text::count(charge->bad));
    return kOk;
}

int charge_list(const Common& common, const std::string& slo) {
    const Session session(common);
    auto view = fetch<EpisodesView>(session, episodes_target(slo, {}));
    if (!view) return report(view.error());
    if (common.json) {
        std::string all;
        for (const attribution::ChargeView& c : view->charges) all += (all.empty() ? "" : ",") + json::encode(c);
        return print_json("{\"items\":[" + all + "]}");
    }
    if (view->charges.empty()) {
        fmt::print("Nothing of this period is charged. `plimsoll slo episodes {}` shows where the budget went.\n", text::printable(slo));
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"charge"}, {"from"}, {"to"}, {"to cause"}, {"part", Table::Align::right}, {view->unit.noun, Table::Align::right}, {"by"}, {"reason"}});
    for (const attribution::ChargeView& c : view->charges) {
        table.add({{c.id}, {text::rfc3339(c.start)}, {text::rfc3339(c.end)}, {word_of(c.cause.kind) + " " + title_of(c.cause.ref, c.cause.title)},
                   {text::percent(static_cast<double>(c.parts) / 1e6)}, {counted(c.bad, view->unit)}, {c.by, Tone::quiet},
                   {c.reason + (c.earlier_definition ? " (of an earlier definition)" : "")}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int charge_withdraw(const Common& common, const std::string& charge, const std::string& reason) {
    const Session session(common);
    auto done = session.post("/api/v1/charges/" + encoded(charge) + "/withdraw", json::encode(attribution::WithdrawBody{reason}));
    if (!done) return report(done.error());
    if (common.json) return print_json(*done);
    fmt::print("{} is withdrawn\n", text::printable(charge));
    return kOk;
}

}  // namespace plimsoll::cli
