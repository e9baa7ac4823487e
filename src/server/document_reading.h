// document_reading.h: PDF and DOCX, as a confined reader read them, for the people half.
//
// Threads    any; read_given blocks for up to the limits' wall_ms.
#pragma once

#include <optional>
#include <string_view>

#include "documents/pieces.h"
#include "domain/people/document.h"

namespace plimsoll::server {

/// Each piece is a run; spans of the document count the bytes of documents::text_of(pieces). What could not be read is told.
[[nodiscard]] people::Document document_of(const documents::Pieces& pieces);

/// A document of a format that needs a reader; nothing for text and JSON, which people::read_resume takes as they are.
/// Errors: those of documents/pieces.h.
[[nodiscard]] Result<std::optional<people::Document>> read_given(std::string_view bytes, const documents::Limits& limits = {});

/// Says in the process's log what documents are read within on this machine, and warns of what is missing. Blocks for some milliseconds.
void tell_of_readers();

}  // namespace plimsoll::server
