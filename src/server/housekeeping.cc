#include "server/housekeeping.h"

#include <spdlog/spdlog.h>

namespace plimsoll::server {

namespace {
constexpr Duration kLookEvery = Duration::seconds(1);
constexpr Duration kHeadEvery = Duration::days(1);
}  // namespace

Housekeeping::Housekeeping(Engine& engine, log::Log& log, log::SigningKey key, log::HeadBook book, const Clock& clock,
                           Metrics& metrics)
    : engine_(engine),
      log_(log),
      key_(std::move(key)),
      book_(std::move(book)),
      clock_(clock),
      waiting_(metrics.gauge("plimsoll_log_waiting_events", "Events that wait for the disk")),
      low_space_(metrics.gauge("plimsoll_disk_low", "1 while the reserve for the log is all that is left of the disk")) {}

Housekeeping::~Housekeeping() {
    if (snapshot_thread_.joinable()) snapshot_thread_.join();
}

Result<log::SignedHead> Housekeeping::sign() {
    const std::lock_guard lock(signing_);
    TRY_ASSIGN(log::SignedHead head, log::sign_head(log_, key_, clock_.now()));
    TRY(book_.record(head));
    last_ = head;
    return head;
}

std::optional<log::SignedHead> Housekeeping::last_head() const {
    const std::lock_guard lock(signing_);
    return last_;
}

std::string Housekeeping::head_text() {
    const auto head = log::sign_head(log_, key_, clock_.now());
    return head ? log::to_text(*head) : std::string();
}

void Housekeeping::snapshot_apart() {
    if (snapshotting_.exchange(true)) return;
    if (snapshot_thread_.joinable()) snapshot_thread_.join();
    snapshot_thread_ = std::thread([this] {
        if (auto done = engine_.snapshot(); !done) spdlog::warn("no snapshot was saved: {}", done.error().sentence());
        snapshotting_ = false;
    });
}

void Housekeeping::run(Timestamp now) {
    next_look_ = now + kLookEvery;
    if (auto recovered = engine_.recover(); !recovered) spdlog::debug("the log is not back yet: {}", recovered.error().sentence());
    waiting_.set(static_cast<double>(log_.appended() - log_.durable()));
    low_space_.set(log_.low_space() ? 1 : 0);
    if (engine_.events_since_snapshot() >= kSnapshotEvery) snapshot_apart();
    if (now < next_head_) return;
    next_head_ = now + kHeadEvery;
    if (auto head = sign(); !head) spdlog::warn("the log's head could not be signed: {}", head.error().sentence());
}

Duty Housekeeping::duty() {
    return {"housekeeping", [this] { return next_look_; }, [this](Timestamp now) { run(now); }};
}

}  // namespace plimsoll::server
