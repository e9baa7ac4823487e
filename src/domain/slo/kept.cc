#include "domain/slo/kept.h"

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::slo {

KeptReplies::Stamp KeptReplies::now(Looks looks) const {
    Stamp stamp;
    stamp.catalog = ports_.catalog();
    if (ports_.folds) stamp.folds = ports_.folds();
    stamp.seq = ports_.engine.read([](const State&) {});
    stamp.ledger = ports_.counts->revision();
    if (looks == Looks::at_clock) stamp.minute = ports_.clock->now().in_ms() / 60'000;
    return stamp;
}

std::optional<api::Reply> KeptReplies::find(const std::string& key, const Stamp& stamp, Duration now) const {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end()) return std::nullopt;
    const Kept& kept = found->second;
    if (kept.stamp == stamp || (now < kept.until && kept.stamp.same_but_counts(stamp))) return kept.reply;
    return std::nullopt;
}

Result<api::Reply> KeptReplies::reply(const std::string& key, Looks looks, const Make& make) {
    Stamp stamp = now(looks);
    const Duration began = ports_.clock->monotonic();
    if (auto kept = find(key, stamp, began)) return std::move(*kept);
    TRY_ASSIGN(api::Reply reply, make());
    const crypto::Sha256 hash = crypto::sha256(reply.body);
    reply.etag = text::hex({reinterpret_cast<const char*>(hash.data()), 12});
    const Duration ended = ports_.clock->monotonic();
    const bool slow = looks == Looks::at_clock && ended - began > kSlow;
    const Duration until = slow ? ended + kSlowFor : ended;
    keep(key, {std::move(stamp), until, reply});
    return reply;
}

void KeptReplies::keep(const std::string& key, Kept kept) {
    const std::lock_guard lock(mutex_);
    if (const auto old = kept_.find(key); old != kept_.end()) {
        bytes_ -= old->second.reply.body.size();
        kept_.erase(old);
    }
    if (kept_.size() >= kMost || bytes_ + kept.reply.body.size() > kMostBytes) {
        kept_.clear();
        bytes_ = 0;
    }
    if (kept.reply.body.size() > kMostBytes) return;
    bytes_ += kept.reply.body.size();
    kept_.emplace(key, std::move(kept));
}

std::size_t KeptReplies::size() const {
    const std::lock_guard lock(mutex_);
    return kept_.size();
}

}  // namespace plimsoll::slo
