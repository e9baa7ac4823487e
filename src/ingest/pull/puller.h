// puller.h: one source: which steps are due, who is asked in one request, what an answer or a failure changes.
//
// Lane       SLIs that are asked together, one request at a time. A lane whose queries fail is parted in halves until the one
//            at fault is alone; a lane that is too much for the server asks for fewer steps, then for fewer SLIs.
// Steps      are due `delay` after their end, by our clock or the source's own (header Date), whichever is behind: a step is
//            never asked for before the source can have it. One step is an instant query, several a range.
// Behind     at most kMostCatchUp is caught up with in the order of time; of a longer outage the rest is filled (back_fill.h).
// Cursor     "UNTIL;slo=UNTIL;...": steps that are in the ledger, in milliseconds; SLOs whose query fails have their own.
//            Asking for a step twice changes nothing, so it is a lower bound.
// Again      many steps in one request, between one and two `look_again` after they were asked for first.
// Order      of requests: steps that are due, then second looks, then history.
// Threads    all on the engine's; answers reach it by `post`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "ingest/pull/asked_sli.h"
#include "ingest/pull/back_fill.h"
#include "ingest/pull/pace.h"
#include "ingest/pull/pull.h"
#include "ingest/pull/source_api.h"
#include "ingest/pull/step_book.h"

namespace plimsoll::ingest::pull {

inline const std::string kSourceKind = "prometheus";  ///< in the book
inline constexpr Duration kMostCatchUp = Duration::hours(2);  ///< below the ledger's late bound of 3 h
/// A second look comes between one and two of these after the first, and has to come before the ledger's late bound.
inline constexpr Duration kMostLookAgain = Duration::minutes(75);
inline constexpr std::size_t kMostPoints = 11'000;         ///< of one series in one answer. Source: Prometheus
inline constexpr std::size_t kPointsWanted = 150'000;      ///< of all series in one answer, were each query to have one
inline constexpr std::size_t kQueryBytes = 256 << 10;      ///< of one request's text, until a server refuses it

/// What a puller needs; `post` runs a function on the engine's thread, `publish` tells how far an SLO is filled.
struct PullerPorts {
    const Ports& ports;
    std::function<void(std::function<void()>)> post;
    std::function<void(const std::string& slo, const Filling&)> publish;
};

class Puller : public std::enable_shared_from_this<Puller> {
public:
    Puller(Source source, PullerPorts ports);

    /// What another puller of the same source knew of SLIs that are the same. Before the first step().
    void inherit(const Puller& before);
    /// Reads cursors, unless inherited. Errors of the ledger are told in the book, and tried again by step().
    void open();
    /// Sends what is due; returns the monotonic time at which it wants to be called again, answers apart.
    Duration step();

    [[nodiscard]] const Source& source() const { return source_; }
    /// Requests and deliveries whose end was not told yet.
    [[nodiscard]] int outstanding() const { return outstanding_; }

private:
    struct Sli {
        AskedSli asked;
        StepBook book;
        Timestamp until = Timestamp::min();   ///< steps up to here are in the ledger
        Timestamp looked = Timestamp::min();  ///< and up to here they were looked at again
        bool heard = false;                   ///< it was asked once with success
        std::string error;
        std::string told;
        BackFill fill;
    };
    enum class Purpose { now, fill };
    struct Lane {
        Purpose purpose = Purpose::now;
        std::vector<std::size_t> slis;
        std::size_t terms = 0;            ///< that are asked for, each text once
        std::vector<std::size_t> places;  ///< of every term of every SLI in order: which of those it is
        std::string form;  ///< the query, encoded
        std::size_t most_steps = 1;
        bool busy = false;
        int failures = 0;
        Duration not_before;
    };
    using LanePtr = std::shared_ptr<Lane>;
    enum class Look { first, again, past };
    struct Request {
        LanePtr lane;
        Look look = Look::first;
        Timestamp first;  ///< ends of steps
        Timestamp last;
        [[nodiscard]] std::int64_t steps(Duration step) const { return (last - first) / step + 1; }
    };
    struct Late {
        Request request;
        Delivery delivery;
        Heard heard;
        Duration not_before;
    };

    void begin(Sli& sli, Timestamp due);
    void save_fill(const Sli& sli);
    bool load_cursors();
    void arrange();
    void arrange_fill();
    void lanes_of(const std::vector<std::size_t>& slis, Purpose purpose);
    LanePtr lane_of(std::vector<std::size_t> slis, Purpose purpose) const;
    void part(const LanePtr& lane);

    [[nodiscard]] Timestamp due_end() const;
    [[nodiscard]] Timestamp until_of(const Lane& lane) const;
    [[nodiscard]] std::optional<Request> next(const LanePtr& lane, Look look, Timestamp due) const;
    [[nodiscard]] std::optional<Request> pick(Duration now) const;
    void send(Request request);
    void answered(const Request& request, const Result<HttpResponse>& response);
    void note_clock(const HttpResponse& response);
    [[nodiscard]] std::optional<std::string> other_time(const Request& request, const Answer& answer) const;
    void failed(const Request& request, const Refused& refused);
    void query_failed(const Request& request, const std::string& words);
    void peer_failed(const Request& request, const Refused& refused);
    void succeeded(const Request& request, Answer answer, std::size_t bytes);
    void take(const Request& request, const std::vector<std::vector<AnsweredSeries>>& answers, std::size_t bytes);
    void take_past(const Request& request, Sli& sli, const std::vector<CountedSeries>& series);
    void drop_filled();
    void skip_ahead();
    void deliver(Late late);
    void delivered(Late late, const Result<DeliveryOutcome>& outcome);
    void give_up_fill(Sli& sli, const std::string& words);
    void end_of_fill(Sli& sli);
    void set_error(Sli& sli, std::string words);
    void tell_note();
    [[nodiscard]] std::string cursor(const Request& request) const;

    Source source_;
    PullerPorts outside_;
    const Duration look_again_;
    Rate rate_;
    std::vector<Sli> slis_;
    std::vector<LanePtr> lanes_;
    std::vector<Late> late_;
    Counter& answered_total_;
    Counter& failed_total_;
    Gauge& behind_seconds_;
    bool opened_ = false;
    int in_flight_ = 0;
    int outstanding_ = 0;
    int failures_ = 0;               ///< of the peer, in a row
    Duration pause_until_;
    std::size_t query_bytes_ = kQueryBytes;
    std::optional<Duration> ahead_;  ///< of the source's clock to ours
    std::string clock_note_;
    std::string note_;
    bool note_changed_ = true;
    bool fill_changed_ = false;
};

}  // namespace plimsoll::ingest::pull
