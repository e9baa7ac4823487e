// losses.h: what of the input does not stand in the output with the same meaning, in the order of the input.
//
// Bounds     the first 10,000 are kept; the last one says how many more there were.
// Threads    one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "convert/convert.h"

namespace plimsoll::convert {

class Losses {
public:
    static constexpr std::size_t kMost = 10'000;

    void add(Loss loss);
    /// Takes back what was told of an object: it is left out as a whole.
    void forget(const std::string& file, const std::string& object);
    /// By file in the order in which files were met, then by line.
    [[nodiscard]] std::vector<Loss> in_order() const;

private:
    std::map<std::string, std::size_t> files_;  ///< in the order in which they were met
    std::vector<Loss> losses_;
    std::size_t beyond_ = 0;
};

}  // namespace plimsoll::convert
