#include "server/workbook_shelf.h"

namespace plimsoll::server {

namespace {
constexpr const char* kField = "practice_workbook";
static_assert(practice::kLongestWorkbook <= log::PersonVault::value_limit);
}  // namespace

Result<std::optional<std::string>> WorkbookShelf::read(const std::string& person) { return vault_.get(person, kField); }

Result<> WorkbookShelf::write(const std::string& person, const std::string& text) { return vault_.put(person, kField, text); }

Result<> WorkbookShelf::remove(const std::string& person) { return vault_.remove(person, kField); }

}  // namespace plimsoll::server
