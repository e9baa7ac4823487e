#include "domain/targets/reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/targets/basis.h"

namespace plimsoll::targets {
namespace {

/// What a view needs besides the proposal.
struct Around {
    const Ports& ports;
    const catalog::Catalog& catalog;
    const api::Actor& actor;
    Timestamp now;

    [[nodiscard]] const catalog::Slo* slo_of(const Proposal& p) const {
        const auto found = catalog.slos.find(p.made.slo);
        return found == catalog.slos.end() ? nullptr : &found->second;
    }
};

bool has_it(const catalog::Slo& slo, const Proposal& p) {
    return slo.objective == p.made.to && (!p.made.window || (*p.made.window == slo.period && !slo.calendar));
}

bool lives(const Proposal& p) { return p.state == TargetState::proposed || p.state == TargetState::approved; }

std::vector<std::string> since_of(const Around& around, const Proposal& p) {
    if (!lives(p)) return {};
    const catalog::Slo* slo = around.slo_of(p);
    if (slo == nullptr) return {"The SLO is not in the catalogue any more"};
    const Timestamp from = p.decided_at.value_or(p.at);
    const std::uint64_t breaches = around.ports.breaches_since ? around.ports.breaches_since(p.made.slo, from) : 0;
    return changed_since(p, basis_of(around.catalog, *slo, *around.ports.slo.counts), breaches);
}

/// The line of OpenSLO that is to be edited, and where its SLO stands.
std::string to_do_of(const Around& around, const Proposal& p) {
    const catalog::Slo* slo = around.slo_of(p);
    if (p.state != TargetState::approved || slo == nullptr || has_it(*slo, p)) return {};
    const std::string where = slo->source.file.empty() ? std::string("the catalogue") : fmt::format("{}, line {}", slo->source.file, slo->source.line);
    std::string out = fmt::format("In {} (SLO {}): target: {}", where, text::printable(slo->document.empty() ? slo->name : slo->document), text::number(p.made.to.as_double()));
    if (p.made.window && (slo->calendar || *p.made.window != slo->period)) out += fmt::format(", and timeWindow duration: {}", text::duration(*p.made.window));
    return out;
}

TargetView view_of(const Around& around, const Proposal& p) {
    TargetView out;
    out.id = p.made.id;
    out.slo = p.made.slo;
    out.service = p.made.service;
    out.state = p.state;
    out.from = percent_of(p.made.from);
    out.to = percent_of(p.made.to);
    out.window = p.made.window;
    out.reason = p.made.reason;
    out.by = p.by;
    out.at = p.at;
    out.evidence = p.made.evidence;
    out.reviews = p.reviews;
    out.decided_by = p.decided_by;
    out.decided_at = p.decided_at;
    out.decision = p.decision;
    out.seq = p.seq;
    out.self_approved = p.self_approved;
    if (!p.review_on.empty()) out.review_on = p.review_on;
    const catalog::Slo* slo = around.slo_of(p);
    out.in_force = slo != nullptr && lives(p) && has_it(*slo, p);
    out.review_due = slo != nullptr && p.state == TargetState::approved && due_review(*slo, &p, around.now).has_value();
    out.since = since_of(around, p);
    out.to_do = to_do_of(around, p);
    out.may_decide = p.waits() && around.actor.rights.has(api::Right::edit) && around.ports.standing(p.by, around.actor.id).may_decide();
    return out;
}

/// Open ones first, then newest.
void order(std::vector<Proposal>& proposals) {
    std::sort(proposals.begin(), proposals.end(), [](const Proposal& a, const Proposal& b) {
        return a.waits() != b.waits() ? a.waits() : a.number > b.number;
    });
    if (proposals.size() > kListedMost) proposals.resize(kListedMost);
}

void add_due(TargetPage& page, const catalog::Catalog& catalog, const std::vector<Proposal>& approved, Timestamp now) {
    for (const auto& [name, slo] : catalog.slos) {
        if (!slo.group_of.empty()) continue;
        const auto found = std::find_if(approved.begin(), approved.end(), [&name = name](const Proposal& p) { return p.made.slo == name; });
        if (auto due = due_review(slo, found == approved.end() ? nullptr : &*found, now)) page.due_reviews.push_back(*std::move(due));
    }
    std::stable_sort(page.due_reviews.begin(), page.due_reviews.end(), [](const DueReview& a, const DueReview& b) { return a.due_on < b.due_on; });
    page.due = page.due_reviews.size();
    if (page.due_reviews.size() > kListedMost) page.due_reviews.resize(kListedMost);
}

}  // namespace

std::optional<DueReview> due_review(const catalog::Slo& slo, const Proposal* approved, Timestamp now) {
    const auto said = date_in(slo.reviewed);
    const bool by_target = approved != nullptr && approved->decided_at && (!said || *said <= *approved->decided_at);
    if (!by_target && !said) return std::nullopt;
    const Duration every = slo.review_every > Duration() ? slo.review_every : kReviewDefault;
    const std::string due_on = by_target ? approved->review_on : date_of(*said + every);
    const auto due = date_in(due_on);
    if (!due || *due > now) return std::nullopt;
    return DueReview{slo.name, slo.service, by_target ? date_of(*approved->decided_at) : slo.reviewed, due_on, by_target ? approved->made.id : ""};
}

Read<TargetPage> list_targets(const Ports& ports, const TargetFilter& filter, const api::Actor& actor, Timestamp now) {
    Read<TargetPage> out;
    std::vector<Proposal> shown;
    std::vector<Proposal> approved;
    out.seq = ports.engine.read([&](const State& state) {
        for (const Proposal& p : state.proposals) {
            if (p.waits()) ++out.view.proposed;
            if (p.state == TargetState::approved) approved.push_back(p);
            if ((filter.slo.empty() || p.made.slo == filter.slo) && (!filter.state || p.state == *filter.state)) shown.push_back(p);
        }
    });
    const auto catalog = ports.slo.catalog();
    const Around around{ports, *catalog, actor, now};
    order(shown);
    for (const Proposal& p : shown) out.view.items.push_back(view_of(around, p));
    add_due(out.view, *catalog, approved, now);
    return out;
}

Result<Read<TargetView>> read_target(const Ports& ports, const std::string& id, const api::Actor& actor, Timestamp now) {
    std::optional<Proposal> found;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        if (const Proposal* p = find_proposal(state, id)) found = *p;
    });
    if (!found) return fail(errors::unknown_target, text::printable(id.substr(0, 100)));
    const auto catalog = ports.slo.catalog();
    return Read<TargetView>{view_of({ports, *catalog, actor, now}, *found), seq};
}

}  // namespace plimsoll::targets
