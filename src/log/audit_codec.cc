#include "base/json_codec.h"
#include "log/audit_report.h"
#include "log/export_lines.h"

PLIMSOLL_JSON(plimsoll::log::AuditReport)
PLIMSOLL_JSON(plimsoll::log::ExportHeader)
PLIMSOLL_JSON(plimsoll::log::ExportedEvent)
PLIMSOLL_JSON(plimsoll::log::ExportEnd)
