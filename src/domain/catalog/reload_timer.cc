#include "domain/catalog/reload_timer.h"

#include <algorithm>

namespace plimsoll::catalog {

void ReloadTimer::changed(Duration now) {
    if (!first_) first_ = now;
    last_ = now;
}

void ReloadTimer::demanded(Duration now) {
    if (!demanded_) demanded_ = now;
}

std::optional<Duration> ReloadTimer::due() const {
    if (demanded_) return demanded_;
    if (!first_) return std::nullopt;
    return std::min(*last_ + kQuiet, *first_ + kLongest);
}

bool ReloadTimer::take(Duration now) {
    const auto at = due();
    if (!at || now < *at) return false;
    *this = {};
    return true;
}

}  // namespace plimsoll::catalog
