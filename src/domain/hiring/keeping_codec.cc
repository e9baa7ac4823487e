#include "base/json_codec.h"
#include "domain/hiring/keeping_views.h"

PLIMSOLL_JSON(plimsoll::hiring::RetentionView)
PLIMSOLL_JSON(plimsoll::hiring::ErasureView)
PLIMSOLL_JSON(plimsoll::hiring::CandidateExport)
PLIMSOLL_JSON(plimsoll::hiring::KeepingView)
PLIMSOLL_JSON(plimsoll::hiring::EraseBody)
PLIMSOLL_JSON(plimsoll::hiring::KeepBody)
PLIMSOLL_JSON(plimsoll::hiring::KeepingReason)
