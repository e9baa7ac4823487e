// preview.h: POST /api/v1/catalog/preview: what would this change of the catalogue do? Nothing is applied.
//
// Bounds     8 MiB of files, and those of domain/catalog/reading.h; effects of the first 200 SLOs that change, by name:
//            `effects_left_out` counts the others.
// Threads    one at a time (a desk's): it reads the folder and the ledger.
#pragma once

#include <boost/describe/class.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "domain/catalog/replies.h"
#include "domain/slo/counts.h"
#include "server/catalog_keeper.h"
#include "server/desk.h"
#include "server/preview_effect.h"

namespace plimsoll::server {

inline constexpr std::size_t kMostEffects = 200;

struct CatalogPreview {
    bool ok = false;                          ///< no errors: it could apply
    bool held = false;                        ///< it removes so much that somebody must allow it
    std::vector<catalog::Problem> problems;   ///< errors; then there are no changes and no effects
    std::vector<catalog::Problem> warnings;
    std::vector<catalog::Change> changes;     ///< against what applies now, values in words
    std::vector<PreviewEffect> effects;
    std::uint64_t effects_left_out = 0;
};
BOOST_DESCRIBE_STRUCT(CatalogPreview, (), (ok, held, problems, warnings, changes, effects, effects_left_out))

/// All outlive the row.
struct PreviewPorts {
    const std::filesystem::path& folder;
    const Engine& engine;
    const CatalogKeeper& keeper;
    const ledger::Ledger& ledger;
    const Clock& clock;
    const Desk& desk;
    std::function<std::vector<slo::ExcludedRange>(const catalog::Slo& slo, TimeRange range)> excluded{};
};

[[nodiscard]] api::Route preview_route(const PreviewPorts& ports);

/// Errors: io (the folder or the ledger).
[[nodiscard]] Result<CatalogPreview> preview(const PreviewPorts& ports, std::vector<catalog::FileText> changed);

}  // namespace plimsoll::server
