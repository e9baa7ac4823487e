#include "convert/convert.h"

namespace plimsoll::convert {

std::optional<Format> detect(const Input&) { return std::nullopt; }
Result<Converted> to_catalogue(const std::vector<Input>&, std::optional<Format>, const Options&) { return fail(errors::unknown_format); }

}  // namespace plimsoll::convert
