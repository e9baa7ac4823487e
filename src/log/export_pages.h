// export_pages.h: an export piece by piece, for whoever cannot wait for all of it: a file, or a reader far away.
//
// Shape      header(), then next() until it is empty, then end(): together the text of export.h.
// Bounds     a piece has about 256 KiB (one long event may go over it); nothing else is kept between two pieces.
// Threads    one at a time; beside a log that writes.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "log/chain.h"
#include "log/export.h"
#include "log/readers.h"

namespace plimsoll::log {

class ExportPages {
public:
    /// Errors: not_found (no log; no events in the range); newer; io; tampered (the event before the range is missing).
    static Result<ExportPages> open(const std::filesystem::path& file, const ExportRange& range);

    [[nodiscard]] Seq from() const { return from_; }
    [[nodiscard]] Seq to() const { return to_; }
    /// The event that next() goes on with; to() + 1 at the end.
    [[nodiscard]] Seq at() const { return next_; }

    [[nodiscard]] std::string header() const;
    /// Lines of the events that follow; empty after the last. Errors: tampered (an event does not follow from the one
    /// before: what cannot be trusted is not exported); io; corrupt.
    [[nodiscard]] Result<std::string> next();
    /// The signed head's line. Requires that next() came to its end.
    [[nodiscard]] std::string end(const SigningKey& key, Timestamp at) const { return end(head(key, at)); }
    [[nodiscard]] SignedHead head(const SigningKey& key, Timestamp at) const;
    [[nodiscard]] static std::string end(const SignedHead& head);

private:
    ExportPages() = default;

    std::unique_ptr<Readers> readers_;
    std::string chain_id_;
    Seq from_ = 0;
    Seq to_ = 0;
    Seq next_ = 0;
    crypto::Sha256 before_{};    ///< the hash before the first event
    crypto::Sha256 previous_{};  ///< the hash before next_
    ChainHasher hasher_;
};

}  // namespace plimsoll::log
