#include "log/keys.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/private_file.h"
#include "log/log.h"

namespace plimsoll::log {

namespace {

constexpr std::int64_t vault_version = 2;

constexpr const char* schema = R"sql(
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('format', 2);
CREATE TABLE IF NOT EXISTS people(
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    erased_at INTEGER,
    key BLOB,
    kind TEXT NOT NULL DEFAULT 'member'
) STRICT;
CREATE TABLE IF NOT EXISTS fields(
    person TEXT NOT NULL REFERENCES people(id),
    field TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (person, field)
) STRICT;
)sql";

/// What a sealed field is bound to. Ids hold no line feed.
std::string bound_to(const std::string& person, const std::string& field) { return person + "\n" + field; }
/// Of a text for the log: a field's name holds no line feed either, so neither opens in place of the other.
std::string bound_to_label(const std::string& person, const std::string& label) { return person + "\nlog\n" + label; }

bool is_field_name(const std::string& name) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= PersonVault::field_name_limit && std::all_of(name.begin(), name.end(), allowed);
}

bool is_label(const std::string& label) {
    return !label.empty() && label.size() <= PersonVault::label_limit && label.find('\n') == std::string::npos;
}

std::string_view word(PersonKind kind) { return kind == PersonKind::candidate ? "candidate" : "member"; }

/// Version 1 knew no kinds: everybody was a member. Older programs must not open what has candidates in it.
Result<> upgrade(sqlite::Db& db, std::int64_t from) {
    if (from >= vault_version) return {};
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(db));
    TRY(db.exec("ALTER TABLE people ADD COLUMN kind TEXT NOT NULL DEFAULT 'member'"));
    TRY(db.exec("UPDATE meta SET value = 2 WHERE name = 'format'"));
    return transaction.commit();
}

Error nobody(const std::string& person) { return fail(plimsoll::errors::not_found, "no person " + person); }

Result<std::string> open_field(const std::string& key, const std::string& person, const std::string& field,
                               std::string_view sealed) {
    auto plain = crypto::open(key, bound_to(person, field), sealed);
    if (!plain) return fail(errors::unsealable, person + ", " + field);
    return std::move(*plain);
}

}  // namespace

Result<std::unique_ptr<PersonVault>> PersonVault::open(const std::filesystem::path& file, Random& random) {
    TRY(make_private(file));
    TRY_ASSIGN(sqlite::Db db, sqlite::Db::open(file, {.secure_delete = true}));
    TRY(db.exec(schema));
    TRY_ASSIGN(const auto format, db.integer("SELECT value FROM meta WHERE name = 'format'"));
    if (format.value_or(0) > vault_version) return fail(errors::newer, "keys.db has format " + std::to_string(*format));
    TRY(upgrade(db, format.value_or(vault_version)));
    std::unique_ptr<PersonVault> vault(new PersonVault(std::move(db), random));
    // Killed between an erasure and the cut of the write-ahead log, the key would still be in it. A reader in the way is no reason not
    // to start: the next erasure, or the next start, cuts it.
    if (auto cut = vault->forget_for_good(); !cut && !cut.error().is(plimsoll::errors::io)) return std::move(cut).error();
    return vault;
}

Result<std::string> PersonVault::create(Timestamp at, PersonKind kind) {
    const std::lock_guard lock(mutex_);
    const std::string id = "person:" + random_.id(16);
    std::string key(32, '\0');
    random_.fill(std::as_writable_bytes(std::span(key)));
    TRY_ASSIGN(sqlite::Statement insert, db_.prepare("INSERT INTO people(id, created_at, key, kind) VALUES (?1, ?2, ?3, ?4)"));
    TRY(insert.bind(1, id).bind(2, at.in_ms()).bind_blob(3, key).bind(4, word(kind)).run());
    return id;
}

Result<std::string> PersonVault::key_of(const std::string& person) {
    TRY_ASSIGN(sqlite::Statement row, db_.prepare("SELECT key FROM people WHERE id = ?1"));
    TRY_ASSIGN(const bool found, row.bind(1, person).step());
    if (!found) return nobody(person);
    if (row.is_null(0)) return fail(errors::erased, person);
    if (row.blob(0).size() != 32) return fail(errors::unsealable, "the key of " + person + " is damaged");
    return std::string(row.blob(0));
}

Result<bool> PersonVault::knows(const std::string& person) {
    TRY_ASSIGN(sqlite::Statement row, db_.prepare("SELECT 1 FROM people WHERE id = ?1"));
    return row.bind(1, person).step();
}

Result<> PersonVault::check_room(const std::string& person, const std::string& field) {
    TRY_ASSIGN(sqlite::Statement row, db_.prepare("SELECT count(*) FROM fields WHERE person = ?1 AND field <> ?2"));
    TRY(row.bind(1, person).bind(2, field).step());
    if (row.integer(0) < static_cast<std::int64_t>(fields_limit)) return {};
    return fail(plimsoll::errors::invalid, person + " has " + std::to_string(fields_limit) + " fields already");
}

