#include "domain/access/roles.h"

namespace plimsoll::access {

std::vector<api::Right> spelt_out(api::Rights rights) {
    std::vector<api::Right> out;
    for (const api::Right right : {api::Right::view, api::Right::ingest, api::Right::respond, api::Right::edit, api::Right::admin})
        if (rights.has(right)) out.push_back(right);
    return out;
}

}  // namespace plimsoll::access
