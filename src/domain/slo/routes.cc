#include "domain/slo/routes.h"

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <charconv>

#include "base/text.h"
#include "domain/slo/errors.h"
#include "domain/slo/figure_reading.h"
#include "domain/slo/kept.h"
#include "domain/slo/outlook_reading.h"

namespace plimsoll::slo {
namespace {

using api::Reply;
using api::Request;

constexpr std::size_t kLimit = 100;
constexpr std::size_t kLimitMost = 1000;
constexpr std::size_t kDetailPoints = 60;
constexpr std::int64_t kLatestMs = std::int64_t{1} << 46;  ///< beyond what a ledger holds

/// Reads query parameters and keeps every complaint, so that all of them are told at once.
class Query {
public:
    explicit Query(const Request& request) : request_(request) {}

    [[nodiscard]] std::string words(const std::string& name) const { return request_.query_value(name).value_or(""); }
    std::optional<std::uint64_t> number(const std::string& name, std::uint64_t least, std::uint64_t most) {
        const auto given = request_.query_value(name);
        if (!given) return std::nullopt;
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), value);
        if (error == std::errc() && end == given->data() + given->size() && value >= least && value <= most) return value;
        complain(name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    /// RFC 3339, or milliseconds since 1970.
    std::optional<Timestamp> time(const std::string& name) {
        const auto given = request_.query_value(name);
        if (!given) return std::nullopt;
        std::int64_t ms = 0;
        const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), ms);
        if (error == std::errc() && end == given->data() + given->size() && ms >= 0 && ms <= kLatestMs) return Timestamp::from_ms(ms);
        if (const auto at = text::parse_rfc3339(*given); at && at->in_ms() >= 0 && at->in_ms() <= kLatestMs) return *at;
        complain(name, "must be a time since 1970, in RFC 3339 or as milliseconds");
        return std::nullopt;
    }
    std::optional<Duration> duration(const std::string& name) {
        const auto given = request_.query_value(name);
        if (!given) return std::nullopt;
        if (const auto length = text::parse_duration(*given)) return *length;
        complain(name, "must be a length of time such as 10s");
        return std::nullopt;
    }
    template <class E>
    std::optional<E> one_of(const std::string& name) {
        const std::string given = words(name);
        if (given.empty()) return std::nullopt;
        E value{};
        if (boost::describe::enum_from_string(given.c_str(), value)) return value;
        std::string names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto d) { names += (names.empty() ? "" : ", ") + std::string(d.name); });
        complain(name, "must be one of " + names);
        return std::nullopt;
    }
    void complain(const std::string& name, std::string rule) { fields_.push_back({"query " + name, std::move(rule), ""}); }
    Result<> checked() {
        if (fields_.empty()) return {};
        return fail(errors::bad_parameter, {}, std::move(fields_));
    }

private:
    const Request& request_;
    std::vector<FieldError> fields_;
};

std::string name_in(const Request& request) {
    const auto found = request.path_parameters.find("name");
    return found == request.path_parameters.end() ? "" : found->second;
}

Result<Reply> get_slos(const Ports& ports, const Request& request) {
    Query query(request);
    SloFilter filter{query.words("service"), query.one_of<SloState>("state"), query.words("cursor"),
                     query.number("limit", 1, kLimitMost).value_or(kLimit)};
    TRY(query.checked());
    const SloList list = list_slos(ports, filter);
    return api::ok(list.page, list.seq);
}

Result<Reply> get_slo(const Ports& ports, const Request& request) {
    const PolicyStates policy(ports);  // before the sequence that the reply waits for
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    SloDetail detail = detail_of(reading.account(), *reading.catalog);
    policy.add_to(detail.summary, *reading.slo);
    detail.summary.filling = filling_of(ports, *reading.slo);
    Yesterday::Question question;
    detail.summary.budget_yesterday = ports.yesterday->budget(*ports.counts, *reading.slo, reading.live, question);
    if (detail.summary.as_of) {
        TRY_ASSIGN(detail.burn_down, read_burn_down(ports, reading, kDetailPoints));
    }
    return api::ok(detail, reading.seq);
}

