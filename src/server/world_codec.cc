#include "base/crypto.h"
#include "base/json_codec.h"
#include "base/text.h"
#include "server/world.h"

PLIMSOLL_JSON(plimsoll::server::World)

namespace plimsoll::server {

std::string world_schema_hash() { return text::hex(crypto::view(crypto::sha256(json::schema<World>()))); }

}  // namespace plimsoll::server
