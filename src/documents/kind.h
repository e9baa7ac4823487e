// kind.h: which format a document is of, by what its bytes begin with; a name ending proves nothing.
#pragma once

#include <boost/describe/enum.hpp>
#include <string_view>

#include "base/result.h"

namespace plimsoll::documents {

BOOST_DEFINE_ENUM_CLASS(Kind, pdf, docx, json, text)

/// Errors: errors::format with what it is and what to save it as (DOC, RTF, ODT, other archives, pictures, programs); errors::empty;
/// errors::encrypted (a DOCX with a password is an OLE file). What is nothing else is text.
[[nodiscard]] Result<Kind> kind_of(std::string_view bytes);

}  // namespace plimsoll::documents
