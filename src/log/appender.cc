#include "log/appender.h"

#include <sqlite3.h>

#include <utility>

#include "base/invariant.h"
#include "log/log.h"

namespace plimsoll::log {

Result<Appender> Appender::open(const std::filesystem::path& file, Random& random) {
    TRY_ASSIGN(Store store, open_for_writing(file, random));
    Appender appender;
    appender.file_ = file;
    appender.chain_id_ = store.chain_id;
    TRY(appender.attach(std::move(store)));
    return appender;
}

Result<> Appender::attach(Store store) {
    TRY_ASSIGN(tail_, checked_tail(store));
    // The triggers keep others from changing events. This connection only inserts, and their mere presence would cost it a
    // quarter of its speed.
    sqlite3_db_config(store.db.raw(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    TRY_ASSIGN(insert_, store.db.prepare("INSERT INTO events(" + std::string(row_columns) +
                                         ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
    db_ = std::move(store.db);
    return {};
}

Result<> Appender::insert(const Event& event) {
    const NewEvent& fact = event.fact;
    insert_.bind(1, static_cast<std::int64_t>(event.seq)).bind(2, fact.at.in_ms()).bind(3, fact.type);
    insert_.bind(4, std::int64_t{fact.version}).bind(5, fact.stream).bind(6, fact.actor).bind(7, fact.source);
    insert_.bind(8, fact.body).bind_blob(9, crypto::view(event.hash));
    return insert_.run();
}

Result<> Appender::commit(std::span<Event> events) {
    if (!db_) TRY(reopen());
    INVARIANT(!events.empty() && events.front().seq == tail_.seq + 1, "a group follows what the file holds");
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(db_));
    Tail tail = tail_;
    for (Event& event : events) {
        event.hash = hasher_.link(tail.hash, event.seq, event.fact);
        tail = {event.seq, event.hash};
        TRY(insert(event));
    }
    TRY(transaction.commit());
    tail_ = tail;
    return {};
}

Result<> Appender::reopen() {
    insert_ = {};
    db_ = {};  // the old connection may have been left in any state
    SystemRandom unused;  // the chain exists; nothing is drawn
    TRY_ASSIGN(Store store, open_for_writing(file_, unused));
    if (store.chain_id != chain_id_) return fail(errors::tampered, "log.db was replaced by another chain's");
    const Tail before = tail_;
    TRY(attach(std::move(store)));
    auto settled = settle(before);
    if (settled) return {};
    tail_ = before;
    insert_ = {};
    db_ = {};
    return settled;
}

Result<> Appender::settle(const Tail& before) {
    if (tail_.seq < before.seq)  // never write after a hole
        return fail(errors::tampered, "log.db ends at event " + std::to_string(tail_.seq) + "; it held " + std::to_string(before.seq));
    if (tail_.seq == before.seq) return {};
    // The refused commit is in the file, but perhaps only in memory: after a sync that failed the next may say yes and
    // mean nothing. Copying it into the database file writes and syncs it anew.
    TRY_ASSIGN(const auto busy, db_.integer("PRAGMA wal_checkpoint(FULL)"));
    if (busy.value_or(1) != 0) return fail(plimsoll::errors::io, "the write-ahead log could not be copied");
    return {};
}

Result<> Appender::probe() {
    if (!db_) TRY(reopen());
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(db_));
    TRY(db_.exec("UPDATE meta SET value = value + 1 WHERE name = 'recoveries'"));
    return transaction.commit();
}

}  // namespace plimsoll::log
