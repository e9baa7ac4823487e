// unpacking.h: a snappy block (https://github.com/google/snappy/blob/main/format_description.txt) into bytes that are kept.
//
// Bound      the unpacked size, which the block says at its start: nothing is unpacked beyond it.
// Threads    one.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"

namespace plimsoll::ingest {

class Unpacking {
public:
    /// What it gives stands until the next call or give_back(). Errors: malformed; too_large.
    Result<std::string_view> unpack(std::string_view packed, std::size_t most);
    /// Gives back memory that only an unusually large block needed.
    void give_back();

private:
    char* of(std::size_t wanted);

    std::unique_ptr<char[]> bytes_;  // grows, and is not cleared
    std::size_t size_ = 0;
};

}  // namespace plimsoll::ingest
