// check.h: what `plimsoll check` says: every error and warning at once, for people and as JSON.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "domain/catalog/reading.h"

namespace plimsoll::catalog {

struct CheckReport {
    bool ok = false;  ///< no errors; warnings do not count
    int files = 0;
    int objects = 0;
    int services = 0;
    int slos = 0;
    std::vector<Problem> errors;
    std::vector<Problem> warnings;
};
BOOST_DESCRIBE_STRUCT(CheckReport, (), (ok, files, objects, services, slos, errors, warnings))

[[nodiscard]] CheckReport check(const Reading& reading);

/// Lines "file:line:col: error: rule", each followed by what to write instead, then one line that sums up. Safe for terminals.
[[nodiscard]] std::string check_report(const Reading& reading);
[[nodiscard]] std::string check_report(const CheckReport& report);

/// 0 without errors, else 1.
[[nodiscard]] int exit_code(const CheckReport& report);

}  // namespace plimsoll::catalog
