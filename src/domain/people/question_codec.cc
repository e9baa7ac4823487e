#include "base/json_codec.h"
#include "domain/people/question_views.h"

PLIMSOLL_JSON(plimsoll::people::Question)
PLIMSOLL_JSON(plimsoll::people::QuestionList)
PLIMSOLL_JSON(plimsoll::people::KitReport)
