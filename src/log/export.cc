#include "log/export.h"

#include <algorithm>
#include <istream>
#include <ostream>

#include "base/json.h"
#include "log/chain.h"
#include "log/chain_audit.h"
#include "log/export_lines.h"
#include "log/export_pages.h"

namespace plimsoll::log {

namespace {

/// The longest body, every byte of it escaped, and room for the rest.
constexpr std::size_t line_limit = 6 * Limits::body + (1u << 20);
constexpr std::uint64_t progress_step = 2000;

/// A hash that is not one becomes zeros, which no event has.
Event event_of(ExportedEvent&& line) {
    return {line.seq,
            {Timestamp::from_ms(line.at_ms), std::move(line.type), line.version, std::move(line.stream),
             std::move(line.actor), std::move(line.source), std::move(line.body)},
            hash_from_hex(line.hash).value_or(crypto::Sha256{})};
}

/// Reads lines of bounded length.
class Lines {
public:
    explicit Lines(std::istream& in) : in_(in) {}
    /// False at the end. Errors: malformed (a line that is too long).
    Result<bool> next(std::string& line) {
        line.clear();
        ++number_;
        std::streambuf& bytes = *in_.rdbuf();  // istream::get() would check the stream's state at every byte
        for (int c = bytes.sbumpc(); c != std::istream::traits_type::eof(); c = bytes.sbumpc()) {
            if (c == '\n') return true;
            if (line.size() == line_limit) return fail(plimsoll::errors::malformed, "line " + std::to_string(number_) + " is too long");
            line += static_cast<char>(c);
        }
        return !line.empty();
    }
    [[nodiscard]] std::uint64_t number() const { return number_; }

private:
    std::istream& in_;
    std::uint64_t number_ = 0;
};

/// Writes events while they follow from each other.
Result<> write_events(ExportPages& pages, std::ostream& out, const Progress& progress) {
    std::uint64_t told = 0;
    while (pages.at() <= pages.to()) {
        TRY_ASSIGN(const std::string piece, pages.next());
        out << piece;
        if (!out.good()) return fail(plimsoll::errors::io, "the export could not be written");
        const std::uint64_t done = pages.at() - pages.from();
        if (!progress || (done < told + progress_step && pages.at() <= pages.to())) continue;
        told = done;
        progress(done, pages.to() - pages.from() + 1);
    }
    return {};
}

Result<ExportHeader> read_header(Lines& lines) {
    std::string line;
    TRY_ASSIGN(const bool any, lines.next(line));
    if (!any) return fail(plimsoll::errors::malformed, "the file is empty");
    auto header = json::decode_strict<ExportHeader>(line);
    if (!header) return std::move(header).error().within("line 1, the export's header");
    if (header->format != export_format) return fail(plimsoll::errors::malformed, "the file is not an export of a Plimsoll log");
    if (header->version != export_version)
        return fail(errors::newer, "the export has version " + std::to_string(header->version));
    if (header->from < 1 || header->to < header->from || header->to > INT64_MAX || !hash_from_hex(header->previous_hash))
        return fail(plimsoll::errors::malformed, "line 1 names no range of events and the hash before it");
    return header;
}

/// The last line's head, if the line is one and its signature holds; otherwise a finding.
std::optional<SignedHead> trusted_head(const std::string& line, const std::string& public_key, ChainAudit& audit) {
    const auto end = json::decode_strict<ExportEnd>(line);
    const auto head = end ? parse_head(end->head) : Result<SignedHead>(end.error());
    const auto verified = head ? verify_head(*head, public_key) : Result<>(head.error());
    if (verified) return *head;
    audit.add(FindingKind::bad_head, 0, 0, "the signed head of the last line: " + verified.error().sentence());
    return std::nullopt;
}

/// Takes the events of all lines but the last, which is returned. An unreadable line is a finding; the row is then missing.
Result<std::string> take_events(Lines& lines, const ExportHeader& header, ChainAudit& audit, const Progress& progress) {
    std::string line;
    std::string following;
    TRY_ASSIGN(bool any, lines.next(line));
    for (std::uint64_t done = 1; any; ++done) {
        TRY_ASSIGN(any, lines.next(following));
        if (!any) return line;
        if (auto event = json::decode_strict<ExportedEvent>(line)) audit.take(event_of(std::move(*event)));
        else audit.add(FindingKind::damaged_file, 0, 0, "line " + std::to_string(lines.number() - 1) + " cannot be read: " + event.error().sentence());
        line.swap(following);
        if (progress && done % progress_step == 0) progress(done, header.to - header.from + 1);
    }
    return line;
}

/// The header says where the events end.
void check_range(const ExportHeader& header, ChainAudit& audit) {
    const Seq next = audit.next();
    if (next <= header.to)
        audit.add(FindingKind::cut_tail, next, header.to, "the export ends early: it promises events up to " + std::to_string(header.to));
    if (next > header.to + 1)
        audit.add(FindingKind::inserted_rows, header.to + 1, next - 1, "there are events after the last one that the export promises");
}

/// An export that was cut between two lines ends with an event; it is still checked.
void take_if_event(const std::string& line, ChainAudit& audit) {
    if (auto event = json::decode_strict<ExportedEvent>(line)) audit.take(event_of(std::move(*event)));
}

}  // namespace

Result<SignedHead> export_log(const std::filesystem::path& file, const ExportRange& range, const SigningKey& key,
                              Timestamp at, std::ostream& out, const Progress& progress) {
    TRY_ASSIGN(ExportPages pages, ExportPages::open(file, range));
    out << pages.header();
    TRY(write_events(pages, out, progress));
    const SignedHead head = pages.head(key, at);
    out << ExportPages::end(head);
    if (!out.flush().good()) return fail(plimsoll::errors::io, "the export could not be written");
    return head;
}

Result<AuditReport> verify_export(std::istream& in, const std::string& public_key, const Progress& progress) {
    Lines lines(in);
    TRY_ASSIGN(const ExportHeader header, read_header(lines));
    const crypto::Sha256 previous = *hash_from_hex(header.previous_hash);
    ChainAudit audit(header.chain, header.from, previous);
    if (header.from == 1 && previous != genesis(header.chain))
        audit.add(FindingKind::foreign_chain, 0, 0, "the first event's previous hash is not the beginning of chain " + header.chain);
    TRY_ASSIGN(const std::string last_line, take_events(lines, header, audit, progress));
    take_if_event(last_line, audit);
    const auto head = trusted_head(last_line, public_key, audit);
    if (head && head->seq == header.to) audit.expect(*head);
    if (head && head->seq != header.to)
        audit.add(FindingKind::bad_head, 0, 0, "the signed head is of event " + std::to_string(head->seq) +
                                                   ", the export of events up to " + std::to_string(header.to));
    if (!head || audit.next() > header.to) check_range(header, audit);
    return audit.finish();
}

}  // namespace plimsoll::log