Result<> PersonVault::put(const std::string& person, const std::string& field, const std::string& value) {
    if (!is_field_name(field)) return fail(plimsoll::errors::invalid, "a field's name is 1 to 64 of a-z, 0-9 and _");
    if (value.size() > value_limit) return fail(plimsoll::errors::invalid, "a field's value is at most 1 MiB");
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const std::string key, key_of(person));
    TRY(check_room(person, field));
    const std::string sealed = crypto::seal(key, bound_to(person, field), value, random_);
    TRY_ASSIGN(sqlite::Statement put, db_.prepare("INSERT INTO fields VALUES (?1, ?2, ?3) "
                                                  "ON CONFLICT DO UPDATE SET sealed = excluded.sealed"));
    return put.bind(1, person).bind(2, field).bind_blob(3, sealed).run();
}

Result<std::optional<std::string>> PersonVault::get(const std::string& person, const std::string& field) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const std::string key, key_of(person));
    TRY_ASSIGN(sqlite::Statement row, db_.prepare("SELECT sealed FROM fields WHERE person = ?1 AND field = ?2"));
    TRY_ASSIGN(const bool found, row.bind(1, person).bind(2, field).step());
    if (!found) return std::optional<std::string>();
    TRY_ASSIGN(std::string plain, open_field(key, person, field, row.blob(0)));
    return std::optional<std::string>(std::move(plain));
}

Result<std::map<std::string, std::string>> PersonVault::fields(const std::string& person) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const std::string key, key_of(person));
    TRY_ASSIGN(sqlite::Statement rows, db_.prepare("SELECT field, sealed FROM fields WHERE person = ?1"));
    rows.bind(1, person);
    std::map<std::string, std::string> out;
    while (true) {
        TRY_ASSIGN(const bool more, rows.step());
        if (!more) return out;
        const std::string field(rows.text(0));
        TRY_ASSIGN(out[field], open_field(key, person, field, rows.blob(1)));
    }
}

Result<> PersonVault::remove(const std::string& person, const std::string& field) {
    const std::lock_guard lock(mutex_);
    TRY(key_of(person));
    TRY_ASSIGN(sqlite::Statement gone, db_.prepare("DELETE FROM fields WHERE person = ?1 AND field = ?2"));
    TRY(gone.bind(1, person).bind(2, field).run());
    return forget_for_good();
}

Result<std::string> PersonVault::seal(const std::string& person, const std::string& label, const std::string& text) {
    if (!is_label(label)) return fail(plimsoll::errors::invalid, "a label is 1 to 512 bytes without a line feed");
    if (text.size() > value_limit) return fail(plimsoll::errors::invalid, "a sealed text is at most 1 MiB");
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const std::string key, key_of(person));
    return crypto::base64(crypto::seal(key, bound_to_label(person, label), text, random_));
}

Result<std::string> PersonVault::unseal(const std::string& person, const std::string& label, const std::string& sealed) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const std::string key, key_of(person));
    const auto bytes = crypto::from_base64(sealed);
    auto plain = bytes ? crypto::open(key, bound_to_label(person, label), *bytes) : std::nullopt;
    if (!plain) return fail(errors::unsealable, person + ", " + label);
    return std::move(*plain);
}

Result<std::optional<Timestamp>> PersonVault::erased_at(const std::string& person) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(sqlite::Statement row, db_.prepare("SELECT erased_at FROM people WHERE id = ?1 AND key IS NULL"));
    TRY_ASSIGN(const bool found, row.bind(1, person).step());
    if (!found || row.is_null(0)) return std::optional<Timestamp>();
    return std::optional(Timestamp::from_ms(row.integer(0)));
}

Result<std::optional<PersonKind>> PersonVault::kind(const std::string& person) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(sqlite::Statement row, db_.prepare("SELECT kind FROM people WHERE id = ?1"));
    TRY_ASSIGN(const bool found, row.bind(1, person).step());
    if (!found) return std::optional<PersonKind>();
    return std::optional(row.text(0) == word(PersonKind::candidate) ? PersonKind::candidate : PersonKind::member);
}

Result<std::vector<std::string>> PersonVault::people(PersonKind kind) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(sqlite::Statement rows, db_.prepare("SELECT id FROM people WHERE key IS NOT NULL AND kind = ?1 ORDER BY id"));
    rows.bind(1, word(kind));
    std::vector<std::string> out;
    while (true) {
        TRY_ASSIGN(const bool more, rows.step());
        if (!more) return out;
        out.emplace_back(rows.text(0));
    }
}

Result<> PersonVault::erase(const std::string& person, Timestamp at) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const bool known, knows(person));
    if (!known) return nobody(person);
    {
        TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(db_));
        TRY_ASSIGN(sqlite::Statement fields, db_.prepare("DELETE FROM fields WHERE person = ?1"));
        TRY(fields.bind(1, person).run());
        TRY_ASSIGN(sqlite::Statement key,
                   db_.prepare("UPDATE people SET key = NULL, erased_at = coalesce(erased_at, ?2) WHERE id = ?1"));
        TRY(key.bind(1, person).bind(2, at.in_ms()).run());
        TRY(transaction.commit());
    }
    return forget_for_good();
}

/// The write-ahead log still holds the pages as they were before: it is copied and cut to nothing.
Result<> PersonVault::forget_for_good() {
    TRY_ASSIGN(const auto busy, db_.integer("PRAGMA wal_checkpoint(TRUNCATE)"));
    if (busy.value_or(1) == 0) return {};
    return fail(plimsoll::errors::io, "keys.db is being read by another program; erase again when it has ended");
}

}  // namespace plimsoll::log
