#include "base/json_codec.h"
#include "domain/people/match_request.h"
#include "domain/people/skill_views.h"
#include "domain/people/skill_lint.h"

PLIMSOLL_JSON(plimsoll::people::MatchReport)
PLIMSOLL_JSON(plimsoll::people::SkillReport)
PLIMSOLL_JSON(plimsoll::people::MatchRequest)
PLIMSOLL_JSON(plimsoll::people::MatchReply)
PLIMSOLL_JSON(plimsoll::people::MatchLimitsView)
PLIMSOLL_JSON(plimsoll::people::SkillList)
PLIMSOLL_JSON(plimsoll::people::SkillView)
