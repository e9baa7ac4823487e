// question_words.h: the words of the bank's closed vocabularies, as they stand in kits, queries and on the command
// line.
#pragma once

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::people {

/// "security_ai".
template <class E>
[[nodiscard]] std::string word_of(E value) {
    return boost::describe::enum_to_string(value, "?");
}

/// Every word of the vocabulary, in its order.
template <class E>
[[nodiscard]] std::vector<std::string> words_of() {
    std::vector<std::string> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) { out.emplace_back(d.name); });
    return out;
}

/// "basic, intermediate, advanced".
template <class E>
[[nodiscard]] std::string list_of() {
    std::string out;
    for (const std::string& word : words_of<E>()) out += (out.empty() ? "" : ", ") + word;
    return out;
}

/// Nothing when it is no word of the vocabulary. "hands-on" is "hands_on": the command line writes hyphens.
template <class E>
[[nodiscard]] std::optional<E> from_word(std::string word) {
    for (char& c : word) c = c == '-' ? '_' : c;
    E value{};
    if (boost::describe::enum_from_string(word.c_str(), value)) return value;
    return std::nullopt;
}

}  // namespace plimsoll::people
