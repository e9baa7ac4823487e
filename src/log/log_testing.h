// log_testing.h: what the tests of this room share: events, and a log in a folder of its own.
#pragma once

#include <gtest/gtest.h>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/temp_folder_for_tests.h"
#include "log/log.h"

namespace plimsoll::log::testing {

using plimsoll::TempFolder;

inline NewEvent fact(int n, const std::string& stream = "slo/checkout") {
    return {Timestamp::from_ms(1'760'000'000'000 + n), "slo.AlertFired", 1, stream, "system", "worker",
            "{\"n\":" + std::to_string(n) + "}"};
}

inline std::vector<NewEvent> facts(int from, int count) {
    std::vector<NewEvent> out;
    for (int i = 0; i < count; ++i) out.push_back(fact(from + i));
    return out;
}

inline bool same(const NewEvent& a, const NewEvent& b) {
    return a.at == b.at && a.type == b.type && a.version == b.version && a.stream == b.stream && a.actor == b.actor &&
           a.source == b.source && a.body == b.body;
}

/// No reserve, so that tests neither need nor take 64 MiB.
inline Settings settings_in(const TempFolder& folder) {
    Settings settings;
    settings.file = folder / "log.db";
    settings.reserve_bytes = 0;
    return settings;
}

inline std::unique_ptr<Log> open(const Settings& settings) {
    static Metrics metrics;
    auto log = Log::open(settings, metrics);
    if (!log) ADD_FAILURE() << log.error().report();
    return log ? std::move(*log) : nullptr;
}

/// Waits until `seq` is durable or refused.
inline Result<> wait(Log& log, Seq seq) {
    std::promise<Result<>> answer;
    log.when_durable(seq, [&](Result<> result) { answer.set_value(std::move(result)); });
    return answer.get_future().get();
}

inline Result<> append_and_wait(Log& log, std::vector<NewEvent> events) {
    TRY_ASSIGN(const Seq seq, log.append(std::move(events)));
    return wait(log, seq);
}

inline std::vector<Event> read_all(const Log& log, Seq from = 1, std::size_t limit = SIZE_MAX) {
    std::vector<Event> out;
    const auto read = log.read(from, limit, [&](const Event& event) {
        out.push_back(event);
        return true;
    });
    EXPECT_TRUE(read) << (read ? "" : read.error().report());
    return out;
}

}  // namespace plimsoll::log::testing
