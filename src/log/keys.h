// keys.h: names, addresses and papers of people, apart from the log, so that a person can be erased and the chain stay.
//
// Shape      keys.db: one random key per person, and fields sealed under it (AES-256-GCM, bound to person and field name,
//            so that a sealed text moved to another row does not open). The log knows people by opaque id alone.
// Erasing    removes the key and the fields, overwrites their place in the file (secure delete) and empties the
//            write-ahead log; the id stays, with the time, so that old events still say that there was somebody.
//            Back-ups of keys.db hold keys too: keep them apart and only for a short time.
// Sealed     seal() makes text for the log that only this person's key opens, and only for this person and label. It is
//            four thirds as long as what it holds: a reader of the log learns how much was written, and nothing of it.
// Kinds      who signs in or writes commits is a member; who applies for a job is a candidate, and is never looked up as
//            somebody who signs in, nor as the author of a commit, however alike their mails are.
// Rights     the file is readable by its owner only.
// Threads    safe from any thread (one lock).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/sqlite.h"
#include "base/units.h"

namespace plimsoll::log {

namespace errors {
inline constexpr ErrorKind erased{"log.person_erased", 410, "This person was erased",
                                  "Their names and papers are gone for good; only the id remains in old events"};
inline constexpr ErrorKind unsealable{"log.field_unreadable", 500, "A person's field does not open with their key",
                                      "keys.db was changed or damaged; restore it from its back-up"};
}  // namespace errors

enum class PersonKind { member, candidate };

class PersonVault {
public:
    static constexpr std::size_t field_name_limit = 64;
    static constexpr std::size_t value_limit = 1u << 20;
    static constexpr std::size_t fields_limit = 64;  ///< of one person
    static constexpr std::size_t label_limit = 512;  ///< bytes

    /// Creates the file when missing, and cuts the write-ahead log that a kill may have left after an erasure. `random` must outlive the vault and be fit for secrets.
    /// Errors: newer; io; corrupt.
    static Result<std::unique_ptr<PersonVault>> open(const std::filesystem::path& file, Random& random);

    /// A new person's id: "person:<32 hexadecimal digits>". Durable when it returns. Errors: io; disk_full.
    Result<std::string> create(Timestamp at, PersonKind kind = PersonKind::member);
    /// Field names are a-z, 0-9 and _. Errors: not_found; erased; base.invalid (name or value over its bound).
    Result<> put(const std::string& person, const std::string& field, const std::string& value);
    /// Empty: the person has no such field. Errors: not_found; erased; unsealable.
    Result<std::optional<std::string>> get(const std::string& person, const std::string& field);
    /// Every field. Errors: as get.
    Result<std::map<std::string, std::string>> fields(const std::string& person);
    /// Removes one field for good; nothing if there is none. Errors: not_found; erased; io.
    Result<> remove(const std::string& person, const std::string& field);
    /// Everybody of a kind who was not erased, by id.
    Result<std::vector<std::string>> people(PersonKind kind = PersonKind::member);
    /// When the key went; empty: it is there, or there is no such person. Errors: io.
    Result<std::optional<Timestamp>> erased_at(const std::string& person);
    /// Of somebody erased too; empty: no such person. Errors: io.
    Result<std::optional<PersonKind>> kind(const std::string& person);
    /// `text` under the person's key, as base64, bound to person and label: moved to another person or label it does not
    /// open. Two seals of one text differ. Errors: not_found; erased; base.invalid (a label that is empty, over its bound
    /// or has a line feed; text over value_limit).
    Result<std::string> seal(const std::string& person, const std::string& label, const std::string& text);
    /// What seal() was given. Errors: not_found; erased; unsealable (not sealed for this person and label, or changed).
    Result<std::string> unseal(const std::string& person, const std::string& label, const std::string& sealed);
    /// After it returned, nothing on this disk opens the person's fields. Again: nothing happens. Errors: not_found; io (busy).
    Result<> erase(const std::string& person, Timestamp at);

private:
    PersonVault(sqlite::Db db, Random& random) : db_(std::move(db)), random_(random) {}
    Result<std::string> key_of(const std::string& person);
    Result<bool> knows(const std::string& person);
    Result<> check_room(const std::string& person, const std::string& field);
    Result<> forget_for_good();

    std::mutex mutex_;
    sqlite::Db db_;
    Random& random_;
};

}  // namespace plimsoll::log
