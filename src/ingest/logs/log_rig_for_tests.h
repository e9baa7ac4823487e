// log_rig_for_tests.h: a log that a test writes and rotates, and a tail of it over a ledger in memory.
#pragma once

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "base/temp_folder_for_tests.h"
#include "ingest/logs/tail.h"

namespace plimsoll::ingest::logs {

class LogRig {
public:
    static constexpr std::int64_t kStart_s = 1'795'262'400;  // 2026-11-21T12:00:00Z

    LogRig() {
        settings.name = "shop";
        settings.path = folder / "access.log";
        settings.from_start = true;
        settings.routes = {{"order", "/orders/[0-9]+", ""}};
    }

    /// Lines as a web server writes them, at the rig's time.
    static std::string line(std::int64_t second, int status = 200, const std::string& path = "/orders/7") {
        const std::time_t at = kStart_s + second;
        std::tm parts{};
        gmtime_r(&at, &parts);
        char time[64];
        std::strftime(time, sizeof time, "%d/%b/%Y:%H:%M:%S +0000", &parts);
        return fmt::format("192.0.2.7 - - [{}] \"GET {} HTTP/1.1\" {} 512 \"-\" \"test\"\n", time, path, status);
    }
    void append(const std::string& text) {
        std::ofstream(settings.path, std::ios::binary | std::ios::app) << text;
        stamp(settings.path);
    }
    /// As logrotate does: access.log.1 becomes access.log.2, and so on.
    void rename_log() {
        shift();
        std::filesystem::rename(settings.path, rotated(1));
        append("");
    }
    void copy_and_truncate_log() {
        shift();
        std::filesystem::copy_file(settings.path, rotated(1));
        stamp(rotated(1));
        std::filesystem::resize_file(settings.path, 0);
        stamp(settings.path);
    }
    [[nodiscard]] std::filesystem::path rotated(int number) const { return settings.path.string() + "." + std::to_string(number); }

    /// A server that starts: what it knows is in the ledger.
    void restart() {
        auto opened = Tail::open(settings, {[this](Delivery d) { return take(std::move(d)); },
                                            [this](const std::string& source) {
                                                return Result<std::optional<std::string>>(
                                                    cursors.contains(source) ? std::optional(cursors[source]) : std::nullopt);
                                            },
                                            [this](const std::function<void(const std::string&)>& each) {
                                                for (const std::string& text : series_texts) each(text);
                                            },
                                            &book, &metrics});
        ASSERT_TRUE(opened) << opened.error().report();
        tail = std::move(*opened);
    }
    /// Steps until there is nothing left to do at once.
    Result<bool> step() {
        if (!tail) restart();
        for (int i = 0; i < 100'000; ++i) {
            auto more = tail->step(clock.now());
            if (!more || !*more) return more;
        }
        ADD_FAILURE() << "it never ends";
        return false;
    }
    void stepped() {
        const auto done = step();
        ASSERT_TRUE(done) << done.error().report();
    }
    /// A second at a time, as the server does.
    void run(int seconds) {
        for (int i = 0; i < seconds; ++i) {
            clock.advance(Duration::seconds(1));
            (void)step();
        }
    }

    /// Counts of a series by second of their slot: "access_log_requests_total 200 order".
    [[nodiscard]] std::map<std::int64_t, double> counts(const std::string& series) const {
        const auto found = by_series.find(series);
        return found == by_series.end() ? std::map<std::int64_t, double>() : found->second;
    }
    [[nodiscard]] double total(const std::string& series) const {
        double sum = 0;
        for (const auto& [second, count] : counts(series)) sum += count;
        return sum;
    }
    [[nodiscard]] double requests() const {
        double sum = 0;
        for (const auto& [name, counts] : by_series)
            if (name.starts_with("access_log_requests_total")) sum += total(name);
        return sum;
    }
    [[nodiscard]] SourceStatus status() const {
        const auto all = book.all();
        return all.empty() ? SourceStatus{} : all.front();
    }

    const TempFolder folder{"log"};
    Settings settings;
    ManualClock clock{Timestamp::from_seconds(kStart_s)};
    SourceBook book{clock};
    Metrics metrics;
    std::unique_ptr<Tail> tail;
    int refuse = 0;  ///< so many deliveries are answered busy
    std::map<std::string, std::string> cursors;
    std::vector<std::string> series_texts;
    std::map<std::string, std::map<std::int64_t, double>> by_series;
    std::vector<Delivery> deliveries;

private:
    void stamp(const std::filesystem::path& path) {
        std::filesystem::last_write_time(path, std::filesystem::file_time_type(std::chrono::seconds(++writes_)));
    }
    void shift() {
        int last = 1;
        while (std::filesystem::exists(rotated(last))) ++last;
        for (int i = last; i > 1; --i) std::filesystem::rename(rotated(i - 1), rotated(i));
    }
    Result<DeliveryOutcome> take(Delivery d) {
        if (refuse > 0) {
            --refuse;
            return fail(plimsoll::errors::busy, "not now");
        }
        for (const LabelledSample& s : d.samples) {
            Labels labels;
            std::string le;
            for (const auto& [name, value] : s.labels) {
                labels.push_back({name, value});
                if (name == "le") le = " " + value;
            }
            EXPECT_FALSE(canonicalise(labels));
            const std::string key =
                fmt::format("{} {} {}{}", value_of(labels, "__name__"), value_of(labels, "status"), value_of(labels, "route"), le);
            by_series[key][(s.at.in_ms() / 1000) - kStart_s] += s.value;
            const std::string text = canonical_text(labels) + " as events";
            if (std::find(series_texts.begin(), series_texts.end(), text) == series_texts.end()) series_texts.push_back(text);
            EXPECT_EQ(s.temporality, Temporality::event);
        }
        DeliveryOutcome out;
        out.accepted = d.samples.size();
        if (d.cursor) cursors[d.source] = *d.cursor;
        d.samples.shrink_to_fit();
        deliveries.push_back(std::move(d));
        return out;
    }
    int writes_ = 0;
};

}  // namespace plimsoll::ingest::logs
