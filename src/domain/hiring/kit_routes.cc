#include "domain/hiring/kit_routes.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/row.h"
#include "base/json.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/kit_views.h"
#include "domain/hiring/panel.h"

namespace plimsoll::hiring {

namespace {

using api::Reply;
using api::Request;

Result<const InterviewKit*> kit_in(const KitShelf& shelf, const Request& request) {
    const std::string& id = request.path_parameters.at("id");
    if (const InterviewKit* kit = find_kit(shelf, id)) return kit;
    return fail(errors::unknown_kit, id);
}

Result<const CalibrationSet*> set_in(const KitShelf& shelf, const Request& request) {
    const std::string& id = request.path_parameters.at("id");
    if (const CalibrationSet* set = find_set(shelf, id)) return set;
    return fail(errors::unknown_set, id);
}

struct Rated {
    std::vector<CalibrationRow> rows;
    std::uint64_t seq = 0;
};
/// Of one rater, or of all.
Rated ratings_of(const Ports& ports, const std::string& rater) {
    Rated out;
    out.seq = ports.engine.read([&](const State& state) {
        for (const CalibrationRow& row : state.calibrations)
            if (rater.empty() || row.rater == rater) out.rows.push_back(row);
    });
    return out;
}

Result<Reply> get_kit(const Ports& ports, const Request& request) {
    const auto shelf = ports.shelf();
    TRY_ASSIGN(const InterviewKit* kit, kit_in(*shelf, request));
    return api::ok(show_kit(*kit, *ports.bank()));
}

Result<Reply> post_gaps(const Ports& ports, const Request& request) {
    const auto shelf = ports.shelf();
    TRY_ASSIGN(const InterviewKit* kit, kit_in(*shelf, request));
    TRY_ASSIGN(const PanelPlan plan, json::decode_strict<PanelPlan>(request.body));
    TRY_ASSIGN(const PanelGaps gaps, panel_gaps(*kit, plan));
    return api::ok(gaps);
}

Result<Reply> shown_set(const Ports& ports, const CalibrationSet& set, const KitShelf& shelf, const Request& request, std::uint64_t after) {
    const std::string rater = viewer_of(ports, request.actor).person;
    const Rated mine = ratings_of(ports, rater);
    return api::ok(show_set(set, shelf, *ports.bank(), rater, mine.rows), std::max(mine.seq, after));
}

Result<Reply> get_set(const Ports& ports, const Request& request) {
    const auto shelf = ports.shelf();
    TRY_ASSIGN(const CalibrationSet* set, set_in(*shelf, request));
    return shown_set(ports, *set, *shelf, request, 0);
}

Result<Reply> rate(const Ports& ports, const Request& request) {
    const auto shelf = ports.shelf();
    TRY_ASSIGN(const CalibrationSet* set, set_in(*shelf, request));
    const CalibrationItem* item = find_item(*set, request.path_parameters.at("item"));
    if (item == nullptr) return fail(errors::unknown_set, fmt::format("{} has no answer {}", set->id, request.path_parameters.at("item")));
    TRY_ASSIGN(CalibrationBody body, json::decode_strict<CalibrationBody>(request.body));
    if (body.version != 0 && body.version != set->version)
        return fail(plimsoll::errors::conflict, fmt::format("version {} of {} was read, and it is version {} now", body.version, set->id, set->version));
    RateCalibration command{set->id, set->version, item->id, viewer_of(ports, request.actor).person, {}, std::move(body.ratings)};
    for (const KnownRating& known : item->known) command.dimensions.push_back(known.dimension);
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(request.actor, std::move(command)));
    TRY_ASSIGN(Reply reply, shown_set(ports, *set, *shelf, request, seq));
    reply.status = 201;
    return reply;
}

Result<Reply> get_result(const Ports& ports, const Request& request) {
    const auto shelf = ports.shelf();
    TRY_ASSIGN(const CalibrationSet* set, set_in(*shelf, request));
    const Rated all = ratings_of(ports, "");
    TRY_ASSIGN(const CalibrationResult result, calibration_of(*set, answers_of(*set, all.rows)));
    return api::ok(result, all.seq);
}

std::vector<api::Route> kit_rows(const std::shared_ptr<const Ports>& ports) {
    const api::Parameter kit{"id", "path", "Such as senior-sre", true};
    return {
        api::row(api::Method::get, "/api/v1/hiring/kits", "List the interview kits", api::Right::interview, {}, api::type<InterviewKitList>("InterviewKitList"), {},
                 [ports](const Request&) -> Result<Reply> { return api::ok(list_kits(*ports->shelf())); }),
        api::row(api::Method::get, "/api/v1/hiring/kits/{id}", "Show an interview kit: dimensions with their anchors, rounds, prompts, and the questions that it names",
                 api::Right::interview, {}, api::type<InterviewKitView>("InterviewKitView"), {kit}, [ports](const Request& request) { return get_kit(*ports, request); }),
        api::row(api::Method::post, "/api/v1/hiring/kits/{id}/gaps", "What a plan of interviews leaves untested, or tests once; who has two roles; minutes of each. Nothing is kept",
                 api::Right::interview, api::type<PanelPlan>("PanelPlan"), api::type<PanelGaps>("PanelGaps"), {kit},
                 [ports](const Request& request) { return post_gaps(*ports, request); }),
    };
}

std::vector<api::Route> calibration_rows(const std::shared_ptr<const Ports>& ports) {
    const api::Parameter set{"id", "path", "Such as engineer", true};
    return {
        api::row(api::Method::get, "/api/v1/hiring/calibration", "List the calibration sets, with how much of each you have rated", api::Right::interview, {},
                 api::type<CalibrationSetList>("CalibrationSetList"), {},
                 [ports](const Request& request) -> Result<Reply> {
                     const Rated mine = ratings_of(*ports, viewer_of(*ports, request.actor).person);
                     return api::ok(list_sets(*ports->shelf(), mine.rows), mine.seq);
                 }),
        api::row(api::Method::get, "/api/v1/hiring/calibration/{id}", "Show a calibration set; the known ratings of an answer once you have rated it, and how yours compare",
                 api::Right::interview, {}, api::type<CalibrationSetView>("CalibrationSetView"), {set}, [ports](const Request& request) { return get_set(*ports, request); }),
        api::row(api::Method::post, "/api/v1/hiring/calibration/{id}/items/{item}/ratings", "Rate an answer of a calibration set; the first ratings count", api::Right::interview,
                 api::type<CalibrationBody>("CalibrationBody"), api::type<CalibrationSetView>("CalibrationSetView"), {set, {"item", "path", "Id of the answer", true}},
                 [ports](const Request& request) { return rate(*ports, request); }),
        api::row(api::Method::get, "/api/v1/hiring/calibration/{id}/results", "How all raters of a calibration set compare with the known ratings, and with each other",
                 api::Right::hire, {}, api::type<CalibrationResult>("CalibrationResult"), {set}, [ports](const Request& request) { return get_result(*ports, request); }),
    };
}

}  // namespace

std::vector<api::Route> kit_routes(const std::shared_ptr<const Ports>& ports) {
    std::vector<api::Route> out = kit_rows(ports);
    for (api::Route& row : calibration_rows(ports)) out.push_back(std::move(row));
    return out;
}

}  // namespace plimsoll::hiring
