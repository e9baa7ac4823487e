#include "base/json_codec.h"
#include "domain/attribution/dependencies.h"
#include "domain/attribution/views.h"

PLIMSOLL_JSON(plimsoll::attribution::EpisodesView)
PLIMSOLL_JSON(plimsoll::attribution::ChargeView)
PLIMSOLL_JSON(plimsoll::attribution::ChargeBody)
PLIMSOLL_JSON(plimsoll::attribution::WithdrawBody)
PLIMSOLL_JSON(plimsoll::attribution::DependencyBudgets)
