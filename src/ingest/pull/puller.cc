#include "ingest/pull/puller.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ingest/pull/joined.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr Duration kIdle = Duration::seconds(1);
constexpr int kOfOneBulkhead = 4;  ///< in flight at once. Source: egress/curl_client.h

StepBook::Kind kind_of(const PulledSli& sli) {
    if (sli.gauge) return StepBook::Kind::gauge;
    return sli.verbatim ? StepBook::Kind::rounded : StepBook::Kind::counts;
}

}  // namespace

Puller::Puller(Source source, PullerPorts ports)
    : source_(std::move(source)),
      outside_(std::move(ports)),
      look_again_(std::min(source_.look_again, kMostLookAgain)),
      rate_(source_.rate),
      answered_total_(outside_.ports.metrics.counter(
          "plimsoll_pull_requests_total", "Requests to sources that are asked for counts, by how they ended.",
          {{"source", source_.name}, {"outcome", "answered"}})),
      failed_total_(outside_.ports.metrics.counter("plimsoll_pull_requests_total",
                                                   "Requests to sources that are asked for counts, by how they ended.",
                                                   {{"source", source_.name}, {"outcome", "failed"}})),
      behind_seconds_(outside_.ports.metrics.gauge("plimsoll_pull_behind_seconds",
                                                   "How long the oldest step that is due has been so.",
                                                   {{"source", source_.name}})) {
    for (const PulledSli& sli : source_.slis) {
        auto asked = AskedSli::of(sli, source_.step);
        Sli one{asked ? std::move(*asked) : AskedSli(), StepBook(kind_of(sli)), Timestamp::min(), Timestamp::min(), false, {}, {},
                BackFill::none(source_.back_fill ? "" : "its history is not asked for (backFill: false)")};
        if (!asked) one.error = asked.error().sentence();  // the catalogue reads queries before; it would be a fault of ours
        slis_.push_back(std::move(one));
    }
}

void Puller::open() {
    if (opened_) return;
    if (!load_cursors()) return;
    opened_ = true;
    for (Sli& sli : slis_) {
        outside_.publish(sli.asked.declared().slo, sli.fill.shown());
    }
    arrange();
}

/// The end of the newest step that may be asked for.
Timestamp Puller::due_end() const {
    const Timestamp now = outside_.ports.clock.now();
    const Duration behind = ahead_ ? std::min(*ahead_, Duration()) : Duration();
    return (now + behind - source_.delay).floor(source_.step);
}

/// Who is behind by more than the ledger takes late begins anew; what lies between is history.
void Puller::skip_ahead() {
    const Timestamp due = due_end();
    for (Sli& sli : slis_) {
        if (due - sli.until <= kMostCatchUp) continue;
        begin(sli, due);
        fill_changed_ = true;
        outside_.publish(sli.asked.declared().slo, sli.fill.shown());
    }
}

Duration Puller::step() {
    const Duration now = outside_.ports.clock.monotonic();
    if (!opened_) open();
    if (!opened_) return now + kIdle;
    std::vector<Late> late = std::exchange(late_, {});
    for (Late& one : late) {
        if (one.not_before <= now) {
            deliver(std::move(one));
        } else {
            late_.push_back(std::move(one));
        }
    }
    skip_ahead();
    if (std::exchange(fill_changed_, false)) arrange_fill();
    if (note_changed_) tell_note();
    while (in_flight_ < source_.concurrency && pause_until_ <= now) {
        auto request = pick(now);
        if (!request) break;
        if (!rate_.take(now)) return std::min(rate_.next(now), now + kIdle);
        send(std::move(*request));
    }
    return now + kIdle;
}

void Puller::send(Request request) {
    const bool one = request.first == request.last;
    const auto seconds = [](Timestamp t) { return fmt::format("{}", t.in_ms() / 1000); };
    Parameters parameters = one ? Parameters{{"time", seconds(request.last)}}
                                : Parameters{{"start", seconds(request.first)},
                                             {"end", seconds(request.last)},
                                             {"step", fmt::format("{}", source_.step.in_ms() / 1000)}};
    parameters.emplace_back("nocache", "1");
    parameters.emplace_back("timeout", fmt::format("{}s", std::max<std::int64_t>(1, source_.timeout.in_ms() / 1000)));
    auto http = request_to(source_, outside_.ports.secrets, Method::post, one ? "/api/v1/query" : "/api/v1/query_range",
                           request.lane->form + "&" + form_of(parameters));
    if (http) http->bulkhead += fmt::format(" {}", in_flight_ / kOfOneBulkhead);
    request.lane->busy = true;
    ++in_flight_;
    ++outstanding_;
    auto done = [post = outside_.post, self = weak_from_this(), request](Result<HttpResponse> response) {
        post([self, request, response = std::make_shared<Result<HttpResponse>>(std::move(response))] {
            if (const auto here = self.lock()) here->answered(request, *response);
        });
    };
    if (!http) return done(std::move(http).error());
    outside_.ports.http.send(std::move(*http), std::move(done));
}

void Puller::answered(const Request& request, const Result<HttpResponse>& response) {
    --in_flight_;
    --outstanding_;
    request.lane->busy = false;
    if (response) note_clock(*response);
    auto answer = judged(response);
    std::optional<Refused> refused;
    if (!answer) {
        refused = std::move(answer).error();
    } else if (auto why = other_time(request, *answer)) {
        refused = Refused{Trouble::peer, std::move(*why), {}};
    }
    if (refused) {
        failed_total_.add();
        return failed(request, *refused);
    }
    answered_total_.add();
    succeeded(request, std::move(*answer), response->body.size());
}

void Puller::succeeded(const Request& request, Answer answer, std::size_t bytes) {
    failures_ = 0;
    request.lane->failures = 0;
    auto answers = parted(std::move(answer.series), request.lane->terms);
    if (!answers) return failed(request, {Trouble::peer, answers.error().sentence(), {}});
    take(request, *answers, bytes);
}

}  // namespace plimsoll::ingest::pull
