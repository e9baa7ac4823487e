#include "convert/losses.h"

#include <fmt/format.h>

#include <algorithm>

namespace plimsoll::convert {

Losses::Losses(const std::vector<std::string>& files) {
    for (const std::string& file : files) files_.emplace(file, files_.size());
}

void Losses::add(Loss loss, std::size_t owner) {
    if (!said_.insert({owner, loss.file, loss.field, loss.line, loss.why}).second) return;
    files_.emplace(loss.file, files_.size());
    if (losses_.size() < kMost) losses_.push_back({std::move(loss), owner});
    else ++beyond_;
}

void Losses::forget(std::size_t owner) {
    if (owner != 0) std::erase_if(losses_, [&](const Owned& one) { return one.owner == owner; });
}

std::vector<Loss> Losses::in_order() const {
    std::vector<Loss> out;
    for (const Owned& one : losses_) out.push_back(one.loss);
    std::stable_sort(out.begin(), out.end(), [this](const Loss& a, const Loss& b) {
        const std::size_t first = files_.at(a.file), second = files_.at(b.file);
        return first != second ? first < second : a.line < b.line;
    });
    if (beyond_ == 0) return out;
    Loss more = out.back();
    more.object = "";
    more.field = "";
    more.fate = Fate::dropped;
    more.why = fmt::format("{} more fields do not carry over", beyond_);
    more.instead = "import fewer files at once to see them";
    out.push_back(std::move(more));
    return out;
}

}  // namespace plimsoll::convert
