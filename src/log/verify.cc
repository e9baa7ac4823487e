#include "log/verify.h"

#include <algorithm>

#include "log/chain_audit.h"
#include "log/log.h"
#include "log/store.h"

namespace plimsoll::log {

namespace {

constexpr std::int64_t page_rows = 2000;

/// Columns that hold the right text but not in the way the log stores them were not written by the log.
constexpr const char* as_written =
    "typeof(at) = 'integer' AND typeof(version) = 'integer' AND version BETWEEN -2147483648 AND 2147483647 AND "
    "typeof(type) = 'text' AND typeof(stream) = 'text' AND typeof(actor) = 'text' AND typeof(source) = 'text' AND "
    "typeof(body) = 'text' AND typeof(hash) = 'blob' AND length(hash) = 32";

/// Hands the heads that can be trusted to the audit; the others become findings.
void expect_heads(ChainAudit& audit, const std::vector<SignedHead>& heads, const std::string& public_key,
                  const std::string& where) {
    for (const SignedHead& head : heads) {
        const auto verified = public_key.empty() ? Result<>() : verify_head(head, public_key);
        if (verified) audit.expect(head);
        else audit.add(FindingKind::bad_head, 0, 0, where + ": " + verified.error().detail());
    }
}

void expect_all(ChainAudit& audit, const std::filesystem::path& file, const VerifyOptions& options) {
    expect_heads(audit, options.heads, options.public_key, "the head given");
    const auto book = HeadBook::beside(file).read();
    if (!book) return audit.add(FindingKind::bad_head, 0, 0, "log.heads cannot be read: " + book.error().detail());
    expect_heads(audit, book->heads, options.public_key, "log.heads");
    for (const std::size_t line : book->unreadable_lines)
        if (!(book->torn && line == book->heads.size() + book->unreadable_lines.size()))
            audit.add(FindingKind::bad_head, 0, 0, "log.heads: line " + std::to_string(line) + " is not a signed head");
    if (options.heads.empty() && book->heads.empty())
        audit.note("no signed head is known: a cut tail or a wholly rewritten log cannot be found");
    else if (options.public_key.empty())
        audit.note("no public key was given: the signatures of the heads were not checked");
}

/// One page of rows, one read transaction. The number of rows read.
Result<std::int64_t> take_page(sqlite::Statement& rows, Seq after, Seq last, ChainAudit& audit, Event& row) {
    rows.bind(1, static_cast<std::int64_t>(after)).bind(2, static_cast<std::int64_t>(last)).bind(3, page_rows);
    for (std::int64_t n = 0;; ++n) {
        TRY_ASSIGN(const bool more, rows.step());
        if (!more) return n;
        if (!read_row(rows, row)) row.hash = {};  // not a SHA-256: no hash matches it
        audit.take(row, rows.integer(9) != 0);
    }
}

/// Follows the chain to `last`. Errors: the file cannot be read any further.
Result<> follow(Store& store, Seq last, ChainAudit& audit, const Progress& progress) {
    TRY_ASSIGN(sqlite::Statement rows,
               store.db.prepare("SELECT " + std::string(row_columns) + ", " + as_written +
                                " FROM events WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3"));
    Event row;
    std::uint64_t done = 0;
    for (Seq after = 0; after < last;) {
        const auto read = take_page(rows, after, last, audit, row);
        rows.reset();
        if (!read) return read.error();
        if (*read == 0) return {};
        if (row.seq <= after) return fail(sqlite::errors::corrupt, "the rows are not in order");
        after = row.seq;
        done += static_cast<std::uint64_t>(*read);
        if (progress) progress(done, std::max<std::uint64_t>(done, last));
    }
    return {};
}

/// Rows that no append ever made: sequence numbers begin at 1.
Result<> look_before_the_first(Store& store, ChainAudit& audit) {
    TRY_ASSIGN(const auto rows, store.db.integer("SELECT count(*) FROM events WHERE seq < 1"));
    if (rows.value_or(0) > 0)
        audit.add(FindingKind::inserted_rows, 0, 0, std::to_string(*rows) + " rows were inserted before event 1");
    return {};
}

/// Not a change of any event, but somebody prepared one.
Result<> look_at_triggers(Store& store, ChainAudit& audit) {
    TRY_ASSIGN(const auto triggers, store.db.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND "
                                                     "name IN ('events_are_not_changed', 'events_are_not_removed', "
                                                     "'events_are_not_replaced')"));
    if (triggers.value_or(0) != 3) audit.note("the triggers that refuse changes of events were taken out of the file");
    return {};
}

/// SQLite's own check of pages and indexes: what it finds need not have reached any row.
Result<> check_pages(Store& store, ChainAudit& audit) {
    TRY_ASSIGN(sqlite::Statement check, store.db.prepare("PRAGMA integrity_check(10)"));
    while (true) {
        TRY_ASSIGN(const bool more, check.step());
        if (!more) return {};
        if (check.text(0) != "ok") audit.add(FindingKind::damaged_file, 0, 0, std::string(check.text(0)));
    }
}

Result<> look_through(Store& store, ChainAudit& audit, const Progress& progress) {
    TRY(look_at_triggers(store, audit));
    TRY(look_before_the_first(store, audit));
    TRY_ASSIGN(const auto last, store.db.integer("SELECT max(seq) FROM events"));
    TRY(follow(store, static_cast<Seq>(std::max<std::int64_t>(0, last.value_or(0))), audit, progress));
    return check_pages(store, audit);
}

bool is_damage(const Error& error) { return error.is(sqlite::errors::corrupt) || error.is(errors::tampered); }

AuditReport unreadable(const Error& error) {
    ChainAudit audit("", 1, {});
    audit.cut_short();
    audit.add(FindingKind::damaged_file, 0, 0, error.sentence());
    return audit.finish();
}

}  // namespace

Result<AuditReport> verify_log(const std::filesystem::path& file, const VerifyOptions& options) {
    auto store = open_for_reading(file);
    if (!store && is_damage(store.error())) return unreadable(store.error());
    if (!store) return std::move(store).error();
    ChainAudit audit(store->chain_id, 1, genesis(store->chain_id));
    expect_all(audit, file, options);
    const auto looked = look_through(*store, audit, options.progress);
    if (!looked && !is_damage(looked.error())) return looked.error();
    if (!looked) {
        audit.cut_short();
        audit.add(FindingKind::damaged_file, 0, 0, "the file cannot be read to its end: " + looked.error().sentence());
    }
    AuditReport report = audit.finish();
    if (report.signed_up_to && *report.signed_up_to < report.last_seq)
        report.notes.push_back("events after " + std::to_string(*report.signed_up_to) + " are not yet covered by a signed head");
    if (options.public_key.empty()) report.signed_up_to.reset();  // whoever rewrites a log can write heads beside it, too
    return report;
}

}  // namespace plimsoll::log
