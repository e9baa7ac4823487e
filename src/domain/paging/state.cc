#include "domain/paging/state.h"

#include <algorithm>

namespace plimsoll::paging {
namespace {

/// The boring half: one small function an event. Edits go through `edit`, which keeps the index in step.
class Fold {
public:
    Fold(State& state, const log::Stamp& stamp) : s_(state), at_(stamp.at) {}

    void operator()(const PageIntended& e) {
        Page page;
        page.page = e.page;
        page.channel = e.channel;
        page.alert = e.alert;
        page.reason = e.reason;
        page.subject = e.subject;
        page.terms = e.terms;
        page.intended_at = page.due_at = page.round_began = at_;
        add(std::move(page));
        if (!e.alert.empty()) note_told(e);
    }

    void operator()(const DigestMade& e) {
        Page page;
        page.page = e.page;
        page.channel = e.channel;
        page.reason = Reason::digest;
        page.subject.severity = e.severity;
        page.terms = e.terms;
        page.parts = e.pages;
        page.intended_at = page.due_at = page.round_began = at_;
        for (const std::string& part : e.pages) {
            edit(part, [&](Page& p) {
                p.state = PageState::merged;
                p.merged_into = e.page;
            });
            if (const Page* p = find_page(s_, part)) page.due_at = std::min(page.due_at, p->due_at);
        }
        add(std::move(page));
    }

    void operator()(const AttemptStarted& e) {
        edit(e.page, [&](Page& p) {
            p.state = PageState::sending;
            p.attempts = e.attempt;
            p.history.push_back({e.attempt, at_, std::nullopt, ""});
            if (p.history.size() > attempts_kept) p.history.erase(p.history.begin());
            ChannelHealth& channel = s_.channels[p.channel];
            std::erase_if(channel.starts, [&](Timestamp t) { return t <= at_ - rate_window || t > at_; });
            channel.starts.push_back(at_);
        });
    }

    void operator()(const AttemptFailed& e) {
        edit(e.page, [&](Page& p) {
            p.state = PageState::waiting;
            p.due_at = e.next_at.value_or(at_);
            p.maybe_received = p.maybe_received || e.maybe_received;
            end_attempt(p, e.attempt, e.why);
            note_failure(p.channel, e.why);
        });
        if (e.maybe_received) mark_told(e.page);
    }

    void operator()(const PageDelivered& e) {
        mark_told(e.page);
        edit(e.page, [&](Page& p) {
            end_attempt(p, e.attempt, e.receipt);
            ChannelHealth& channel = s_.channels[p.channel];
            channel.last_success = at_;
            channel.consecutive_failures = 0;
            ++channel.delivered;
        });
        end_page(e.page, PageState::delivered, e.receipt);
    }

    void operator()(const PageDropped& e) {
        end_page(e.page, PageState::dropped, boost::describe::enum_to_string(e.why, ""), e.why);
    }

    void operator()(const PageDeadLettered& e) {
        if (const Page* p = find_page(s_, e.page)) ++s_.channels[p->channel].dead_lettered;
        end_page(e.page, PageState::dead_lettered, e.why);
    }

    void operator()(const PageReplayed& e) {
        const auto again = [&](Page& p) {
            p.state = p.merged_into.empty() ? PageState::waiting : PageState::merged;
            p.due_at = p.round_began = at_;
            p.attempts_before = p.attempts;
            p.replayed_by = e.by;
            p.ended_at.reset();
            p.end.clear();
        };
        for (const std::string& part : parts_of(e.page)) edit(part, again);
        edit(e.page, again);
    }

    void operator()(const AlertOver& e) {
        const auto it = s_.alerts.find(e.alert);
        if (it == s_.alerts.end()) return;
        it->second.over_at = e.as_of;
        it->second.over_why = e.why;
        stop_repeats(it->second);
        forget_if_done(e.alert);
    }

    void operator()(const AlertAcknowledged& e) {
        const auto it = s_.alerts.find(e.alert);
        if (it == s_.alerts.end()) return;
        it->second.acknowledged_at = at_;
        it->second.acknowledged_by = e.by;
        stop_repeats(it->second);
    }

    void operator()(const SilenceStarted& e) {
        s_.silences[e.silence] = {e.silence, e.slo, e.service, e.alert, at_, e.until, e.reason, e.by};
        ++s_.silences_made;
    }
    void operator()(const SilenceEnded& e) { s_.silences.erase(e.silence); }
    void operator()(const ChannelTested& e) { ++s_.tests_made; }

