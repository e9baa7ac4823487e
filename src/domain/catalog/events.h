// events.h: what happened to the catalogue, in the past tense. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/catalog/diff.h"
#include "domain/catalog/model.h"
#include "domain/catalog/problem.h"

namespace plimsoll::catalog {

/// The files were read without error and differ from what applied: all of them apply now.
struct CatalogApplied {
    static constexpr std::string_view json_tag = "catalog.CatalogApplied";
    std::uint64_t version = 0;    ///< counts from 1
    std::string author;           ///< opaque id of the commit's author; empty: not from Git
    std::string commit;           ///< hash; empty: not from Git
    std::string content_hash;     ///< of the files
    int files = 0;
    std::vector<Change> changes;
    Catalog upserts;              ///< every added or changed object, whole, so that the fold needs no file
};
BOOST_DESCRIBE_STRUCT(CatalogApplied, (), (version, author, commit, content_hash, files, changes, upserts))

/// The files have errors: nothing was changed.
struct CatalogRefused {
    static constexpr std::string_view json_tag = "catalog.CatalogRefused";
    std::vector<Problem> problems;  ///< the first 100
    std::uint64_t total = 0;
    std::string content_hash;
};
BOOST_DESCRIBE_STRUCT(CatalogRefused, (), (problems, total, content_hash))

/// An object that is to go.
struct Removal {
    std::string kind;
    std::string name;
    friend bool operator==(const Removal&, const Removal&) = default;
};
BOOST_DESCRIBE_STRUCT(Removal, (), (kind, name))

/// The files are right but remove too much: nothing was changed until somebody allows it.
struct CatalogHeld {
    static constexpr std::string_view json_tag = "catalog.CatalogHeld";
    std::vector<Removal> removals;
    std::uint64_t objects = 0;  ///< that exist
    std::string content_hash;
};
BOOST_DESCRIBE_STRUCT(CatalogHeld, (), (removals, objects, content_hash))

/// The files are right again and say what already applies: nothing is refused or held any more.
struct CatalogConfirmed {
    static constexpr std::string_view json_tag = "catalog.CatalogConfirmed";
    std::uint64_t version = 0;
    std::string content_hash;
};
BOOST_DESCRIBE_STRUCT(CatalogConfirmed, (), (version, content_hash))

/// The ledgers of SLOs that were removed long enough ago may go.
struct RemovedSlosForgotten {
    static constexpr std::string_view json_tag = "catalog.RemovedSlosForgotten";
    std::vector<std::string> slos;
};
BOOST_DESCRIBE_STRUCT(RemovedSlosForgotten, (), (slos))

using Event = std::variant<CatalogApplied, CatalogRefused, CatalogHeld, CatalogConfirmed, RemovedSlosForgotten>;

}  // namespace plimsoll::catalog
