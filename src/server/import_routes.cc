#include "server/import_routes.h"

#include <fmt/format.h>

#include <utility>

namespace plimsoll::server {

namespace {

constexpr std::int64_t kSlotsAnHour = 360;
/// Live samples wait for the writer meanwhile, so not all of a request.
constexpr std::size_t kHoursACommit = 24;

api::TypeRef body_type() { return api::type<ImportRequest>("ImportRequest"); }

Result<api::Reply> fill(ledger::Ledger& ledger, const CatalogKeeper& keeper, const ImportRequest& request) {
    const auto bound = keeper.bound();
    const auto slo = bound->catalog->slos.find(request.slo);
    if (slo == bound->catalog->slos.end()) return fail(plimsoll::errors::not_found, "SLO \"" + request.slo + "\"");
    if (slo->second.sli_version != request.sli_version) {
        return fail(plimsoll::errors::conflict, "the queries of " + request.slo + " changed since the file was read; import it again");
    }
    const auto sli = bound->slis.find(request.slo);
    if (sli == bound->slis.end()) {
        return fail(plimsoll::errors::invalid, {}, {{"/slo", request.slo + " has no counts of its own", "import the history of its members"}});
    }
    if (request.hours.size() > kMostImportHours) {
        return fail(plimsoll::errors::invalid, {}, {{"/hours", fmt::format("has more than {} hours", kMostImportHours), "send several requests"}});
    }
    ImportReply reply;
    std::vector<ledger::PastHour> hours;
    for (const ImportHour& hour : request.hours) {
        TRY_ASSIGN(std::vector<ledger::Slot> slots, slots_of(hour));
        hours.push_back({hour.start, std::move(slots)});
        if (hours.size() < kHoursACommit && &hour != &request.hours.back()) continue;
        TRY_ASSIGN(const std::int64_t filled, ledger.import_hours(sli->second, std::exchange(hours, {})));
        reply.filled += filled;
    }
    return api::ok(reply);
}

}  // namespace

Result<std::vector<ledger::Slot>> slots_of(const ImportHour& hour) {
    std::vector<FieldError> broken;
    if (hour.start.floor(Duration::hours(1)) != hour.start) broken.push_back({"/start", "is not on the hour", ""});
    std::vector<ledger::Slot> slots(kSlotsAnHour);
    for (const auto& row : hour.slots) {
        const bool whole = row.size() == 5 && row[0] >= 0 && row[0] < kSlotsAnHour && row[1] >= 0 && row[2] >= 0 &&
                           row[2] <= row[1] && row[3] >= 1 && row[4] >= row[3] && row[1] < (std::int64_t{1} << 53);
        if (!whole) {
            broken.push_back({"/slots", "a row is [slot 0..359, valid, bad, reporting, live] with 0 <= bad <= valid and "
                                        "1 <= reporting <= live", ""});
            break;
        }
        slots[static_cast<std::size_t>(row[0])] = {row[1], row[2], 1, row[3], row[4]};
    }
    if (!broken.empty()) return fail(plimsoll::errors::invalid, {}, std::move(broken));
    return slots;
}

std::vector<api::Route> import_routes(ledger::Ledger& ledger, const CatalogKeeper& keeper,
                                      std::function<bool(std::function<void()>)> run) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/api/v1/import/slots";
    route.summary = "Fill missing slots of an SLO with history";
    route.right = api::Right::edit;
    route.request = body_type();
    route.reply = api::type<ImportReply>("ImportReply");
    route.body_limit = 16u << 20;
    route.async_handler = [&ledger, &keeper, run = std::move(run)](api::Request request, api::Done done) {
        const auto shared = std::make_shared<api::Done>(std::move(done));
        const bool taken = run([&ledger, &keeper, body = std::move(request.body), shared] {
            auto decoded = json::decode_strict<ImportRequest>(body);
            if (!decoded) return (*shared)(std::move(decoded).error());
            (*shared)(fill(ledger, keeper, *decoded));
        });
        if (!taken) (*shared)(fail(plimsoll::errors::busy, "too many imports wait"));
    };
    return {route};
}

}  // namespace plimsoll::server
