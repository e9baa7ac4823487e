// embedded.h: the pack that the linker put into this binary; empty when it was built without the web UI.
#pragma once

#include <string_view>

namespace plimsoll::assets {

/// Lives as long as the process.
[[nodiscard]] std::string_view embedded_pack();

}  // namespace plimsoll::assets
