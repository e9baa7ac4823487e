#include "base/invariant.h"

#include <cstdio>
#include <cstdlib>

namespace plimsoll {

void invariant_broken(const char* condition, const char* file, int line, const char* why) noexcept {
    std::fprintf(stderr, "plimsoll: invariant broken at %s:%d: %s (%s)\n", file, line, condition, why);
    std::fflush(stderr);
    std::abort();
}

}  // namespace plimsoll
