// reading.h: files in, a Catalog or every problem out. Pure: reading the disk is folder.h's.
//
// All or nothing  the catalog is empty unless errors is: nothing is ever made of half a folder.
// Order           files are read by path, so that two lists of the same files give equal readings.
// Bounds          10,000 files, 1 MiB each, 256 MiB together, 200,000 objects.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"

namespace plimsoll::catalog {

inline constexpr std::size_t kMostFiles = 10'000;
inline constexpr std::size_t kMostBytes = 256u << 20;
inline constexpr std::size_t kMostObjects = 200'000;

struct Reading {
    Catalog catalog;
    std::vector<Problem> errors;    ///< by file, line, column
    std::vector<Problem> warnings;  ///< the same
    int files = 0;
    int objects = 0;                ///< of every kind, read or not
    std::string content_hash;       ///< of paths and texts; empty where the caller gave none
};
BOOST_DESCRIBE_STRUCT(Reading, (), (catalog, errors, warnings, files, objects, content_hash))

/// Never fails: what is wrong is in the reading. `before` are problems met while the files were fetched.
[[nodiscard]] Reading read_catalog(std::vector<FileText> files, const std::vector<Problem>& before = {});

/// How the path of pasted text begins.
inline constexpr std::string_view kPasted = "(pasted)";

/// What the files would say if `changed` were among them: one of the same path takes the place of the file; one without a
/// path is pasted text, whose objects take the place of those of the same kind and name wherever they stand. Problems of
/// pasted text name it "(pasted)", a second one "(pasted) 2".
[[nodiscard]] Reading read_changed(std::vector<FileText> files, std::vector<FileText> changed, const std::vector<Problem>& before = {});

/// Names the content: changes with any path, any byte, and with the rules by which this version reads.
[[nodiscard]] std::string content_hash(const std::vector<FileText>& files);

}  // namespace plimsoll::catalog
