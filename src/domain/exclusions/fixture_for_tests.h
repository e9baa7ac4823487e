// fixture_for_tests.h: an engine that is only decide and apply, a catalogue of a few SLOs, and counts that a test says.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/exclusions/book.h"
#include "domain/exclusions/decide.h"
#include "domain/exclusions/recurrence.h"
#include "domain/slo/windows.h"

namespace plimsoll::exclusions::fixture {

inline constexpr Timestamp kNoon = Timestamp::from_seconds(1'767'268'800);  // 2026-01-01T12:00:00Z, a Thursday

inline TimeRange hours(double from, double to) {
    const auto at = [](double h) { return kNoon + Duration::ms(static_cast<std::int64_t>(h * 3'600'000)); };
    return {at(from), at(to)};
}

/// Maintenance of checkout from one to three hours after noon.
inline RequestExclusion maintenance() {
    RequestExclusion c;
    c.category = Category::planned;
    c.title = "Move the database";
    c.reason = "The old host is retired";
    c.slos = {"checkout"};
    c.range = hours(1, 3);
    return c;
}

/// A correction of checkout from three hours to one hour before noon.
inline RequestExclusion correction() {
    RequestExclusion c = maintenance();
    c.kind = Kind::correction;
    c.category = Category::measurement_error;
    c.title = "The probe was broken";
    c.range = hours(-3, -1);
    return c;
}

/// As routes do it.
inline RequestExclusion recurring(std::string rule, TimeRange range, Timestamp until, std::string zone = "UTC") {
    RequestExclusion c = maintenance();
    c.range = range;
    c.recurrence = Recurrence{std::move(rule), std::move(zone), until};
    c.recurrence_problems = problems_of(*c.recurrence, range);
    return c;
}

/// Decides, applies and remembers.
class Engine {
public:
    State state;
    std::vector<std::pair<Event, log::Stamp>> log;
    ManualClock clock{kNoon};

    Result<std::vector<Event>> give(const Command& command, const std::string& actor = "person:ana") {
        const log::Issued issued{clock.now(), actor};
        TRY_ASSIGN(const std::vector<Event> events, decide(state, command, issued));
        for (const Event& event : events) {
            log.push_back({event, {log.size() + 1, issued.at, actor}});
            apply(state, event, log.back().second);
        }
        return events;
    }
    /// The code of the refusal without its module, or "ok".
    std::string outcome(const Command& command, const std::string& actor = "person:ana") {
        const auto done = give(command, actor);
        return done ? "ok" : std::string(done.error().code().substr(11));
    }
    void until(Timestamp at) { clock.advance(at - clock.now()); }
    [[nodiscard]] api::Engine<State, Command> port() {
        return {[this](const std::function<void(const State&)>& look) {
                    look(state);
                    return static_cast<std::uint64_t>(log.size());
                },
                [this](const api::Actor& actor, const Command& command) -> Result<std::uint64_t> {
                    TRY(give(command, actor.id));
                    return static_cast<std::uint64_t>(log.size());
                }};
    }
    [[nodiscard]] std::shared_ptr<Book> book() {
        return std::make_shared<Book>([this](const std::function<void(const State&)>& look) {
            look(state);
            return static_cast<std::uint64_t>(log.size());
        }, [] { return std::uint64_t{1}; });
    }
    [[nodiscard]] const Exclusion& last() const { return state.exclusions.back(); }
};

inline catalog::Slo slo(const std::string& name, const std::string& service) {
    catalog::Slo out;
    out.name = name;
    out.document = name;
    out.service = service;
    out.objective = *Ratio::of(999, 1000);
    out.period = Duration::days(30);
    return out;
}

/// checkout and search of shop; latency.p99 and latency.p50 of the document latency; per-region@eu of the roll-up per-region.
inline catalog::Catalog shop() {
    catalog::Catalog out;
    out.services["shop"].name = "shop";
    out.services["mail"].name = "mail";
    for (const auto& [name, service] : std::map<std::string, std::string>{{"checkout", "shop"}, {"search", "shop"}, {"latency.p99", "mail"}, {"latency.p50", "mail"},
                                                                          {"per-region", "mail"}, {"per-region@eu", "mail"}})
        out.slos[name] = slo(name, service);
    out.slos["latency.p99"].document = "latency";
    out.slos["latency.p50"].document = "latency";
    out.slos["per-region@eu"].document = "per-region";
    out.slos["per-region@eu"].group_of = "per-region";
    return out;
}

/// Counts of whole slots of ten seconds, the same for every SLO; what `timeline` leaves out is taken slot by slot.
class NaiveCounts final : public slo::Counts {
public:
    struct Slot {
        std::int64_t valid = 0;
        std::int64_t bad = 0;
    };
    std::map<Timestamp, Slot> slots_of;
    Timestamp end = kNoon;             ///< of the open slot
    std::shared_ptr<Book> book;        ///< may be empty: nothing is left out

    [[nodiscard]] Slot count(const catalog::Slo& slo, TimeRange range, slo::Exclusions how) const {
        Slot sum;
        const auto out = how == slo::Exclusions::left_out ? excluded(slo, range) : std::vector<slo::ExcludedRange>();
        for (auto at = slots_of.lower_bound(range.start); at != slots_of.end() && at->first < range.end; ++at) {
            const bool hidden = std::any_of(out.begin(), out.end(), [&](const slo::ExcludedRange& e) { return e.range.contains(at->first); });
            if (hidden) continue;
            sum.valid += at->second.valid;
            sum.bad += at->second.bad;
        }
        return sum;
    }
    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, slo::Exclusions how) const override {
        ledger::LiveWindows out{Timestamp::min(), {}, {}};
        if (slots_of.empty()) return out;
        out.as_of = end - Duration::ms(1);
        out.since = slots_of.begin()->first;
        for (const Duration length : slo::windows_of(slo)) {
            ledger::WindowSum window;
            window.range = {end - length, end};
            window.step = ledger::kStep;
            window.slots = length / ledger::kStep;
            const Slot sum = count(slo, window.range, how);
            window.sum = {sum.valid, sum.bad, window.slots, window.slots, window.slots};
            out.windows.push_back(window);
        }
        return out;
    }
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, slo::Exclusions how) const override {
        std::vector<ledger::WindowSum> out;
        for (const TimeRange& range : ranges) {
            const Slot sum = count(slo, range, how);
            out.push_back({range, ledger::kStep, range.length() / ledger::kStep, {sum.valid, sum.bad, 1, 1, 1}});
        }
        return out;
    }
    Result<ledger::Ledger::Series> slots(const catalog::Slo&, TimeRange, std::size_t, slo::Exclusions) const override { return ledger::Ledger::Series{}; }
    [[nodiscard]] ledger::SliStatus status(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(const catalog::Slo&, std::size_t) const override { return {}; }
    [[nodiscard]] std::vector<slo::ExcludedRange> excluded(const catalog::Slo& slo, TimeRange range) const override {
        return book ? book->now()->of(slo, range) : std::vector<slo::ExcludedRange>();
    }
    [[nodiscard]] std::vector<std::string> missing_members(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::string worst_of(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] bool as_kept(const catalog::Slo&, TimeRange) const override { return true; }
    [[nodiscard]] std::vector<ledger::SliId> stands_on(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::uint64_t revision() const override { return 0; }
};

}  // namespace plimsoll::exclusions::fixture
