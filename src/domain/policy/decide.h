// decide.h: commands, and what follows from them. Every rule lives here.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/policy/state.h"

namespace plimsoll::policy {

struct EndException {
    std::string id;
    std::string reason;
};

using Command = std::variant<EndException>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

}  // namespace plimsoll::policy
