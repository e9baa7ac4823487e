#include "domain/slo/standing.h"

#include <algorithm>

namespace plimsoll::slo {

Kind kind_of(const catalog::Slo& slo) {
    if (slo.grouping && slo.grouping->roll_up == catalog::RollUp::worst) return Kind::worst_group;
    if (slo.composite) return slo.composite->rule == catalog::CompositeRule::burn ? Kind::burn : Kind::slices;
    return slo.method == catalog::BudgetingMethod::occurrences ? Kind::events : Kind::slices;
}

std::vector<FoundMember> members_of(const catalog::Catalog& catalog, const catalog::Slo& slo) {
    std::vector<FoundMember> out;
    if (!slo.composite) return out;
    for (const catalog::Member& member : slo.composite->members) {
        const auto found = catalog.slos.find(member.slo);
        if (found != catalog.slos.end()) out.push_back({&found->second, member.weight});
    }
    return out;
}

std::vector<const catalog::Slo*> groups_of(const catalog::Catalog& catalog, const catalog::Slo& slo) {
    std::vector<const catalog::Slo*> out;
    const std::string before = slo.name + "@";  // groups are named "<roll-up>@<values>", so they stand together
    for (auto at = catalog.slos.lower_bound(before); at != catalog.slos.end() && at->first.starts_with(before); ++at) {
        if (at->second.group_of == slo.name) out.push_back(&at->second);
    }
    return out;
}

std::optional<ledger::SliId> sli_of(const CountsPorts& ports, const catalog::Slo& slo) {
    if (auto own = ports.sli(slo.name)) return own;
    if (slo.sli_version.empty() || slo.composite) return std::nullopt;
    const auto catalog = ports.catalog();
    for (const auto& [name, other] : catalog->slos) {
        if (other.sli_version == slo.sli_version) return ports.sli(name);
    }
    return std::nullopt;
}

std::vector<ledger::SliId> slis_of(const CountsPorts& ports, const catalog::Catalog& catalog, const catalog::Slo& slo) {
    std::vector<ledger::SliId> out;
    if (!slo.composite) {
        if (const auto own = sli_of(ports, slo)) out.push_back(*own);
        return out;
    }
    for (const FoundMember& member : members_of(catalog, slo)) {
        const std::vector<ledger::SliId> more = slis_of(ports, catalog, *member.slo);
        out.insert(out.end(), more.begin(), more.end());
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Standing together(const std::vector<Standing>& members) {
    Standing out{Timestamp::max(), Timestamp::max(), Timestamp::max()};
    Timestamp newest = Timestamp::min();
    for (const Standing& member : members) newest = std::max(newest, member.as_of);
    if (newest == Timestamp::min()) return {};
    for (const Standing& member : members) {
        if (!member.fed()) continue;
        out.since = std::min(out.since, member.since);
        if (member.as_of < newest - kStraggler) continue;
        out.as_of = std::min(out.as_of, member.as_of);
        out.complete = std::min(out.complete, member.complete);
    }
    return out;
}

std::vector<Standing> standings_of(const CountsPorts& ports, std::span<const ledger::SliId> slis) {
    std::vector<Standing> out;
    for (const ledger::SliId sli : slis) {
        const ledger::LiveWindows live = ports.ledger->live(sli);
        out.push_back({live.as_of, live.since, live.as_of});
    }
    return out;
}

Standing standing_of_members(const CountsPorts& ports, const catalog::Catalog& catalog, const catalog::Slo& slo) {
    std::vector<Standing> members;
    for (const FoundMember& member : members_of(catalog, slo)) members.push_back(standing_of(ports, catalog, *member.slo));
    return together(members);
}

Standing standing_of(const CountsPorts& ports, const catalog::Catalog& catalog, const catalog::Slo& slo) {
    Standing out;
    if (slo.composite) {
        out = standing_of_members(ports, catalog, slo);
    } else if (const auto own = sli_of(ports, slo)) {
        out = standings_of(ports, {&*own, 1}).front();
    }
    if (out.fed() && kind_of(slo) == Kind::slices) out.complete = out.complete.floor(ledger::kStep).floor(slo.slicing->length);
    return out;
}

Duration longest_slice_of_members(const catalog::Catalog& catalog, const catalog::Slo& slo) {
    Duration out;
    for (const FoundMember& member : members_of(catalog, slo)) {
        if (kind_of(*member.slo) == Kind::slices) out = std::max(out, member.slo->slicing->length);
        out = std::max(out, longest_slice_of_members(catalog, *member.slo));
    }
    return out;
}

}  // namespace plimsoll::slo
