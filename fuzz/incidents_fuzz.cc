// Files of known incidents: whatever stands in them is read or refused, by the name of any of their kinds.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "base/invariant.h"
#include "domain/backtest/incidents.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace plimsoll::backtest;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"incidents", "incidents.csv", "incidents.yaml"}) {
        const auto got = read_incidents(text, name);
        if (!got) {
            INVARIANT(!got.error().fields().empty() || !got.error().detail().empty(), "a refusal says why");
            continue;
        }
        INVARIANT(got->size() <= kMostIncidents, "the bound holds");
        std::set<std::string> ids;
        for (const KnownIncident& one : *got) {
            INVARIANT(one.start < one.end, "an incident lasts");
            INVARIANT(!one.id.empty() && ids.insert(one.id).second, "an incident has an id of its own");
        }
    }
    return 0;
}
