#include "domain/paging/routes.h"

#include <algorithm>
#include <charconv>

#include "api/row.h"
#include "base/text.h"
#include "domain/paging/measures.h"
#include "domain/paging/views.h"

namespace plimsoll::paging {
namespace {

using PagingEngine = api::Engine<State, Command>;
using Channels = std::function<std::vector<catalog::Channel>()>;
using api::Reply;
using api::Request;

constexpr std::size_t limit_default = 50;
constexpr std::size_t limit_max = 500;

Result<std::size_t> limit_of(const Request& request) {
    const auto text = request.query_value("limit");
    if (!text) return limit_default;
    std::size_t limit = 0;
    const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (ec != std::errc() || end != text->data() + text->size() || limit < 1 || limit > limit_max)
        return fail(plimsoll::errors::invalid, "the limit cannot be used", {{"limit", "must be a whole number from 1 to 500", ""}});
    return limit;
}

template <class T>
Result<Reply> shown(const PagingEngine& engine, const std::function<Result<T>(const State&)>& look) {
    Result<T> found = fail(plimsoll::errors::not_found);
    const std::uint64_t seq = engine.read([&](const State& state) { found = look(state); });
    if (!found) return found.error();
    return api::ok(*found, seq);
}

Result<PageDetail> detail(const State& state, const std::string& id) {
    const Page* page = find_page(state, id);
    if (page == nullptr) return fail(errors::no_page, text::printable(id));
    return PageDetail{view(*page, state), page->subject, page->history, page->parts};
}

/// Commands, then shows what became of them; the reply waits for the command's durability.
template <class T>
Result<Reply> done(const PagingEngine& engine, const Request& request, Command command, int status,
                   const std::function<Result<T>(const State&)>& look) {
    TRY_ASSIGN(const std::uint64_t seq, engine.submit(request.actor, std::move(command)));
    TRY_ASSIGN(Reply reply, shown<T>(engine, look));
    reply.status = status;
    reply.after_seq = std::max(reply.after_seq, seq);
    return reply;
}

Result<Timestamp> end_of(const SilenceBody& body, Timestamp now) {
    if (body.until.has_value() == body.lasts.has_value())
        return fail(plimsoll::errors::invalid, "the silence's end is not clear", {{"/until", "exactly one of until and lasts must be given", ""}});
    if (body.until) return *body.until;
    // Beyond it the sum could overflow; decide() refuses what is left.
    if (*body.lasts > silence_max * 2 || *body.lasts < Duration()) return Timestamp::max();
    return now + *body.lasts;
}

Result<Reply> silence(const PagingEngine& engine, const Request& request) {
    TRY_ASSIGN(const SilenceBody body, json::decode_strict<SilenceBody>(request.body));
    TRY_ASSIGN(const Timestamp until, end_of(body, request.at));
    const StartSilence command{body.slo.value_or(""), body.service.value_or(""), body.alert.value_or(""), until, body.reason};
    return done<Silence>(engine, request, command, 201, [&](const State& state) -> Result<Silence> {
        const Silence* newest = nullptr;
        for (const auto& [id, s] : state.silences) {
            const bool same = s.until == until && s.reason == body.reason && s.by == request.actor.id && s.slo == command.slo &&
                              s.service == command.service && s.alert == command.alert;
            if (same && (newest == nullptr || s.since >= newest->since)) newest = &s;
        }
        if (newest == nullptr) return fail(errors::no_silence, "it was ended at once");
        return *newest;
    });
}

Result<Reply> acknowledge(const PagingEngine& engine, const Request& request) {
    TRY_ASSIGN(const AcknowledgeBody body, json::decode_strict<AcknowledgeBody>(request.body));
    return done<AcknowledgementView>(engine, request, Acknowledge{body.alert}, 200, [&](const State& state) -> Result<AcknowledgementView> {
        const auto it = state.alerts.find(body.alert);
        if (it == state.alerts.end() || !it->second.acknowledged_at) return AcknowledgementView{body.alert, request.actor.id, request.at};
        return AcknowledgementView{body.alert, it->second.acknowledged_by, *it->second.acknowledged_at};
    });
}

Result<Reply> test_channel(const PagingEngine& engine, const Channels& channels, const Request& request) {
    const std::string name = request.path_parameters.at("name");
    const auto all = channels();
    const auto it = std::find_if(all.begin(), all.end(), [&](const catalog::Channel& c) { return c.name == name; });
    if (it == all.end()) return fail(errors::no_channel, text::printable(name));
    const TestChannel command{name, {it->type, it->rate_limit, it->repeat_interval, true}};
    return done<PageView>(engine, request, command, 202, [&](const State& state) -> Result<PageView> {
        const Page* newest = nullptr;
        for (const auto& [id, page] : state.pages)
            if (page.reason == Reason::test && page.channel == name && (newest == nullptr || page.intended_at >= newest->intended_at))
                newest = &page;
        if (newest == nullptr) return fail(errors::no_page, "the test is already forgotten");
        return view(*newest, state);
    });
}

using api::row;

std::vector<api::Route> page_routes(const PagingEngine& engine) {
    using enum api::Method;
    const api::Parameter id{"id", "path", "The page's id", true};
    return {
        row(get, "/api/v1/pages", "List pages, newest first", api::Right::view, api::no_body(), api::type<PageList>("PageList"),
            {{"state", "query", "Only pages in this state: waiting, sending, merged, delivered, dropped, dead_lettered", false},
             {"channel", "query", "Only pages to this channel", false},
             {"limit", "query", "At most so many, 1 to 500; 50 by default", false},
             {"cursor", "query", "Where the list before ended", false}},
            [engine](const Request& request) -> Result<Reply> {
                TRY_ASSIGN(const std::size_t limit, limit_of(request));
                return shown<PageList>(engine, [&](const State& state) {
                    return list_pages(state, request.query_value("state").value_or(""), request.query_value("channel").value_or(""),
                                      request.query_value("cursor").value_or(""), limit);
                });
            }),
        row(get, "/api/v1/pages/{id}", "Show a page with its attempts", api::Right::view, api::no_body(),
            api::type<PageDetail>("PageDetail"), {id},
            [engine](const Request& request) {
                return shown<PageDetail>(engine, [&](const State& state) { return detail(state, request.path_parameters.at("id")); });
            }),
        row(post, "/api/v1/pages/{id}/replay", "Send a dead letter again, with the same key", api::Right::respond, api::no_body(),
            api::type<PageDetail>("PageDetail"), {id},
            [engine](const Request& request) {
                const std::string page = request.path_parameters.at("id");
                return done<PageDetail>(engine, request, Replay{page}, 202, [&](const State& state) { return detail(state, page); });
            }),
        row(get, "/api/v1/paging/measures", "Show how well the pager keeps its promise", api::Right::view, api::no_body(),
            api::type<PagingMeasures>("PagingMeasures"), {},
            [engine](const Request& request) {
                return shown<PagingMeasures>(engine, [&](const State& state) -> Result<PagingMeasures> {
                    return PagingMeasures{measures(state, request.at)};
                });
            }),
    };
}

std::vector<api::Route> response_routes(const PagingEngine& engine) {
    using enum api::Method;
    return {
        row(post, "/api/v1/acknowledgements", "Acknowledge an alert, so that its repeats stop", api::Right::respond,
            api::type<AcknowledgeBody>("AcknowledgeBody"), api::type<AcknowledgementView>("Acknowledgement"), {},
            [engine](const Request& request) { return acknowledge(engine, request); }),
        row(get, "/api/v1/acknowledgements", "List who took on which alert, of those that still fire", api::Right::view,
            api::no_body(), api::type<AcknowledgementList>("AcknowledgementList"), {},
            [engine](const Request&) {
                return shown<AcknowledgementList>(
                    engine, [](const State& state) -> Result<AcknowledgementList> { return list_acknowledgements(state); });
            }),
        row(get, "/api/v1/silences", "List the silences that hold", api::Right::view, api::no_body(),
            api::type<SilenceList>("SilenceList"), {},
            [engine](const Request&) {
                return shown<SilenceList>(engine, [](const State& state) -> Result<SilenceList> {
                    SilenceList list;
                    for (const auto& [id, s] : state.silences) list.items.push_back(s);
                    std::stable_sort(list.items.begin(), list.items.end(),
                                     [](const Silence& a, const Silence& b) { return a.until < b.until; });
                    return list;
                });
            }),
        row(post, "/api/v1/silences", "Silence an SLO, a service or an alert for a while", api::Right::respond,
            api::type<SilenceBody>("SilenceBody"), api::type<Silence>("Silence"), {},
            [engine](const Request& request) { return silence(engine, request); }),
        row(del, "/api/v1/silences/{id}", "End a silence", api::Right::respond, api::no_body(), api::no_body(),
            {{"id", "path", "The silence's id", true}},
            [engine](const Request& request) -> Result<Reply> {
                TRY_ASSIGN(const std::uint64_t seq, engine.submit(request.actor, EndSilence{request.path_parameters.at("id"), false}));
                Reply reply;
                reply.status = 204;
                reply.after_seq = seq;
                return reply;
            }),
    };
}

std::vector<api::Route> channel_routes(const PagingEngine& engine, const Channels& channels) {
    using enum api::Method;
    return {
        row(get, "/api/v1/channels", "List channels and their health", api::Right::view, api::no_body(),
            api::type<ChannelList>("ChannelList"), {},
            [engine, channels](const Request&) {
                const auto all = channels();
                return shown<ChannelList>(engine, [&](const State& state) -> Result<ChannelList> { return list_channels(state, all); });
            }),
        row(post, "/api/v1/channels/{name}/test", "Send a test page", api::Right::respond, api::no_body(),
            api::type<PageView>("PageView"), {{"name", "path", "The channel's name", true}},
            [engine, channels](const Request& request) { return test_channel(engine, channels, request); }),
    };
}

}  // namespace

std::vector<api::Route> routes(api::Engine<State, Command> engine, std::function<std::vector<catalog::Channel>()> channels) {
    std::vector<api::Route> all = page_routes(engine);
    for (api::Route& r : response_routes(engine)) all.push_back(std::move(r));
    for (api::Route& r : channel_routes(engine, channels)) all.push_back(std::move(r));
    return all;
}

}  // namespace plimsoll::paging
