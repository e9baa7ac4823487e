// reader_answer.h: what the confined reader writes to its parent, as JSON.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "documents/pieces.h"
#include "documents/sandbox.h"

namespace plimsoll::documents {

struct ReaderAnswer {
    std::optional<Pieces> pieces;
    std::string error;   ///< code of an ErrorKind, where there are no pieces
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(ReaderAnswer, (), (pieces, error, detail))

struct SandboxCheck {
    std::vector<SandboxPart> parts;
};
BOOST_DESCRIBE_STRUCT(SandboxCheck, (), (parts))

}  // namespace plimsoll::documents
