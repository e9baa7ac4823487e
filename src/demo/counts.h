// counts.h: how many valid and bad events an instance of the demo company saw in a slot.
//
// Pure       a function of seed, company, instance and slot alone: history and live traffic are one curve, and the same
//            seed founded in the same slot gives the same company, byte by byte. No clock, no state.
// Traffic    a curve over the day, another over the week, wobble over minutes, and Poisson noise. Bad events follow their
//            usual share, which wobbles too, or an incident's.
// Shared     the SLOs of one service that speak of its requests see the same requests.
#pragma once

#include <cstdint>
#include <optional>

#include "demo/company.h"
#include "ledger/slot.h"

namespace plimsoll::demo {

struct EventCount {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    friend bool operator==(const EventCount&, const EventCount&) = default;
};

class Counts {
public:
    /// `founded` is on a slot edge.
    Counts(std::uint64_t seed, Timestamp founded);

    /// Nothing: the instance told nothing then. `slot`: start of a 10 s slot. `least_bad`: share that is bad at the least.
    [[nodiscard]] std::optional<EventCount> of(const CompanyService& service, const PromisedSlo& slo, int instance,
                                               Timestamp slot, double least_bad = 0) const;
    /// All instances together, as the ledger counts them: two series each.
    [[nodiscard]] ledger::Slot together(const CompanyService& service, const PromisedSlo& slo, Timestamp slot) const;

    [[nodiscard]] Timestamp founded() const { return founded_; }

private:
    /// What the instances of a service have in common in a slot.
    struct Rates {
        double mean = 0;  ///< events of one instance
        double bad = 0;   ///< share of them
        std::uint64_t own = 0;     ///< randomness of the SLO
        std::uint64_t stream = 0;  ///< of the events it counts
    };
    [[nodiscard]] double mean(const CompanyService& service, const PromisedSlo& slo, std::uint64_t stream, Timestamp slot) const;
    [[nodiscard]] double bad_share(const PromisedSlo& slo, std::uint64_t stream, Timestamp slot) const;
    [[nodiscard]] Rates rates(const CompanyService& service, const PromisedSlo& slo, Timestamp slot, double least_bad) const;
    [[nodiscard]] static EventCount draw(const Rates& rates, int instance, Timestamp slot);
    [[nodiscard]] bool silent(const PromisedSlo& slo, int instance, Timestamp slot) const;
    [[nodiscard]] Duration offset(Since since, Timestamp slot) const;

    std::uint64_t seed_;
    Timestamp founded_;
    Timestamp day_;
};

}  // namespace plimsoll::demo
