#include "demo/records.h"

#include "base/json.h"
#include "domain/attribution/views.h"
#include "domain/exclusions/views.h"

namespace plimsoll::demo {
namespace {

using exclusions::AnnotationCategory;

/// `days` before the day of founding, at that time of day: as company.h tells of incidents.
Timestamp days_ago(Timestamp founded, std::int64_t days, std::int64_t hour, std::int64_t minute) {
    return founded.floor(Duration::days(1)) - Duration::days(days) + Duration::hours(hour) + Duration::minutes(minute);
}

Result<> annotate(const Caller& server, const std::string& service, AnnotationCategory category, const std::string& title, TimeRange range) {
    exclusions::AnnotationBody body;
    body.services = std::vector{service};
    body.start = range.start;
    if (range.end > range.start) body.end = range.end;
    body.category = category;
    body.title = title;
    TRY(server.post("/api/v1/annotations", json::encode(body)));
    return {};
}

Result<> charge(const Caller& server, const std::string& slo, TimeRange range, attribution::Cause cause, std::optional<std::int64_t> parts,
                const std::string& reason) {
    attribution::ChargeBody body;
    body.start = range.start;
    body.end = range.end;
    body.cause = std::move(cause);
    body.parts = parts;
    body.reason = reason;
    TRY(server.post("/api/v1/slos/" + slo + "/charges", json::encode(body)));
    return {};
}

}  // namespace

Result<> tell_records(const Caller& server, Timestamp founded) {
    const auto at = [&](std::int64_t days, std::int64_t hour, std::int64_t minute) { return days_ago(founded, days, hour, minute); };
    const TimeRange outage{at(6, 13, 20), at(6, 14, 2)};
    TRY(annotate(server, "checkout", AnnotationCategory::change, "Release 2214", {at(6, 13, 14), at(6, 13, 14)}));
    TRY(annotate(server, "checkout", AnnotationCategory::incident, "INC-318: orders fail after a release", outage));
    TRY(annotate(server, "accounts", AnnotationCategory::change, "New session store for a tenth of customers", {at(19, 9, 31), at(19, 9, 31)}));
    TRY(annotate(server, "accounts", AnnotationCategory::incident, "INC-311: sign-in times out", {at(11, 17, 5), at(11, 19, 15)}));
    TRY(charge(server, "checkout-availability", outage, {attribution::CauseKind::change, "release-2214", "Release 2214"}, std::nullopt,
               "It could not reach its database; the rollback ended it."));
    TRY(charge(server, "accounts-availability", {at(11, 17, 5), at(11, 19, 15)}, {attribution::CauseKind::incident, "INC-311", "Sign-in times out"}, 800'000,
               "The rest was the mail provider, by its own report."));
    exclusions::ExclusionBody correction;
    correction.kind = exclusions::Kind::correction;
    correction.category = exclusions::Category::load_test;
    correction.title = "Load test against production";
    correction.reason = "Half of these requests were our own, and sent faster than any customer could.";
    correction.slos = std::vector<std::string>{"notifications-delivery"};
    correction.start = at(8, 16, 20);
    correction.end = at(8, 16, 55);
    TRY(server.post("/api/v1/exclusions", json::encode(correction)));
    return {};
}

}  // namespace plimsoll::demo
