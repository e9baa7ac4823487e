#include "server/document_reading.h"

#include <spdlog/spdlog.h>

#include "documents/reader.h"

namespace plimsoll::server {

people::Document document_of(const documents::Pieces& pieces) {
    std::vector<people::TextRun> runs;
    runs.reserve(pieces.pieces.size());
    for (const documents::Piece& piece : pieces.pieces) runs.push_back({piece.text, "", piece.offset, piece.page, piece.line});
    std::vector<people::DocumentProblem> problems;
    for (const documents::Problem& problem : pieces.problems) problems.push_back({problem.code, problem.text});
    people::Document document(std::move(runs), pieces.format == "pdf" ? "PDF" : "Word (OOXML)", std::move(problems));
    document.set_format(pieces.format);
    document.lower_confidence(pieces.confidence);
    return document;
}

Result<std::optional<people::Document>> read_given(std::string_view bytes, const documents::Limits& limits) {
    if (bytes.size() > limits.bytes) return fail(documents::errors::too_large);
    const auto kind = documents::kind_of(bytes);
    if (!kind) return kind.error();
    if (*kind == documents::Kind::text || *kind == documents::Kind::json) return std::optional<people::Document>{};
    TRY_ASSIGN(const documents::Pieces pieces, documents::read_document(bytes, limits));
    return std::optional<people::Document>(document_of(pieces));
}

void tell_of_readers() {
    const auto parts = documents::sandbox_parts();
    if (!parts) {
        spdlog::warn("PDF and Word documents cannot be read: {}", parts.error().sentence());
        return;
    }
    std::string whole;
    for (const documents::SandboxPart& part : *parts) {
        if (part.works) whole += (whole.empty() ? "" : ", ") + part.name;
        else spdlog::warn("readers of documents lack {}: {}", part.name, part.text);
    }
    spdlog::info("documents are read within {}", whole);
}

}  // namespace plimsoll::server
