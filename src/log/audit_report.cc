#include "log/audit_report.h"

#include "base/text.h"

namespace plimsoll::log {

namespace {

std::string words(FindingKind kind) {
    switch (kind) {
        case FindingKind::foreign_chain: return "foreign chain";
        case FindingKind::rewritten: return "rewritten";
        case FindingKind::cut_tail: return "cut tail";
        case FindingKind::removed_rows: return "removed";
        case FindingKind::inserted_rows: return "inserted";
        case FindingKind::swapped_rows: return "swapped";
        case FindingKind::changed_row: return "changed";
        case FindingKind::changed_hash: return "changed hash";
        case FindingKind::bad_head: return "bad head";
        case FindingKind::damaged_file: return "damaged file";
    }
    return "unknown";
}

std::string number(std::uint64_t n) { return text::count(static_cast<std::int64_t>(n)); }

}  // namespace

std::string render(const AuditReport& report) {
    std::string out = report.intact ? "The log is intact.\n" : "The log was TAMPERED WITH or damaged.\n";
    out += "  chain      " + text::printable(report.chain_id) + "\n";
    out += "  events     " + number(report.events);
    if (report.events > 0) out += " (" + number(report.first_seq) + " to " + number(report.last_seq) + ")";
    out += "\n  last hash  " + report.last_hash + "\n";
    out += "  signed     " + (report.signed_up_to ? "up to event " + number(*report.signed_up_to) : "not confirmed") + "\n";
    for (const Finding& finding : report.findings) out += "  FOUND  " + words(finding.kind) + ": " + finding.what + "\n";
    if (report.findings_total > report.findings.size())
        out += "  and " + number(report.findings_total - report.findings.size()) + " more\n";
    for (const std::string& note : report.notes) out += "  note   " + note + "\n";
    return out;
}

}  // namespace plimsoll::log
