#include "domain/hiring/interview_kit.h"

#include <algorithm>
#include <array>

#include "base/invariant.h"

namespace plimsoll::hiring {

std::string_view word_of_points(int points) {
    static constexpr std::array<std::string_view, 4> kWords = {"below", "mixed", "meets", "excellent"};
    INVARIANT(points >= 1 && points <= 4, "a rating has four points");
    return kWords[static_cast<std::size_t>(points - 1)];
}

const KitDimension* find_dimension(const InterviewKit& kit, std::string_view id) {
    const auto at = std::find_if(kit.dimensions.begin(), kit.dimensions.end(), [&](const KitDimension& d) { return d.id == id; });
    return at == kit.dimensions.end() ? nullptr : &*at;
}

const KitRound* find_round(const InterviewKit& kit, std::string_view id) {
    const auto at = std::find_if(kit.rounds.begin(), kit.rounds.end(), [&](const KitRound& r) { return r.id == id; });
    return at == kit.rounds.end() ? nullptr : &*at;
}

}  // namespace plimsoll::hiring
