// zero_filling.h: which series of events are known, and from which slot on they still need zeros.
//
// Slots      a zero at the start of every slot while the server runs. Slots that passed while nobody stepped (a machine that slept,
//            a server that was off) are not filled beyond 5 minutes: what happened in them is not known.
// Bound      20,000 series; further ones are counted and have no zeros, and full() says so.
// Threads    any.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "ingest/intake.h"

namespace plimsoll::ingest::events {

class ZeroFilling {
public:
    static constexpr std::size_t kMost = 20'000;

    /// A series as the ledger names it; one that is not of the events API is passed over.
    void know_text(const std::string& ledger_text);
    void know(const LabelledSample::Pairs& labels);

    /// When the next slot begins that has no zeros yet.
    [[nodiscard]] Timestamp next_due() const;
    /// Zeros of all series for the slots up to now; empty: none are due. Until filled() says otherwise the next call gives them again.
    [[nodiscard]] std::vector<LabelledSample> zeros(Timestamp now);
    void filled(Timestamp before);
    [[nodiscard]] bool full() const;

private:
    void add(std::string text, const LabelledSample::Pairs& labels);

    mutable std::mutex mutex_;
    std::map<std::string, LabelledSample::Pairs> series_;
    Timestamp from_ = Timestamp::min();  ///< first slot without zeros
    bool full_ = false;
};

}  // namespace plimsoll::ingest::events
