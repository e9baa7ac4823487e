// fairness_routes.h: declaring by the candidate's own link, and sums of what was declared for whoever hires.
//
// Threads    those of Ports::apart.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "domain/hiring/copy.h"
#include "domain/hiring/declared.h"

namespace plimsoll::hiring {

struct DeclarationBody {
    using json_defaults = void;
    Declared values;
};
BOOST_DESCRIBE_STRUCT(DeclarationBody, (), (values))

/// What a candidate may declare, and did.
struct DeclarationView {
    std::vector<DeclaredAttribute> attributes;
    Declared values;
    std::string notice;
};
BOOST_DESCRIBE_STRUCT(DeclarationView, (), (attributes, values, notice))

struct FairnessPorts {
    std::shared_ptr<const CopyPorts> copies;
    std::function<std::vector<DeclaredAttribute>()> attributes;
    std::function<Result<>(const DeclaredRow&)> declare;
    std::function<Result<>(const std::string& application)> withdraw;
    std::function<Result<std::optional<DeclaredRow>>(const std::string& application)> of;
    std::function<Result<std::vector<DeclaredRow>>()> all;
};

[[nodiscard]] std::vector<api::Route> fairness_routes(std::shared_ptr<const FairnessPorts> ports);

}  // namespace plimsoll::hiring
