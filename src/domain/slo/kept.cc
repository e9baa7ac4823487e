#include "domain/slo/kept.h"

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::slo {

KeptReplies::Stamp KeptReplies::now(Looks looks) const {
    Stamp stamp;
    stamp.catalog = ports_.catalog();
    if (ports_.folds) stamp.folds = ports_.folds();
    stamp.seq = ports_.engine.read([](const State&) {});
    stamp.ledger = ports_.ledger->revision();
    if (looks == Looks::at_clock) stamp.minute = ports_.clock->now().in_ms() / 60'000;
    return stamp;
}

Result<api::Reply> KeptReplies::reply(const std::string& key, Looks looks, const Make& make) {
    Stamp stamp = now(looks);
    const Duration began = ports_.clock->monotonic();
    {
        const std::lock_guard lock(mutex_);
        const auto found = kept_.find(key);
        if (found != kept_.end() && (found->second.stamp == stamp || began < found->second.until)) return found->second.reply;
    }
    TRY_ASSIGN(api::Reply reply, make());
    const crypto::Sha256 hash = crypto::sha256(reply.body);
    reply.etag = text::hex({reinterpret_cast<const char*>(hash.data()), 12});
    const Duration ended = ports_.clock->monotonic();
    const Duration until = ended - began > kSlow ? ended + kSlowFor : ended;
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
