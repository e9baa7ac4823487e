#include "http/idempotency.h"

#include <algorithm>

#include "base/invariant.h"
#include "http/errors.h"
#include "http/router.h"

namespace plimsoll::http {
namespace {

void add_piece(std::string& into, std::string_view piece) {
    into += std::to_string(piece.size()) + ":";
    into += piece;
}

}  // namespace

crypto::Sha256 request_fingerprint(const api::Request& request) {
    std::string bytes;
    bytes.reserve(request.body.size() + 256);
    add_piece(bytes, method_name(request.method));
    add_piece(bytes, request.path);
    for (const auto& [key, value] : request.query) {
        add_piece(bytes, key);
        add_piece(bytes, value);
    }
    add_piece(bytes, request.header("if-match"));
    add_piece(bytes, request.body);
    return crypto::sha256(bytes);
}

bool is_idempotency_key(std::string_view text) {
    return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<std::variant<IdempotencyStore::Fresh, api::Reply>> MemoryIdempotencyStore::begin(const IdempotencyKey& key,
                                                                                        const crypto::Sha256& request,
                                                                                        Timestamp now) {
    using Answer = std::variant<Fresh, api::Reply>;
    const std::lock_guard lock(mutex_);
    drop_old(now);
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
        Entry& entry = *known->second;
        if (entry.done && now - entry.at > bounds_.age) {
            drop(known->second);
            return begin_fresh(key, request, now);
        }
        if (entry.request != request) return fail(errors::key_reused);
        if (!entry.done) return fail(errors::key_in_flight);
        if (entry.reply.shown_once) return fail(errors::shown_once);
        entries_.splice(entries_.end(), entries_, known->second);
        return Answer(entry.reply);
    }
    return begin_fresh(key, request, now);
}

Result<std::variant<IdempotencyStore::Fresh, api::Reply>> MemoryIdempotencyStore::begin_fresh(
    const IdempotencyKey& key, const crypto::Sha256& request, Timestamp now) {
    if (!make_room()) return fail(errors::busy, "too many requests with an Idempotency-Key are in flight");
    entries_.push_back({key, request, now, false, {}});
    by_key_[key] = std::prev(entries_.end());
    return std::variant<Fresh, api::Reply>(Fresh{});
}

void MemoryIdempotencyStore::finish(const IdempotencyKey& key, const api::Reply& reply) {
    const std::lock_guard lock(mutex_);
    const auto known = by_key_.find(key);
    if (known == by_key_.end() || known->second->done) return;
    Entry& entry = *known->second;
    if (reply.status >= 500 || reply.status == 429 || reply.stream || reply.body.size() > bounds_.bytes / 4) {
        drop(known->second);
        return;
    }
    entry.done = true;
    entry.reply = reply;
    if (reply.shown_once) entry.reply.body.clear();
    bytes_ += entry.reply.body.size();
    entries_.splice(entries_.end(), entries_, known->second);
    for (auto it = entries_.begin(); bytes_ > bounds_.bytes && it != entries_.end();) {
        const auto candidate = it++;
        if (candidate->done) drop(candidate);
    }
}

std::size_t MemoryIdempotencyStore::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

void MemoryIdempotencyStore::drop(Entries::iterator entry) {
    bytes_ -= entry->reply.body.size();
    by_key_.erase(entry->key);
    entries_.erase(entry);
}

/// Used entries move back, so the front is only roughly the oldest; an entry's age also counts when it is asked for.
void MemoryIdempotencyStore::drop_old(Timestamp now) {
    while (!entries_.empty() && entries_.front().done && now - entries_.front().at > bounds_.age) drop(entries_.begin());
}

bool MemoryIdempotencyStore::make_room() {
    if (entries_.size() < bounds_.entries) return true;
    const auto oldest = std::find_if(entries_.begin(), entries_.end(), [](const Entry& e) { return e.done; });
    if (oldest == entries_.end()) return false;
    drop(oldest);
    return true;
}

}  // namespace plimsoll::http
