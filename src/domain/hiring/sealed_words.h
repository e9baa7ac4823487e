// sealed_words.h: which events hold sealed text, under which label, and opening them.
#pragma once

#include <optional>
#include <string>

#include "domain/hiring/kept_resume.h"
#include "domain/hiring/ports.h"

namespace plimsoll::hiring {

struct SealedWords {
    std::string candidate;
    std::string label;   ///< as seal() was given it
    std::string sealed;  ///< never empty
};

/// Empty: the event holds no sealed text.
[[nodiscard]] std::optional<SealedWords> sealed_in(const Event& event);

/// The text of a resume as it was read, a line a line; pages apart by an empty one. Errors: those of people::read_resume.
[[nodiscard]] Result<std::string> text_of(const KeptResume& resume);

/// The JSON that was sealed; empty: nothing was. Errors: log.person_erased; log.field_unreadable; io.
[[nodiscard]] Result<std::string> open_words(const Papers& papers, const Event& event);

/// SealedText of something that was written, by its place in the log. Errors: those of event_at and of the vault.
[[nodiscard]] Result<std::string> said_at(const Ports& ports, const Written& written);

}  // namespace plimsoll::hiring
