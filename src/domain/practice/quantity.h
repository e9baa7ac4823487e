// quantity.h: figures of running text with their units, and the change that a claim tells.
#pragma once

#include <optional>
#include <string>

#include "domain/practice/phrases.h"

namespace plimsoll::practice {

/// "90 min", "12 %", "$1.2M", "1,200 pages a week".
struct Quantity {
    enum class Unit { count, percent, points, seconds, money, times };
    double value = 0;         ///< in the unit; seconds of a time
    Unit unit = Unit::count;
    int decimals = 0;         ///< digits after the point, as written
    double written = 0;       ///< the number as it stands, before units: 1.5 of "1.5 h"
    std::string sign;         ///< "$", before the number
    std::string written_unit; ///< "min", "pages a week"
    std::string per;          ///< "week" of "pages a week"; empty: none is named
    std::size_t from = 0;     ///< words [from, to)
    std::size_t to = 0;
};

/// The quantity that begins at a word; nothing when none does. `text` is what the phrases were made of.
[[nodiscard]] std::optional<Quantity> quantity_at(const std::string& text, const Phrases& phrases, std::size_t word);
/// The first one of a field.
[[nodiscard]] std::optional<Quantity> first_quantity(const std::string& text);
/// "90 min", "12 %".
[[nodiscard]] std::string said(const Quantity& quantity);
/// A number for people: at most `digits` after the point, no zeros behind it.
[[nodiscard]] std::string rounded(double value, int digits = 1);

/// What a claim says of a change.
struct ClaimedChange {
    enum class Kind { percent, points, factor };
    enum class Direction { down, up, open };         ///< open: "improved"
    enum class Hedge { none, about, at_least, nearly, at_most };
    std::optional<Kind> kind;    ///< none: no change is told as a number
    double amount = 0;           ///< 40, 8, 3
    int decimals = 0;
    bool rough = false;          ///< told in a word: "halved"
    Hedge hedge = Hedge::none;
    Direction direction = Direction::open;
    bool speed = false;          ///< "faster"
    bool less = false;           ///< "3x less", "3 times fewer"
    bool to = false;             ///< "to 40 %"
    std::string words;           ///< of the amount, with what makes it one
    std::optional<Quantity> by;      ///< "by 200 ms", where no share and no factor is told
    std::optional<Quantity> before;  ///< of "from … to …"
    std::optional<Quantity> after;
};
[[nodiscard]] ClaimedChange claimed_change(const std::string& claim);

}  // namespace plimsoll::practice
