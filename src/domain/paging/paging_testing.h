// paging_testing.h: what the tests of this room share: alerts to page for, and an engine with a log that can lose its
// memory but not what was durable.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "api/route.h"
#include "base/clock.h"
#include "base/json.h"
#include "domain/paging/decide.h"
#include "domain/paging/paging_codec.h"
#include "domain/paging/worker.h"

namespace plimsoll::paging::testing {

inline Timestamp t0() { return Timestamp::from_seconds(1'795'000'000); }

inline catalog::Catalog catalog_of(const std::vector<catalog::Channel>& channels) {
    catalog::Catalog catalog;
    for (const auto& channel : channels) catalog.channels[channel.name] = channel;
    catalog::Slo slo;
    slo.name = "checkout";
    slo.service = "shop";
    slo.period = Duration::days(30);
    slo.runbook = "https://runbooks.example.org/checkout";
    catalog.slos["checkout"] = slo;
    return catalog;
}

inline catalog::Channel hook(const std::string& name = "pager", int rate_limit = 60) {
    catalog::Channel channel;
    channel.name = name;
    channel.url = "https://pager.example.org/hook";
    channel.rate_limit = rate_limit;
    return channel;
}

inline slo::AlertFired fired(const std::string& alert = "checkout/page-1h-5m/1", std::vector<std::string> channels = {"pager"}) {
    slo::AlertFired e;
    e.alert = alert;
    e.slo = "checkout";
    e.service = "shop";
    e.rule = "page-1h-5m";
    e.severity = "page";
    e.since = t0() - Duration::minutes(3);
    e.as_of = t0();
    e.evidence = {{Duration::hours(1), 60'000, 912, 0, 15.2}, {Duration::minutes(5), 5'000, 90, 0, 18.0}};
    e.period = slo::BurnEvidence{Duration::days(30), 1'000'000, 400, 0, 0.4};
    e.factor = 14.4;
    e.objective = *Ratio::of(999, 1000);
    e.budget_remaining = 0.6;
    e.channels = std::move(channels);
    return e;
}

inline slo::AlertResolved resolved(const std::string& alert = "checkout/page-1h-5m/1") {
    slo::AlertResolved e;
    e.alert = alert;
    e.as_of = t0() + Duration::minutes(30);
    e.why = "burn below threshold";
    return e;
}

/// Applies events as the log would hand them out, one second of sequence each, all at `at`.
class Folded {
public:
    State state;
    log::Seq seq = 0;

    void apply(const std::vector<Event>& events, Timestamp at, const std::string& actor = "system") {
        for (const Event& event : events) paging::apply(state, event, {++seq, at, actor});
    }
    /// Decides and applies; the events.
    std::vector<Event> give(const Command& command, Timestamp at, const std::string& actor = "person:1") {
        auto events = decide(state, command, {at, actor});
        EXPECT_TRUE(events) << (events ? "" : events.error().report());
        if (!events) return {};
        apply(*events, at, actor);
        return *events;
    }
    /// The refusal's code; "" when it was accepted.
    [[nodiscard]] std::string refused(const Command& command, Timestamp at) const {
        const auto events = decide(state, command, {at, "person:1"});
        return events ? "" : std::string(events.error().code());
    }
    const Page& page(const std::string& id) { return state.pages.at(id); }
};

template <class T>
const T* only(const std::vector<Event>& events) {
    const T* found = nullptr;
    for (const Event& event : events)
        if (const T* one = std::get_if<T>(&event)) found = one;
    return found;
}

/// State, and a log of which only a prefix is durable. crash() forgets everything else.
class FakeEngine {
public:
    explicit FakeEngine(const Clock& clock) : clock_(clock) {}

    [[nodiscard]] api::Engine<State, Command> engine() {
        return {[this](const std::function<void(const State&)>& look) {
                    look(state_);
                    return static_cast<std::uint64_t>(rows_.size());
                },
                [this](const api::Actor& actor, const Command& command) -> Result<std::uint64_t> {
                    const log::Issued issued{clock_.now(), actor.id};
                    TRY_ASSIGN(const auto events, decide(state_, command, issued));
                    append(events, issued);
                    return static_cast<std::uint64_t>(rows_.size());
                }};
    }
    void append(const std::vector<Event>& events, const log::Issued& issued) {
        for (const Event& event : events) {
            rows_.push_back(encode(event, issued, "test"));
            paging::apply(state_, event, {rows_.size(), issued.at, issued.actor});
        }
    }
    void when_durable(std::uint64_t seq, std::function<void(Result<>)> done) {
        if (seq <= durable_) return done({});
        waiting_.emplace_back(seq, std::move(done));
    }
    void commit() {
        durable_ = rows_.size();
        auto waiting = std::exchange(waiting_, {});
        for (auto& [seq, done] : waiting) done({});
    }
    /// The process dies: what was not committed never was.
    void crash() {
        waiting_.clear();
        rows_.resize(durable_);
        state_ = refolded();
    }
    /// The state as the durable rows alone give it.
    [[nodiscard]] State refolded() const {
        State state;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const auto event = decode(rows_[i]);
            EXPECT_TRUE(event && *event) << rows_[i].body;
            if (event && *event) paging::apply(state, **event, {i + 1, rows_[i].at, rows_[i].actor});
        }
        return state;
    }
    [[nodiscard]] const State& state() const { return state_; }
    [[nodiscard]] const std::vector<log::NewEvent>& rows() const { return rows_; }

private:
    const Clock& clock_;
    State state_;
    std::vector<log::NewEvent> rows_;
    std::size_t durable_ = 0;
    std::vector<std::pair<std::uint64_t, std::function<void(Result<>)>>> waiting_;
};

}  // namespace plimsoll::paging::testing
