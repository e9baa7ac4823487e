// kept.h: replies as bytes, kept for as long as nothing moved: what a thousand browsers ask, made once.
//
// Key        the catalogue that applies, the log sequence of the state and the engine's folds, the ledger's revision, and for
//            what looks at the clock its minute. All are read before the body is made, so bytes are never older than what
//            their key says; a reply waits for its log sequence as one that is made anew.
// Slow       an overview that took long to make (of thousands of SLOs) is kept for a second though counts move, so that making
//            it takes a bounded share of a processor. It never outlives an event, such as an alert.
// ETag       a hash of the bytes: right across restarts too.
// Bounds     kMost bodies and kMostBytes; beyond either all are dropped.
// Threads    any; two that miss at once both make it.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#include "api/route.h"
#include "domain/slo/ports.h"

namespace plimsoll::slo {

class KeptReplies {
public:
    static constexpr std::size_t kMost = 1'024;
    static constexpr std::size_t kMostBytes = 64 << 20;
    static constexpr Duration kSlow = Duration::ms(20);
    static constexpr Duration kSlowFor = Duration::seconds(1);

    explicit KeptReplies(const Ports& ports) : ports_(ports) {}

    using Make = std::function<Result<api::Reply>()>;
    enum class Looks { at_state, at_clock };  ///< what the body depends on
    [[nodiscard]] Result<api::Reply> reply(const std::string& key, Looks looks, const Make& make);

    [[nodiscard]] std::size_t size() const;

private:
    struct Stamp {
        std::shared_ptr<const catalog::Catalog> catalog;
        std::uint64_t folds = 0;
        std::uint64_t seq = 0;
        std::uint64_t ledger = 0;
        std::int64_t minute = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
        [[nodiscard]] bool same_but_counts(const Stamp& o) const {
            return catalog == o.catalog && folds == o.folds && seq == o.seq;
        }
    };
    struct Kept {
        Stamp stamp;
        Duration until;  ///< monotonic; before it counts may have moved
        api::Reply reply;
    };
    [[nodiscard]] Stamp now(Looks looks) const;
    [[nodiscard]] std::optional<api::Reply> find(const std::string& key, const Stamp& stamp, Duration now) const;
    void keep(const std::string& key, Kept kept);

    const Ports ports_;
    mutable std::mutex mutex_;  // guards what follows
    std::unordered_map<std::string, Kept> kept_;
    std::size_t bytes_ = 0;
};

}  // namespace plimsoll::slo