    void index_page(const Page& p) {
        Index& i = s_.index;
        if (p.state == PageState::waiting) i.waiting.emplace(p.due_at, p.page);
        if (p.state == PageState::sending) i.sending.insert(p.page);
        if (p.state == PageState::dead_lettered) i.dead.emplace(p.ended_at.value_or(Timestamp()), p.page);
        if (p.state == PageState::delivered || p.state == PageState::dropped)
            i.ended.emplace(p.ended_at.value_or(Timestamp()), p.page);
        if (!ended(p.state) && !p.alert.empty()) i.live[p.alert].insert(p.page);
    }

private:
    void add(Page page) {
        const std::string id = page.page;
        ChannelHealth& channel = s_.channels[page.channel];
        channel.rate_limit = std::max(1, page.terms.rate_limit);
        const auto [it, is_new] = s_.pages.emplace(id, std::move(page));
        if (is_new) index_page(it->second);
    }

    template <class F>
    void edit(const std::string& id, const F& change) {
        const auto it = s_.pages.find(id);
        if (it == s_.pages.end()) return;
        unindex_page(it->second);
        change(it->second);
        index_page(it->second);
    }

    void unindex_page(const Page& p) {
        Index& i = s_.index;
        i.waiting.erase({p.due_at, p.page});
        i.sending.erase(p.page);
        i.ended.erase({p.ended_at.value_or(Timestamp()), p.page});
        i.dead.erase({p.ended_at.value_or(Timestamp()), p.page});
        if (const auto it = i.live.find(p.alert); it != i.live.end()) {
            it->second.erase(p.page);
            if (it->second.empty()) i.live.erase(it);
        }
    }

    [[nodiscard]] std::vector<std::string> parts_of(const std::string& id) const {
        const Page* page = find_page(s_, id);
        return page == nullptr ? std::vector<std::string>() : page->parts;
    }

    void note_told(const PageIntended& e) {
        Alert& alert = s_.alerts[e.alert];
        if (alert.alert.empty()) {
            alert.alert = e.alert;
            alert.subject = e.subject;
            alert.opened_at = at_;
        }
        Told& told = alert.channels[e.channel];
        told.terms = e.terms;
        ++told.pages;
        set_repeat(e.alert, e.channel, told, std::nullopt);  // the next one counts from this one's end
    }

    void mark_told(const std::string& id) {
        for (const std::string& part : parts_of(id)) mark_told(part);
        const Page* page = find_page(s_, id);
        if (page == nullptr || page->alert.empty()) return;
        const auto it = s_.alerts.find(page->alert);
        if (it != s_.alerts.end()) it->second.channels[page->channel].told = true;
    }

    void end_attempt(Page& p, int attempt, const std::string& outcome) {
        for (Attempt& a : p.history) {
            if (a.attempt != attempt) continue;
            a.ended_at = at_;
            a.outcome = outcome;
        }
    }

    void note_failure(const std::string& name, const std::string& why) {
        ChannelHealth& channel = s_.channels[name];
        channel.last_failure = at_;
        channel.last_error = why;
        ++channel.consecutive_failures;
    }

    void end_page(const std::string& id, PageState state, const std::string& end, std::optional<DropReason> why = {}) {
        for (const std::string& part : parts_of(id)) end_page(part, state, end, why);
        std::string digest;
        std::string alert;
        edit(id, [&](Page& p) {
            if (state == PageState::dropped) digest = std::exchange(p.merged_into, "");
            p.state = state;
            p.ended_at = at_;
            p.end = end;
            alert = p.alert;
            plan_repeat(p, why);
        });
        if (!digest.empty()) edit(digest, [&](Page& d) { std::erase(d.parts, id); });
        forget_if_done(alert);
        prune(s_.index.ended, ended_pages_kept);
        prune(s_.index.dead, dead_letters_kept);
    }

    /// Silenced: due again as soon as no silence matches. Delivered or given up: after the interval. Else never.
    void plan_repeat(const Page& p, std::optional<DropReason> why) {
        const auto it = s_.alerts.find(p.alert);
        if (p.reason == Reason::resolved || it == s_.alerts.end()) return;
        if (it->second.over_at || it->second.acknowledged_at) return;
        Told& told = it->second.channels[p.channel];
        const bool refreshed = told.terms.type == catalog::ChannelType::alertmanager;
        if (why == DropReason::silenced)
            set_repeat(p.alert, p.channel, told, at_);
        else if (!why && !refreshed && told.terms.repeat_interval > Duration())
            set_repeat(p.alert, p.channel, told, at_ + told.terms.repeat_interval);
    }

    void set_repeat(const std::string& alert, const std::string& channel, Told& told, std::optional<Timestamp> at) {
        if (told.repeat_at) s_.index.repeats.erase({*told.repeat_at, {alert, channel}});
        told.repeat_at = at;
        if (at) s_.index.repeats.emplace(*at, std::pair(alert, channel));
    }

