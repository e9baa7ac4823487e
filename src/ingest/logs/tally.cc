#include "ingest/logs/tally.h"

namespace plimsoll::ingest::logs {

void Tally::count(const LoggedRequest& request) {
    const std::int64_t slot = request.at.floor(ledger::kStep).in_ms() / ledger::kStep.in_ms();
    if (slot != last_slot_ || last_row_ == nullptr) {
        last_row_ = &slots_[slot];
        last_slot_ = slot;
    }
    const std::size_t width = series_.width();
    const std::size_t at = series_.number_of(request) * width;
    if (last_row_->size() <= at) last_row_->resize(series_.size() * width);
    std::uint64_t* counts = last_row_->data() + at;
    ++counts[0];
    if (width == 1 || !request.duration_s) return;
    ++counts[1];
    ++counts[series_.bucket_of(*request.duration_s)];
}

std::vector<LabelledSample> Tally::take(Timestamp zeros_from, Timestamp zeros_to) {
    const std::int64_t from = zeros_from.in_ms() / ledger::kStep.in_ms();
    const std::int64_t to = zeros_to.in_ms() / ledger::kStep.in_ms();
    for (std::int64_t slot = from; slot < to; ++slot) slots_.try_emplace(slot);
    std::vector<LabelledSample> out;
    for (const auto& [slot, row] : slots_) add_samples(slot, row, slot >= from && slot < to, out);
    slots_.clear();
    last_row_ = nullptr;
    return out;
}

void Tally::add_samples(std::int64_t slot, const Row& row, bool zeros, std::vector<LabelledSample>& out) const {
    const std::size_t width = series_.width();
    const Timestamp at = Timestamp::from_ms(slot * ledger::kStep.in_ms());
    for (std::uint32_t number = 0; number < series_.size(); ++number) {
        std::uint64_t below = 0;
        for (std::size_t place = 0; place < width; ++place) {
            const std::size_t in_row = number * width + place;
            std::uint64_t count = in_row < row.size() ? row[in_row] : 0;
            if (place >= 2) count = below += count;
            if (count == 0 && !zeros) continue;
            LabelledSample sample;
            sample.labels = series_.labels(number, place);
            sample.at = at;
            sample.value = static_cast<double>(count);
            sample.temporality = Temporality::event;
            out.push_back(std::move(sample));
        }
    }
}

}  // namespace plimsoll::ingest::logs
