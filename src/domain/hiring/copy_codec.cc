#include "base/json_codec.h"
#include "domain/hiring/copy_views.h"

PLIMSOLL_JSON(plimsoll::hiring::CandidateCopy)
PLIMSOLL_JSON(plimsoll::hiring::LinkBody)
PLIMSOLL_JSON(plimsoll::hiring::CopyLinkIssued)
PLIMSOLL_JSON(plimsoll::hiring::CopyLinkList)
PLIMSOLL_JSON(plimsoll::hiring::AskBody)
PLIMSOLL_JSON(plimsoll::hiring::AnswerBody)
