#include "log/back_reader.h"

namespace plimsoll::log {

namespace {

constexpr PageBounds most{500, 4u << 20};

}  // namespace

BackReader::BackReader(std::filesystem::path file) : file_(std::move(file)) {}

Result<> BackReader::read(Seq below, std::size_t limit, const std::optional<std::string>& stream,
                          const std::function<bool(const Event&)>& each) {
    if (!pages_) {
        TRY_ASSIGN(pages_, RowPages::open(file_, Order::newest_first, most));
    }
    while (limit > 0 && below > 1) {
        TRY(pages_->fill(page_, 1, below - 1, limit, stream));
        if (page_.empty()) return {};
        for (const Event& event : page_)
            if (!each(event)) return {};
        below = page_.back().seq;
        limit -= page_.size();
    }
    return {};
}

}  // namespace plimsoll::log
