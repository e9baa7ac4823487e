// fakes_for_tests.h: counts that say what they are told to, and an engine that is only decide and apply.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/policy/fixture_for_tests.h"
#include "domain/policy/ports.h"
#include "domain/slo/fixture_for_tests.h"
#include "domain/slo/measures.h"

namespace plimsoll::policy::fixture {

class FakeCounts final : public slo::Counts {
public:
    struct One {
        ledger::LiveWindows live{Timestamp::min(), {}, {}};
        ledger::LiveWindows counted;                ///< with what is excluded
        std::vector<slo::ExcludedRange> excluded;
        std::function<ledger::WindowSum(TimeRange)> sum;
    };
    std::map<std::string, One> slos;
    std::uint64_t moved = 1;
    mutable int reads = 0;
    bool broken = false;

    /// 99.9 % over 30 days: of a million events `bad` are bad, all slots measured but `missing`.
    void spend(const catalog::Slo& slo, std::int64_t bad, Timestamp as_of, std::int64_t missing = 0) {
        ++moved;
        slos[slo.name].live = slo::fixture::steady(slo, as_of, 0, 0);
        slo::fixture::set(slo, slos[slo.name].live, slo::fixture::window(slo.period, as_of, 1'000'000, bad, missing));
    }

    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, slo::Exclusions exclusions) const override {
        ++reads;
        const auto found = slos.find(slo.name);
        if (found == slos.end()) return {Timestamp::min(), {}, {}};
        return exclusions == slo::Exclusions::left_out ? found->second.live : found->second.counted;
    }
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, slo::Exclusions) const override {
        if (broken) return fail(plimsoll::errors::io, "the disk is gone");
        std::vector<ledger::WindowSum> out;
        for (const TimeRange& range : ranges) out.push_back(slos.at(slo.name).sum(range));
        return out;
    }
    Result<ledger::Ledger::Series> slots(const catalog::Slo&, TimeRange, std::size_t, slo::Exclusions) const override { return ledger::Ledger::Series{}; }
    [[nodiscard]] ledger::SliStatus status(const catalog::Slo&) const override { return {Timestamp::min(), Timestamp::min()}; }
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(const catalog::Slo&, std::size_t) const override { return {}; }
    [[nodiscard]] std::vector<slo::ExcludedRange> excluded(const catalog::Slo& slo, TimeRange) const override {
        const auto found = slos.find(slo.name);
        return found == slos.end() ? std::vector<slo::ExcludedRange>() : found->second.excluded;
    }
    [[nodiscard]] std::vector<std::string> missing_members(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::string worst_of(const catalog::Slo&) const override { return ""; }
    [[nodiscard]] bool as_kept(const catalog::Slo&, TimeRange) const override { return true; }
    [[nodiscard]] std::vector<ledger::SliId> stands_on(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::uint64_t revision() const override { return moved; }
};

/// "checkout" of "shop" under the policy "critical", with everything that the module asks for.
struct Rig {
    ManualClock clock{kNoon};
    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(slo::fixture::shop());
    std::shared_ptr<FakeCounts> counts = std::make_shared<FakeCounts>();
    Folded folded;
    slo::State alerts;
    bool refusing = false;  ///< as a log on a full disk does
    std::uint64_t folds = 1;
    int commands = 0;

    Rig() {
        catalog->policies["critical"] = critical();
        catalog->policies["critical"].services = {"shop"};
    }
    void spend(std::int64_t bad, std::int64_t missing = 0) { counts->spend(catalog->slos.at("checkout"), bad, clock.now(), missing); }

    [[nodiscard]] Ports ports() {
        Ports out;
        out.engine = {[this](const std::function<void(const State&)>& look) {
                          look(folded.state);
                          return static_cast<std::uint64_t>(folded.log.size());
                      },
                      [this](const api::Actor& actor, const Command& command) -> Result<std::uint64_t> {
                          ++commands;
                          if (refusing) return fail(plimsoll::errors::busy, "the log is full");
                          folded.now = clock.now();
                          TRY(folded.give(command, actor.id));
                          return static_cast<std::uint64_t>(folded.log.size());
                      }};
        out.slo.engine.read = [this](const std::function<void(const slo::State&)>& look) {
            look(alerts);
            return static_cast<std::uint64_t>(folded.log.size());
        };
        out.slo.catalog = [this] { return std::shared_ptr<const catalog::Catalog>(catalog); };
        out.slo.clock = &clock;
        out.slo.folds = [this] { return folds; };
        out.slo.counts = counts;
        out.look = [this](const std::function<void(const catalog::State&, const slo::State&)>& look) {
            catalog::State state;
            state.current = *catalog;
            look(state, alerts);
            return static_cast<std::uint64_t>(folded.log.size());
        };
        return out;
    }
    /// The types of what was logged since the last call.
    std::string news() {
        std::string out;
        for (; told_ < folded.log.size(); ++told_) {
            const std::string tag = std::visit([](const auto& e) { return std::string(e.json_tag); }, folded.log[told_].first);
            out += (out.empty() ? "" : " ") + tag.substr(tag.find('.') + 1);
        }
        return out;
    }

private:
    std::size_t told_ = 0;
};

}  // namespace plimsoll::policy::fixture
