// verdict_table.h: what became of each series that a decoder has met, by the hash of its label bytes.
//
// Why own    a body's series are spread over a table larger than the cache, so a look-up waits for memory; this table can
//            be told which places will be asked for next (prefetch), which no library's map can. It only inserts and
//            clears.
// Shape      open addressing, linear probing, at most half full; 16 bytes an entry, of which 96 bits are hash. Two series
//            with equal ones would be taken for one: at a million series one chance in 10^17.
// Threads    one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ingest/resolver.h"

namespace plimsoll::ingest {

/// Never all zeros: that marks an empty place.
struct SeriesHash {
    std::uint64_t low = 0;
    std::uint32_t high = 0;
    static SeriesHash of(std::uint64_t low, std::uint64_t high) {
        const auto kept = static_cast<std::uint32_t>(high);
        return {low == 0 && kept == 0 ? 1 : low, kept};
    }
    friend bool operator==(const SeriesHash&, const SeriesHash&) = default;
};

class VerdictTable {
public:
    VerdictTable() : entries_(kLeast) {}

    [[nodiscard]] std::size_t size() const { return size_; }

    void prefetch(const SeriesHash& hash) const { __builtin_prefetch(&entries_[place_of(hash)]); }

    [[nodiscard]] std::optional<Verdict> find(const SeriesHash& hash) const {
        for (std::size_t at = place_of(hash);; at = next(at)) {
            const Entry& entry = entries_[at];
            if (entry.low == hash.low && entry.high == hash.high) return entry.verdict;
            if (entry.empty()) return std::nullopt;
        }
    }

    /// Requires: find(hash) is empty.
    void insert(const SeriesHash& hash, Verdict verdict) {
        if (2 * (size_ + 1) > entries_.size()) grow();
        put({hash.low, hash.high, verdict});
        ++size_;
    }

    void clear() {
        entries_.assign(kLeast, {});
        size_ = 0;
    }

private:
    struct Entry {
        std::uint64_t low = 0;
        std::uint32_t high = 0;
        Verdict verdict = Verdict::unbound();
        [[nodiscard]] bool empty() const { return low == 0 && high == 0; }
    };
    static_assert(sizeof(Entry) == 16);
    static constexpr std::size_t kLeast = 1024;

    [[nodiscard]] std::size_t place_of(const SeriesHash& hash) const { return hash.low & (entries_.size() - 1); }
    [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (entries_.size() - 1); }
    void put(const Entry& entry) {
        std::size_t at = place_of({entry.low, entry.high});
        while (!entries_[at].empty()) at = next(at);
        entries_[at] = entry;
    }
    void grow() {
        std::vector<Entry> old(2 * entries_.size());
        old.swap(entries_);
        for (const Entry& entry : old) {
            if (!entry.empty()) put(entry);
        }
    }

    std::vector<Entry> entries_;  ///< a power of two
    std::size_t size_ = 0;
};

}  // namespace plimsoll::ingest
