// fakes_for_tests.h: a ledger that says what it is told to, and an engine that is only decide and apply.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/slo/ledger_counts.h"
#include "domain/slo/ports.h"

namespace plimsoll::slo::fixture {

class FakeLedger final : public ledger::Ledger {
public:
    std::map<ledger::SliId, ledger::LiveWindows> windows;
    std::map<ledger::SliId, ledger::SliStatus> statuses;
    std::vector<ledger::SeriesStatus> all_series;
    bool broken = false;
    std::int64_t bad_per_slot = 0;  ///< of what sum() tells

    Result<std::vector<ledger::SliId>> bind(
        std::vector<ledger::SliDefinition>,
        std::function<std::vector<ledger::Contribution>(const std::string&, const std::vector<ledger::SliId>&)>,
        Duration) override {
        return std::vector<ledger::SliId>{};
    }
    Result<ledger::SeriesId> intern(const ledger::SeriesIdentity&, std::vector<ledger::Contribution>) override {
        return ledger::SeriesId{0};
    }
    void write(ledger::Batch, std::function<void(Result<ledger::WriteOutcome>)>) override {}
    void on_notice(std::function<void(const ledger::Notice&)>) override {}
    [[nodiscard]] ledger::LiveWindows live(ledger::SliId sli) const override {
        const auto found = windows.find(sli);
        return found == windows.end() ? ledger::LiveWindows{Timestamp::min(), {}, {}} : found->second;
    }
    /// 100 valid events a slot, all measured.
    Result<ledger::WindowSum> sum(ledger::SliId, TimeRange range) const override {
        if (broken) return fail(plimsoll::errors::io, "the disk is gone");
        const std::int64_t slots = range.length() / ledger::kStep;
        return ledger::WindowSum{range, ledger::kStep, slots, {slots * 100, slots * bad_per_slot, slots, slots, slots}};
    }
    /// As sum() has it.
    Result<std::vector<Running>> running(ledger::SliId sli, std::span<const Timestamp> instants) const override {
        std::vector<Running> out;
        for (const Timestamp at : instants) {
            TRY_ASSIGN(const ledger::WindowSum counted, sum(sli, {instants.front(), at}));
            out.push_back({at, counted.sum});
        }
        return out;
    }
    /// Nobody keeps what a test may change at any time, unless it says that it does not.
    [[nodiscard]] std::uint64_t revision() const override { return still ? revisions : ++revisions; }
    mutable std::uint64_t revisions = 0;
    bool still = false;
    Result<Series> slots(ledger::SliId, TimeRange, std::size_t) const override { return Series{}; }
    [[nodiscard]] ledger::SliStatus status(ledger::SliId sli) const override {
        const auto found = statuses.find(sli);
        return found == statuses.end() ? ledger::SliStatus{Timestamp::min(), Timestamp::min()} : found->second;
    }
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(ledger::SliId, std::size_t limit) const override {
        return {all_series.begin(), all_series.begin() + static_cast<std::ptrdiff_t>(std::min(limit, all_series.size()))};
    }
    Result<std::int64_t> import_hour(ledger::SliId, Timestamp, std::vector<ledger::Slot>) override { return std::int64_t{0}; }
    Result<> checkpoint() override { return {}; }
    Result<> close(Duration) override { return {}; }
};

/// The ports, with counts over their ledger.
inline Ports counted(Ports ports) {
    ports.counts = std::make_shared<LedgerCounts>(CountsPorts{ports.ledger, ports.sli, ports.catalog, {}, {}});
    return ports;
}

/// Decides, applies and remembers. `refusing` makes every command fail as a log on a full disk does.
class FakeEngine {
public:
    explicit FakeEngine(const Clock& clock) : clock_(clock) {}

    State state;
    std::vector<Event> log;
    bool refusing = false;
    int commands = 0;

    [[nodiscard]] api::Engine<State, Command> port() {
        return {[this](const std::function<void(const State&)>& look) {
                    look(state);
                    return static_cast<std::uint64_t>(log.size());
                },
                [this](const api::Actor& actor, const Command& command) { return submit(actor, command); }};
    }
    /// The types of what happened since the last call, in order.
    std::string news() {
        std::string out;
        for (; told_ < log.size(); ++told_) {
            const std::string tag = std::visit([](const auto& event) { return std::string(event.json_tag); }, log[told_]);
            if (std::holds_alternative<DefinitionChanged>(log[told_])) continue;  // changes() tells of them
            out += (out.empty() ? "" : " ") + tag.substr(4);
        }
        return out;
    }

    /// What definitions went through since the last call.
    std::string changes() {
        std::string out;
        for (; told_changes_ < log.size(); ++told_changes_) {
            const auto* change = std::get_if<DefinitionChanged>(&log[told_changes_]);
            if (change == nullptr) continue;
            const char* words[] = {"created", "removed", "definition", "method", "window", "target", "rules"};
            out += (out.empty() ? "" : " ") + std::string(words[static_cast<std::size_t>(change->what)]);
        }
        return out;
    }

private:
    Result<std::uint64_t> submit(const api::Actor& actor, const Command& command) {
        ++commands;
        if (refusing) return fail(plimsoll::errors::busy, "the log is full");
        const log::Issued issued{clock_.now(), actor.id};
        TRY_ASSIGN(const std::vector<Event> events, decide(state, command, issued));
        for (const Event& event : events) {
            log.push_back(event);
            apply(state, event, {log.size(), issued.at, issued.actor});
        }
        return static_cast<std::uint64_t>(log.size());
    }

    const Clock& clock_;
    std::size_t told_ = 0;
    std::size_t told_changes_ = 0;
};

}  // namespace plimsoll::slo::fixture
