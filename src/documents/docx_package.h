// docx_package.h: the parts of an Office Open XML file, out of its ZIP archive and no more of it than its limits allow.
//
// Names      part names as OPC has them: "word/document.xml", compared without regard to case; they never become names of files.
// Bounds     kMostParts entries; Limits::inflated bytes over all that is read and all that is declared; Limits::inflate_ratio for a part
//            above kRatioFrom; kLongestPart for one part. What a header says of a size is checked against what comes out.
// Refused    an archive whose entries overlap, name a part twice or are encrypted: two programs would read it in two ways.
// Threads    one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/pieces.h"

struct zip;

namespace plimsoll::documents {

inline constexpr std::size_t kMostParts = 4096;
inline constexpr std::size_t kLongestPart = 8 * 1024 * 1024;  ///< bytes of one part of XML; a tree of it takes up to sixteen times as much
inline constexpr std::size_t kRatioFrom = 256 * 1024;         ///< a smaller part may be packed as tightly as it likes

/// One arrow from a part to another, or to somewhere outside, which is never followed.
struct Relationship {
    std::string id;
    std::string type;    ///< the last word of its type: "header", "styles", "oleObject"
    std::string target;  ///< a part's name; empty: outside
};

class DocxPackage {
public:
    /// The bytes outlive the package. Errors: damaged, encrypted, inflates.
    [[nodiscard]] static Result<DocxPackage> open(std::string_view bytes, const Limits& limits);

    [[nodiscard]] bool has(std::string_view part) const { return parts_.contains(key(part)); }
    /// A part, inflated. Errors: damaged (no such part, sizes or sums that do not hold), inflates.
    [[nodiscard]] Result<std::string> part(std::string_view name);
    /// The arrows from a part; from the file itself where the name is empty; none where it has none.
    [[nodiscard]] Result<std::vector<Relationship>> relationships(std::string_view part);
    /// Part names, lower case, in their order.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    struct Close {
        void operator()(zip* archive) const;
    };
    struct Entry {
        std::uint64_t index = 0;
        std::uint64_t size = 0;
        std::uint64_t packed = 0;
        std::uint16_t method = 0;
    };
    [[nodiscard]] Result<> list(std::size_t bytes);
    [[nodiscard]] static std::string key(std::string_view name);

    std::unique_ptr<zip, Close> archive_;
    std::map<std::string, Entry> parts_;
    Limits limits_;
    std::size_t inflated_ = 0;  // by part(), so far
};

/// The part that `target` names when `part` names it: "word/document.xml" and "../media/a.png" are "media/a.png".
[[nodiscard]] std::string resolved_target(std::string_view part, std::string_view target);

}  // namespace plimsoll::documents
