// output.h: fetching a typed answer, and printing JSON as scripts and people want it.
#pragma once

#include <string>

#include "base/json.h"
#include "cli/session.h"

namespace plimsoll::cli {

template <class T>
Result<T> fetch(const Session& session, const std::string& target) {
    TRY_ASSIGN(const std::string body, session.get(target));
    return json::decode<T>(body);
}

/// Indented when standard output is a terminal, as it came otherwise. Returns kOk.
int print_json(const std::string& text);

}  // namespace plimsoll::cli
