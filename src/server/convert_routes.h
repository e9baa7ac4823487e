// convert_routes.h: POST /api/v1/import/slo: definitions of other tools as files of the catalogue, with what does not carry.
// Nothing is applied.
//
// Bounds     8 MiB of files together, and those of convert/formats.h.
// Threads    one at a time (a desk's).
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/route.h"
#include "convert/convert.h"
#include "server/desk.h"

namespace plimsoll::server {

struct DefinitionFile {
    std::string name;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(DefinitionFile, (), (name, text))

struct SloImportRequest {
    using json_defaults = void;
    std::vector<DefinitionFile> files;
    std::optional<convert::Format> from;  ///< not given: found out
    std::string data_source;              ///< that is asked for every query; empty: samples are pushed
    std::string owner;                    ///< of services for which the input names none
};
BOOST_DESCRIBE_STRUCT(SloImportRequest, (), (files, from, data_source, owner))

/// `desk` outlives the row.
[[nodiscard]] api::Route slo_import_route(const Desk& desk);

/// Errors: those of convert::to_catalogue.
[[nodiscard]] Result<convert::Converted> imported_slos(const SloImportRequest& request);

}  // namespace plimsoll::server
