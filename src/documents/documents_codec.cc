#include "base/json_codec.h"
#include "documents/reader_answer.h"

PLIMSOLL_JSON(plimsoll::documents::ReaderAnswer)
PLIMSOLL_JSON(plimsoll::documents::SandboxCheck)
PLIMSOLL_JSON(plimsoll::documents::Pieces)
