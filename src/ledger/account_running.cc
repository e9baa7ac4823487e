// account_running.cc: what had been counted at many instants: parts in memory added up, blocks asked once a range.
#include <fmt/format.h>

#include <algorithm>

#include "ledger/account_reads.h"

namespace plimsoll::ledger {
namespace {

Timestamp at_slot(SlotNumber slot) { return Timestamp::from_ms(start_of(slot)); }

/// Walks parts and instants together, both in rising order.
class Telling {
public:
    Telling(SliId sli, SlotNumber since, SlotNumber newest, const std::vector<Stretch>& stretches, const std::vector<SlotNumber>& instants,
         ReaderPool& readers)
        : sli_(sli), since_(since), newest_(newest), stretches_(stretches), instants_(instants), readers_(readers) {
        out_.reserve(instants.size());
    }

    Result<> over(const Account::Part& part) {
        if (part.in_blocks) return over_blocks(part);
        over_memory(part);
        return {};
    }
    /// Instants at the end of the last part.
    std::vector<Ledger::Running> finish() && {
        while (out_.size() < instants_.size()) out_.push_back({end_.value_or(at_slot(instants_[out_.size()])), sum_});
        return std::move(out_);
    }

private:
    [[nodiscard]] bool next_before(SlotNumber end) const { return out_.size() < instants_.size() && instants_[out_.size()] < end; }

    void over_memory(const Account::Part& part) {
        SlotNumber told = part.start;
        const auto add_until = [&](SlotNumber until) {
            if (part.slots.empty()) sum_.live += part.live * (until - told);
            else
                for (SlotNumber slot = told; slot < until; ++slot) sum_ += part.slots[static_cast<std::size_t>(slot - part.start)];
            told = until;
        };
        while (next_before(part.end)) {
            const SlotNumber at = instants_[out_.size()];
            add_until(std::max(at, told));
            out_.push_back({at_slot(at), sum_});
        }
        add_until(part.end);
        end_.reset();
    }

    Result<> over_blocks(const Account::Part& part) {
        std::vector<Timestamp> asked;
        asked.reserve(instants_.size() - out_.size() + 2);
        asked.push_back(at_slot(part.start));
        for (std::size_t i = out_.size(); i < instants_.size() && instants_[i] < part.end; ++i) asked.push_back(at_slot(instants_[i]));
        asked.push_back(at_slot(part.end));
        TRY_ASSIGN(ReaderPool::Lease blocks, readers_.take());
        TRY_ASSIGN(const std::vector<Ledger::Running> told, blocks->running(sli_, asked, at_slot(newest_)));
        for (std::size_t i = 1; i < told.size(); ++i) {
            const Timestamp at = std::max(told[i].at, at_slot(since_));
            Slot here = sum_ + told[i].sum;
            here.live += silent(part.start, slot_at(at.in_ms()));
            if (i + 1 < told.size()) out_.push_back({at, here});
            else sum_ = here, end_ = at;
        }
        return {};
    }

    /// Blocks count one live series in what was never written; a stretch knows of more.
    [[nodiscard]] std::int64_t silent(SlotNumber from, SlotNumber to) const {
        std::int64_t more = 0;
        for (const Stretch& s : stretches_)
            more += std::max<SlotNumber>(0, std::min(to, s.end) - std::max(from, s.start)) * std::max<std::int64_t>(0, s.live - 1);
        return more;
    }

    const SliId sli_;
    const SlotNumber since_;
    const SlotNumber newest_;
    const std::vector<Stretch>& stretches_;
    const std::vector<SlotNumber>& instants_;
    ReaderPool& readers_;
    Slot sum_;
    std::optional<Timestamp> end_;  ///< to where blocks brought the end of the last part
    std::vector<Ledger::Running> out_;
};

}  // namespace

Result<std::vector<Ledger::Running>> AccountReads::running(SliId sli, std::span<const Timestamp> instants) const {
    std::vector<SlotNumber> slots;
    std::vector<Account::Part> parts;
    std::vector<Stretch> stretches;
    SlotNumber since = 0, newest = 0;
    {
        const std::shared_lock lock(core_->lock());
        const Account& account = core_->account();
        const auto index = account.row_of(sli);
        if (!index) return fail(plimsoll::errors::not_found, fmt::format("SLI {} is not in the ledger", sli));
        const SliRow& row = account.at(*index);
        if (row.open == kNoSlot || row.since > row.open) {  // nothing was measured
            std::vector<Ledger::Running> none;
            for (const Timestamp at : instants) none.push_back({at, {}});
            return none;
        }
        since = row.since;
        newest = row.open + 1;
        slots.reserve(instants.size());
        const auto [least, most] = std::pair(at_slot(row.since), at_slot(newest));
        for (const Timestamp at : instants) slots.push_back(slot_at(std::clamp(at, least, most).in_ms()));
        if (slots.empty()) return std::vector<Ledger::Running>{};
        parts = account.parts(row, slots.front(), slots.back());
        stretches = row.stretches;
    }
    Telling telling(sli, since, newest, stretches, slots, *readers_);
    for (const Account::Part& part : parts) TRY(telling.over(part));
    return std::move(telling).finish();
}

}  // namespace plimsoll::ledger
