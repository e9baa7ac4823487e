// pack.h: the web UI's built files in one piece of memory, each as is, gzipped and under Brotli.
//
// Shape      "PLMPACK1", a 4-byte little-endian length, an index of that many bytes (JSON of PackIndex), then the bytes
// that
//            the index points into. web/pack.mjs writes it when the UI is built.
// Invariant  every copy lies inside the pack and every file has an identity copy: checked by open().
// Lifetime   a Pack looks into the bytes that it was opened on; they must outlive it.
// Threads    immutable once opened.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::assets {

struct PackedCopy {
    std::string coding;        ///< "identity", "gzip" or "br"
    std::uint64_t offset = 0;  ///< from the end of the index
    std::uint64_t length = 0;
};
BOOST_DESCRIBE_STRUCT(PackedCopy, (), (coding, offset, length))

struct PackedFile {
    std::string path;  ///< "/assets/index-3f9a1c.js"
    std::string type;  ///< "text/javascript; charset=utf-8"
    std::string tag;   ///< of the content; hexadecimal
    std::vector<PackedCopy> copies;
};
BOOST_DESCRIBE_STRUCT(PackedFile, (), (path, type, tag, copies))

struct PackIndex {
    std::vector<PackedFile> files;
};
BOOST_DESCRIBE_STRUCT(PackIndex, (), (files))

/// One file as it may be sent.
struct Asset {
    std::string type;
    std::string tag;
    std::map<std::string, std::string_view> copies;  ///< by coding; "identity" is always there
};

class Pack {
public:
    /// No bytes at all is a pack without files: a binary that was built without the web UI.
    /// Errors: malformed.
    static Result<Pack> open(std::string_view bytes);

    /// Null when there is no such file.
    [[nodiscard]] const Asset* find(const std::string& path) const;
    [[nodiscard]] const std::map<std::string, Asset>& files() const { return files_; }

private:
    std::map<std::string, Asset> files_;  // by path
};

}  // namespace plimsoll::assets
