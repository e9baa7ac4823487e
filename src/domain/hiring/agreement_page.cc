#include "domain/hiring/agreement_page.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "domain/people/agreement_icc.h"
#include "domain/people/composite.h"

namespace plimsoll::hiring {

namespace {

using people::RatingRow;

const std::vector<double> kScale = {1, 2, 3, 4};

/// Ratings as cells: unit to rater to points; the first of a cell counts.
using Cells = std::map<std::pair<std::string, std::string>, std::map<std::string, double>>;

Cells cells_of(const std::vector<SampleCard>& cards) {
    std::vector<const SampleCard*> in_order;
    for (const SampleCard& card : cards) in_order.push_back(&card);
    std::sort(in_order.begin(), in_order.end(), [](const SampleCard* a, const SampleCard* b) { return a->submitted_at < b->submitted_at; });
    Cells out;
    for (const SampleCard* card : in_order)
        for (const CardDimension& d : card->first.dimensions)
            if (d.rating) out[{card->application, d.dimension}].emplace(card->rater, static_cast<double>(*d.rating));
    return out;
}

std::vector<std::string> raters_of(const Cells& cells) {
    std::set<std::string> out;
    for (const auto& [unit, row] : cells)
        for (const auto& [rater, points] : row) out.insert(rater);
    return {out.begin(), out.end()};
}

RatingRow row_of(const std::map<std::string, double>& row, const std::vector<std::string>& raters) {
    RatingRow out(raters.size());
    for (std::size_t i = 0; i < raters.size(); ++i)
        if (const auto at = row.find(raters[i]); at != row.end()) out[i] = at->second;
    return out;
}

Result<people::AgreementReport> report_of(const Cells& cells, const std::string& dimension, bool by_rater) {
    Cells chosen;
    for (const auto& [unit, row] : cells)
        if (dimension.empty() || unit.second == dimension) chosen.emplace(unit, row);
    const std::vector<std::string> raters = raters_of(chosen);
    std::vector<RatingRow> rows;
    for (const auto& [unit, row] : chosen) rows.push_back(row_of(row, raters));
    TRY_ASSIGN(const people::RatingTable table, people::RatingTable::of(std::move(rows)));
    TRY_ASSIGN(people::AgreementReport report, people::agreement_of(table, people::RatingScale::ordinal, kScale, people::Bootstrap()));
    if (!by_rater)
        for (people::Marginal& marginal : report.marginals) marginal.by_rater.clear();
    return report;
}

/// Each rater's composite of each application, by the kit's weights.
Result<people::Icc> composites_of(const AgreementParts& parts, const Cells& cells) {
    std::map<std::string, std::string> kits;
    for (const SampleCard& card : parts.sample->cards) kits.emplace(card.application, card.kit);
    std::map<std::string, std::map<std::string, std::pair<double, double>>> sums;  // application, rater: weighted points, weights
    for (const auto& [unit, row] : cells) {
        const InterviewKit* kit = find_kit(*parts.shelf, kits[unit.first]);
        const KitDimension* d = kit == nullptr ? nullptr : find_dimension(*kit, unit.second);
        const double weight = d == nullptr ? 1 : d->weight;
        for (const auto& [rater, points] : row) {
            auto& [sum, weights] = sums[unit.first][rater];
            sum += weight * points;
            weights += weight;
        }
    }
    const std::vector<std::string> raters = raters_of(cells);
    std::vector<RatingRow> rows;
    for (const auto& [application, by_rater] : sums) {
        std::map<std::string, double> row;
        for (const auto& [rater, sum] : by_rater) row[rater] = sum.first / sum.second;
        rows.push_back(row_of(row, raters));
    }
    TRY_ASSIGN(const people::RatingTable table, people::RatingTable::of(std::move(rows)));
    return people::icc_of(table, people::Bootstrap());
}

std::optional<double> median(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

void count_questions(const KitShelf& shelf, const SampleCard& card, RaterHabits& habits) {
    const InterviewKit* kit = find_kit(shelf, card.kit);
    const KitRound* round = kit == nullptr ? nullptr : find_round(*kit, card.round);
    if (round == nullptr) return;
    std::set<std::string> planned;
    for (const KitQuestion& q : round->questions) planned.insert(q.id);
    std::set<std::string> asked;
    for (const CardAnswer& answer : card.first.answers) {
        if (planned.contains(answer.question)) asked.insert(answer.question);
        else ++habits.other_questions;
    }
    habits.kit_questions += static_cast<std::int64_t>(asked.size());
    habits.kit_questions_planned += static_cast<std::int64_t>(planned.size());
}

RaterHabits habits_of(const AgreementParts& parts, const std::string& rater) {
    RaterHabits out;
    out.rater = parts.ref(rater);
    std::int64_t evidence = 0;
    std::vector<double> minutes;
    for (const SampleCard& card : parts.sample->cards) {
        if (card.rater != rater) continue;
        ++out.cards;
        for (const CardDimension& d : card.first.dimensions) {
            (d.rating ? out.ratings : out.not_assessed) += 1;
            if (d.rating) evidence += static_cast<std::int64_t>(d.evidence.size());
        }
        if (card.first.minutes) minutes.push_back(*card.first.minutes);
        out.changed += card.versions > 1 ? 1 : 0;
        out.changed_after_seeing_others += card.versions > 1 && card.after_seeing_others ? 1 : 0;
        count_questions(*parts.shelf, card, out);
    }
    if (out.ratings > 0) out.evidence_per_rating = static_cast<double>(evidence) / static_cast<double>(out.ratings);
    out.minutes = median(std::move(minutes));
    return out;
}

/// Of the candidates' effects nothing is kept.
Result<> add_leniency(const Cells& cells, AgreementPage& page) {
    std::vector<people::GivenRating> given;
    for (const auto& [unit, row] : cells)
        for (const auto& [rater, points] : row) given.push_back({rater, unit.first, unit.second, points});
    TRY_ASSIGN(const people::Leniency leniency, people::leniency_of(given));
    page.why_no_leniency = leniency.why_empty;
    page.leniency_formula = leniency.formula;
    for (RaterHabits& habits : page.raters)
        for (const people::RatingEffect& effect : leniency.raters)
            if (effect.name == habits.rater.id) habits.leniency = effect;
    return {};
}

std::string name_of(const AgreementParts& parts, const std::string& dimension) {
    for (const InterviewKit& kit : parts.shelf->kits)
        if (parts.kit.empty() || kit.id == parts.kit)
            if (const KitDimension* d = find_dimension(kit, dimension)) return d->name;
    return dimension;
}

}  // namespace

Result<AgreementPage> agreement_page_of(const AgreementParts& parts) {
    const bool all = parts.viewer.rights.has(api::Right::hire);
    AgreementPage page;
    page.kit = parts.kit;
    page.cards = static_cast<std::int64_t>(parts.sample->cards.size());
    page.erased = parts.sample->erased;
    page.hidden = parts.sample->hidden;
    page.beyond = parts.sample->beyond;
    std::set<std::string> applications;
    std::set<std::string> raters;
    std::set<std::string> dimensions;
    const Cells cells = cells_of(parts.sample->cards);
    for (const SampleCard& card : parts.sample->cards) {
        applications.insert(card.application);
        if (all || card.rater == parts.viewer.person) raters.insert(card.rater);
    }
    for (const auto& [unit, row] : cells) dimensions.insert(unit.second);
    page.applications = static_cast<std::int64_t>(applications.size());
    TRY_ASSIGN(page.overall, report_of(cells, "", all));
    for (const std::string& id : dimensions) {
        TRY_ASSIGN(people::AgreementReport report, report_of(cells, id, all));
        page.dimensions.push_back({id, name_of(parts, id), std::move(report)});
    }
    TRY_ASSIGN(const people::Icc icc, composites_of(parts, cells));
    page.composite_of_one = icc.single;
    page.composite_of_panel = icc.average;
    for (const std::string& rater : raters) page.raters.push_back(habits_of(parts, rater));
    TRY(add_leniency(cells, page));
    std::sort(page.raters.begin(), page.raters.end(), [](const RaterHabits& a, const RaterHabits& b) { return std::tie(a.rater.name, a.rater.id) < std::tie(b.rater.name, b.rater.id); });
    return page;
}

}  // namespace plimsoll::hiring
