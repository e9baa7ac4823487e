#include "server/chain_watch.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/text.h"

namespace plimsoll::server {

ChainWatch::ChainWatch(const log::Log& log, log::HeadBook book, std::string public_key)
    : log_(log), book_(std::move(book)), public_key_(std::move(public_key)) {}

Duty ChainWatch::duty() {
    return {"chain", [this] { return due_; }, [this](Timestamp now) { step(now); }};
}

ChainProgress ChainWatch::progress() const {
    const std::lock_guard lock(mutex_);
    return progress_;
}

void ChainWatch::begin_pass(Timestamp now) {
    passing_ = true;
    whole_ = now >= next_pass_ || !found_.empty();
    until_ = log_.durable();
    if (!whole_) return;
    next_pass_ = now + kWholePass;
    next_ = 1;
    previous_ = log::genesis(log_.chain_id());
    found_.clear();
    heads_.clear();
    next_head_ = 0;
    const auto recorded = book_.read();
    if (!recorded) return spdlog::warn("the recorded heads cannot be compared with the log: {}", recorded.error().sentence());
    for (const log::SignedHead& head : recorded->heads) {
        if (log::verify_head(head, public_key_)) heads_.push_back(head);
    }
    std::sort(heads_.begin(), heads_.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
    if (!heads_.empty() && heads_.back().chain_id != log_.chain_id()) return broken("the recorded heads are of another log");
    if (!heads_.empty() && heads_.back().seq > until_) {
        broken(fmt::format("a head of event {} was signed {}, but the log ends at event {}", heads_.back().seq,
                           text::rfc3339(heads_.back().at), until_));
    }
}

void ChainWatch::step(Timestamp now) {
    due_ = now + kPause;
    if (!passing_) begin_pass(now);
    if (auto read = read_step(); !read) {
        // What cannot be read now may be read later: nothing is said of the chain.
        spdlog::warn("the log's chain cannot be checked now: {}", read.error().sentence());
        due_ = now + kFollow;
        return;
    }
    if (!found_.empty() || next_ > until_) {
        passing_ = false;
        due_ = now + kFollow;
        if (!found_.empty()) due_ = next_pass_;
    }
    reached(now);
}

Result<> ChainWatch::read_step() {
    if (!found_.empty() || next_ > until_) return {};
    const std::size_t most = std::min<std::size_t>(kStep, until_ - next_ + 1);
    const log::Seq before = next_;
    TRY(log_.read(next_, most, [this](const log::Event& row) { return check(row); }));
    if (found_.empty() && next_ == before) broken(fmt::format("event {} is missing", next_));
    return {};
}

bool ChainWatch::check(const log::Event& row) {
    if (row.seq != next_) {
        broken(fmt::format("event {} is missing", next_));
    } else if (hasher_.link(previous_, row.seq, row.fact) != row.hash) {
        broken(fmt::format("event {} does not follow from the one before: it, or its hash, was changed", row.seq));
    } else if (agrees_with_heads(row)) {
        previous_ = row.hash;
        ++next_;
    }
    return found_.empty();
}

bool ChainWatch::agrees_with_heads(const log::Event& row) {
    for (; next_head_ < heads_.size() && heads_[next_head_].seq <= row.seq; ++next_head_) {
        const log::SignedHead& head = heads_[next_head_];
        if (head.seq != row.seq || head.hash == row.hash) continue;
        broken(fmt::format("event {} is not the one whose head was signed {}", row.seq, text::rfc3339(head.at)));
        return false;
    }
    return true;
}

void ChainWatch::broken(std::string problem) {
    spdlog::error("the log's chain is broken: {}; `plimsoll audit verify` tells more", problem);
    found_ = std::move(problem);
}

void ChainWatch::reached(Timestamp now) {
    const std::lock_guard lock(mutex_);
    progress_.problem = found_;
    if (!found_.empty()) {
        progress_.verdict = ChainVerdict::broken;
        progress_.verified_seq = std::min(progress_.verified_seq, next_ - 1);
        if (progress_.verified_seq == 0) progress_.verified_seq = next_ - 1;
        return;
    }
    const bool done = next_ > until_;
    if (done) progress_.verdict = ChainVerdict::intact;
    // A later pass begins anew without forgetting how far the one before came.
    if (done || next_ - 1 > progress_.verified_seq) {
        progress_.verified_seq = next_ - 1;
        progress_.verified_at = now;
    }
}

}  // namespace plimsoll::server
