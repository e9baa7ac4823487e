// drafts.h: the card that one interviewer is writing: sealed in the vault, in no log, read by nobody else.
//
// Tags       a draft's tag is of its text. It is written only where the tag that was read still fits, so that two tabs do not overwrite each
//            other: If-Match with the tag, or If-None-Match: * where there must be none.
// Threads    the one of Ports::apart: a write reads what is there first.
#pragma once

#include <optional>
#include <string>

#include "domain/hiring/slice.h"

namespace plimsoll::hiring {

/// The field of the vault: "draft_iv_12_0123456789abcdef".
[[nodiscard]] std::string draft_field(const std::string& interview, const std::string& rater);

struct Draft {
    Card card;
    std::string tag;
};

/// Of the viewer's own interview. Errors: not_yours; erased; no_draft; those of the vault.
[[nodiscard]] Result<Draft> read_draft(const Ports& ports, const Viewer& viewer, const Slice& slice, const std::string& interview);
/// Gives the new tag. `if_match`, `if_none_match`: the headers as sent. Errors: not_yours; erased; draft_changed; invalid; those of the vault.
[[nodiscard]] Result<std::string> write_draft(const Ports& ports, const Viewer& viewer, const Slice& slice, const std::string& interview, const Card& card,
                                              const std::string& if_match, const std::string& if_none_match);
/// Again: nothing happens. Errors: not_yours; erased; those of the vault.
[[nodiscard]] Result<> remove_draft(const Ports& ports, const Viewer& viewer, const Slice& slice, const std::string& interview);

}  // namespace plimsoll::hiring
