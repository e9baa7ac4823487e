#include "domain/paging/dispatcher.h"

#include <algorithm>

#include "base/scaled_clock.h"
#include "domain/paging/worker.h"

namespace plimsoll::paging {
namespace {

const api::Actor worker{"system:paging", {api::Right::respond}};
constexpr Duration after_refusal = Duration::seconds(1);
constexpr Duration longest_sleep = Duration::seconds(30);
constexpr Duration scan_interval = Duration::seconds(1);
constexpr std::size_t refreshed_at_once = 1000;  // alerts in one body to an Alertmanager

}  // namespace

Dispatcher::Dispatcher(Ports ports, DispatcherSettings settings) : ports_(std::move(ports)), settings_(std::move(settings)), inbox_(std::make_shared<Inbox>()) {
    while (settings_.wording.link_base.ends_with('/')) settings_.wording.link_base.pop_back();
    if (settings_.heartbeat)
        heartbeat_.emplace(*settings_.heartbeat, settings_.signed_head, ports_.http, ports_.secrets, ports_.metrics);
}

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::Inbox::end(EndAttempt end) {
    const std::lock_guard lock(mutex);
    ends.push_back(std::move(end));
    awake = true;
    changed.notify_all();
}

void Dispatcher::Inbox::ready_to_send(Ready one) {
    const std::lock_guard lock(mutex);
    ready.push_back(std::move(one));
    awake = true;
    changed.notify_all();
}

Timestamp Dispatcher::step() {
    const Timestamp now = ports_.clock.now();
    take_up_once();
    record_ends();
    send_ready();
    const bool all_accepted = taken_up_ && run_due(now);
    refresh_alertmanagers(now);
    Timestamp next = Timestamp::max();
    ports_.engine.read([&](const State& state) { next = next_due(state, now); });
    if (heartbeat_) next = std::min(next, heartbeat_->beat(now));
    for (const auto& [channel, at] : refresh_at_) next = std::min(next, at);
    return all_accepted ? next : std::min(next, now + after_refusal);
}

/// Before anything else is due: what was under way when the server stopped waits again.
void Dispatcher::take_up_once() {
    if (!taken_up_) taken_up_ = run(TakeUpAgain{});
}

void Dispatcher::record_ends() {
    std::deque<EndAttempt> ends;
    {
        const std::lock_guard lock(inbox_->mutex);
        ends.swap(inbox_->ends);
    }
    for (EndAttempt& end : ends) {
        if (record(end)) continue;
        const std::lock_guard lock(inbox_->mutex);  // the log is in trouble: the answer is kept until it can be written
        inbox_->ends.push_back(std::move(end));
    }
}

bool Dispatcher::record(const EndAttempt& end) {
    const auto seq = ports_.engine.submit(worker, end);
    if (!seq) return false;
    count(end);
    // A receipt that the log then loses is said again: otherwise the page would go out a second time.
    ports_.when_durable(*seq, [inbox = inbox_, end](Result<> durable) {
        if (!durable) inbox->end(end);
    });
    return true;
}

bool Dispatcher::run(const Command& command) { return static_cast<bool>(ports_.engine.submit(worker, command)); }

/// False if something was refused, so that it is tried again after a moment.
bool Dispatcher::run_due(Timestamp now) {
    bool all_accepted = true;
    // What one round makes due (a digest to send, a repeat to intend) goes out in the next ones.
    for (int round = 0; round < 3; ++round) {
        std::vector<Command> commands;
        ports_.engine.read([&](const State& state) { commands = due(state, now); });
        if (commands.empty()) return all_accepted;
        for (Command& command : commands) {
            if (auto* end = std::get_if<EndAttempt>(&command)) end->unit = ports_.random.unit();
            const auto seq = ports_.engine.submit(worker, command);
            all_accepted = all_accepted && seq;
            if (const auto* start = std::get_if<StartAttempt>(&command); start != nullptr && seq) after_durable(*seq, start->page);
        }
        if (!all_accepted) return false;
    }
    return all_accepted;
}

void Dispatcher::after_durable(std::uint64_t seq, const std::string& page) {
    int attempt = 0;
    ports_.engine.read([&](const State& state) {
        const Page* p = find_page(state, page);
        if (p != nullptr && p->state == PageState::sending) attempt = p->attempts;
    });
    if (attempt == 0) return;  // dropped instead: it was stale
    ports_.when_durable(seq, [inbox = inbox_, page, attempt](Result<> durable) {
        // If not, the engine folds again: the page waits as it did before.
        if (durable) inbox->ready_to_send({page, attempt});
    });
}

void Dispatcher::send_ready() {
    std::deque<Ready> ready;
    {
        const std::lock_guard lock(inbox_->mutex);
        ready.swap(inbox_->ready);
    }
    for (const Ready& one : ready) send_one(one);
}

std::optional<Message> Dispatcher::message_to_send(const Ready& ready, std::optional<EndAttempt>& withdrawn) {
    std::optional<Message> message;
    const Timestamp now = ports_.clock.now();
    ports_.engine.read([&](const State& state) {
        const Page* page = find_page(state, ready.page);
        if (page == nullptr || page->state != PageState::sending || page->attempts != ready.attempt) return;
        if (stale(state, *page, now)) {
            withdrawn = EndAttempt{ready.page, ready.attempt, Verdict::withdrawn, "stale before it was sent", false, {}, 0};
            return;
        }
        message = Message{*page, {}, std::nullopt};
        for (const std::string& part : page->parts)
            if (const Page* p = find_page(state, part)) message->parts.push_back(*p);
        const bool of_alert = page->reason == Reason::fired || page->reason == Reason::repeat;
        const auto alert = state.alerts.find(page->alert);
        if (of_alert && !open(state, page->alert))
            message->over_at = alert == state.alerts.end() ? page->intended_at : alert->second.over_at;
    });
    return message;
}

void Dispatcher::send_one(const Ready& ready) {
    std::optional<EndAttempt> withdrawn;
    const auto message = message_to_send(ready, withdrawn);
    if (withdrawn) return inbox_->end(*withdrawn);
    if (!message) return;
    const Timestamp now = ports_.clock.now();
    const auto end_with = [&](const Error& error, Verdict verdict) {
        inbox_->end({ready.page, ready.attempt, verdict, error.sentence(), false, {}, ports_.random.unit()});
    };
    const auto channel = ports_.channel(message->page.channel);
    if (!channel) return end_with(fail(errors::no_channel, message->page.channel), Verdict::permanent);
    auto destination = resolve(*channel, ports_.secrets);
    if (!destination) return end_with(destination.error(), Verdict::retry);  // a file or variable may yet appear
    const auto outgoing = render(*message, *destination, settings_.wording, now);
    if (!outgoing) return end_with(outgoing.error(), Verdict::permanent);
    if (message->page.attempts == 1) {
        ports_.metrics.histogram("plimsoll_page_first_attempt_seconds", "From intent to the first attempt",
                                 {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300})
            .observe((now - message->page.intended_at).in_seconds());
    }
    hand_over(ready, *outgoing, std::make_shared<const Destination>(std::move(*destination)));
}

void Dispatcher::hand_over(const Ready& ready, const Outgoing& outgoing, std::shared_ptr<const Destination> destination) {
    const double unit = ports_.random.unit();
    const auto ended = [inbox = inbox_, ready, unit, destination](EndAttempt end) {
        end.page = ready.page;
        end.attempt = ready.attempt;
        end.unit = unit;
        end.text = without_secrets(*destination, end.text);
        inbox->end(std::move(end));
    };
    if (const auto* request = std::get_if<HttpRequest>(&outgoing)) {
        ports_.http.send(*request, [&clock = ports_.clock, ended](const Result<HttpResponse>& r) { ended(classify(r, clock.now())); });
    } else {
        ports_.mail.send(std::get<MailMessage>(outgoing), [ended](const Result<std::string>& r) { ended(classify(r)); });
    }
}

void Dispatcher::count(const EndAttempt& end) {
    if (end.verdict == Verdict::withdrawn) return;
    const bool delivered = end.verdict == Verdict::delivered;
    ports_.metrics.counter("plimsoll_page_attempts_total", "Attempts to deliver a page, by outcome",
                           {{"outcome", delivered ? "delivered" : end.verdict == Verdict::retry ? "failed" : "refused"}}).add();
}

// ---- Alertmanager: an alert that is not said again closes there ----------------------------------------------------

void Dispatcher::refresh_alertmanagers(Timestamp now) {
    if (scan_at_ > now && scan_at_ <= now + scan_interval) return;
    scan_at_ = now + scan_interval;
    std::map<std::string, std::vector<Alert>> firing;
    bool any_due = false;
    ports_.engine.read([&](const State& state) {
        for (const auto& [id, alert] : state.alerts) {
            if (alert.over_at) continue;
            for (const auto& [channel, told] : alert.channels) {
                if (told.terms.type != catalog::ChannelType::alertmanager || !told.told) continue;
                const auto [at, is_new] = refresh_at_.try_emplace(channel, now + alertmanager_refresh);
                const bool is_due = at->second <= now || at->second > now + alertmanager_refresh;
                if (is_due && firing[channel].size() < refreshed_at_once && !silenced_until(state, id, alert.subject, now))
                    firing[channel].push_back(alert);
                any_due = any_due || is_due;
            }
        }
    });
    if (!any_due) return std::erase_if(refresh_at_, [&](const auto& r) { return r.second <= now; }), void();
    for (auto& [channel, alerts] : firing) {
        refresh_at_[channel] = now + alertmanager_refresh;
        if (!alerts.empty()) refresh(channel, alerts, now);
    }
    std::erase_if(refresh_at_, [&](const auto& r) { return r.second <= now; });
}

void Dispatcher::refresh(const std::string& name, const std::vector<Alert>& alerts, Timestamp now) {
    Counter& failed = ports_.metrics.counter("plimsoll_alertmanager_refresh_failures_total",
                                             "Refreshes of firing alerts that an Alertmanager did not take", {{"channel", name}});
    const auto channel = ports_.channel(name);
    if (!channel) return failed.add();
    const auto destination = resolve(*channel, ports_.secrets);
    if (!destination) return failed.add();
    ports_.http.send(render_refresh(alerts, *destination, settings_.wording, now), [&failed](const Result<HttpResponse>& r) {
        if (!r || r->status < 200 || r->status >= 300) failed.add();
    });
}

// ---- the thread ----------------------------------------------------------------------------------------------------

void Dispatcher::wake() {
    const std::lock_guard lock(inbox_->mutex);
    inbox_->awake = true;
    inbox_->changed.notify_all();
}

void Dispatcher::own_thread() {
    thread_ = std::thread([this] {
        Inbox& inbox = *inbox_;
        std::unique_lock lock(inbox.mutex);
        while (!inbox.stopping) {
            inbox.awake = false;
            lock.unlock();
            const Timestamp next = step();
            const Timestamp now = ports_.clock.now();
            const Duration sleep = next > now + longest_sleep ? longest_sleep : std::max(next - now, Duration::ms(1));
            lock.lock();
            inbox.changed.wait_for(lock, machine_time(ports_.clock, sleep), [&] { return inbox.awake || inbox.stopping; });
        }
    });
}

void Dispatcher::stop() {
    {
        const std::lock_guard lock(inbox_->mutex);
        inbox_->stopping = true;
        inbox_->changed.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

}  // namespace plimsoll::paging
