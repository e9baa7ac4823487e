#include "base/json_codec.h"
#include "domain/targets/views.h"

PLIMSOLL_JSON(plimsoll::targets::TargetSuggestion)
PLIMSOLL_JSON(plimsoll::targets::TargetView)
PLIMSOLL_JSON(plimsoll::targets::TargetPage)
PLIMSOLL_JSON(plimsoll::targets::ProposalBody)
PLIMSOLL_JSON(plimsoll::targets::ReviewBody)
PLIMSOLL_JSON(plimsoll::targets::ApprovalBody)
PLIMSOLL_JSON(plimsoll::targets::EndBody)
