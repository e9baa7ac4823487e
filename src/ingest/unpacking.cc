#include "ingest/unpacking.h"

#include <snappy.h>

#include "ingest/refusal.h"

namespace plimsoll::ingest {
namespace {
constexpr std::size_t kKept = 8 << 20;
}

Result<std::string_view> Unpacking::unpack(std::string_view packed, std::size_t most) {
    std::size_t size = 0;
    if (!snappy::GetUncompressedLength(packed.data(), packed.size(), &size)) {
        return fail(errors::malformed, "snappy: the length at the start cannot be read");
    }
    if (size > most) {
        return fail(errors::too_large, "unpacked it is " + std::to_string(size) + " bytes; the limit is " + std::to_string(most));
    }
    char* bytes = of(size);
    if (!snappy::RawUncompress(packed.data(), packed.size(), bytes)) {
        return fail(errors::malformed, "snappy: the data is cut short or damaged (" + std::to_string(packed.size()) +
                                           " bytes came, which should unpack to " + std::to_string(size) + ")");
    }
    return std::string_view(bytes, size);
}

char* Unpacking::of(std::size_t wanted) {
    if (size_ < wanted) {
        bytes_.reset(new char[wanted]);
        size_ = wanted;
    }
    return bytes_.get();
}

void Unpacking::give_back() {
    if (size_ <= kKept) return;
    bytes_.reset();
    size_ = 0;
}

}  // namespace plimsoll::ingest
