#include "domain/paging/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "domain/paging/message_text.h"

namespace plimsoll::paging {
namespace {

using Place = std::pair<Timestamp, std::string>;  // newest first: falling

Place place(const Page& page) { return {page.intended_at, page.page}; }

std::string to_cursor(const Page& page) { return fmt::format("{}_{}", page.intended_at.in_ms(), page.page); }

Result<Place> from_cursor(const std::string& text) {
    std::int64_t ms = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (ec != std::errc() || end == text.data() + text.size() || *end != '_')
        return fail(plimsoll::errors::invalid, "the cursor cannot be read", {{"cursor", "is not one that a list gave", "leave it out to start anew"}});
    return Place{Timestamp::from_ms(ms), std::string(end + 1)};
}

Result<std::optional<PageState>> wanted_state(const std::string& name) {
    if (name.empty()) return std::optional<PageState>();
    PageState state{};
    if (boost::describe::enum_from_string(name.c_str(), state)) return std::optional(state);
    return fail(plimsoll::errors::invalid, "there is no such state of a page",
                {{"state", "must be one of waiting, sending, merged, delivered, dropped, dead_lettered", ""}});
}

Health health_of(const ChannelHealth& h) {
    if (h.consecutive_failures > 0) return Health::failing;
    return h.last_success ? Health::good : Health::unknown;
}

}  // namespace

PageView view(const Page& page, const State& state) {
    PageView v;
    v.page = page.page;
    v.state = page.state;
    v.channel = page.channel;
    v.reason = page.reason;
    Message message{page, {}, std::nullopt};
    for (const std::string& part : page.parts)
        if (const Page* p = find_page(state, part)) message.parts.push_back(*p);
    v.summary = headline(message);
    v.alert = page.alert;
    v.slo = page.subject.slo;
    v.service = page.subject.service;
    v.severity = page.subject.severity;
    v.intended_at = page.intended_at;
    if (page.state == PageState::waiting) v.next_attempt_at = page.due_at;
    v.attempts = page.attempts;
    v.ended_at = page.ended_at;
    v.end = page.end;
    v.merged_into = page.merged_into;
    v.replayed_by = page.replayed_by;
    return v;
}

Result<PageList> list_pages(const State& state, const std::string& wanted, const std::string& channel,
                            const std::string& cursor, std::size_t limit) {
    TRY_ASSIGN(const auto only, wanted_state(wanted));
    std::optional<Place> after;
    if (!cursor.empty()) {
        TRY_ASSIGN(after, from_cursor(cursor));
    }
    std::vector<const Page*> found;
    for (const auto& [id, page] : state.pages)
        if ((!only || page.state == *only) && (channel.empty() || page.channel == channel) && (!after || place(page) < *after))
            found.push_back(&page);
    const std::size_t shown = std::min(limit, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(),
                      [](const Page* a, const Page* b) { return place(*a) > place(*b); });
    PageList list;
    for (std::size_t i = 0; i < shown; ++i) list.items.push_back(view(*found[i], state));
    if (shown < found.size() && shown > 0) list.next_cursor = to_cursor(*found[shown - 1]);
    return list;
}

AcknowledgementList list_acknowledgements(const State& state) {
    AcknowledgementList list;
    for (const auto& [id, alert] : state.alerts)
        if (!alert.over_at && alert.acknowledged_at) list.items.push_back({id, alert.acknowledged_by, *alert.acknowledged_at});
    return list;
}

ChannelList list_channels(const State& state, const std::vector<catalog::Channel>& channels) {
    std::map<std::string, std::int64_t> waiting;
    for (const auto& [at, id] : state.index.waiting) ++waiting[state.pages.at(id).channel];
    ChannelList list;
    for (const catalog::Channel& channel : channels) {
        ChannelView v;
        v.name = channel.name;
        v.type = channel.type;
        v.rate_limit = channel.rate_limit;
        v.repeat_interval = channel.repeat_interval;
        v.waiting = waiting[channel.name];
        if (const auto it = state.channels.find(channel.name); it != state.channels.end()) {
            const ChannelHealth& h = it->second;
            v.health = health_of(h);
            v.last_success = h.last_success;
            v.last_failure = h.last_failure;
            v.last_error = h.last_error;
            v.consecutive_failures = h.consecutive_failures;
            v.delivered = h.delivered;
            v.dead_lettered = h.dead_lettered;
        }
        list.items.push_back(std::move(v));
    }
    return list;
}

}  // namespace plimsoll::paging
