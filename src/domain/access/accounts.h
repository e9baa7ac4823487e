// accounts.h: what is known of people apart from the log: what they are called, their password's hash, where they sign in
// from. A port: server/accounts.h keeps it in the vault, so that a person can be erased and the chain stay.
//
// Threads    safe from any thread.
// Cost       find() and of() answer from memory; all others wait for the disk, so never call them on an I/O thread.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::access {

namespace errors {
inline constexpr ErrorKind invalid_person{"access.invalid_person", 422, "A person cannot be described like this", "Correct the fields named"};
inline constexpr ErrorKind invalid_password{"access.invalid_password", 422, "The password cannot be set", "Correct the fields named"};
inline constexpr ErrorKind name_taken{"access.name_taken", 409, "Somebody has this name already", "Choose another name"};
}  // namespace errors

/// Where a session was begun.
struct Origin {
    std::string address;
    std::string agent;  ///< the browser's own words, at most 200 bytes
};
BOOST_DESCRIBE_STRUCT(Origin, (), (address, agent))

struct Account {
    std::string name;  ///< to sign in with
    std::string display_name;
    std::map<std::string, Origin> origins;  ///< by session id
};

class Accounts {
public:
    virtual ~Accounts() = default;
    /// The person with this name; empty: nobody.
    [[nodiscard]] virtual std::optional<std::string> find(const std::string& name) const = 0;
    /// Empty fields for somebody unknown or erased.
    [[nodiscard]] virtual Account of(const std::string& person) const = 0;

    /// A new person's id. Errors: name_taken; io.
    virtual Result<std::string> add(const std::string& name, const std::string& display_name, Timestamp at) = 0;
    /// Takes back an add() that nothing followed. Errors: io.
    virtual Result<> forget(const std::string& person, Timestamp at) = 0;
    virtual Result<> rename(const std::string& person, const std::string& display_name) = 0;
    /// The PHC string; empty: none was set. Errors: io; those of the vault.
    virtual Result<std::optional<std::string>> password(const std::string& person) = 0;
    virtual Result<> set_password(const std::string& person, const std::string& phc) = 0;
    /// Replaces what is known of the person's sessions. Errors: io.
    virtual Result<> set_origins(const std::string& person, std::map<std::string, Origin> origins) = 0;
};

/// Names are lower-cased before they are used. Rule: 1 to 64 of a-z, 0-9 and . _ - @, with a letter or digit in front.
[[nodiscard]] std::string name_key(std::string_view name);
[[nodiscard]] std::vector<FieldError> name_faults(std::string_view key, const std::string& where);
/// 1 to 100 bytes of printable UTF-8 without spaces around it.
[[nodiscard]] std::vector<FieldError> display_name_faults(std::string_view name, const std::string& where);

}  // namespace plimsoll::access
