#include "demo/traffic.h"

#include <algorithm>

#include "base/scaled_clock.h"

namespace plimsoll::demo {

Timestamp first_slot_after(Timestamp now, std::optional<Timestamp> told) {
    return std::max(now, told.value_or(now)).floor(ledger::kStep) + ledger::kStep;
}

Result<> Traffic::push() {
    TRY(send_waiting());
    const Timestamp due = (clock_.now() - kSampleAfter).floor(ledger::kStep) + ledger::kStep;  // end of the last slot with a sample
    if (due - series_.next() > kBacklog) series_.skip_to(due - ledger::kStep);
    if (due <= series_.next()) return {};
    const auto broken = home_.broken();
    waiting_ = series_.write(due, [&](const std::string& service) {
        const auto found = broken.find(service);
        return found == broken.end() ? 0.0 : found->second;
    });
    return send_waiting();
}

Result<> Traffic::send_waiting() {
    if (waiting_.empty()) return {};
    auto taken = server_.write(waiting_);
    if (taken || taken.error().is(errors::refused)) waiting_.clear();
    return taken;
}

void Traffic::start(std::function<void(const std::string&)> trouble) {
    thread_ = std::thread([this, trouble = std::move(trouble)] { run(trouble); });
}

void Traffic::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Traffic::run(const std::function<void(const std::string&)>& trouble) {
    int busy = 0;  // in a row: a few are usual, as when a new group is being bound, and are not worth a person's eye
    bool told = false;
    while (wait()) {
        const auto pushed = push();
        busy = !pushed && pushed.error().is(errors::busy) ? busy + 1 : 0;
        if (!pushed && !told && (busy == 0 || busy >= kBusyLong)) {
            trouble(pushed.error().sentence());
            told = true;
        }
        if (pushed && told) {
            trouble("");
            told = false;
        }
    }
}

bool Traffic::wait() {
    const Duration due = std::max(series_.next() + kSampleAfter - clock_.now(), Duration::ms(20));
    const Duration length = waiting_.empty() ? due : kAgainAfter;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, machine_time(clock_, length), [this] { return stopping_; });
    return !stopping_;
}

}  // namespace plimsoll::demo
