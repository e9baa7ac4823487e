// chain_audit.h: follows a chain row by row, from a file or an export, and names what does not fit.
//
// How        every row is checked against the stored hash of the row before it, so that one change breaks one or two
//            links and not the rest. The rows at broken links are kept (bounded), and at the end each break is explained:
//            two rows that fit when they trade places were swapped; a row whose neighbours agree without its hash has a
//            changed hash; rows that fit under another number show that some were removed or inserted before them.
// Bounds     256 suspect rows or 64 MiB of them; breaks beyond are reported as ranges of changed rows.
// Threads    one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "log/audit_report.h"
#include "log/chain.h"
#include "log/heads.h"

namespace plimsoll::log {

class ChainAudit {
public:
    /// The chain's name, the first sequence number and the hash before it.
    ChainAudit(std::string chain_id, Seq first, const crypto::Sha256& before);

    /// A head that the chain must agree with; its signature is the caller's matter. Before the first row, or, for a head
    /// of the last row or beyond it, after the last.
    void expect(const SignedHead& head);
    /// The next row. `as_written` false: its columns are not stored as the log stores them.
    void take(const Event& row, bool as_written = true);
    /// The sequence number that must come next.
    [[nodiscard]] Seq next() const { return next_; }
    /// Something that the caller found.
    void add(FindingKind kind, Seq from, Seq to, std::string what);
    void note(std::string what) { report_.notes.push_back(std::move(what)); }
    /// Reading ended early: nothing can be said about the end of the chain.
    void cut_short() { cut_short_ = true; }

    /// Explains what broke. Call once.
    [[nodiscard]] AuditReport finish();

private:
    /// A row whose link to the row before it does not hold.
    struct Suspect {
        Event row;
        Seq number = 0;  ///< under which it was hashed: the row's own, unless others were removed or inserted before
        crypto::Sha256 before{};
        std::optional<Event> after;
    };
    struct Range {
        Seq from = 0;
        Seq to = 0;
    };
    struct Expected {
        SignedHead head;
        enum class Seen { no, agrees, differs, renumbered } seen = Seen::no;
    };

    void see_gap(const Event& row);
    void see_break(const Event& row);
    bool see_renumbering(const Event& row);
    void suspect(const Event& row);
    void compare_heads(const Event& row);

    void explain_genesis();
    void explain_swaps();
    bool fits_swapped(const Suspect& a, const Suspect& b, const std::vector<int>& columns);
    void explain_hashes();
    void explain_rest();
    void judge_heads();
    void forget(Seq seq);
    [[nodiscard]] bool is_suspect(Seq seq) const;

    AuditReport report_;
    ChainHasher hasher_;
    std::vector<Expected> expected_;  ///< by seq
    std::size_t next_expected_ = 0;
    std::vector<Suspect> suspects_;
    std::size_t suspect_bytes_ = 0;
    std::vector<Range> unexplained_;
    std::vector<Seq> explained_;      ///< rows that a finding already names
    crypto::Sha256 previous_{};       ///< stored hash of the last row
    Seq next_ = 1;
    std::int64_t shift_ = 0;          ///< a row's number in the chain minus its number in the file
    Seq run_start_ = 0;               ///< first of the broken rows just before; 0: the last row held
    std::size_t renumberings_tried_ = 0;
    bool cut_short_ = false;
};

}  // namespace plimsoll::log
