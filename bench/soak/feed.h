// feed.h: the demo company's counters under trouble: what is sent, and what of it must be counted.
//
// Pure       bodies and truth are functions of seed, founding, plan and speed: no clock is read.
// Counters   each instance counts from zero from its beginning. While it is not heard its counters go on, and the next sample
//            tells all of it; when it is replaced, what it counted since its last sample is never told, and the new one begins
//            with a sample of zero.
// Truth      the sum of what every sample said beyond the one before it of the same life. Every body is delivered in the end,
//            in whatever order and however often, so this is what the ledger must hold, to the event.
// Threads    belongs to one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "demo/counts.h"
#include "plan.h"

namespace plimsoll::soak {

/// One remote-write body: all that is heard in a slot.
struct Body {
    std::string packed;
    std::uint64_t samples = 0;
    Timestamp due;                    ///< not sent before
    int copies = 1;                   ///< sent so often in a row
    std::optional<Timestamp> again;   ///< and once more then
};

struct Events {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    friend bool operator==(const Events&, const Events&) = default;
};

/// What was told of an SLO, all instances and each by its `instance` label.
struct Truth {
    Events whole;                               ///< since the founding
    std::map<std::string, Events> by_instance;  ///< since `Feed::settled_from`
};

class Feed {
public:
    /// `counts.founded()` is where the first slot begins. After `run` (of the machine) the counters stand still: what is told
    /// then only lets the ledger settle.
    Feed(const demo::Counts& counts, std::vector<Step> plan, Duration run, int speed, Timestamp settled_from);

    /// The next slot's body if it is due at `now`; a slot in which nothing is heard has none. False: none is due.
    bool next(Timestamp now, std::optional<Body>& body);
    /// By name of the SLO, as far as next() went.
    [[nodiscard]] const std::map<std::string, Truth>& truth() const { return truth_; }
    [[nodiscard]] Timestamp told_to() const { return next_; }

private:
    struct Line {
        const demo::CompanyService* service;
        const demo::PromisedSlo* slo;
        int instance;
        std::size_t host;        ///< of hosts_
        std::string labels[2];   ///< encoded
        std::int64_t value[2] = {0, 0};
        std::int64_t told[2] = {0, 0};
    };
    /// The instances that run: a service and a number.
    struct Host {
        const demo::CompanyService* service;
        int instance;
    };
    [[nodiscard]] const Step* active(Trouble trouble, Timestamp slot) const;
    [[nodiscard]] bool is_hit(const Step* step, std::size_t host) const { return step != nullptr && step->draw % hosts_.size() == host; }
    [[nodiscard]] double least_bad(const demo::CompanyService& service, Timestamp slot) const;
    [[nodiscard]] Timestamp time_of(Duration machine) const { return counts_.founded() + machine * speed_; }
    void count(Line& line, Timestamp slot);
    void tell(Line& line, Timestamp slot);
    std::string line_of(Line& line, Timestamp slot, bool begins, std::uint64_t& samples);
    void mark(Body& body, Timestamp slot) const;

    demo::Counts counts_;
    std::vector<Step> plan_;
    int speed_;
    Timestamp settled_from_;
    Timestamp next_;
    Timestamp still_from_;
    std::uint64_t number_ = 0;
    std::vector<Host> hosts_;
    std::vector<bool> gone_;  ///< by host: it was replaced and its successor has not begun
    std::vector<Line> lines_;
    std::map<std::string, Truth> truth_;
};

}  // namespace plimsoll::soak
