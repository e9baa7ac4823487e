#include "domain/hiring/debrief.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace plimsoll::hiring {

namespace {

const CardDimension* dimension_in(const Card& card, const std::string& id) {
    const auto found = std::find_if(card.dimensions.begin(), card.dimensions.end(), [&](const CardDimension& d) { return d.dimension == id; });
    return found == card.dimensions.end() ? nullptr : &*found;
}

/// Those of the kit, then others that a card has from before the kit changed.
std::vector<people::WeightedDimension> weighted(const DebriefParts& parts) {
    std::vector<people::WeightedDimension> out;
    std::set<std::string> known;
    const auto add = [&](const std::string& id, double weight) {
        if (known.insert(id).second) out.push_back({id, weight});
    };
    if (parts.kit != nullptr)
        for (const KitDimension& d : parts.kit->dimensions) add(d.id, d.weight);
    for (const OpenedCard& card : parts.cards) {
        for (const CardDimension& d : card.first.dimensions) add(d.dimension, 1);
        for (const CardDimension& d : card.last.dimensions) add(d.dimension, 1);
    }
    return out;
}

std::vector<people::DimensionRating> ratings_of(const DebriefParts& parts, Card OpenedCard::*version) {
    std::vector<people::DimensionRating> out;
    for (const OpenedCard& card : parts.cards)
        for (const CardDimension& d : (card.*version).dimensions) out.push_back({card.interview + "/" + card.rater.id, d.dimension, d.rating});
    return out;
}

Result<people::Composite> composite(const DebriefParts& parts, Card OpenedCard::*version) {
    const auto dimensions = weighted(parts);
    if (dimensions.empty()) {
        people::Composite none;
        none.why_empty = "Nothing was assessed yet";
        return none;
    }
    return people::composite_of(dimensions, ratings_of(parts, version));
}

DebriefCell cell_of(const OpenedCard& card, const CardDimension& last) {
    DebriefCell out;
    out.interview = card.interview;
    out.rater = card.rater;
    out.rating = last.rating;
    out.not_assessed = last.not_assessed;
    out.evidence = last.evidence;
    for (const CardEvidence& evidence : last.evidence) {
        const auto answer = std::find_if(card.last.answers.begin(), card.last.answers.end(), [&](const CardAnswer& a) { return a.id == evidence.answer; });
        out.words.push_back(evidence.answer.empty() || answer == card.last.answers.end() ? std::string() : answer->words);
    }
    out.note = last.note;
    const CardDimension* first = dimension_in(card.first, last.dimension);
    out.first_rating = first == nullptr ? std::nullopt : first->rating;
    out.changed = out.first_rating != out.rating;
    return out;
}

std::string note_of(const people::DimensionResult& result) {
    if (result.spread && *result.spread >= 2) return fmt::format("Raters are {} points apart: read both pieces of evidence", *result.spread);
    if (result.assessed == 0) return "Nobody assessed it";
    if (result.assessed == 1) return "One rater alone assessed it";
    return {};
}

std::string name_of(const DebriefParts& parts, const std::string& id) {
    const KitDimension* dimension = parts.kit == nullptr ? nullptr : find_dimension(*parts.kit, id);
    return dimension == nullptr ? id : dimension->name;
}

DebriefDimension dimension_of(const DebriefParts& parts, const people::DimensionResult& result) {
    DebriefDimension out;
    out.id = result.id;
    out.name = name_of(parts, result.id);
    out.weight = result.weight;
    out.result = result;
    for (const OpenedCard& card : parts.cards)
        if (const CardDimension* d = dimension_in(card.last, result.id)) out.cells.push_back(cell_of(card, *d));
    out.note = note_of(result);
    return out;
}

PlanGap not_assessed_of(const DebriefParts& parts, const std::string& id) {
    PlanGap out{id, name_of(parts, id), 0, ""};
    for (const InterviewRow* interview : parts.interviews) {
        const auto& tested = interview->dimensions;
        if (!interview->cancelled && std::find(tested.begin(), tested.end(), id) != tested.end()) ++out.interviews;
    }
    out.text = out.interviews == 0 ? out.name + " was in no interview" : fmt::format("{} was not assessed, though {} to", out.name, out.interviews == 1 ? "one interview was" : fmt::format("{} interviews were", out.interviews));
    return out;
}

void add_flags(const DebriefParts& parts, const OpenedCard& card, DebriefView& out) {
    for (const CardFlag& flag : card.last.flags) {
        std::string text = flag.prompt;
        if (parts.kit != nullptr)
            for (const RedFlag& prompt : parts.kit->red_flags)
                if (prompt.id == flag.prompt) text = prompt.text;
        out.flags.push_back({flag.prompt, std::move(text), card.rater, flag.seen, flag.against});
    }
}

/// Cards of interviews that stand, and who is missing.
Result<std::vector<OpenedCard>> opened(const Ports& ports, const Slice& slice, std::vector<PersonRef>& missing) {
    std::vector<OpenedCard> out;
    for (const InterviewRow* interview : slice.interviews()) {
        if (interview->cancelled) continue;
        for (const std::string& person : interview->interviewers)
            if (card_of(*interview, person) == nullptr) missing.push_back(account_ref(ports, person));
        for (const CardRow& row : interview->cards) {
            OpenedCard card{interview->id, account_ref(ports, row.rater), {}, {}};
            TRY_ASSIGN(card.first, card_at(ports, row.versions.front().seq));
            card.last = card.first;
            if (row.versions.size() > 1) {
                TRY_ASSIGN(card.last, card_at(ports, row.versions.back().seq));
            }
            out.push_back(std::move(card));
        }
    }
    return out;
}

}  // namespace

