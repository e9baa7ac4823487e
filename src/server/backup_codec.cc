#include "base/json_codec.h"
#include "server/backup.h"

PLIMSOLL_JSON(plimsoll::server::BackupManifest)
