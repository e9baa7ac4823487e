#include "base/json_codec.h"
#include "log/audit_report.h"

PLIMSOLL_JSON(plimsoll::log::AuditReport)
