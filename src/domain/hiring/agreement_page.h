// agreement_page.h: how far interviewers agree, and how they interview: about interviews and interviewers, never about a candidate.
//
// Versions   first ones alone: a card changed after others' were seen agrees with them for that reason.
// Units      a candidate's dimension, rated by several; who rated one in two interviews is counted with the first.
// Coefficient each with raw agreement and marginals beside it (people/agreement.h), over all dimensions and for each.
// Leniency   shown, never applied. Who hires sees every rater by name; an interviewer sees their own row alone, and no marginals by rater.
// Candidates have effects in the model too: they are left out here, for they would rank people.
// Pure       agreement_page_of; any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "domain/hiring/opened_cards.h"
#include "domain/hiring/views.h"
#include "domain/people/agreement.h"
#include "domain/people/agreement_leniency.h"

namespace plimsoll::hiring {

struct DimensionAgreement {
    std::string id;
    std::string name;
    people::AgreementReport report;
};
BOOST_DESCRIBE_STRUCT(DimensionAgreement, (), (id, name, report))

/// How somebody interviews.
struct RaterHabits {
    PersonRef rater;
    std::int64_t cards = 0;
    std::int64_t ratings = 0;
    std::int64_t not_assessed = 0;
    std::optional<double> evidence_per_rating;       ///< pieces; empty without ratings
    std::optional<double> minutes;                   ///< median of cards that say it
    std::int64_t changed = 0;                        ///< cards with a later version
    std::int64_t changed_after_seeing_others = 0;
    std::int64_t kit_questions = 0;                  ///< asked, of those that the kit's rounds plan
    std::int64_t kit_questions_planned = 0;
    std::int64_t other_questions = 0;                ///< asked besides the round's
    std::optional<people::RatingEffect> leniency;    ///< empty where the model gives none
};
BOOST_DESCRIBE_STRUCT(RaterHabits, (), (rater, cards, ratings, not_assessed, evidence_per_rating, minutes, changed, changed_after_seeing_others, kit_questions, kit_questions_planned,
                                        other_questions, leniency))

struct AgreementPage {
    std::string kit;
    std::int64_t cards = 0;
    std::int64_t applications = 0;
    std::int64_t erased = 0;                         ///< cards left out: of erased candidates
    std::int64_t hidden = 0;                         ///< cards left out: the viewer may not see them yet
    std::int64_t beyond = 0;                         ///< cards left out: older than the newest kMostCardsOpened
    people::AgreementReport overall;
    std::vector<DimensionAgreement> dimensions;      ///< by id
    people::Coefficient composite_of_one;            ///< ICC(2,1) of composites: one interviewer's
    people::Coefficient composite_of_panel;          ///< ICC(2,k): the mean of the panel's
    std::string why_no_leniency;                     ///< empty where there are effects
    std::string leniency_formula;
    std::vector<RaterHabits> raters;                 ///< by name; an interviewer's own alone
};
BOOST_DESCRIBE_STRUCT(AgreementPage, (), (kit, cards, applications, erased, hidden, beyond, overall, dimensions, composite_of_one, composite_of_panel, why_no_leniency,
                                          leniency_formula, raters))

/// `ref`: who a rater is. `shelf` gives names and weights of dimensions, and the rounds' questions. Errors: those of people::agreement_of and
/// leniency_of, whose bounds the sample's keeps.
struct AgreementParts {
    const SampleOfCards* sample = nullptr;
    const KitShelf* shelf = nullptr;
    std::string kit;
    Viewer viewer;
    std::function<PersonRef(const std::string&)> ref;
};
[[nodiscard]] Result<AgreementPage> agreement_page_of(const AgreementParts& parts);

}  // namespace plimsoll::hiring
