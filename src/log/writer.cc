#include "log/writer.h"

#include <spdlog/spdlog.h>

#include <chrono>

#include "base/invariant.h"
#include "base/text.h"

namespace plimsoll::log {

namespace {

/// A group is one transaction. Larger ones gain nothing and make a page wait behind an import.
constexpr std::size_t group_events = 8192;
/// Below this a commit that the disk refused is taken for a full disk, whatever the operating system called it.
constexpr std::uint64_t next_to_nothing = 1u << 20;

std::size_t bytes_of(const NewEvent& e) {
    return e.type.size() + e.stream.size() + e.actor.size() + e.source.size() + e.body.size();
}

std::size_t bytes_of(const std::vector<NewEvent>& events) {
    std::size_t bytes = 0;
    for (const NewEvent& event : events) bytes += bytes_of(event);
    return bytes;
}

void check_field(std::vector<FieldError>& broken, std::size_t index, const char* name, std::string_view text,
                 std::size_t limit) {
    const auto where = [&] { return "/" + std::to_string(index) + "/" + name; };
    if (text.size() > limit) broken.push_back({where(), "is longer than " + std::to_string(limit) + " bytes", ""});
    else if (!text::is_utf8(text)) broken.push_back({where(), "is not UTF-8", ""});
}

}  // namespace

std::vector<FieldError> broken_limits(const std::vector<NewEvent>& events) {
    std::vector<FieldError> broken;
    for (std::size_t i = 0; i < events.size() && broken.size() < 100; ++i) {
        const NewEvent& e = events[i];
        check_field(broken, i, "type", e.type, Limits::type);
        check_field(broken, i, "stream", e.stream, Limits::stream);
        check_field(broken, i, "actor", e.actor, Limits::actor);
        check_field(broken, i, "source", e.source, Limits::source);
        check_field(broken, i, "body", e.body, Limits::body);
        if (e.body.empty() || e.body.front() != '{' || e.body.back() != '}')
            broken.push_back({"/" + std::to_string(i) + "/body", "is not a JSON object", ""});
    }
    return broken;
}

Writer::Writer(const Settings& settings, Appender appender, Metrics& metrics)
    : queue_limit_(settings.queue_limit),
      queue_bytes_limit_(settings.queue_bytes),
      appender_(std::move(appender)),
      reserve_(reserve_file(settings.file.parent_path()), settings.reserve_bytes, settings.free_space),
      events_total_(metrics.counter("plimsoll_log_events_total", "Events made durable")),
      commits_total_(metrics.counter("plimsoll_log_commits_total", "Groups of events committed")),
      failures_total_(metrics.counter("plimsoll_log_commit_failures_total", "Groups of events that the disk refused")),
      queue_gauge_(metrics.gauge("plimsoll_log_queue_events", "Events that wait to be written")),
      seq_gauge_(metrics.gauge("plimsoll_log_durable_seq", "Highest sequence number on disk")) {
    appended_ = durable_ = appender_.tail().seq;
    next_to_commit_ = durable_ + 1;
    seq_gauge_.set(static_cast<double>(durable_));
    reserve_.keep();
    thread_ = std::thread([this] { run(); });
}

Writer::~Writer() { INVARIANT(!thread_.joinable(), "a writer is closed before it goes"); }

Result<Seq> Writer::append(std::vector<NewEvent> events) {
    if (auto broken = broken_limits(events); !broken.empty())
        return fail(plimsoll::errors::invalid, "an event cannot be stored", std::move(broken));
    const std::size_t bytes = bytes_of(events);
    const std::lock_guard lock(mutex_);
    if (failed_ || closing_) return refusal();
    if (events.empty()) return appended_.load();
    if (queued_events_ + events.size() > queue_limit_ || queued_bytes_ + bytes > queue_bytes_limit_)
        return fail(errors::full, std::to_string(queued_events_) + " events of " + std::to_string(queued_bytes_) + " bytes wait");
    queued_events_ += events.size();
    queued_bytes_ += bytes;
    appended_ += events.size();
    queue_gauge_.set(static_cast<double>(queued_events_));
    queue_.push_back(std::move(events));
    work_.notify_one();
    return appended_.load();
}

Error Writer::refusal() const {
    return fail(errors::failed, failure_ ? failure_->sentence() : "the log is closed");
}

void Writer::when_durable(Seq seq, std::function<void(Result<>)> done) {
    Result<> now;
    {
        const std::lock_guard lock(mutex_);
        if (seq > durable_) {
            if (seq <= appended_ && running_) {
                waiters_.emplace(seq, std::move(done));
                return;
            }
            now = failure_ || closing_ ? refusal() : fail(errors::failed, "that event was dropped");
        }
    }
    done(std::move(now));
}

void Writer::on_commit(std::function<void(const std::vector<Event>&)> each) {
    const std::lock_guard lock(mutex_);
    subscribers_.push_back(std::make_shared<Subscriber>(std::move(each)));
}

bool Writer::low_space() {
    const bool low = reserve_.low();
    if (!low && reserve_.wanted()) {
        const std::lock_guard lock(mutex_);
        reserve_wanted_ = true;
        work_.notify_one();
    }
    return low;
}

void Writer::run() {
    bool ending = false;
    while (!ending) {
        std::vector<Event> group = next_group(ending);
        if (group.empty()) {
            reserve_.keep();
        } else if (auto done = commit(group)) {
            publish(group);
        } else {
            give_up(done.error());
        }
    }
    const std::lock_guard lock(mutex_);
    running_ = false;
    ended_.notify_all();
}

std::vector<Event> Writer::next_group(bool& ending) {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [&] { return !queue_.empty() || closing_ || reserve_wanted_; });
    std::vector<Event> group;
    while (!queue_.empty() && group.size() < group_events) {
        queued_bytes_ -= bytes_of(queue_.front());
        queued_events_ -= queue_.front().size();
        for (NewEvent& fact : queue_.front()) group.push_back({next_to_commit_++, std::move(fact), {}});
        queue_.pop_front();
    }
    queue_gauge_.set(static_cast<double>(queued_events_));
    reserve_wanted_ = false;
    ending = closing_ && group.empty();
    return group;
}

