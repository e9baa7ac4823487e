// reader.h: a document of any format that is read, in its own confined process, as pieces of text.
//
// Text       plain text, Markdown and JSON need no reader: their bytes are given to people::read_resume as they are.
// Threads    read_document from any; it blocks for up to Limits::wall_ms. At most as many at once as the caller lets.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "documents/kind.h"
#include "documents/pieces.h"
#include "documents/sandbox.h"

namespace plimsoll::documents {

/// PDF or DOCX, by its bytes. Errors: those of kind_of and of pieces.h; errors::format for text and JSON.
[[nodiscard]] Result<Pieces> read_document(std::string_view bytes, const Limits& limits = {});
/// With another program than reader_program() as the reader.
[[nodiscard]] Result<Pieces> read_document(std::string_view bytes, const Limits& limits, const std::filesystem::path& program);

/// The program that runs as reader: this one when it said so by `this_program_reads`, else the `plimsoll` beside it; empty: none.
[[nodiscard]] std::filesystem::path reader_program();
void this_program_reads();

/// What this machine's sandbox is made of, tried in a child. Errors: errors::refused.
[[nodiscard]] Result<std::vector<SandboxPart>> sandbox_parts();

/// `plimsoll read-document KIND [NAME=NUMBER…]`, `plimsoll read-document --check [--json]`: what runs in the child. Gives the exit code.
/// `arguments` without the program's name and `read-document`.
[[nodiscard]] int read_document_main(int count, char** arguments);

}  // namespace plimsoll::documents
