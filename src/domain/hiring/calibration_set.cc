#include "domain/hiring/calibration_set.h"

#include <algorithm>

namespace plimsoll::hiring {

const CalibrationItem* find_item(const CalibrationSet& set, std::string_view id) {
    const auto at = std::find_if(set.items.begin(), set.items.end(), [&](const CalibrationItem& item) { return item.id == id; });
    return at == set.items.end() ? nullptr : &*at;
}

const KnownRating* find_known(const CalibrationItem& item, std::string_view dimension) {
    const auto at = std::find_if(item.known.begin(), item.known.end(), [&](const KnownRating& known) { return known.dimension == dimension; });
    return at == item.known.end() ? nullptr : &*at;
}

}  // namespace plimsoll::hiring
