#include "ingest/events/zero_filling.h"

#include <algorithm>

#include "ingest/gauge_reading.h"
#include "ingest/series_text.h"

namespace plimsoll::ingest::events {
namespace {

constexpr Duration kLongestPause = Duration::minutes(5);
constexpr std::string_view kOthers[] = {"access_log_", "probe_"};

}  // namespace

void ZeroFilling::know_text(const std::string& ledger_text) {
    const std::string suffix = std::string(kReadAs) + std::string(text(Temporality::event));
    if (!ledger_text.ends_with(suffix)) return;
    for (const std::string_view other : kOthers) {
        if (ledger_text.starts_with(other)) return;
    }
    const std::string labels = ledger_text.substr(0, ledger_text.size() - suffix.size());
    const auto series = SeriesText::read(labels);
    if (!series) return;  // a text of the ledger that no event could have made
    LabelledSample::Pairs pairs;
    for (const promql::Label& label : series->labels()) pairs.emplace_back(label.name, label.value);
    know(pairs);
}

void ZeroFilling::know(const LabelledSample::Pairs& pairs) {
    Labels labels;
    for (const auto& [name, value] : pairs) labels.push_back({name, value});
    if (!canonicalise(labels)) add(canonical_text(labels), pairs);
}

void ZeroFilling::add(std::string text, const LabelledSample::Pairs& labels) {
    const std::lock_guard lock(mutex_);
    if (series_.contains(text)) return;
    full_ = series_.size() >= kMost;
    if (!full_) series_.emplace(std::move(text), labels);
}

Timestamp ZeroFilling::next_due() const {
    const std::lock_guard lock(mutex_);
    return from_;
}

std::vector<LabelledSample> ZeroFilling::zeros(Timestamp now) {
    const std::lock_guard lock(mutex_);
    const Timestamp present = now.floor(ledger::kStep);
    if (from_ == Timestamp::min() || present - from_ > kLongestPause) from_ = present;
    std::vector<LabelledSample> out;
    for (Timestamp slot = from_; slot <= present; slot = slot + ledger::kStep) {
        for (const auto& [text, labels] : series_) {
            LabelledSample zero;
            zero.labels = labels;
            zero.at = slot;
            zero.temporality = Temporality::event;
            out.push_back(std::move(zero));
        }
    }
    if (out.empty()) from_ = std::max(from_, present + ledger::kStep);
    return out;
}

void ZeroFilling::filled(Timestamp before) {
    const std::lock_guard lock(mutex_);
    from_ = std::max(from_, before);
}

bool ZeroFilling::full() const {
    const std::lock_guard lock(mutex_);
    return full_;
}

}  // namespace plimsoll::ingest::events
