#include "domain/paging/decide.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"
#include "domain/paging/retry.h"

namespace plimsoll::paging {
namespace {

using Events = std::vector<Event>;

std::string id_of(std::string_view prefix, const std::vector<std::string>& parts) {
    std::string bytes;
    for (const std::string& part : parts) bytes += fmt::format("{}:{}", part.size(), part);
    return std::string(prefix) + text::hex(crypto::view(crypto::sha256(bytes)).substr(0, 12));
}

int sending_now(const State& state, const std::string& channel) {
    return static_cast<int>(std::count_if(state.index.sending.begin(), state.index.sending.end(), [&](const std::string& id) {
        return state.pages.at(id).channel == channel;
    }));
}

Error refuse_page(const std::string& page) { return fail(errors::no_page, page); }

class Decide {
public:
    Decide(const State& state, const log::Issued& issued) : s_(state), issued_(issued) {}

    Result<Events> operator()(const StartAttempt& c) const {
        const Page* page = find_page(s_, c.page);
        if (page == nullptr) return refuse_page(c.page);
        if (page->state != PageState::waiting || overtakes(s_, *page)) return fail(errors::not_waiting, c.page);
        if (const auto why = stale(s_, *page, issued_.at)) return Events{PageDropped{c.page, *why}};
        const ChannelHealth& channel = s_.channels.at(page->channel);
        if (starts_in_window(channel, issued_.at) >= channel.rate_limit || sending_now(s_, page->channel) >= sending_per_channel)
            return fail(errors::rate_limited, page->channel);
        return Events{AttemptStarted{c.page, page->attempts + 1}};
    }

    Result<Events> operator()(const EndAttempt& c) const {
        const Page* page = find_page(s_, c.page);
        if (page == nullptr) return Events{};  // ended so long ago that it was forgotten
        if (c.verdict == Verdict::delivered) return receipt(*page, c);
        if (page->state != PageState::sending || page->attempts != c.attempt) return Events{};
        const auto why_stale = stale(s_, *page, issued_.at);
        if (c.verdict == Verdict::withdrawn && why_stale) return Events{PageDropped{c.page, *why_stale}};
        const bool once = c.verdict == Verdict::permanent || page->reason == Reason::test;
        if (once) return given_up(c, c.text);
        if (why_stale) return Events{failed(c, std::nullopt), PageDropped{c.page, *why_stale}};
        const auto next = next_attempt(issued_.at, page->round_began, page->attempts - page->attempts_before, c.unit, c.retry_after);
        if (!next) return given_up(c, fmt::format("given up after {} attempts; the last: {}", c.attempt, c.text));
        return Events{failed(c, next)};
    }

    Result<Events> operator()(const DropIfStale& c) const {
        const Page* page = find_page(s_, c.page);
        if (page == nullptr || page->state != PageState::waiting) return Events{};
        const auto why = stale(s_, *page, issued_.at);
        return why ? Events{PageDropped{c.page, *why}} : Events{};
    }

    Result<Events> operator()(const MakeDigest& c) const {
        DigestMade digest{"", c.channel, {}, "ticket", {}};
        std::vector<std::string> names{"digest", c.channel};
        for (const std::string& id : c.pages) {
            const Page* page = find_page(s_, id);
            if (page == nullptr || !can_merge(*page) || page->channel != c.channel) continue;
            if (digest.pages.size() == digest_max) break;
            digest.pages.push_back(id);
            digest.terms = page->terms;
            if (page->subject.severity == "page") digest.severity = "page";
            names.push_back(id);
        }
        if (digest.pages.size() < 2) return Events{};
        digest.page = id_of("dg_", names);
        return Events{std::move(digest)};
    }

    Result<Events> operator()(const Repeat& c) const {
        const auto it = s_.alerts.find(c.alert);
        if (it == s_.alerts.end() || it->second.over_at || it->second.acknowledged_at) return Events{};
        const auto told = it->second.channels.find(c.channel);
        if (told == it->second.channels.end() || !told->second.repeat_at) return Events{};
        if (silenced_until(s_, c.alert, it->second.subject, issued_.at)) return Events{};
        return Events{PageIntended{page_id(c.alert, c.channel, told->second.pages), c.channel, c.alert, Reason::repeat,
                                   it->second.subject, told->second.terms}};
    }

    Result<Events> operator()(const TakeUpAgain&) const {
        Events events;
        for (const std::string& id : s_.index.sending) {
            const Page& page = s_.pages.at(id);
            const auto why = stale(s_, page, issued_.at);
            events.push_back(AttemptFailed{id, page.attempts, "the server stopped before an answer came", true,
                                           why ? std::nullopt : std::optional(issued_.at)});
            if (why) events.push_back(PageDropped{id, *why});
        }
        return events;
    }

