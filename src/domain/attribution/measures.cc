#include "domain/attribution/measures.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::attribution {
namespace {

std::string evidence_of(const Told& told) {
    const Spend& spend = told.spend;
    return fmt::format("ledger slo/{} {} {}..{}", told.slo.name, text::duration(spend.series.step), text::rfc3339(spend.range.start),
                       text::rfc3339(spend.range.end));
}

/// `part` of what went bad.
Measure share_of(const Told& told, std::string id, std::string formula, const char* name, std::int64_t part) {
    const Spend& spend = told.spend;
    Measure m;
    m.id = std::move(id);
    m.formula = std::move(formula);
    m.window = spend.range;
    m.as_of = told.as_of;
    m.step = spend.series.step;
    m.definition_version = told.slo.definition_version;
    m.sample_size = static_cast<std::uint64_t>(std::max<std::int64_t>(0, spend.total.bad));
    m.inputs = {{name, part, 1, fmt::format("{} charges of the log, on {}", spend.charges.size(), evidence_of(told))},
                {"bad", spend.total.bad, 1, evidence_of(told)}};
    m.evidence.push_back({"ledger", told.slo.name, spend.range, std::nullopt});
    for (const Charge& charge : spend.charges) m.evidence.push_back({"log", "charge/" + charge.made.charge, charge.made.range, charge.seq});
    if (spend.total.live > 0) m.coverage = static_cast<double>(spend.total.reporting) / static_cast<double>(spend.total.live);
    if (spend.total.bad > 0) m.value = static_cast<double>(part) / static_cast<double>(spend.total.bad);
    else m.why_empty = "nothing went bad in the range";
    return m;
}

}  // namespace

Measure charged_share(const Told& told) {
    const std::int64_t charged = told.spend.total.bad - told.spend.in_all.unexplained;
    return share_of(told, "attribution.charged_share",
                    "charged / bad; charged: of each stretch with the same charges their parts of its bad counts, whole counts by largest remainders",
                    "charged", charged);
}

Measure unexplained_share(const Told& told) {
    return share_of(told, "attribution.unexplained_share", "unexplained / bad; unexplained: what no charge takes", "unexplained",
                    told.spend.in_all.unexplained);
}

}  // namespace plimsoll::attribution