bool Writer::is_full_disk(const Error& error) const {
    return error.is(sqlite::errors::disk_full) || (error.is(plimsoll::errors::io) && reserve_.almost_nothing(next_to_nothing));
}

Result<> Writer::commit(std::vector<Event>& group) {
    auto done = appender_.commit(group);
    if (!done && is_full_disk(done.error()) && reserve_.release()) done = appender_.commit(group);
    if (done) return done;
    // What counts is what the file holds: a commit that reported an error may have reached it all the same.
    if (auto reopened = appender_.reopen(); !reopened) spdlog::error("log: {}", reopened.error().sentence());
    const Tail& tail = appender_.tail();
    if (tail.seq == group.back().seq && tail.hash == group.back().hash) return {};
    return done;
}

void Writer::publish(const std::vector<Event>& group) {
    Waiters due;
    std::vector<std::shared_ptr<Subscriber>> subscribers;
    {
        const std::lock_guard lock(mutex_);
        durable_ = group.back().seq;
        const auto end = waiters_.upper_bound(durable_);
        while (waiters_.begin() != end) due.insert(due.end(), waiters_.extract(waiters_.begin()));
        subscribers = subscribers_;
    }
    commits_total_.add();
    events_total_.add(group.size());
    seq_gauge_.set(static_cast<double>(group.back().seq));
    for (auto& [seq, done] : due) done({});
    for (const auto& each : subscribers) (*each)(group);
}

void Writer::give_up(const Error& error) {
    spdlog::error("log: events {} to {} could not be written and were dropped: {}", durable_ + 1, appended_.load(),
                  error.sentence());
    failures_total_.add();
    Waiters due;
    {
        const std::lock_guard lock(mutex_);
        failed_ = true;
        failure_ = error;
        queue_.clear();
        queued_events_ = queued_bytes_ = 0;
        queue_gauge_.set(0);
        appended_ = durable_.load();
        next_to_commit_ = durable_ + 1;
        due.swap(waiters_);
    }
    for (auto& [seq, done] : due) done(fail(errors::failed, error.sentence()));
}

Result<> Writer::reopen() {
    const std::lock_guard one_at_a_time(reopening_);
    if (!failed_) return {};
    if (auto written = appender_.probe(); !written) return fail(errors::failed, written.error().sentence());
    const std::lock_guard lock(mutex_);
    if (const Seq held = appender_.tail().seq; held > durable_) {
        // The file could not be asked after the failure, and now shows that the refused group had reached it.
        durable_ = appended_ = held;
        next_to_commit_ = held + 1;
        return fail(errors::failed, "events up to " + std::to_string(held) + " were written after all: fold again");
    }
    failure_.reset();
    failed_ = false;
    spdlog::info("log: the disk takes writes again; going on after event {}", durable_.load());
    return {};
}

Result<> Writer::close(Duration bound) {
    std::size_t dropped = 0;
    {
        std::unique_lock lock(mutex_);
        closing_ = true;
        work_.notify_all();
        ended_.wait_for(lock, std::chrono::milliseconds(bound.in_ms()), [&] { return !running_; });
        dropped = queued_events_;
        queue_.clear();
        queued_events_ = queued_bytes_ = 0;
    }
    if (thread_.joinable()) thread_.join();
    Waiters left;
    {
        const std::lock_guard lock(mutex_);
        appended_ = durable_.load();
        left.swap(waiters_);
    }
    for (auto& [seq, done] : left) done(fail(errors::failed, "the log was closed before the event was written"));
    if (dropped == 0) return {};
    return fail(errors::failed, std::to_string(dropped) + " events were not written within " + text::duration(bound));
}

}  // namespace plimsoll::log
