// values.h: how the catalogue's values are spelled: durations, objectives, references to secrets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "domain/catalog/fields.h"

namespace plimsoll::catalog {

enum class Sign { positive, zero_too };

/// OpenSLO's duration shorthand where a fixed length is meant: a whole number and one of m h d w. M, Q and Y name
/// calendar periods, whose length differs, and are refused with what to write instead.
std::optional<Duration> shorthand(const Fields& fields, std::string_view key, Need need, Sign sign = Sign::positive);

/// A number and one of m h d w M Q Y, as it was written.
struct Shorthand {
    std::int64_t count = 0;
    char unit = 0;
};
/// As shorthand(), with M Q Y allowed and no length given: that of a calendar window depends on where it stands.
std::optional<Shorthand> calendar_shorthand(const Fields& fields, std::string_view key);

/// Plimsoll's own durations: "30d", "1h30m", "10s"; see base/text.h.
std::optional<Duration> duration(const Fields& fields, std::string_view key, Need need, Sign sign = Sign::positive);

/// The same from `least` to `most`, each allowed; zero where that is the least.
std::optional<Duration> duration_within(const Fields& fields, std::string_view key, Duration least, Duration most);
/// A number from `least` to `most`, each allowed.
std::optional<double> number_within(const Fields& fields, std::string_view key, double least, double most);
/// `buckets`: up to 200 upper bounds of a histogram in seconds, rising.
std::vector<double> read_buckets(const Fields& fields);

/// `target` in (0, 1) or `targetPercent` in (0, 100), exactly one of them, exact to the last digit written.
std::optional<Ratio> objective(const Fields& fields);
/// The same under other names: `below` or `belowPercent` of a credit.
std::optional<Ratio> objective(const Fields& fields, std::string_view key, std::string_view percent_key);

/// A plain decimal number, exact. Its bounds are the caller's to check.
std::optional<Ratio> decimal(const Fields& fields, std::string_view key);

/// A share from `least` to `most`, each allowed; written as 0.25, never as 25.
std::optional<double> share(const Fields& fields, std::string_view key, double least, double most);

/// True for "env:NAME" and "file:PATH".
[[nodiscard]] bool is_well_formed_reference(std::string_view text);
/// True if a parameter or header of this name, in lower case, carries what opens a door.
[[nodiscard]] bool names_credential(std::string_view name);
/// True if a URL holds what looks like a credential: user information, or a query parameter named as one.
[[nodiscard]] bool holds_credential(std::string_view url);

}  // namespace plimsoll::catalog
