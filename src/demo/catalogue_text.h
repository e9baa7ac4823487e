// catalogue_text.h: the demo company's promises as the YAML files a team would keep in Git: one for each service, and one
// for what they share.
#pragma once

#include <map>
#include <string>

#include "demo/company.h"

namespace plimsoll::demo {

/// Where the company's pages go.
struct Pager {
    std::string url;
    std::string secret_file;  ///< what they are signed with
};

/// The composite SLO of the storefront's journey.
inline constexpr const char* kJourneySlo = "browse-and-buy";

/// File name to content.
[[nodiscard]] std::map<std::string, std::string> catalogue_files(const Pager& pager);

}  // namespace plimsoll::demo
