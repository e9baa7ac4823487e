// export.h: the log as a text file that anyone can check offline, with the public key and nothing else.
//
// Shape      NDJSON. First line: {"format":"plimsoll-log-export","version":1,"chain","from","to","previous_hash"}.
//            Then one line per event: {"seq","at_ms","type","version","stream","actor","source","body","hash"}; body is the
//            stored text as one string, so that its bytes and with them the hash survive. Last line: {"head":"plimsoll-head
//            v1 ..."}, signed at `to`. Hashes in hexadecimal. docs/format/log.md.
// Cost       streaming; reading in short transactions, beside a server that writes.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>

#include "log/audit_report.h"
#include "log/heads.h"
#include "log/verify.h"

namespace plimsoll::log {

struct ExportRange {
    Seq from = 1;
    Seq to = INT64_MAX;  ///< the last event when there are fewer
};

/// Errors: not_found (no log; no events in the range); newer; io; tampered (a row does not follow from the one before:
/// what cannot be trusted is not signed).
[[nodiscard]] Result<SignedHead> export_log(const std::filesystem::path& file, const ExportRange& range,
                                            const SigningKey& key, Timestamp at, std::ostream& out,
                                            const Progress& progress = {});

/// Checks every line, the chain, and the head's signature. Errors: malformed (no such export at all; the line is named);
/// all else is in the report.
[[nodiscard]] Result<AuditReport> verify_export(std::istream& in, const std::string& public_key32,
                                                const Progress& progress = {});

}  // namespace plimsoll::log
