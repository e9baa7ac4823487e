// audit_report.h: what an audit of the log found, each thing named; JSON-able, and as text for people.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "log/event.h"

namespace plimsoll::log {

/// In the order in which an auditor should care.
enum class FindingKind {
    foreign_chain,  ///< the log is not the one that the head was taken from
    rewritten,      ///< the chain is whole in itself, but not the one that was signed
    cut_tail,       ///< a signed head knows events that are gone from the end
    removed_rows,   ///< events are missing between others
    inserted_rows,  ///< rows that were never appended
    swapped_rows,   ///< two rows carry each other's content
    changed_row,    ///< the content does not match the hash: a flipped byte, an edited field
    changed_hash,   ///< the stored hash was changed; content and neighbours agree without it
    bad_head,       ///< a signed head cannot be trusted: other key, changed, or unreadable
    damaged_file,   ///< the file itself cannot be read properly
};
BOOST_DESCRIBE_ENUM(FindingKind, foreign_chain, rewritten, cut_tail, removed_rows, inserted_rows, swapped_rows,
                    changed_row, changed_hash, bad_head, damaged_file)

struct Finding {
    FindingKind kind = FindingKind::damaged_file;
    Seq from = 0;      ///< first row concerned; of a swapped pair the one, 0 when no row is
    Seq to = 0;        ///< last row concerned; of a swapped pair the other
    std::string what;  ///< one sentence
};
BOOST_DESCRIBE_STRUCT(Finding, (), (kind, from, to, what))

struct AuditReport {
    bool intact = false;      ///< there are no findings
    std::string chain_id;
    Seq first_seq = 0;        ///< 0: there are no events
    Seq last_seq = 0;
    std::uint64_t events = 0;
    std::string last_hash;    ///< hexadecimal
    std::optional<Seq> signed_up_to;  ///< highest event that a head with a checked signature confirms
    std::uint64_t findings_total = 0;
    std::vector<Finding> findings;  ///< the first thousand
    std::vector<std::string> notes; ///< what could not be checked, and why
};
BOOST_DESCRIBE_STRUCT(AuditReport, (), (intact, chain_id, first_seq, last_seq, events, last_hash, signed_up_to,
                                        findings_total, findings, notes))

/// Several lines for a terminal; the first one says intact or not.
[[nodiscard]] std::string render(const AuditReport& report);

}  // namespace plimsoll::log