Result<Reply> get_explain(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    SloExplain explain = explain_of(reading.account());
    if (ports.more_measures) {
        TRY_ASSIGN(const std::vector<Measure> more, ports.more_measures(*reading.slo));
        for (const Measure& measure : more) explain.sheets.push_back({measure, defence_sheet(measure)});
    }
    return api::ok(explain, reading.seq);
}

Result<Reply> get_debug(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    return api::ok(read_debug(ports, reading), reading.seq);
}

Result<Reply> get_burn_down(const Ports& ports, const Request& request) {
    Query query(request);
    const std::size_t points = query.number("points", 1, kBurnDownPoints).value_or(kBurnDownPoints);
    TRY(query.checked());
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    TRY_ASSIGN(const BurnDown down, read_burn_down(ports, reading, points));
    return api::ok(down, reading.seq);
}

Result<Reply> get_overview(const Ports& ports, const Request&) {
    const OverviewReading reading = read_overview(ports);
    return api::ok(reading.overview, reading.seq);
}

Result<Reply> get_chart(const Ports& ports, const Request& request) {
    Query query(request);
    const RangeAsked range{query.time("from"), query.time("to")};
    const std::size_t points = query.number("points", 1, kChartPointsMost).value_or(kChartPoints);
    TRY(query.checked());
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    TRY_ASSIGN(const SloChart chart, read_chart(ports, reading, range, points));
    return api::ok(chart, reading.seq);
}

Result<Reply> get_slots(const Ports& ports, const Request& request) {
    Query query(request);
    const RangeAsked range{query.time("from"), query.time("to")};
    const std::optional<Duration> step = query.duration("step");
    TRY(query.checked());
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    TRY_ASSIGN(const SloSlots slots, read_slots(ports, reading, range, step));
    return api::ok(slots, reading.seq);
}

Result<Reply> get_calendar(const Ports& ports, const Request& request) {
    Query query(request);
    const std::string zone = query.words("zone");
    const auto months = query.number("months", 1, kCalendarMonthsMost);
    TRY(query.checked());
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    const int count = months ? static_cast<int>(*months) : kCalendarMonths;
    TRY_ASSIGN(const BudgetCalendar calendar, read_calendar(ports, reading, zone.empty() ? "UTC" : zone, count));
    return api::ok(calendar, reading.seq);
}

Result<Reply> get_forecast(const Ports& ports, const Request& request) {
    TRY_ASSIGN(const Reading reading, read_slo(ports, name_in(request)));
    TRY_ASSIGN(const SloForecast forecast, read_forecast(ports, reading));
    return api::ok(forecast, reading.seq);
}

Result<Reply> get_alerts(const Ports& ports, const Request& request) {
    Query query(request);
    AlertFilter filter{query.words("service"), query.words("slo"), std::nullopt,
                       query.number("cursor", 0, UINT64_MAX), query.number("limit", 1, kLimitMost).value_or(kLimit)};
    const std::string state = query.words("state");
    if (state == "open") filter.open = true;
    else if (state == "resolved") filter.open = false;
    else if (!state.empty()) query.complain("state", "must be one of open, resolved");
    TRY(query.checked());
    const AlertList list = list_alerts(ports, filter);
    return api::ok(list.page, list.seq);
}

Result<Reply> get_alert(const Ports& ports, const Request& request) {
    const auto id = request.path_parameters.find("id");
    std::optional<AlertView> view;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        if (id == request.path_parameters.end()) return;
        if (const OpenAlert* open = find_open(state, id->second)) view = view_of(*open);
        else if (const ClosedAlert* closed = find_closed(state, id->second)) view = view_of(*closed);
    });
    if (!view) return fail(errors::unknown_alert);
    return api::ok(*view, seq);
}

/// The same row, its replies kept while nothing moves. `key` names what a reply depends on beside the state.
api::Route kept(api::Route route, const std::shared_ptr<KeptReplies>& replies, KeptReplies::Looks looks,
                std::string (*key)(const Request&)) {
    route.handler = [replies, looks, key, path = route.path, handle = std::move(route.handler)](const Request& request) {
        return replies->reply(path + "\n" + key(request), looks, [&] { return handle(request); });
    };
    return route;
}

