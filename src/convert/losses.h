// losses.h: what of the input does not stand in the output with the same meaning, in the order of the input.
//
// Bounds     the first 10,000 are kept; the last one says how many more there were.
// Threads    one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "convert/convert.h"

namespace plimsoll::convert {

class Losses {
public:
    static constexpr std::size_t kMost = 10'000;

    /// `files`: in the order in which their losses are told; those of others follow.
    explicit Losses(const std::vector<std::string>& files = {});
    /// A number for an object that is about to be read; names may stand twice.
    [[nodiscard]] std::size_t owner() { return ++owners_; }
    /// The same loss twice is one. `owner` 0: of no object in particular.
    void add(Loss loss, std::size_t owner = 0);
    /// Takes back what was told of an object: it is left out as a whole.
    void forget(std::size_t owner);
    /// By file, then by line.
    [[nodiscard]] std::vector<Loss> in_order() const;

private:
    struct Owned {
        Loss loss;
        std::size_t owner;
    };
    using Said = std::tuple<std::size_t, std::string, std::string, int, std::string>;  ///< owner, file, field, line, why

    std::map<std::string, std::size_t> files_;
    std::vector<Owned> losses_;
    std::set<Said> said_;
    std::size_t owners_ = 0;
    std::size_t beyond_ = 0;
};

}  // namespace plimsoll::convert
