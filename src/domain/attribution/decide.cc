#include "domain/attribution/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"

namespace plimsoll::attribution {
namespace {

using Events = std::vector<Event>;

constexpr std::size_t kOverlapsTold = 5;

/// Hostile text is stored as it came but never with control characters: it is shown in terminals and pages.
void check_text(const std::string& where, const std::string& said, std::size_t least, std::size_t most, std::vector<FieldError>& broken) {
    if (said.size() < least || said.size() > most) {
        broken.push_back({where, fmt::format("must have {} to {} bytes", least, most), least > 0 && said.empty() ? "say it in a few words" : ""});
    } else if (text::printable(said) != said) {
        broken.push_back({where, "must not hold control characters", "write it on one line"});
    }
}

void check_range(const MakeCharge& c, const TimeRange& range, Timestamp now, std::vector<FieldError>& broken) {
    const Timestamp latest = now.floor(c.grain) + c.grain;
    if (c.range.end > latest) {
        broken.push_back({"/end", "must not lie in the future", "charge what is spent: up to " + text::rfc3339(latest)});
    }
    if (c.range.start < now - kReach) {
        broken.push_back({"/start", fmt::format("must lie within the last {} days, as far back as counts are kept", kReach / Duration::days(1)), ""});
    }
    if (c.range.start >= c.range.end) {
        broken.push_back({"/end", "must be after start", ""});
    } else if (range.start >= range.end) {
        broken.push_back({"/end", "leaves less than " + text::duration(c.grain) + ", the shortest that can be charged",
                          "give an end of at least " + text::rfc3339(range.start + c.grain)});
    }
}

bool meet(const TimeRange& a, const TimeRange& b) { return a.start < b.end && b.start < a.end; }

/// A stretch of time over which the same charges hold.
struct Stretch {
    TimeRange range;
    std::int64_t parts = 0;
    std::vector<const Charge*> held;
};

/// Where more than `room` parts are charged already, oldest first.
std::vector<Stretch> crowded(const std::vector<Charge>& charges, const TimeRange& range, std::int64_t room) {
    std::vector<const Charge*> near;
    std::set<Timestamp> edges{range.start, range.end};
    for (const Charge& c : charges) {
        if (!meet(c.made.range, range)) continue;
        near.push_back(&c);
        edges.insert(std::max(c.made.range.start, range.start));
        edges.insert(std::min(c.made.range.end, range.end));
    }
    std::vector<Stretch> out;
    for (auto at = edges.begin(); std::next(at) != edges.end(); ++at) {
        Stretch one{{*at, *std::next(at)}, 0, {}};
        for (const Charge* c : near) {
            if (!c->made.range.contains(one.range.start)) continue;
            one.parts += c->made.parts;
            one.held.push_back(c);
        }
        if (one.parts > room) out.push_back(std::move(one));
    }
    return out;
}

FieldError told(const Stretch& stretch) {
    std::string by;
    for (const Charge* c : stretch.held) by += (by.empty() ? "" : ", ") + fmt::format("{} ({}, {} parts)", c->made.charge, c->made.cause.ref, text::count(c->made.parts));
    const std::int64_t left = kWhole - stretch.parts;
    return {"/parts",
            fmt::format("from {} to {} {} parts are charged already: {}", text::rfc3339(stretch.range.start), text::rfc3339(stretch.range.end),
                        text::count(stretch.parts), by),
            left > 0 ? fmt::format("charge at most {} there", text::count(left)) : "leave that time out, or withdraw one of them"};
}

class Decide {
public:
    Decide(const State& state, const log::Issued& issued) : s_(state), issued_(issued) {}

    Result<Events> operator()(const MakeCharge& c) const {
        const TimeRange range{c.range.start.floor(c.grain), c.range.end.floor(c.grain)};
        TRY(check(c, range));
        const std::vector<Charge>& held = charges_on(s_, c.slo);
        if (held.size() >= kChargesPerSlo) return fail(errors::too_many, fmt::format("{} on {}", text::count(kChargesPerSlo), text::printable(c.slo)));
        if (charges_held(s_) >= kCharges) return fail(errors::too_many, fmt::format("{} in all", text::count(kCharges)));
        const std::vector<Stretch> full = crowded(held, range, kWhole - c.parts);
        if (!full.empty()) return refuse(c, full);
        return Events{ChargeMade{fmt::format("charge-{}", s_.charges_made + 1), c.slo, range, c.cause, c.parts, c.reason, c.from_proposal,
                                 c.sli_version, issued_.actor}};
    }

    Result<Events> operator()(const WithdrawCharge& c) const {
        std::vector<FieldError> broken;
        check_text("/reason", c.reason, 1, kReasonMost, broken);
        if (!broken.empty()) return fail(plimsoll::errors::invalid, "the charge was not withdrawn", std::move(broken));
        if (find_charge(s_, c.charge) == nullptr) return fail(errors::no_charge, text::printable(c.charge));
        return Events{ChargeWithdrawn{c.charge, c.reason, issued_.actor}};
    }

private:
    [[nodiscard]] Result<> check(const MakeCharge& c, const TimeRange& range) const {
        std::vector<FieldError> broken;
        check_range(c, range, issued_.at, broken);
        check_text("/cause/ref", c.cause.ref, 1, kRefMost, broken);
        check_text("/cause/title", c.cause.title, 0, kTitleMost, broken);
        if (c.parts < 1 || c.parts > kWhole) {
            broken.push_back({"/parts", fmt::format("must be 1 to {}", text::count(kWhole)), "all of it is 1,000,000, half of it 500,000"});
        }
        check_text("/reason", c.reason, 1, kReasonMost, broken);
        check_text("/from_proposal", c.from_proposal, 0, kProposalMost, broken);
        if (!broken.empty()) return fail(plimsoll::errors::invalid, "the charge was not made", std::move(broken));
        return {};
    }

    [[nodiscard]] static Error refuse(const MakeCharge& c, const std::vector<Stretch>& full) {
        std::vector<FieldError> fields;
        for (std::size_t i = 0; i < std::min(full.size(), kOverlapsTold); ++i) fields.push_back(told(full[i]));
        std::string detail = fmt::format("{} parts on {} do not fit beside what is charged", text::count(c.parts), text::printable(c.slo));
        if (full.size() > kOverlapsTold) detail += fmt::format("; {} more stretches are as full", full.size() - kOverlapsTold);
        return fail(errors::over_charged, std::move(detail), std::move(fields));
    }

    const State& s_;
    const log::Issued& issued_;
};

}  // namespace

Result<Events> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit(Decide(state, issued), command);
}

}  // namespace plimsoll::attribution
