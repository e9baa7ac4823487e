// views.h: exclusions, corrections and annotations as the API shows them, and the bodies it takes. Field names are
// permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/exclusions/effects.h"
#include "domain/exclusions/measures.h"
#include "domain/exclusions/state.h"

namespace plimsoll::exclusions {

inline constexpr std::size_t kOccurrencesShown = 10;

struct ExclusionView {
    std::string id;
    Kind kind = Kind::maintenance;
    Category category = Category::other;
    std::string title;
    std::string reason;
    std::vector<std::string> slos;
    std::vector<std::string> services;
    TimeRange range;
    std::optional<Recurrence> recurrence;
    std::vector<TimeRange> occurrences;    ///< the next ten that are not over; of those that all are, the last ten
    ExclusionState state = ExclusionState::requested;
    bool counts = false;                   ///< it leaves time out, past or to come
    std::string requested_by;
    Timestamp requested_at;
    std::string decided_by;                ///< empty: nobody yet
    std::optional<Timestamp> decided_at;
    std::string decision_reason;
    bool self_approved = false;            ///< who asked approved, because nobody else could
    std::string withdrawn_by;
    std::optional<Timestamp> withdrawn_at;
    std::string withdrawal_reason;
    std::optional<Timestamp> counts_again_from;
    Timestamp expires_at;                  ///< undecided until then, it is over
    bool may_decide = false;               ///< whoever asks may approve or refuse it
    std::int64_t covers = 0;               ///< SLOs of the catalogue
    std::optional<std::vector<Effect>> effects;  ///< of one that is shown alone; at most 100, the greatest first
};
BOOST_DESCRIBE_STRUCT(ExclusionView, (), (id, kind, category, title, reason, slos, services, range, recurrence, occurrences, state,
                                          counts, requested_by, requested_at, decided_by, decided_at, decision_reason,
                                          self_approved, withdrawn_by, withdrawn_at, withdrawal_reason, counts_again_from,
                                          expires_at, may_decide, covers, effects))

struct CorrectedSlo {
    std::string slo;
    std::optional<double> share;  ///< of the budget of this quarter, that corrections took away
};
BOOST_DESCRIBE_STRUCT(CorrectedSlo, (), (slo, share))

struct ExclusionPage {
    std::vector<ExclusionView> items;  ///< newest first
    std::string next_cursor;           ///< empty: there are no more
    std::vector<CorrectedSlo> corrected_share;  ///< with the first page: of SLOs that anything was corrected of
};
BOOST_DESCRIBE_STRUCT(ExclusionPage, (), (items, next_cursor, corrected_share))

struct EffectList {
    std::vector<Effect> effects;
    std::vector<TimeRange> occurrences;
    std::int64_t covers = 0;
};
BOOST_DESCRIBE_STRUCT(EffectList, (), (effects, occurrences, covers))

struct CorrectedView {
    std::string slo;
    Measure measure;
    std::vector<RequesterShare> requesters;
};
BOOST_DESCRIBE_STRUCT(CorrectedView, (), (slo, measure, requesters))

struct CorrectedList {
    TimeRange quarter;
    std::vector<CorrectedView> items;  ///< the greatest share first
};
BOOST_DESCRIBE_STRUCT(CorrectedList, (), (quarter, items))

struct AnnotationView {
    std::string id;
    std::vector<std::string> slos;
    std::vector<std::string> services;
    Timestamp start;
    std::optional<Timestamp> end;
    AnnotationCategory category = AnnotationCategory::note;
    std::string title;
    std::string text;
    std::string url;
    std::string by;
    Timestamp at;
    bool retracted = false;
    std::string retracted_by;
    std::string retraction_reason;
};
BOOST_DESCRIBE_STRUCT(AnnotationView, (), (id, slos, services, start, end, category, title, text, url, by, at, retracted,
                                           retracted_by, retraction_reason))

struct AnnotationPage {
    std::vector<AnnotationView> items;  ///< newest first, by when they were made
    std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(AnnotationPage, (), (items, next_cursor))

struct RecurrenceBody {
    std::string rule;
    std::string zone;
    std::optional<Timestamp> until;  ///< 366 days after the start when it is not given
};
BOOST_DESCRIBE_STRUCT(RecurrenceBody, (), (rule, zone, until))

struct ExclusionBody {
    Kind kind = Kind::maintenance;
    Category category = Category::other;
    std::string title;
    std::string reason;
    std::optional<std::vector<std::string>> slos;
    std::optional<std::vector<std::string>> services;
    Timestamp start;
    Timestamp end;
    std::optional<RecurrenceBody> recurrence;
    std::optional<Duration> expires_after;  ///< 7d when it is not given
};
BOOST_DESCRIBE_STRUCT(ExclusionBody, (), (kind, category, title, reason, slos, services, start, end, recurrence, expires_after))

struct DecisionBody {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(DecisionBody, (), (reason))

struct WithdrawalBody {
    std::string reason;
    std::optional<Timestamp> from;  ///< what it covers from then on counts again; not given: of maintenance now, of a correction all
};
BOOST_DESCRIBE_STRUCT(WithdrawalBody, (), (reason, from))

struct AnnotationBody {
    std::optional<std::vector<std::string>> slos;
    std::optional<std::vector<std::string>> services;
    Timestamp start;
    std::optional<Timestamp> end;
    AnnotationCategory category = AnnotationCategory::note;
    std::string title;
    std::optional<std::string> text;
    std::optional<std::string> url;
};
BOOST_DESCRIBE_STRUCT(AnnotationBody, (), (slos, services, start, end, category, title, text, url))

/// `all`: every occurrence.
[[nodiscard]] ExclusionView view_of(const Exclusion& exclusion, const std::vector<TimeRange>& all, Timestamp now);
[[nodiscard]] AnnotationView view_of(const Annotation& annotation);
/// The next ten that are not over at `now`, or the last ten.
[[nodiscard]] std::vector<TimeRange> shown_of(const std::vector<TimeRange>& all, Timestamp now);

}  // namespace plimsoll::exclusions
