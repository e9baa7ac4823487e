// story_words.h: the closed vocabularies by which stories are looked at; English. What the marks mean stands in phrases.h.
#pragma once

#include <string_view>
#include <vector>

namespace plimsoll::practice {

using Vocabulary = std::vector<std::string_view>;

/// "I" with a deed behind it; thinking and feeling are no deeds.
[[nodiscard]] const Vocabulary& thoughts();
[[nodiscard]] const Vocabulary& group_deeds();
/// Deeds that begin a line without saying whose they are ("Rolled back …"): one's own by the habit of notes.
[[nodiscard]] const Vocabulary& bare_deeds();
[[nodiscard]] const Vocabulary& number_words();
[[nodiscard]] const Vocabulary& blame();
[[nodiscard]] const Vocabulary& vague_lessons();
[[nodiscard]] const Vocabulary& lasting();
[[nodiscard]] const Vocabulary& trade_offs();
[[nodiscard]] const Vocabulary& times_and_places();
[[nodiscard]] const Vocabulary& polished_flaws();
[[nodiscard]] const Vocabulary& managing();
[[nodiscard]] const Vocabulary& complaints();
[[nodiscard]] const Vocabulary& directions();

}  // namespace plimsoll::practice
