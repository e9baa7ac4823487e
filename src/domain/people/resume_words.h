// resume_words.h: the closed vocabularies by which statements are read: what somebody did, what somebody only met.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::people {

/// "built", "led", "migrating", "operate": lower case. Verbs of having ("used", "worked with") count; "supported" too.
[[nodiscard]] bool is_doing_verb(std::string_view word);
/// The first word of a statement that says what was done, in lower case, with its place; npos when there is none.
struct FoundWord {
    std::size_t at = std::string_view::npos;
    std::string text;
};
[[nodiscard]] FoundWord doing_verb(std::string_view statement);
/// "Led", "Migrated", "Ran": whether the first word tells of something done and over.
[[nodiscard]] bool begins_with_past_deed(std::string_view text);
/// Whether a title of a post stands in it: "engineer", "administrator", "director", …
[[nodiscard]] bool names_a_role(std::string_view text);
/// A statement without a verb that tells how much or how often all the same: "Firewalls and VPN for 14 sites", "On call one week in five".
[[nodiscard]] bool tells_an_amount(std::string_view statement);
/// "familiar with", "exposure to", "coursework": the words that say that it was only met; empty when there are none.
[[nodiscard]] std::string familiarity(std::string_view lower);
/// Whether the statement speaks to its reader or to a machine that reads it ("ignore previous instructions").
[[nodiscard]] bool reads_as_instruction(std::string_view lower);

/// Where in a text one of the phrases of the two above begins, in one pass: statements without any need not be asked. Ascending.
[[nodiscard]] std::vector<std::uint32_t> phrase_places(std::string_view text);

/// A figure that tells a result: "45", "99.95 %", "$1.2M". Not a year, not a version, not a part of a name.
struct Figure {
    std::size_t at = std::string_view::npos;
    std::size_t end = std::string_view::npos;
};
[[nodiscard]] std::optional<Figure> first_figure(std::string_view statement);

}  // namespace plimsoll::people
