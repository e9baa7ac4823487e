// expression.h: regular expressions of a definition, tried before anything is matched with them.
//
// Syntax     RE2's, as everywhere in Plimsoll: no back references, time linear in the text.
// Bounds     1,000 bytes of text; 2 MiB of compiled program, so that hostile repetition is refused here.
#pragma once

#include <string>
#include <string_view>

#include "domain/catalog/fields.h"

namespace plimsoll::catalog {

/// The field's text when it compiles; `groups`: how many capturing groups it must have, -1: any number.
std::string read_expression(const Fields& fields, std::string_view key, Need need, int groups = -1);

}  // namespace plimsoll::catalog
