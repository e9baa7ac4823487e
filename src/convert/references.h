// references.h: parts of an SLO written in place, or as objects of their own; both say the same.
//
// Which      of openslo/v1: an SLO's SLI, its alert policies, their conditions and notification targets. References to objects of
//            plimsoll/v1 (Indicator, BurnPolicy, Channel) stay: those cannot be written in place.
// Names      a part without a name, or whose name another object of its kind has, stays where it is.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "convert/tree.h"

namespace plimsoll::convert {

/// A catalogue file as Trees.
struct TreeFile {
    std::string path;
    std::vector<Tree> documents;
};

/// Every reference of every SLO replaced by what it names. What nothing else refers to any more is taken out of the files; a
/// file may be left empty.
void write_in_place(std::vector<TreeFile>& files);
/// Every part that has a name becomes a document of its own. Made documents are added to the file of their SLO.
void take_out(std::vector<TreeFile>& files);

/// Whether two sets of files promise the same, wherever it stands in them. Errors: invalid (the first set is refused by the
/// catalogue's reader: its fields name every place); conflict (they do not: our own fault, and nothing should be written).
[[nodiscard]] Result<> check_same_promises(const std::vector<TreeFile>& before, const std::vector<TreeFile>& after);

}  // namespace plimsoll::convert