    void stop_repeats(Alert& alert) {
        for (auto& [channel, told] : alert.channels) set_repeat(alert.alert, channel, told, std::nullopt);
    }

    void forget_if_done(const std::string& alert) {
        const auto it = s_.alerts.find(alert);
        if (it != s_.alerts.end() && it->second.over_at && !s_.index.live.contains(alert)) s_.alerts.erase(it);
    }

    void prune(const Index::Timed& oldest_first, std::size_t keep) {
        while (oldest_first.size() > keep) {
            const auto it = s_.pages.find(oldest_first.begin()->second);
            unindex_page(it->second);
            s_.pages.erase(it);
        }
    }

    State& s_;
    Timestamp at_;
};

bool matches(const Silence& silence, const std::string& alert, const Subject& subject) {
    return (silence.slo.empty() || silence.slo == subject.slo) &&
           (silence.service.empty() || silence.service == subject.service) &&
           (silence.alert.empty() || silence.alert == alert);
}

std::optional<DropReason> stale_digest(const State& state, const Page& page, Timestamp now) {
    std::optional<DropReason> why = DropReason::alert_over;
    for (const std::string& part : page.parts) {
        const Page* p = find_page(state, part);
        if (p == nullptr) continue;
        why = stale(state, *p, now);
        if (!why) return std::nullopt;
    }
    return why;
}

}  // namespace

void apply(State& state, const Event& event, const log::Stamp& stamp) { std::visit(Fold(state, stamp), event); }

void restore(State& state) {
    state.index = {};
    Fold fold(state, {});
    for (const auto& [id, page] : state.pages) fold.index_page(page);
    for (const auto& [id, alert] : state.alerts)
        for (const auto& [channel, told] : alert.channels)
            if (told.repeat_at) state.index.repeats.emplace(*told.repeat_at, std::pair(id, channel));
}

bool ended(PageState state) {
    return state == PageState::delivered || state == PageState::dropped || state == PageState::dead_lettered;
}

bool open(const State& state, const std::string& alert) {
    const auto it = state.alerts.find(alert);
    return it != state.alerts.end() && !it->second.over_at;
}

const Page* find_page(const State& state, const std::string& page) {
    const auto it = state.pages.find(page);
    return it == state.pages.end() ? nullptr : &it->second;
}

bool in_flight(const State& state, const Page& page) {
    if (page.state == PageState::sending) return true;
    if (page.state != PageState::merged) return false;
    const Page* digest = find_page(state, page.merged_into);
    return digest != nullptr && digest->state == PageState::sending;
}

std::optional<Timestamp> silenced_until(const State& state, const std::string& alert, const Subject& subject, Timestamp now) {
    std::optional<Timestamp> until;
    for (const auto& [id, silence] : state.silences)
        if (silence.until > now && matches(silence, alert, subject)) until = std::max(until.value_or(silence.until), silence.until);
    return until;
}

std::optional<DropReason> stale(const State& state, const Page& page, Timestamp now) {
    if (page.reason == Reason::test || !page.replayed_by.empty()) return std::nullopt;
    if (page.reason == Reason::digest) return stale_digest(state, page, now);
    const auto it = state.alerts.find(page.alert);
    if (page.reason == Reason::resolved) {
        const bool told = it != state.alerts.end() && it->second.channels.contains(page.channel) &&
                          it->second.channels.at(page.channel).told;
        if (told || overtakes(state, page)) return std::nullopt;
        return DropReason::never_told;
    }
    if (it == state.alerts.end() || it->second.over_at) return DropReason::alert_over;
    // An Alertmanager is told what fires whoever took it on; it would close the alert otherwise.
    const bool mirror = page.terms.type == catalog::ChannelType::alertmanager;
    if (it->second.acknowledged_at && !mirror) return DropReason::acknowledged;
    if (silenced_until(state, page.alert, page.subject, now)) return DropReason::silenced;
    return std::nullopt;
}

bool overtakes(const State& state, const Page& page) {
    if (page.reason != Reason::resolved) return false;
    const auto it = state.index.live.find(page.alert);
    if (it == state.index.live.end()) return false;
    return std::any_of(it->second.begin(), it->second.end(), [&](const std::string& other) {
        const Page* p = find_page(state, other);
        return p->page != page.page && p->channel == page.channel && in_flight(state, *p);
    });
}

int starts_in_window(const ChannelHealth& channel, Timestamp now) {
    return static_cast<int>(std::count_if(channel.starts.begin(), channel.starts.end(),
                                          [&](Timestamp t) { return t > now - rate_window && t <= now; }));
}

}  // namespace plimsoll::paging