Result<DebriefView> debrief_of(const DebriefParts& parts) {
    DebriefView out;
    out.cards = static_cast<std::int64_t>(parts.cards.size());
    TRY_ASSIGN(out.composite, composite(parts, &OpenedCard::first));
    TRY_ASSIGN(out.composite_last, composite(parts, &OpenedCard::last));
    for (const people::DimensionResult& result : out.composite.dimensions) out.dimensions.push_back(dimension_of(parts, result));
    std::stable_sort(out.dimensions.begin(), out.dimensions.end(),
                     [](const DebriefDimension& a, const DebriefDimension& b) { return a.result.spread.value_or(-1) > b.result.spread.value_or(-1); });
    for (const std::string& id : out.composite_last.not_assessed) out.not_assessed.push_back(not_assessed_of(parts, id));
    for (const OpenedCard& card : parts.cards) {
        add_flags(parts, card, out);
        out.recommendations.push_back({card.rater, card.interview, card.last.recommendation, card.last.why});
    }
    return out;
}

Result<people::Composite> composite_now(const Ports& ports, const Slice& slice) {
    const auto shelf = ports.shelf();
    std::vector<PersonRef> missing;
    DebriefParts parts;
    parts.kit = find_kit(*shelf, slice.opening().what.kit);
    TRY_ASSIGN(parts.cards, opened(ports, slice, missing));
    return composite(parts, &OpenedCard::first);
}

Result<Read<DebriefView>> read_debrief(const Ports& ports, const Viewer& viewer, const std::string& application) {
    TRY_ASSIGN(const Slice slice, slice_for(ports, viewer, application));
    if (!sees_debrief(slice.state, viewer, slice.application())) return fail(errors::not_yet, slice.id);
    TRY(not_erased(slice));
    const auto shelf = ports.shelf();
    std::vector<PersonRef> missing;
    DebriefParts parts;
    parts.kit = find_kit(*shelf, slice.opening().what.kit);
    parts.interviews = slice.interviews();
    TRY_ASSIGN(parts.cards, opened(ports, slice, missing));
    TRY_ASSIGN(DebriefView out, debrief_of(parts));
    out.application = slice.id;
    TRY_ASSIGN(out.candidate, candidate_ref(ports, slice.candidate()));
    out.opening_title = slice.opening().what.title;
    out.kit = slice.opening().what.kit;
    out.missing = std::move(missing);
    for (const Written& note : slice.application().debrief) {
        TRY_ASSIGN(SaidView said, said_view(ports, slice.candidate(), note));
        out.notes.push_back(std::move(said));
    }
    for (const DecisionRow& decision : slice.application().decisions) {
        TRY_ASSIGN(DecisionView view, decision_view(ports, slice.candidate(), decision));
        out.decisions.push_back(std::move(view));
    }
    out.may_decide = viewer.rights.has(api::Right::hire) && !slice.application().ended();
    return Read<DebriefView>{std::move(out), slice.seq};
}

}  // namespace plimsoll::hiring
