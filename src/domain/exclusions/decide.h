// decide.h: commands, and what follows from them. Every rule lives here.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/exclusions/state.h"

namespace plimsoll::exclusions {

struct WithdrawExclusion {
    std::string id;
    std::string reason;
};

using Command = std::variant<WithdrawExclusion>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

}  // namespace plimsoll::exclusions
