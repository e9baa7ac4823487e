// records_testing.h: a log with events of every module, and what reads it back, for tests.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "domain/access/access_codec.h"
#include "domain/catalog/catalog_codec.h"
#include "domain/paging/paging_codec.h"
#include "domain/slo/slo_codec.h"
#include "log/log_testing.h"
#include "server/activity.h"

namespace plimsoll::server::testing {

inline constexpr Timestamp kNow = Timestamp::from_seconds(1'795'000'000);

/// A log in a folder of its own; its engine folds what the test wrote.
struct RecordsRig {
    log::testing::TempFolder folder;
    Metrics metrics;
    ManualClock clock{kNow};
    SystemRandom random;
    std::unique_ptr<log::Log> log;
    std::unique_ptr<log::PersonVault> vault;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<Activity> activity;

    RecordsRig() {
        auto opened = log::Log::open(log::testing::settings_in(folder), metrics);
        EXPECT_TRUE(opened) << opened.error().report();
        log = std::move(*opened);
        auto keys = log::PersonVault::open(folder / "keys.db", random);
        EXPECT_TRUE(keys) << keys.error().report();
        vault = std::move(*keys);
    }

    template <class Event>
    log::Seq add(const Event& event, const std::string& actor = "system", const std::string& source = "worker") {
        return add_row(encode(event, {clock.now(), actor}, source));
    }
    log::Seq add_row(log::NewEvent row) {
        const auto seq = log->append({std::move(row)});
        EXPECT_TRUE(seq) << seq.error().report();
        std::promise<Result<>> told;
        log->when_durable(*seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
        EXPECT_TRUE(told.get_future().get());
        return *seq;
    }
    std::string person(const std::string& name) {
        auto id = vault->create(clock.now());
        EXPECT_TRUE(id && vault->put(*id, "name", name));
        return *id;
    }
    /// After everything was added.
    Activity& fold() {
        auto folded = Engine::open(*log, clock, [](const World&, const slo::Event&, const log::Issued&) { return std::vector<paging::Event>(); });
        EXPECT_TRUE(folded) << folded.error().report();
        engine = std::move(*folded);
        activity = std::make_unique<Activity>(*log, folder / "log.db", *engine, *vault);
        return *activity;
    }
};

inline catalog::Slo slo(const std::string& name, const std::string& service, const std::string& objective = "0.999") {
    catalog::Slo out;
    out.name = name;
    out.service = service;
    out.objective = *Ratio::parse_decimal(objective);
    out.period = Duration::days(30);
    out.definition_version = "v" + objective;
    return out;
}

/// The event that takes `before` to `after`.
inline catalog::Event applied(std::uint64_t version, const catalog::Catalog& before, const catalog::Catalog& after,
                              const std::string& author = "", const std::string& commit = "") {
    catalog::Difference diff = catalog::difference(before, after);
    return catalog::CatalogApplied{version, author, commit, "hash", 1, std::move(diff.changes), std::move(diff.upserts)};
}

inline slo::Event fired(const std::string& slo, const std::string& service) {
    slo::AlertFired event;
    event.alert = slo + "/page-1h-5m/1795000000000";
    event.slo = slo;
    event.service = service;
    event.rule = "page-1h-5m";
    event.severity = "page";
    event.since = kNow;
    event.as_of = kNow;
    event.factor = 14.4;
    event.evidence = {{Duration::hours(1), 1000, 15, 0, 14.9}, {Duration::minutes(5), 100, 2, 0, 15.2}};
    return event;
}

inline paging::Event intended(const std::string& page, const std::string& channel, const std::string& slo, const std::string& service) {
    paging::PageIntended event;
    event.page = page;
    event.channel = channel;
    event.alert = slo + "/page-1h-5m/1795000000000";
    event.subject.slo = slo;
    event.subject.service = service;
    return event;
}

}  // namespace plimsoll::server::testing
