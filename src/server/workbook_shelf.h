// workbook_shelf.h: workbooks of practising in the vault (log/keys.h): one field, sealed under its owner's key, so that erasing the person
// erases it. Nothing of it is in the log, in an export of the log, or in memory between two requests.
#pragma once

#include "domain/practice/routes.h"
#include "log/keys.h"

namespace plimsoll::server {

class WorkbookShelf final : public practice::Shelf {
public:
    /// `vault` must outlive it.
    explicit WorkbookShelf(log::PersonVault& vault) : vault_(vault) {}

    Result<std::optional<std::string>> read(const std::string& person) override;
    Result<> write(const std::string& person, const std::string& text) override;
    Result<> remove(const std::string& person) override;

private:
    log::PersonVault& vault_;
};

}  // namespace plimsoll::server