    Result<Events> operator()(const Acknowledge& c) const {
        const auto it = s_.alerts.find(c.alert);
        if (it == s_.alerts.end() || it->second.over_at) return fail(errors::no_alert, text::printable(c.alert));
        if (it->second.acknowledged_at) return Events{};
        Events events{AlertAcknowledged{c.alert, issued_.actor}};
        for (Event& drop : drop_unsent(s_, c.alert, DropReason::acknowledged)) events.push_back(std::move(drop));
        return events;
    }

    Result<Events> operator()(const StartSilence& c) const {
        std::vector<FieldError> broken;
        if (c.slo.empty() && c.service.empty() && c.alert.empty())
            broken.push_back({"/", "says neither slo, service nor alert", "name at least one; a silence of everything is not offered"});
        for (const auto& [where, text] : {std::pair("/slo", &c.slo), {"/service", &c.service}, {"/alert", &c.alert}})
            if (text->size() > 500) broken.push_back({where, "is longer than 500 characters", ""});
        if (c.reason.empty() || c.reason.size() > 500)
            broken.push_back({"/reason", "must have 1 to 500 characters", "say why, for whoever finds the silence"});
        if (c.until <= issued_.at || c.until > issued_.at + silence_max)
            broken.push_back({"/until", "must lie within the next 365 days", ""});
        if (!broken.empty()) return fail(plimsoll::errors::invalid, "the silence was not started", std::move(broken));
        if (s_.silences.size() >= silences_max) return fail(errors::too_many);
        return Events{SilenceStarted{fmt::format("silence-{}", s_.silences_made + 1), c.slo, c.service, c.alert, c.until,
                                     c.reason, issued_.actor}};
    }

    Result<Events> operator()(const EndSilence& c) const {
        if (!s_.silences.contains(c.silence)) return fail(errors::no_silence, text::printable(c.silence));
        return Events{SilenceEnded{c.silence, c.expired ? "expired" : "removed", issued_.actor}};
    }

    Result<Events> operator()(const Replay& c) const {
        const Page* page = find_page(s_, c.page);
        if (page == nullptr) return fail(errors::no_page, text::printable(c.page));
        if (page->state != PageState::dead_lettered)
            return fail(errors::not_dead, fmt::format("it is {}", boost::describe::enum_to_string(page->state, "")));
        if (!page->merged_into.empty())
            return fail(errors::not_dead, fmt::format("it went out within the digest {}; replay that", page->merged_into));
        return Events{PageReplayed{c.page, issued_.actor}};
    }

    Result<Events> operator()(const TestChannel& c) const {
        const std::string page = id_of("pg_", {"test", c.channel, std::to_string(s_.tests_made)});
        Subject subject;
        subject.severity = "ticket";
        subject.since = subject.as_of = issued_.at;
        return Events{ChannelTested{c.channel, page, issued_.actor},
                      PageIntended{page, c.channel, "", Reason::test, std::move(subject), c.terms}};
    }

private:
    [[nodiscard]] Events receipt(const Page& page, const EndAttempt& c) const {
        const bool counts = !ended(page.state) || page.state == PageState::dead_lettered;
        const bool known = c.attempt >= 1 && c.attempt <= page.attempts;
        return counts && known && page.state != PageState::merged ? Events{PageDelivered{c.page, c.attempt, c.text}} : Events{};
    }

    [[nodiscard]] static AttemptFailed failed(const EndAttempt& c, std::optional<Timestamp> next) {
        return {c.page, c.attempt, c.text, c.maybe_received, next};
    }

    [[nodiscard]] static Events given_up(const EndAttempt& c, const std::string& why) {
        return {failed(c, std::nullopt), PageDeadLettered{c.page, why, c.attempt}};
    }

    /// A page that was attempted may have been received under its own key; it never gets another.
    [[nodiscard]] bool can_merge(const Page& page) const {
        const bool fresh = page.state == PageState::waiting && page.attempts == 0 && page.replayed_by.empty();
        const bool alone = page.reason == Reason::digest || page.reason == Reason::test;
        return fresh && !alone && !overtakes(s_, page) && !stale(s_, page, issued_.at);
    }

    const State& s_;
    const log::Issued& issued_;
};

}  // namespace

Result<Events> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit(Decide(state, issued), command);
}

std::string page_id(const std::string& alert, const std::string& channel, int n) {
    return id_of("pg_", {alert, channel, std::to_string(n)});
}

std::vector<Event> drop_unsent(const State& state, const std::string& alert, DropReason why) {
    Events events;
    const auto live = state.index.live.find(alert);
    if (live == state.index.live.end()) return events;
    for (const std::string& id : live->second) {
        const Page& page = state.pages.at(id);
        const bool mirror = why == DropReason::acknowledged && page.terms.type == catalog::ChannelType::alertmanager;
        const bool notice = page.reason == Reason::resolved || !page.replayed_by.empty();
        if (!in_flight(state, page) && !mirror && !notice) events.push_back(PageDropped{id, why});
    }
    return events;
}

}  // namespace plimsoll::paging
