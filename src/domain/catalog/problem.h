// problem.h: one thing that is wrong with the catalogue's files, at its place, with what to write instead.
//
// Invariant  no problem quotes a value that may be a secret; names of fields and objects are quoted.
// Bounds     a collector keeps the first 1,000 problems and counts the rest.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/yaml.h"

namespace plimsoll::catalog {

struct Problem {
    std::string file;
    int line = 0;      ///< 1-based; 0: the file as a whole
    int column = 0;    ///< 1-based; 0: the line as a whole
    std::string code;  ///< of an ErrorKind in errors.h
    std::string rule;
    std::string remedy;
    /// "slos/checkout.yaml:12:5".
    [[nodiscard]] std::string where() const;
    [[nodiscard]] FieldError field_error() const { return {where(), rule, remedy}; }
    friend auto operator<=>(const Problem&, const Problem&) = default;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (file, line, column, code, rule, remedy))

[[nodiscard]] std::vector<FieldError> field_errors(const std::vector<Problem>& problems);

/// Where readers put what they find. Threads: one.
class Problems {
public:
    static constexpr std::size_t kLimit = 1000;

    void add(const ErrorKind& kind, const yaml::Place& place, std::string rule, std::string remedy = {});
    void warn(const ErrorKind& kind, const yaml::Place& place, std::string rule, std::string remedy = {});
    void add(Problem problem);

    [[nodiscard]] std::size_t errors() const { return errors_.size() + errors_beyond_; }
    /// By file, line and column, each once; a last line tells how many more there were.
    [[nodiscard]] std::vector<Problem> in_order_errors() const;
    [[nodiscard]] std::vector<Problem> in_order_warnings() const;

private:
    std::set<Problem> errors_;  // by place; the same problem, met on two ways, once
    std::set<Problem> warnings_;
    std::size_t errors_beyond_ = 0;
    std::size_t warnings_beyond_ = 0;
};

}  // namespace plimsoll::catalog
