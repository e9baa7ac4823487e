#include "promql/place.h"

#include "promql/query.h"

namespace plimsoll::promql {

Place place_of(std::string_view text, std::size_t offset) {
    Place place;
    for (const char c : text.substr(0, offset)) {
        const bool continues_character = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (c == '\n') {
            ++place.line;
            place.column = 1;
        } else if (!continues_character) {
            ++place.column;
        }
    }
    return place;
}

std::string where(std::string_view text, std::size_t offset) {
    const Place place = place_of(text, offset);
    const std::string column = "column " + std::to_string(place.column);
    const bool one_line = text.find('\n') == std::string_view::npos;
    return one_line ? column : "line " + std::to_string(place.line) + ", " + column;
}

FieldError field(std::string_view text, const Problem& problem) {
    return {where(text, problem.offset), problem.rule, problem.remedy};
}

Error malformed(std::string_view text, const Problem& problem) {
    return fail(errors::malformed, problem.rule, {field(text, problem)});
}

}  // namespace plimsoll::promql
