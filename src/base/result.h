// result.h: a value, or the Error that says why there is none. Dropping one does not compile.
#pragma once

#include <tl/expected.hpp>

#include "base/error.h"

namespace plimsoll {

/// A `T` or an `Error`. Check with `if (!r)`, read with `*r`, `r->`, `r.error()`.
template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    using value_type = T;
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}  // NOLINT: implicit by design
};

/// Shorthand: `return fail(errors::invalid, "objective is 1");`
[[nodiscard]] inline Error fail(const ErrorKind& kind, std::string detail = {}, std::vector<FieldError> fields = {}) {
    return Error(kind, std::move(detail), std::move(fields));
}

}  // namespace plimsoll

#define PLIMSOLL_CONCAT2(a, b) a##b
#define PLIMSOLL_CONCAT(a, b) PLIMSOLL_CONCAT2(a, b)

/// `TRY(expr)`: evaluates a Result; returns its error from the enclosing function, if it is one.
#define TRY(expr)                                                       \
    do {                                                                \
        if (auto try_result_ = (expr); !try_result_) return std::move(try_result_).error(); \
    } while (false)

/// `TRY_ASSIGN(auto x, expr)`: the same, and names the value.
#define TRY_ASSIGN(decl, expr)                                                          \
    auto PLIMSOLL_CONCAT(try_value_, __LINE__) = (expr);                                \
    if (!PLIMSOLL_CONCAT(try_value_, __LINE__))                                         \
        return std::move(PLIMSOLL_CONCAT(try_value_, __LINE__)).error();                \
    decl = std::move(*PLIMSOLL_CONCAT(try_value_, __LINE__))
