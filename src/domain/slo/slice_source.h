// slice_source.h: slices judged by the ledger's events, or by the counts of members.
#pragma once

#include "domain/slo/slice_book.h"

namespace plimsoll::slo {

/// By the events of one indicator. An edge between slices that the ledger no longer tells apart makes gaps of both.
class EventSlices final : public SliceSource {
public:
    EventSlices(const ledger::Ledger& ledger, ledger::SliId sli, const catalog::Slo& slo, Standing standing)
        : ledger_(ledger), sli_(sli), slo_(slo), standing_(standing) {}
    Result<std::vector<SliceOutcome>> slices(Timestamp start, std::size_t count) override;
    Result<std::vector<Left>> left_of(const std::vector<Timestamp>& starts, const std::vector<TimeRange>& cuts) override;

private:
    Result<> add_some(Timestamp start, std::size_t count, std::vector<SliceOutcome>& out) const;
    [[nodiscard]] bool moved(Timestamp asked, Timestamp told) const;
    [[nodiscard]] Timestamp open_end() const { return standing_.as_of.floor(ledger::kStep) + ledger::kStep; }
    [[nodiscard]] SliceInput input_of(std::span<const ledger::WindowSum> pieces) const;

    const ledger::Ledger& ledger_;
    ledger::SliId sli_;
    const catalog::Slo& slo_;
    Standing standing_;
};

/// By members' counts. What is excluded of a member alone is left out of that member; `own` is left out of all.
class MemberSlices final : public SliceSource {
public:
    MemberSlices(const Counts& counts, const catalog::Slo& slo, std::vector<FoundMember> members, std::vector<TimeRange> own)
        : counts_(counts), slo_(slo), members_(std::move(members)), own_(std::move(own)) {}
    Result<std::vector<SliceOutcome>> slices(Timestamp start, std::size_t count) override;
    Result<std::vector<Left>> left_of(const std::vector<Timestamp>& starts, const std::vector<TimeRange>& cuts) override;

private:
    [[nodiscard]] SliceOutcome judged(std::span<const ledger::Slot> members) const;
    const Counts& counts_;
    const catalog::Slo& slo_;
    std::vector<FoundMember> members_;
    std::vector<TimeRange> own_;
};

/// A member over a stretch of time, as the rules of composites take it.
[[nodiscard]] MemberCounts member_counts(const FoundMember& member, const ledger::Slot& sum);

}  // namespace plimsoll::slo
