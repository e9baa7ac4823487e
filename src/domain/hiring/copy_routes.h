// copy_routes.h: the rows of the candidate's own copy: links to it, for whoever hires; the copy and what is asked, for whoever has a link.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/hiring/copy.h"

namespace plimsoll::hiring {

[[nodiscard]] std::vector<api::Route> copy_routes(std::shared_ptr<const CopyPorts> ports);

}  // namespace plimsoll::hiring
