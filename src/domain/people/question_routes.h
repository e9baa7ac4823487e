// question_routes.h: the question bank over HTTP.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/people/bank.h"

namespace plimsoll::people {

/// The bank as it is now; any thread.
using BankNow = std::function<std::shared_ptr<const BankReading>()>;

[[nodiscard]] std::vector<api::Route> question_routes(BankNow bank);

}  // namespace plimsoll::people
