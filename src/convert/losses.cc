#include "convert/losses.h"

#include <fmt/format.h>

#include <algorithm>

namespace plimsoll::convert {

void Losses::add(Loss loss) {
    files_.emplace(loss.file, files_.size());
    if (losses_.size() < kMost) losses_.push_back(std::move(loss));
    else ++beyond_;
}

void Losses::forget(const std::string& file, const std::string& object) {
    std::erase_if(losses_, [&](const Loss& loss) { return loss.file == file && loss.object == object; });
}

std::vector<Loss> Losses::in_order() const {
    std::vector<Loss> out = losses_;
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
