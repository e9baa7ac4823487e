// fakes_for_tests.h: counts that are what a test says, minute by minute, and an engine that is only decide and apply.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "domain/attribution/ports.h"
#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/windows.h"

namespace plimsoll::attribution::fixture {

inline constexpr Timestamp kStart = Timestamp::from_seconds(1'767'225'600);  // 2026-01-01T00:00:00Z

inline Timestamp minute(std::int64_t n) { return kStart + Duration::minutes(n); }

/// One character a minute from kStart on: '.' a thousand good events, '1' to '9' so many bad ones of them, 'X' all bad, ' ' no
/// data, '0' no traffic.
inline std::vector<ledger::Slot> drawn(const std::string& minutes) {
    std::vector<ledger::Slot> out;
    for (const char c : minutes) {
        if (c == ' ') out.push_back({0, 0, 0, 0, 6});
        else if (c == '0') out.push_back({0, 0, 6, 6, 6});
        else out.push_back({1000, c == 'X' ? 1000 : c == '.' ? 0 : c - '0', 6, 6, 6});
    }
    return out;
}

/// Minutes of each SLO from kStart on; an SLO that is not here was never fed. `excluded`: minutes that do not count.
class FakeCounts final : public slo::Counts {
public:
    std::map<std::string, std::vector<ledger::Slot>> minutes;
    std::map<std::string, std::set<std::size_t>> left_out;
    bool broken = false;
    Duration finest = Duration::minutes(1);  ///< that is still kept
    mutable std::vector<TimeRange> asked;    ///< of slots()

    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, slo::Exclusions exclusions) const override {
        const auto found = minutes.find(slo.name);
        if (found == minutes.end() || found->second.empty()) return {Timestamp::min(), {}, {}};
        const Timestamp end = kStart + Duration::minutes(static_cast<std::int64_t>(found->second.size()));
        ledger::LiveWindows out{end - Duration::seconds(1), kStart, {}};
        for (const Duration length : slo::windows_of(slo)) out.windows.push_back(sum(slo, {end - length, end}, exclusions));
        return out;
    }
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges,
                                                slo::Exclusions exclusions) const override {
        if (broken) return fail(plimsoll::errors::io, "the disk is gone");
        std::vector<ledger::WindowSum> out;
        for (const TimeRange& range : ranges) out.push_back(sum(slo, range, exclusions));
        return out;
    }
    Result<ledger::Ledger::Series> slots(const catalog::Slo& slo, TimeRange range, std::size_t, slo::Exclusions exclusions) const override {
        if (broken) return fail(plimsoll::errors::io, "the disk is gone");
        asked.push_back(range);
        ledger::Ledger::Series out{range.start.floor(finest), finest, {}};
        for (Timestamp at = out.start; at < range.end; at = at + finest) out.slots.push_back(sum(slo, {at, at + finest}, exclusions).sum);
        return out;
    }
    [[nodiscard]] ledger::SliStatus status(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(const catalog::Slo&, std::size_t) const override { return {}; }
    [[nodiscard]] std::vector<slo::ExcludedRange> excluded(const catalog::Slo& slo, TimeRange range) const override {
        std::vector<slo::ExcludedRange> out;
        const auto found = left_out.find(slo.name);
        if (found == left_out.end()) return out;
        for (const std::size_t m : found->second) {
            const auto at = static_cast<std::int64_t>(m);
            if (minute(at) < range.end && range.start < minute(at + 1)) out.push_back({{minute(at), minute(at + 1)}, "ex-1"});
        }
        return out;
    }
    [[nodiscard]] std::vector<std::string> missing_members(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::string worst_of(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] bool as_kept(const catalog::Slo&, TimeRange) const override { return false; }
    [[nodiscard]] std::vector<ledger::SliId> stands_on(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::uint64_t revision() const override { return ++revisions_; }  // nobody keeps what a test may change

private:
    [[nodiscard]] ledger::WindowSum sum(const catalog::Slo& slo, TimeRange range, slo::Exclusions exclusions) const {
        ledger::WindowSum out{range, Duration::minutes(1), range.length() / ledger::kStep, {}};
        const auto found = minutes.find(slo.name);
        if (found == minutes.end()) return out;
        const auto omitted = left_out.find(slo.name);
        for (std::size_t m = 0; m < found->second.size(); ++m) {
            const bool out_of_it = exclusions == slo::Exclusions::left_out && omitted != left_out.end() && omitted->second.contains(m);
            if (!out_of_it && range.contains(minute(static_cast<std::int64_t>(m)))) out.sum += found->second[m];
        }
        return out;
    }
    mutable std::uint64_t revisions_ = 0;
};

/// Decides, applies and remembers.
class FakeEngine {
public:
    explicit FakeEngine(const Clock& clock) : clock_(clock) {}

    State state;
    std::uint64_t seq = 0;

    [[nodiscard]] api::Engine<State, Command> port() {
        return {[this](const std::function<void(const State&)>& look) {
                    look(state);
                    return seq;
                },
                [this](const api::Actor& actor, const Command& command) -> Result<std::uint64_t> {
                    const log::Issued issued{clock_.now(), actor.id};
                    TRY_ASSIGN(const std::vector<Event> events, decide(state, command, issued));
                    for (const Event& event : events) apply(state, event, {++seq, issued.at, issued.actor});
                    return seq;
                }};
    }

private:
    const Clock& clock_;
};

inline catalog::Slo slo_of(const std::string& name, const std::string& service, Ratio objective = *Ratio::of(999, 1000)) {
    catalog::Slo out;
    out.name = name;
    out.document = name;
    out.service = service;
    out.objective = objective;
    out.period = Duration::days(1);
    out.definition_version = "d1";
    out.sli_version = "s1";
    return out;
}

/// "shop" depends on "payments" and "search"; each has an SLO: checkout, pay, find.
inline catalog::Catalog shop() {
    catalog::Catalog out;
    for (const char* name : {"shop", "payments", "search"}) {
        out.services[name].name = name;
    }
    out.services["shop"].dependencies = {"payments", "search"};
    for (const auto& slo : {slo_of("checkout", "shop"), slo_of("pay", "payments"), slo_of("find", "search")}) out.slos[slo.name] = slo;
    return out;
}

}  // namespace plimsoll::attribution::fixture
