// samples.h: what a soak looks at, again and again: the process, its disk, its lag, its pages.
//
// Threads    one of its own between construction and stop(); runs(), troubled() and the end of a life are told from another.
#pragma once

#include <boost/describe/class.hpp>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/scaled_clock.h"
#include "demo/caller.h"
#include "flat.h"
#include "process.h"

namespace plimsoll::soak {

struct SampledSeries {
    std::string name;
    std::string unit;
    std::vector<Point> points;
};
BOOST_DESCRIBE_STRUCT(SampledSeries, (), (name, unit, points))

/// From one start of the server to its end, in seconds since the founding.
struct Life {
    double from_s = 0;
    double to_s = 0;
};
BOOST_DESCRIBE_STRUCT(Life, (), (from_s, to_s))

/// How the pages stand, by the channels' own counts.
struct Pages {
    std::int64_t delivered = 0;
    std::int64_t dead = 0;
    std::int64_t waiting = 0;
};
BOOST_DESCRIBE_STRUCT(Pages, (), (delivered, dead, waiting))

class Sampler {
public:
    struct Ports {
        demo::Caller admin;
        const ServerProcess& server;
        const ScaledClock& clock;
        Timestamp founded;
        std::filesystem::path data;
        std::chrono::milliseconds every;
    };
    explicit Sampler(Ports ports);
    ~Sampler() { stop(); }

    /// The server has just become ready; it is about to end.
    void begins();
    void ends();
    /// Something goes wrong on purpose now; or is over.
    void troubled(bool is);
    /// One sample now, beside those that come by themselves.
    void sample();
    void stop();

    /// After stop().
    [[nodiscard]] const SampledSeries& series(const std::string& name) const;
    [[nodiscard]] std::vector<SampledSeries> all() const;
    [[nodiscard]] const std::vector<Life>& lives() const { return lives_; }
    /// Of all judgements of every life, as far as it was read before its end: the least bound that so large a share did not
    /// exceed, in seconds of the company's time; empty: none was read.
    [[nodiscard]] std::optional<double> judging_lag_s(double share) const;
    [[nodiscard]] double seconds() const;

    /// How the pages stand now; empty: nobody answers. Any thread.
    [[nodiscard]] std::optional<Pages> pages() const;

private:
    void run();
    void put(const std::string& name, const std::string& unit, std::optional<double> value);
    void look_at_process();
    void look_at_disk();
    void look_at_server();
    void read_metrics(const std::string& text);

    Ports ports_;
    mutable std::mutex mutex_;  // guards what follows
    double at_s_ = 0;           ///< of the sample under way
    std::vector<SampledSeries> series_;
    std::vector<Life> lives_;
    bool alive_ = false;
    bool troubled_ = false;
    std::map<double, double> lag_past_;     ///< judgements within a bound, of lives that ended
    std::map<double, double> lag_present_;
    bool stopping_ = false;
    std::condition_variable changed_;
    std::thread thread_;
};

}  // namespace plimsoll::soak
