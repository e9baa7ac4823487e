// ports.h: what this module needs from the rest of the program.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/route.h"
#include "domain/catalog/model.h"
#include "domain/exclusions/book.h"
#include "domain/exclusions/decide.h"
#include "domain/slo/counts.h"

namespace plimsoll::exclusions {

/// Every function is safe from any thread.
struct Ports {
    api::Engine<State, Command> engine;
    std::shared_ptr<Book> book;                                        ///< of the same engine
    std::function<std::shared_ptr<const catalog::Catalog>()> catalog;  ///< what is applied now; never null
    std::shared_ptr<const slo::Counts> counts;
    /// How the second stands to the first, who asked: whether they are two people, and how many others could decide.
    std::function<Standing(const std::string& requester, const std::string& actor)> standing;
};

}  // namespace plimsoll::exclusions
