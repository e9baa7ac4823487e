// tail.h: one log, read as it grows and delivered: the work of AccessLogs, step by step.
//
// Step       a few MiB of lines, then one delivery: counts by slot, zeros for quiet slots, and the cursor behind them. A delivery
//            that is not taken (503) is given again until it is; nothing more is read meanwhile.
// Span       one delivery tells of at most an hour and about 20,000 samples: a log that is read after a long time arrives as one
//            that was read all along. Gaps of more than 7 days in what is caught up on are left missing.
// Complete   up to 2 s before the instant of the step when its end was reached, because a line may carry the second before; else up to
//            the newest line.
// Threads    one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/metrics.h"
#include "ingest/logs/log_cursor.h"
#include "ingest/logs/tally.h"

namespace plimsoll::ingest::logs {

class Tail {
public:
    struct Ports {
        std::function<Result<DeliveryOutcome>(Delivery)> deliver;                       ///< Intake::deliver_and_wait
        std::function<Result<std::optional<std::string>>(const std::string&)> cursor;   ///< Intake::cursor
        std::function<void(const std::function<void(const std::string&)>&)> each_series; ///< texts of the ledger's
        SourceBook* book = nullptr;
        Metrics* metrics = nullptr;
    };
    /// Errors: invalid, as faults() says.
    static Result<std::unique_ptr<Tail>> open(const Settings& settings, Ports ports);

    /// True: there is more to do at once. Errors: not_found, io (the log); what the intake says. All are worth another try.
    Result<bool> step(Timestamp now);
    [[nodiscard]] const Settings& settings() const { return settings_; }

private:
    Tail(const Settings& settings, std::unique_ptr<LineReader> reader, RouteTable routes, Ports ports);

    Result<> begin();
    Result<> read_lines(Timestamp now);
    Result<> end_file(Timestamp now);
    bool take_line(std::string_view line, Timestamp now);
    void bad_line(std::string_view why, std::string_view line);
    void compose(Timestamp now);
    Result<bool> deliver();
    void tell(const Delivery& delivery, const DeliveryOutcome& outcome);
    [[nodiscard]] std::string cursor_text() const;
    [[nodiscard]] Timestamp limit() const;
    [[nodiscard]] std::string note() const;

    const Settings settings_;
    const std::string source_;
    const Ports ports_;
    Counter& lines_;
    Counter& bad_lines_;
    std::unique_ptr<LineReader> reader_;
    RouteTable routes_;
    RequestSeries series_;
    Tally tally_;
    LogFollower follower_;

    bool begun_ = false;
    std::string buffer_;
    LoggedRequest request_;
    Timestamp told_ = Timestamp::min();    ///< zeros were told of every slot before
    Timestamp newest_ = Timestamp::min();  ///< line
    std::int64_t slots_a_delivery_ = 1;
    bool in_long_line_ = false;
    // Of the last reading.
    bool blocked_ = false;  ///< a line is beyond limit()
    bool at_end_ = false;
    bool more_ = false;
    std::uint64_t bytes_ = 0;

    std::optional<Delivery> pending_;
    std::string committed_;  ///< the cursor
    // For note().
    std::uint64_t bad_ = 0;
    std::string first_bad_;
    std::uint64_t jumps_back_ = 0;
    std::uint64_t too_late_ = 0;
};

}  // namespace plimsoll::ingest::logs
