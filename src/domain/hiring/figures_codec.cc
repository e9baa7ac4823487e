#include "base/json_codec.h"
#include "domain/hiring/agreement_page.h"
#include "domain/hiring/fairness_routes.h"
#include "domain/hiring/funnel.h"
#include "domain/hiring/hiring_plan.h"

PLIMSOLL_JSON(plimsoll::hiring::FunnelView)
PLIMSOLL_JSON(plimsoll::hiring::HiringPlan)
PLIMSOLL_JSON(plimsoll::hiring::AgreementPage)
PLIMSOLL_JSON(plimsoll::hiring::DeclarationBody)
PLIMSOLL_JSON(plimsoll::hiring::DeclarationView)
PLIMSOLL_JSON(plimsoll::hiring::FairnessPage)
