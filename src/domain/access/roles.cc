#include "domain/access/roles.h"

namespace plimsoll::access {

std::vector<api::Right> spelt_out(api::Rights rights) {
    std::vector<api::Right> out;
    using enum api::Right;
    for (const api::Right right : {view, ingest, respond, edit, admin, practise, interview, hire})
        if (rights.has(right)) out.push_back(right);
    return out;
}

}  // namespace plimsoll::access
