#include "domain/slo/slice_line.h"

#include <algorithm>

#include "base/invariant.h"

namespace plimsoll::slo {
namespace {

constexpr std::uint32_t kSays = std::uint32_t{1} << 31;

std::uint32_t packed(SliceOutcome outcome) { return outcome.says ? kSays | outcome.bad : 0; }
std::uint8_t packed_small(SliceOutcome outcome) { return outcome.says ? static_cast<std::uint8_t>(2 | outcome.bad) : 0; }

}  // namespace

SliceOutcome SliceLine::at(std::size_t index) const {
    if (cells_ == Cells::whole) return {bytes_[index] != 0, static_cast<std::uint32_t>(bytes_[index] & 1)};
    return {(words_[index] & kSays) != 0, words_[index] & ~kSays};
}

void SliceLine::append(SliceOutcome outcome) {
    INVARIANT(outcome.says || outcome.bad == 0, "a gap is not bad");
    if (size() % kChunk == 0) chunks_.push_back(all_);
    if (cells_ == Cells::whole) bytes_.push_back(packed_small(outcome));
    else words_.push_back(packed(outcome));
    all_.say += outcome.says;
    all_.bad += outcome.bad;
}

void SliceLine::set(std::size_t index, SliceOutcome outcome) {
    const SliceOutcome old = at(index);
    if (old == outcome) return;
    if (cells_ == Cells::whole) bytes_[index] = packed_small(outcome);
    else words_[index] = packed(outcome);
    const Before change{std::int64_t{outcome.says} - std::int64_t{old.says}, std::int64_t{outcome.bad} - std::int64_t{old.bad}};
    for (std::size_t chunk = index / kChunk + 1; chunk < chunks_.size(); ++chunk) {
        chunks_[chunk].say += change.say;
        chunks_[chunk].bad += change.bad;
    }
    all_.say += change.say;
    all_.bad += change.bad;
}

void SliceLine::forget_before(Timestamp at) {
    const std::size_t chunks = index_of(at) / kChunk;
    if (chunks == 0) return;
    const auto cells = static_cast<std::ptrdiff_t>(chunks * kChunk);
    if (cells_ == Cells::whole) bytes_.erase(bytes_.begin(), bytes_.begin() + std::min<std::ptrdiff_t>(cells, std::ssize(bytes_)));
    else words_.erase(words_.begin(), words_.begin() + std::min<std::ptrdiff_t>(cells, std::ssize(words_)));
    chunks_.erase(chunks_.begin(), chunks_.begin() + static_cast<std::ptrdiff_t>(chunks));
    start_ = start_ + length_ * cells;
}

SliceLine::Before SliceLine::before(std::size_t index) const {
    if (index >= size()) return all_;
    Before out = chunks_[index / kChunk];
    for (std::size_t i = index - index % kChunk; i < index; ++i) {
        const SliceOutcome one = at(i);
        out.say += one.says;
        out.bad += one.bad;
    }
    return out;
}

std::size_t SliceLine::index_of(Timestamp at) const {
    if (at <= start_) return 0;
    const std::int64_t index = (at - start_ + length_ - Duration::ms(1)) / length_;
    return static_cast<std::size_t>(std::min<std::int64_t>(index, static_cast<std::int64_t>(size())));
}

SliceLine::Sum SliceLine::sum(TimeRange range) const {
    const std::size_t from = index_of(range.start);
    const std::size_t to = std::max(from, index_of(range.end));
    const Before start = before(from);
    const Before end = before(to);
    return {static_cast<std::int64_t>(to - from), end.say - start.say, end.bad - start.bad};
}

}  // namespace plimsoll::slo
