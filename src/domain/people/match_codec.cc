#include "base/json_codec.h"
#include "domain/people/match.h"
#include "domain/people/skill_lint.h"

PLIMSOLL_JSON(plimsoll::people::MatchReport)
PLIMSOLL_JSON(plimsoll::people::SkillReport)