template <class Body>
api::Route row(const Ports& ports, std::string path, std::string summary, std::string type_name,
               std::vector<api::Parameter> parameters, Result<Reply> (*handle)(const Ports&, const Request&)) {
    api::Route route;
    route.path = std::move(path);
    route.summary = std::move(summary);
    route.right = api::Right::view;
    route.request = api::no_body();
    route.reply = api::type<Body>(std::move(type_name));
    route.parameters = std::move(parameters);
    route.handler = [ports, handle](const Request& request) { return handle(ports, request); };
    return route;
}

}  // namespace

std::vector<api::Route> routes(const Ports& ports) {
    const api::Parameter name{"name", "path", "the SLO's name", true};
    const api::Parameter limit{"limit", "query", "items a page, 1 to 1000 (100)", false};
    const api::Parameter from{"from", "query", "start of the range, RFC 3339 or milliseconds since 1970 (a period before its end)", false};
    const api::Parameter to{"to", "query", "end of the range (now)", false};
    const auto replies = std::make_shared<KeptReplies>(ports);
    return {
        kept(row<Overview>(ports, "/api/v1/overview", "Show every service by its worst SLO, what burns and what changed", "Overview",
                           {}, get_overview),
             replies, KeptReplies::Looks::at_clock, [](const Request&) { return std::string(); }),
        row<SloPage>(ports, "/api/v1/slos", "List SLOs with their budgets", "SloPage",
                     {{"service", "query", "only this service's", false},
                      {"state", "query", "only in this state", false},
                      {"cursor", "query", "next_cursor of the page before", false},
                      limit},
                     get_slos),
        kept(row<SloDetail>(ports, "/api/v1/slos/{name}", "Show an SLO: its figures, rules and alerts", "SloDetail", {name}, get_slo),
             replies, KeptReplies::Looks::at_state, name_in),
        row<SloExplain>(ports, "/api/v1/slos/{name}/explain", "Explain every figure of an SLO", "SloExplain", {name}, get_explain),
        row<SloDebug>(ports, "/api/v1/slos/{name}/debug", "Say which series feed an SLO, and why there is no data", "SloDebug",
                      {name}, get_debug),
        row<BurnDown>(ports, "/api/v1/slos/{name}/burn-down", "Draw how the budget went over the period", "BurnDown",
                      {name, {"points", "query", "1 to 200 (200)", false}}, get_burn_down),
        row<SloChart>(ports, "/api/v1/slos/{name}/chart", "Draw an SLO's budget and burn rates over a range, column by column",
                      "SloChart", {name, from, to, {"points", "query", "1 to 2000 (1000)", false}}, get_chart),
        row<SloSlots>(ports, "/api/v1/slos/{name}/slots", "Give the raw counts of an SLO, slot by slot", "SloSlots",
                      {name, from, to, {"step", "query", "10s, 1m or 5m (the shortest there is for the range)", false}}, get_slots),
        row<BudgetCalendar>(ports, "/api/v1/slos/{name}/calendar", "Show how each month's budget went, day by day", "BudgetCalendar",
                            {name,
                             {"zone", "query", "IANA time zone whose days and months are meant (UTC)", false},
                             {"months", "query", "1 to 24 (12)", false}},
                            get_calendar),
        row<SloForecast>(ports, "/api/v1/slos/{name}/forecast", "Forecast the budget at the end of its window, and when it is spent",
                         "SloForecast", {name}, get_forecast),
        row<AlertPage>(ports, "/api/v1/alerts", "List alerts, newest first", "AlertPage",
                       {{"state", "query", "open or resolved", false},
                        {"service", "query", "only this service's", false},
                        {"slo", "query", "only this SLO's", false},
                        {"cursor", "query", "next_cursor of the page before", false},
                        limit},
                       get_alerts),
        row<AlertView>(ports, "/api/v1/alerts/{id}", "Show an alert from beginning to end", "AlertView",
                       {{"id", "path", "the alert's id, slashes written as %2F", true}}, get_alert),
    };
}

}  // namespace plimsoll::slo
