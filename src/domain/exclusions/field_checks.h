// field_checks.h: reads the fields that people fill in and keeps every complaint, so that all of them are told at once.
//
// Hostile    titles, reasons and texts are written by anybody who may write them and read by everybody: UTF-8 without
//            control characters or bidirectional overrides; new lines and tabs in prose alone. Joiners may stand: words need them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::exclusions {

class FieldChecks {
public:
    enum class Empty { allowed, refused };

    std::vector<FieldError> fields;

    void complain(std::string field, std::string rule, std::string remedy = {}) {
        fields.push_back({std::move(field), std::move(rule), std::move(remedy)});
    }
    /// One line that is not empty.
    void line(const std::string& field, const std::string& text, std::size_t limit);
    void prose(const std::string& field, const std::string& text, std::size_t limit, Empty empty);
    /// Empty, or an address of http or https.
    void web_address(const std::string& field, const std::string& text, std::size_t limit);
    /// SLOs and services: one at least, 30 at most, each once, all known to the catalogue.
    void targets(const std::vector<std::string>& slos, const std::vector<std::string>& services,
                 const std::set<std::string>& unknown_slos, const std::set<std::string>& unknown_services);
    [[nodiscard]] Result<> checked(const ErrorKind& kind);

    /// Between 1970 and 2999: sums of it and any length here do not overflow.
    [[nodiscard]] static bool bearable(Timestamp at);

private:
    void names(const char* field, const std::vector<std::string>& given, const std::set<std::string>& unknown, const char* remedy);
};

}  // namespace plimsoll::exclusions
