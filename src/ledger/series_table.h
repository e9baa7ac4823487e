// series_table.h: the names of all series and their ids, for whoever hands samples in.
//
// Ids        are given in order, never change and are never given again. A new one is saved by the commit that follows.
// Threads    every method is safe from any thread.
#pragma once

#include <deque>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "ledger/ledger.h"

namespace plimsoll::ledger {

class SeriesTable {
public:
    explicit SeriesTable(std::size_t series_per_sli) : most_(series_per_sli) {}

    /// Errors: too_many_series.
    Result<SeriesId> intern(const SeriesIdentity& series, std::vector<Contribution> contributions);
    void restore(SeriesId id, const SeriesIdentity& series, std::vector<Contribution> contributions);

    struct Entry {
        SeriesId id = 0;
        std::string labels;
        std::string target;
        std::uint32_t target_id = 0;
        std::vector<Contribution> contributions;
        bool is_new = false;  ///< false: only its contributions changed
    };
    /// New or changed since the last call; keep() says that they were not saved after all.
    std::vector<Entry> take_fresh();
    void keep_fresh(const std::vector<Entry>& entries);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::string labels(SeriesId id) const;
    [[nodiscard]] std::uint32_t target(SeriesId id) const;
    /// Replaces the contributions; what an SLI has beyond its limit is left out and counted.
    std::size_t rebind(SeriesId id, std::vector<Contribution>& contributions);
    /// Whether a series counts for the limits of its SLIs: not while it sleeps.
    void count(SeriesId id, bool counts);
    void forget_bindings();

private:
    struct Series {
        std::string labels;
        std::string target;
        std::uint32_t target_id = 0;
        std::vector<Contribution> contributions;
    };
    [[nodiscard]] Entry entry(SeriesId id, bool is_new) const;
    std::uint32_t target_id(const std::string& target);
    void place(SeriesId id, const SeriesIdentity& series, std::vector<Contribution> contributions);

    std::size_t most_;
    mutable std::mutex mutex_;
    std::deque<Series> series_;
    std::unordered_map<std::string_view, SeriesId> by_labels_;
    std::unordered_map<std::string, std::uint32_t> targets_;
    std::unordered_map<SliId, std::size_t> counts_;
    std::vector<std::pair<SeriesId, bool>> fresh_;
};

}  // namespace plimsoll::ledger
