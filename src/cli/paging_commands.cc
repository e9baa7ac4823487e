// paging_commands.cc: `plimsoll page`, `plimsoll channel` and `plimsoll alert`.
#include <fmt/format.h>

#include <thread>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "domain/paging/views.h"
#include "domain/slo/views.h"

namespace plimsoll::cli {

namespace {

constexpr std::size_t kShown = 200;

const char* word_of(paging::PageState state) {
    switch (state) {
        case paging::PageState::waiting: return "waiting";
        case paging::PageState::sending: return "sending";
        case paging::PageState::merged: return "in a digest";
        case paging::PageState::delivered: return "delivered";
        case paging::PageState::dropped: return "dropped";
        case paging::PageState::dead_lettered: return "dead letter";
    }
    return "?";
}

Result<std::vector<paging::PageView>> pages(const Session& session, const std::string& state, std::size_t most) {
    std::vector<paging::PageView> all;
    std::string cursor;
    do {
        std::string target = "/api/v1/pages?limit=" + std::to_string(std::min<std::size_t>(most, 200));
        if (!state.empty()) target += "&state=" + encoded(state);
        if (!cursor.empty()) target += "&cursor=" + encoded(cursor);
        TRY_ASSIGN(const auto list, fetch<paging::PageList>(session, target));
        all.insert(all.end(), list.items.begin(), list.items.end());
        cursor = list.next_cursor;
    } while (!cursor.empty() && all.size() < most);
    return all;
}

}  // namespace

int page_list(const Common& common, const std::string& state) {
    const Session session(common);
    auto list = pages(session, state, kShown);
    if (!list) return report(list.error());
    if (common.json) return print_json(json::encode(paging::PageList{*list, ""}));
    if (list->empty()) {
        fmt::print("No pages{}. `plimsoll channel test NAME` sends one.\n", state.empty() ? "" : " in this state");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"when"}, {"channel"}, {"what"}, {"state"}, {"attempts", Table::Align::right}, {"end"}, {"page"}});
    for (const paging::PageView& page : *list) {
        const bool dead = page.state == paging::PageState::dead_lettered;
        table.add({{text::rfc3339(page.intended_at)}, {page.channel}, {page.summary},
                   {word_of(page.state), dead ? Tone::alarm : Tone::plain}, {std::to_string(page.attempts)},
                   {page.end}, {page.page, Tone::quiet}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int page_replay(const Common& common, const std::vector<std::string>& ids, bool all_dead) {
    const Session session(common);
    std::vector<std::string> wanted = ids;
    if (all_dead) {
        auto dead = pages(session, "dead_lettered", 100'000);
        if (!dead) return report(dead.error());
        for (const paging::PageView& page : *dead) wanted.push_back(page.page);
    }
    if (wanted.empty()) {
        fmt::print("Nothing to replay: name pages, or use --all when there are dead letters.\n");
        return ids.empty() && !all_dead ? kUsage : kOk;
    }
    int worst = kOk;
    std::string replayed;
    for (const std::string& id : wanted) {
        auto done = session.post("/api/v1/pages/" + encoded(id) + "/replay", "");
        if (!done) {
            worst = report(done.error());
            continue;
        }
        replayed += (replayed.empty() ? "" : ",") + json::quote(id);
        if (!common.json) fmt::print("replayed {}\n", text::printable(id));
    }
    if (common.json) print_json("{\"replayed\":[" + replayed + "]}");
    return worst;
}

int channel_list(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/channels");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto list = json::decode<paging::ChannelList>(*body);
    if (!list) return report(list.error());
    if (list->items.empty()) {
        fmt::print("No channels. Declare one of kind Channel in the catalogue.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"channel"}, {"type"}, {"health"}, {"delivered", Table::Align::right}, {"dead", Table::Align::right},
                 {"waiting", Table::Align::right}, {"last success"}, {"last error"}});
    for (const paging::ChannelView& c : list->items) {
        static constexpr const char* kTypes[] = {"webhook", "email", "alertmanager"};
        static constexpr const char* kHealth[] = {"unknown", "good", "failing"};
        const bool failing = c.health == paging::Health::failing;
        table.add({{c.name}, {kTypes[static_cast<int>(c.type)]}, {kHealth[static_cast<int>(c.health)], failing ? Tone::alarm : Tone::plain},
                   {std::to_string(c.delivered)}, {std::to_string(c.dead_lettered)}, {std::to_string(c.waiting)},
                   {c.last_success ? text::rfc3339(*c.last_success) : "–"}, {c.last_error}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int channel_test(const Common& common, const std::string& name) {
    const Session session(common);
    auto body = session.post("/api/v1/channels/" + encoded(name) + "/test", "");
    if (!body) return report(body.error());
    auto started = json::decode<paging::PageView>(*body);
    if (!started) return report(started.error());
    // The page is on its way; ask until it has its end, for at most 90 s: an attempt is bounded well below that.
    for (int i = 0; i < 360; ++i) {
        auto detail = fetch<paging::PageDetail>(session, "/api/v1/pages/" + encoded(started->page));
        if (!detail) return report(detail.error());
        const paging::PageState state = detail->page.state;
        if (state == paging::PageState::waiting || state == paging::PageState::sending || state == paging::PageState::merged) {
            std::this_thread::sleep_for(std::chrono::milliseconds(250));
            continue;
        }
        if (common.json) {
            print_json(json::encode(*detail));
        } else {
            fmt::print("{}: {}\n", word_of(state), text::printable(detail->page.end));
        }
        return state == paging::PageState::delivered ? kOk : kRefused;
    }
    return report(fail(plimsoll::errors::unavailable, "the test page has no end after 90 s; see `plimsoll page list`"));
}

int alert_list(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/alerts?limit=200");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto list = json::decode<slo::AlertPage>(*body);
    if (!list) return report(list.error());
    if (list->items.empty()) {
        fmt::print("No alerts.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    static constexpr const char* kStates[] = {"firing", "frozen", "clearing", "resolved"};
    Table table({{"fired"}, {"slo"}, {"rule"}, {"severity"}, {"state"}, {"alert"}});
    for (const slo::AlertView& alert : list->items) {
        const bool firing = alert.state == slo::AlertState::firing;
        table.add({{text::rfc3339(alert.fired_at)}, {alert.slo}, {alert.rule}, {alert.severity},
                   {kStates[static_cast<int>(alert.state)], firing ? Tone::alarm : Tone::plain}, {alert.id, Tone::quiet}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int alert_acknowledge(const Common& common, const std::string& alert) {
    const Session session(common);
    auto body = session.post("/api/v1/acknowledgements", json::encode(paging::AcknowledgeBody{alert}));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    fmt::print("acknowledged {}: it is not repeated while it fires\n", text::printable(alert));
    return kOk;
}

int alert_silence(const Common& common, const std::string& slo, const std::string& service, const std::string& alert,
                  const std::string& length, const std::string& reason) {
    auto lasts = text::parse_duration(length);
    if (!lasts) return report(lasts.error());
    paging::SilenceBody silence;
    if (!slo.empty()) silence.slo = slo;
    if (!service.empty()) silence.service = service;
    if (!alert.empty()) silence.alert = alert;
    silence.lasts = *lasts;
    silence.reason = reason;
    const Session session(common);
    auto body = session.post("/api/v1/silences", json::encode(silence));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    fmt::print("silenced for {}\n", text::duration_words(*lasts));
    return kOk;
}

}  // namespace plimsoll::cli
