// catalogue_text.h: the demo company's promises as the YAML files a team would keep in Git: one for each service, and one
// for what they share.
#pragma once

#include <map>
#include <string>

#include "demo/company.h"

namespace plimsoll::demo {

/// File name to content. `pager_url`: where the company's receiver of pages listens.
[[nodiscard]] std::map<std::string, std::string> catalogue_files(const std::string& pager_url);

}  // namespace plimsoll::demo
