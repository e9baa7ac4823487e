// object.h: one definition as it stands in a file, before its kind is read: apiVersion, kind, metadata, and the spec's tree.
//
// A file is one object, a list of objects, or several documents of either, in YAML or JSON.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "domain/catalog/fields.h"

namespace plimsoll::catalog {

inline constexpr std::string_view kOpenSlo = "openslo/v1";
inline constexpr std::string_view kPlimsoll = "plimsoll/v1";

/// One file, as it was read. `path` is relative to the folder, with '/'.
struct FileText {
    std::string path;
    std::string text;
};

/// A name and where it stands.
struct Ref {
    std::string name;
    yaml::Place place;
    explicit operator bool() const { return !name.empty(); }
};

struct Metadata {
    Ref name;
    std::string display_name;
    std::map<std::string, std::string> labels;  ///< several values of one key are joined with ','
    std::map<std::string, Ref> annotations;     ///< key to value and its place
    [[nodiscard]] const Ref* annotation(const std::string& key) const;
};

/// Reads `metadata`; the name is required.
[[nodiscard]] Metadata read_metadata(const yaml::Node& node, const std::string& path, Problems& problems);

struct Object {
    std::string api_version;
    std::string kind;
    Metadata metadata;
    yaml::Node spec;
    yaml::Place place;
};

/// The place that the error of a parser names ("a.yaml:3:7"); the file as a whole when it names none of this file.
[[nodiscard]] yaml::Place place_in(const std::string& file, std::string_view where);

/// Every object of a file whose apiVersion and kind are known; the others are problems.
[[nodiscard]] std::vector<Object> read_objects(const FileText& file, Problems& problems);

}  // namespace plimsoll::catalog
