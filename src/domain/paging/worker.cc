#include "domain/paging/worker.h"

#include <algorithm>

#include "domain/paging/retry.h"

namespace plimsoll::paging {
namespace {

/// No attempt is ever planned further ahead: a due time beyond it comes from a clock that stepped back since.
constexpr Duration furthest_retry = retry_after_cap + backoff_cap;

/// What waits on one channel, most urgent first: pages before tickets, then by due time.
struct Queue {
    std::vector<const Page*> pages;
    int free = 0;      // attempts that may still start in this minute
    int at_once = 0;   // and right now
};

bool is_due(const Page& page, Timestamp now) { return page.due_at <= now || page.due_at - now > furthest_retry; }

bool fresh(const Page& page) {
    return page.attempts == 0 && page.replayed_by.empty() && page.reason != Reason::digest && page.reason != Reason::test;
}

void order(std::vector<const Page*>& pages) {
    std::stable_sort(pages.begin(), pages.end(), [](const Page* a, const Page* b) {
        const bool a_wakes = a->subject.severity == "page";
        const bool b_wakes = b->subject.severity == "page";
        if (a_wakes != b_wakes) return a_wakes;
        return std::pair(a->due_at, a->page) < std::pair(b->due_at, b->page);
    });
}

/// Channels with what may be sent now; stale pages become commands at once, since dropping takes no place.
std::map<std::string, Queue> queues(const State& state, Timestamp now, std::vector<Command>& commands) {
    std::map<std::string, Queue> out;
    for (const auto& [due_at, id] : state.index.waiting) {
        const Page& page = state.pages.at(id);
        if (!is_due(page, now)) continue;
        if (stale(state, page, now))
            commands.push_back(DropIfStale{id});
        else if (!overtakes(state, page))
            out[page.channel].pages.push_back(&page);
    }
    for (auto& [name, queue] : out) {
        const ChannelHealth& channel = state.channels.at(name);
        queue.free = std::max(0, channel.rate_limit - starts_in_window(channel, now));
        queue.at_once = sending_per_channel;
        order(queue.pages);
    }
    for (const std::string& id : state.index.sending) {
        const auto it = out.find(state.pages.at(id).channel);
        if (it != out.end()) --it->second.at_once;
    }
    return out;
}

/// All fit: all go. Otherwise the last place is kept for a digest of the fresh pages that do not fit; attempted ones
/// wait for their turn.
void allot(const std::string& channel, const Queue& queue, std::vector<Command>& commands) {
    if (queue.free == 0) return;
    const auto places = static_cast<std::size_t>(queue.free);
    MakeDigest digest{channel, {}};
    if (queue.pages.size() > places) {
        for (std::size_t i = places - 1; i < queue.pages.size(); ++i)
            if (digest.pages.size() < digest_max && fresh(*queue.pages[i])) digest.pages.push_back(queue.pages[i]->page);
    }
    const bool merge = digest.pages.size() >= 2;
    const std::size_t alone = std::min(queue.pages.size(), merge ? places - 1 : places);
    for (std::size_t i = 0; i < std::min(alone, static_cast<std::size_t>(std::max(0, queue.at_once))); ++i)
        commands.push_back(StartAttempt{queue.pages[i]->page});
    if (merge) commands.push_back(std::move(digest));
}

void due_repeats(const State& state, Timestamp now, std::vector<Command>& commands) {
    for (const auto& [at, who] : state.index.repeats) {
        if (at > now) break;
        if (!silenced_until(state, who.first, state.alerts.at(who.first).subject, now)) commands.push_back(Repeat{who.first, who.second});
    }
}

void lost_attempts(const State& state, Timestamp now, std::vector<Command>& commands) {
    for (const std::string& id : state.index.sending) {
        const Page& page = state.pages.at(id);
        if (page.history.empty() || now - page.history.back().started_at < attempt_bound) continue;
        commands.push_back(EndAttempt{id, page.attempts, Verdict::retry, "no end of the attempt was heard of in 2 minutes", true, {}, 0});
    }
}

/// When a channel that has used up its minute has a place again.
Timestamp place_free_at(const ChannelHealth& channel, Timestamp now) {
    std::vector<Timestamp> starts;
    for (const Timestamp t : channel.starts)
        if (t > now - rate_window && t <= now) starts.push_back(t);
    std::sort(starts.begin(), starts.end());
    const auto limit = static_cast<std::size_t>(std::max(1, channel.rate_limit));
    return starts.size() < limit ? Timestamp::max() : starts[starts.size() - limit] + rate_window;
}

}  // namespace

std::vector<Command> due(const State& state, Timestamp now) {
    std::vector<Command> commands;
    for (const auto& [id, silence] : state.silences)
        if (silence.until <= now) commands.push_back(EndSilence{id, true});
    lost_attempts(state, now, commands);
    due_repeats(state, now, commands);
    for (const auto& [channel, queue] : queues(state, now, commands)) allot(channel, queue, commands);
    return commands;
}

Timestamp next_due(const State& state, Timestamp now) {
    Timestamp next = Timestamp::max();
    const auto at = [&](Timestamp t) { next = std::min(next, std::max(t, now + Duration::ms(1))); };
    for (const auto& [id, silence] : state.silences) at(silence.until);
    for (const std::string& id : state.index.sending)
        if (const Page& page = state.pages.at(id); !page.history.empty()) at(page.history.back().started_at + attempt_bound);
    const auto later = state.index.waiting.lower_bound({now + Duration::ms(1), ""});
    if (later != state.index.waiting.end()) at(later->first);
    const auto repeat = state.index.repeats.lower_bound({now + Duration::ms(1), {}});
    if (repeat != state.index.repeats.end()) at(repeat->first);
    std::set<std::string> waits;
    for (auto it = state.index.waiting.begin(); it != later; ++it) waits.insert(state.pages.at(it->second).channel);
    for (const std::string& channel : waits) at(place_free_at(state.channels.at(channel), now));
    return next;
}

}  // namespace plimsoll::paging
