// docx.h: the text of a Word document (Office Open XML), in the order of its body.
#pragma once

#include <string_view>

#include "documents/pieces.h"

namespace plimsoll::documents {

/// Errors: too_large, inflates, damaged, encrypted, empty. Runs within the sandbox (sandbox.h), and needs no file.
[[nodiscard]] Result<Pieces> read_docx(std::string_view bytes, const Limits& limits = {});

}  // namespace plimsoll::documents
