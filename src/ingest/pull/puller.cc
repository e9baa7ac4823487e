#include "ingest/pull/puller.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/text.h"
#include "ingest/pull/joined.h"
#include "ingest/pull/step_slots.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr Duration kRedeliverAfter = Duration::seconds(1);
constexpr Duration kIdle = Duration::seconds(1);
constexpr Duration kClockTolerance = Duration::seconds(2);  ///< header Date is to the second, and took its way
constexpr Duration kClockWorthTelling = Duration::seconds(10);
constexpr std::size_t kLeastQueryBytes = 2 << 10;
constexpr int kPartAfter = 3;        ///< failures of one lane while the others go on
constexpr int kMostFillFailures = 20;
constexpr std::size_t kCursorBytes = 60 << 10;
constexpr int kOfOneBulkhead = 4;    ///< in flight at once. Source: egress/curl_client.h

StepBook::Kind kind_of(const PulledSli& sli) {
    if (sli.gauge) return StepBook::Kind::gauge;
    return sli.verbatim ? StepBook::Kind::rounded : StepBook::Kind::counts;
}

const std::string kKind = "prometheus";

}  // namespace

Puller::Puller(Source source, PullerPorts ports)
    : source_(std::move(source)),
      outside_(std::move(ports)),
      look_again_(std::min(source_.look_again, kMostLookAgain)),
      rate_(source_.rate),
      answered_total_(outside_.ports.metrics.counter("plimsoll_pull_requests_total", "Requests to sources that are asked for counts, by how they ended.",
                                                     {{"source", source_.name}, {"outcome", "answered"}})),
      failed_total_(outside_.ports.metrics.counter("plimsoll_pull_requests_total", "Requests to sources that are asked for counts, by how they ended.",
                                                   {{"source", source_.name}, {"outcome", "failed"}})),
      behind_seconds_(outside_.ports.metrics.gauge("plimsoll_pull_behind_seconds", "How long the oldest step that is due has been so.",
                                                   {{"source", source_.name}})) {
    for (const PulledSli& sli : source_.slis) {
        auto asked = AskedSli::of(sli, source_.step);
        Sli one{asked ? std::move(*asked) : AskedSli(), StepBook(kind_of(sli)), Timestamp::min(), Timestamp::min(), false, {}, {},
                BackFill::none(source_.back_fill ? "" : "its history is not asked for (backFill: false)")};
        if (!asked) one.error = asked.error().sentence();  // the catalogue reads queries before; it would be a fault of ours
        slis_.push_back(std::move(one));
    }
}

void Puller::inherit(const Puller& before) {
    if (!before.opened_ || before.source_.step != source_.step) return;
    for (Sli& sli : slis_) {
        for (const Sli& old : before.slis_) {
            if (!(old.asked.declared() == sli.asked.declared())) continue;
            sli = old;
            break;
        }
    }
    ahead_ = before.ahead_;
    query_bytes_ = before.query_bytes_;
}

/// Its next step is the newest one, and what is before is history: of an SLO that was not pulled yet, or for long.
void Puller::begin(Sli& sli, Timestamp due) {
    const Timestamp counted_to = sli.fill.done() ? sli.until : Timestamp::min();
    sli.until = sli.looked = due - source_.step;
    if (!source_.back_fill) return;
    sli.fill = BackFill::begin(sli.asked.declared(), sli.until, counted_to);
    save_fill(sli);
}

/// That it was filled so far need not be known at once: filling it again changes nothing.
void Puller::save_fill(const Sli& sli) {
    outside_.ports.intake.deliver({"fill " + sli.asked.declared().slo, {}, Timestamp::min(), sli.fill.cursor()}, [](const Result<DeliveryOutcome>&) {});
}

bool Puller::load_cursors() {
    const Timestamp due = due_end();
    const auto cursor = outside_.ports.intake.cursor(source_.name);
    if (!cursor) {
        outside_.ports.book.failed(source_.name, kKind, source_.name, cursor.error().sentence());
        return false;
    }
    std::map<std::string, Timestamp, std::less<>> own;
    std::optional<Timestamp> all;
    std::string_view rest = *cursor ? std::string_view(**cursor) : std::string_view();
    while (!rest.empty()) {
        std::string_view entry = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), entry.size() + 1));
        const std::size_t equals = entry.find('=');
        const std::string_view text = equals == std::string_view::npos ? entry : entry.substr(equals + 1);
        std::int64_t ms = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), ms).ec != std::errc()) continue;
        // Cursors of another step: never a part of a step that is counted already.
        const Timestamp at = Timestamp::from_ms(ms);
        const Timestamp until = at.floor(source_.step) == at ? at : at.floor(source_.step) + source_.step;
        if (equals == std::string_view::npos) {
            all = until;
        } else {
            own[std::string(entry.substr(0, equals))] = until;
        }
    }
    for (Sli& sli : slis_) {
        if (sli.until != Timestamp::min()) continue;  // inherited
        const std::string& slo = sli.asked.declared().slo;
        const auto fill = outside_.ports.intake.cursor("fill " + slo);
        const auto resumed = fill && *fill ? BackFill::resume(sli.asked.declared(), **fill) : std::nullopt;
        const auto mine = own.find(slo);
        const std::optional<Timestamp> until = mine == own.end() ? all : std::optional(mine->second);
        if (resumed) sli.fill = *resumed;
        const bool known = until && (resumed || !source_.back_fill) && *until <= due && due - *until <= kMostCatchUp;
        if (!known) {
            if (until) sli.until = *until;
            begin(sli, due);
            continue;
        }
        sli.until = *until;
        // What was filled was not delivered, and would count twice if a second look delivered it.
        sli.looked = std::max(*until - look_again_, sli.fill.top());
    }
    return true;
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

void Puller::arrange() {
    lanes_.clear();
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < slis_.size(); ++i)
        if (!slis_[i].asked.terms().empty()) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return slis_[a].until < slis_[b].until; });
    lanes_of(order, Purpose::now);
    arrange_fill();
    tell_note();
}

void Puller::arrange_fill() {
    std::erase_if(lanes_, [](const LanePtr& lane) { return lane->purpose == Purpose::fill && !lane->busy; });
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < slis_.size(); ++i) {
        const bool with_another = std::any_of(lanes_.begin(), lanes_.end(), [&](const LanePtr& lane) {
            return lane->purpose == Purpose::fill && std::find(lane->slis.begin(), lane->slis.end(), i) != lane->slis.end();
        });
        if (slis_[i].fill.wanted() && !slis_[i].asked.terms().empty() && !with_another) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return slis_[a].fill.down_to() < slis_[b].fill.down_to(); });
    lanes_of(order, Purpose::fill);
}

/// As many SLIs in a lane as `batch` queries and the server's limit of text allow.
void Puller::lanes_of(const std::vector<std::size_t>& slis, Purpose purpose) {
    std::vector<std::size_t> some;
    std::size_t terms = 0;
    std::size_t bytes = 0;
    const auto flush = [&] {
        if (!some.empty()) lanes_.push_back(lane_of(std::exchange(some, {}), purpose));
        terms = bytes = 0;
    };
    for (const std::size_t i : slis) {
        std::size_t size = 0;
        for (const AskedTerm& term : slis_[i].asked.terms()) size += term.text.size() + 60;
        const std::size_t count = slis_[i].asked.terms().size();
        if (terms + count > static_cast<std::size_t>(source_.batch) || bytes + size > query_bytes_) flush();
        some.push_back(i);
        terms += count;
        bytes += size;
    }
    flush();
}

Puller::LanePtr Puller::lane_of(std::vector<std::size_t> slis, Purpose purpose) const {
    auto lane = std::make_shared<Lane>();
    lane->purpose = purpose;
    std::vector<const AskedTerm*> terms;
    std::unordered_map<std::string_view, std::size_t> known;  // several promises may stand on one indicator
    for (const std::size_t i : slis) {
        for (const AskedTerm& term : slis_[i].asked.terms()) {
            const auto [at, is_new] = known.try_emplace(term.text, terms.size());
            if (is_new) terms.push_back(&term);
            lane->places.push_back(at->second);
        }
    }
    lane->terms = terms.size();
    lane->form = form_of({{"query", joined(terms)}});
    lane->slis = std::move(slis);
    lane->most_steps = std::clamp<std::size_t>(kPointsWanted / std::max<std::size_t>(1, lane->terms), 1, kMostPoints - 1);
    return lane;
}

void Puller::part(const LanePtr& lane) {
    const auto half = lane->slis.begin() + static_cast<std::ptrdiff_t>(lane->slis.size() / 2);
    LanePtr first = lane_of({lane->slis.begin(), half}, lane->purpose);
    LanePtr second = lane_of({half, lane->slis.end()}, lane->purpose);
    for (const LanePtr& one : {first, second}) one->most_steps = std::min(one->most_steps, lane->most_steps);
    const auto at = std::find(lanes_.begin(), lanes_.end(), lane);
    if (at == lanes_.end()) return;
    *at = first;
    lanes_.push_back(second);
}

/// The end of the newest step that may be asked for.
Timestamp Puller::due_end() const {
    const Timestamp now = outside_.ports.clock.now();
    const Duration behind = ahead_ ? std::min(*ahead_, Duration()) : Duration();
    return (now + behind - source_.delay).floor(source_.step);
}

Timestamp Puller::until_of(const Lane& lane) const {
    Timestamp out = Timestamp::max();
    for (const std::size_t i : lane.slis) out = std::min(out, slis_[i].until);
    return out;
}

std::optional<Puller::Request> Puller::next(const LanePtr& lane, Look look, Timestamp due) const {
    const Duration step = source_.step;
    const auto most = step * static_cast<std::int64_t>(lane->most_steps);
    const Timestamp until = until_of(*lane);
    if (look == Look::first && lane->purpose == Purpose::now) {
        if (until >= due) return std::nullopt;
        return Request{lane, look, until + step, std::min(due, until + most)};
    }
    if (look == Look::again && lane->purpose == Purpose::now) {
        if (look_again_ <= Duration()) return std::nullopt;
        const Duration chunk = std::max(step, Timestamp::from_ms(look_again_.in_ms()).floor(step) - Timestamp());
        Timestamp looked = Timestamp::max();
        for (const std::size_t i : lane->slis) looked = std::min(looked, slis_[i].looked);
        looked = looked.floor(step);
        if (looked + chunk + look_again_ > until) return std::nullopt;
        return Request{lane, look, looked + step, looked + std::min(chunk, most)};
    }
    if (look != Look::past || lane->purpose != Purpose::fill) return std::nullopt;
    Timestamp down_to = Timestamp::min();
    Timestamp floor = Timestamp::max();
    for (const std::size_t i : lane->slis) {
        // What is live has to be first, so that the groups of a roll-up are bound when their past is filled.
        if (!slis_[i].heard && slis_[i].error.empty()) return std::nullopt;
        if (!slis_[i].fill.wanted()) continue;
        down_to = std::max(down_to, slis_[i].fill.down_to().floor(step));
        floor = std::min(floor, slis_[i].fill.floor());
    }
    if (down_to <= floor) return std::nullopt;
    return Request{lane, look, std::max(floor.floor(step), down_to - most) + step, down_to};
}

std::optional<Puller::Request> Puller::pick(Duration now) const {
    const Timestamp due = due_end();
    for (const Look look : {Look::first, Look::again, Look::past}) {
        std::optional<Request> best;
        for (const LanePtr& lane : lanes_) {
            if (lane->busy || lane->not_before > now) continue;
            auto request = next(lane, look, due);
            if (request && (!best || request->first < best->first)) best = std::move(request);
        }
        if (best) return best;
    }
    return std::nullopt;
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
                                : Parameters{{"start", seconds(request.first)}, {"end", seconds(request.last)}, {"step", fmt::format("{}", source_.step.in_ms() / 1000)}};
    parameters.emplace_back("nocache", "1");
    parameters.emplace_back("timeout", fmt::format("{}s", std::max<std::int64_t>(1, source_.timeout.in_ms() / 1000)));
    auto http = request_to(source_, outside_.ports.secrets, Method::post, one ? "/api/v1/query" : "/api/v1/query_range", request.lane->form + "&" + form_of(parameters));
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

void Puller::note_clock(const HttpResponse& response) {
    const auto date = date_of(response);
    if (!date) return;
    const Duration ahead = *date - outside_.ports.clock.now();
    const bool close = ahead < kClockTolerance && ahead > -kClockTolerance;
    ahead_ = close ? Duration() : ahead;
    const Duration apart = ahead < Duration() ? -ahead : ahead;
    std::string note = apart < kClockWorthTelling ? "" : fmt::format("its clock is {} {} ours", text::duration_words(apart), ahead < Duration() ? "behind" : "ahead of");
    if (note.empty() == clock_note_.empty()) return;
    clock_note_ = std::move(note);
    note_changed_ = true;
}

/// A cache that answers for another time, or a server whose clock is behind, has not what was asked for.
std::optional<std::string> Puller::other_time(const Request& request, const Answer& answer) const {
    if (ahead_ && request.last > outside_.ports.clock.now() + *ahead_)
        return "its clock has not come to the step that was asked for; it will be asked later";
    for (const AnsweredSeries& series : answer.series) {
        for (const auto& point : series.points) {
            const bool asked = point.at >= request.first && point.at <= request.last && (point.at - request.first).in_ms() % source_.step.in_ms() == 0;
            if (!asked)
                return fmt::format("it answers for {} when asked for {}; is there a cache before it that moves times?", text::rfc3339(point.at), text::rfc3339(request.last));
        }
    }
    return std::nullopt;
}

void Puller::failed(const Request& request, const Refused& refused) {
    const LanePtr& lane = request.lane;
    const Duration now = outside_.ports.clock.monotonic();
    const bool several = lane->slis.size() > 1;
    switch (refused.trouble) {
        case Trouble::peer: return peer_failed(request, refused);
        case Trouble::query: return query_failed(request, refused.words);
        case Trouble::too_long:
            query_bytes_ = std::max(kLeastQueryBytes, std::min(query_bytes_, lane->form.size()) / 2);
            if (!several) return query_failed(request, refused.words);
            return part(lane);
        case Trouble::too_much:
            lane->not_before = now + wait_after(++lane->failures, outside_.ports.random);
            if (request.first != request.last) {
                lane->most_steps = static_cast<std::size_t>(std::max<std::int64_t>(1, request.steps(source_.step) / 2));
            } else if (several) {
                return part(lane);
            } else {
                return query_failed(request, refused.words);
            }
            outside_.ports.book.failed(source_.name, kKind, source_.name, refused.words + ". It is asked for less at a time");
    }
}

void Puller::query_failed(const Request& request, const std::string& words) {
    const LanePtr& lane = request.lane;
    if (lane->slis.size() > 1) return part(lane);
    Sli& sli = slis_[lane->slis.front()];
    lane->not_before = outside_.ports.clock.monotonic() + wait_after(++lane->failures, outside_.ports.random);
    if (lane->purpose == Purpose::now) return set_error(sli, words);
    give_up_fill(sli, words);
    drop_filled();
}

void Puller::peer_failed(const Request& request, const Refused& refused) {
    const LanePtr& lane = request.lane;
    const Duration now = outside_.ports.clock.monotonic();
    const Duration wait = std::max(wait_after(++failures_, outside_.ports.random), refused.retry_after.value_or(Duration()));
    pause_until_ = std::max(pause_until_, now + wait);
    lane->not_before = now + wait_after(++lane->failures, outside_.ports.random);
    outside_.ports.book.failed(source_.name, kKind, source_.name, refused.words);
    behind_seconds_.set(std::max(0.0, (due_end() - until_of(*lane)).in_seconds()));
    const bool others_go_on = failures_ < lane->failures;
    if (lane->failures >= kPartAfter && others_go_on && lane->slis.size() > 1) return part(lane);
    if (lane->purpose != Purpose::fill || lane->failures < kMostFillFailures || !others_go_on) return;
    for (const std::size_t i : lane->slis) give_up_fill(slis_[i], refused.words);
    drop_filled();
}

void Puller::succeeded(const Request& request, Answer answer, std::size_t bytes) {
    failures_ = 0;
    request.lane->failures = 0;
    auto answers = parted(std::move(answer.series), request.lane->terms);
    if (!answers) return failed(request, {Trouble::peer, answers.error().sentence(), {}});
    take(request, *answers, bytes);
}

void Puller::take(const Request& request, const std::vector<std::vector<AnsweredSeries>>& answers, std::size_t bytes) {
    Late late{request, {source_.name, {}, Timestamp::min(), std::nullopt}, {}, {}};
    late.heard.bytes = bytes;
    auto place = request.lane->places.begin();
    std::vector<AskedSli::Read> all;
    for (const std::size_t i : request.lane->slis) {
        std::vector<std::vector<AnsweredSeries>> own;
        for (std::size_t t = 0; t < slis_[i].asked.terms().size(); ++t) own.push_back(answers[*place++]);
        auto read = slis_[i].asked.read(std::move(own));
        if (!read) return query_failed(request, read.error().sentence());
        all.push_back(std::move(*read));
    }
    for (std::size_t n = 0; n < all.size(); ++n) {
        const AskedSli::Read& read = all[n];
        Sli& sli = slis_[request.lane->slis[n]];
        late.heard.series += read.series.size();
        if (request.look == Look::past) {
            take_past(request, sli, read.series);
            continue;
        }
        set_error(sli, {});
        if (sli.told != read.told) note_changed_ = true;
        sli.told = read.told;
        auto samples = request.look == Look::first ? sli.book.first(read.series, sli.until, request.last) : sli.book.again(read.series);
        late.delivery.samples.insert(late.delivery.samples.end(), std::make_move_iterator(samples.begin()), std::make_move_iterator(samples.end()));
    }
    if (request.look == Look::past) {
        late.heard.latest = request.last;
        outside_.ports.book.heard(source_.name, kKind, source_.name, late.heard);
        return drop_filled();
    }
    if (request.look == Look::first) {
        late.delivery.latest = request.last;
        late.delivery.cursor = cursor(request);
    }
    late.heard.samples = late.delivery.samples.size();
    late.heard.latest = request.last;
    request.lane->busy = true;
    ++outstanding_;
    deliver(std::move(late));
}

void Puller::deliver(Late late) {
    Delivery delivery = late.delivery;
    outside_.ports.intake.deliver(std::move(delivery), [post = outside_.post, self = weak_from_this(), late = std::make_shared<Late>(std::move(late))](Result<DeliveryOutcome> outcome) {
        post([self, late, outcome = std::move(outcome)] {
            if (const auto here = self.lock()) here->delivered(std::move(*late), outcome);
        });
    });
}

void Puller::delivered(Late late, const Result<DeliveryOutcome>& outcome) {
    const Duration now = outside_.ports.clock.monotonic();
    if (!outcome && outcome.error().kind().http_status == 503) {
        late.not_before = now + kRedeliverAfter;
        late_.push_back(std::move(late));
        return;
    }
    --outstanding_;
    const LanePtr& lane = late.request.lane;
    lane->busy = false;
    if (!outcome) {
        lane->not_before = now + wait_after(++lane->failures, outside_.ports.random);
        outside_.ports.book.failed(source_.name, kKind, source_.name, outcome.error().sentence());
        return;
    }
    late.heard.bound = outcome->accepted;
    late.heard.unbound = outcome->unbound;
    late.heard.refused = outcome->refused.total();
    outside_.ports.book.heard(source_.name, kKind, source_.name, late.heard);
    for (const std::size_t i : lane->slis) {
        Sli& sli = slis_[i];
        if (!sli.error.empty()) continue;
        sli.heard = true;
        if (late.request.look == Look::first) {
            sli.until = std::max(sli.until, late.request.last);
        } else {
            sli.looked = std::max(sli.looked, late.request.last);
            sli.book.forget(sli.looked);
        }
        if (look_again_ <= Duration()) sli.book.forget(sli.until - source_.step * 2);
    }
    behind_seconds_.set(std::max(0.0, (due_end() - until_of(*lane)).in_seconds()));
}

/// Lanes of history that have nothing left to fill.
void Puller::drop_filled() {
    std::erase_if(lanes_, [&](const LanePtr& lane) {
        return lane->purpose == Purpose::fill && std::none_of(lane->slis.begin(), lane->slis.end(), [&](std::size_t i) { return slis_[i].fill.wanted(); });
    });
}

void Puller::take_past(const Request& request, Sli& sli, const std::vector<CountedSeries>& series) {
    if (!sli.fill.wanted()) return;
    const PulledSli& declared = sli.asked.declared();
    const Timestamp after = std::max(request.first - source_.step, sli.fill.floor());
    const auto slots = slots_of_steps(series, *outside_.ports.resolver.binding(), source_.step, declared.gauge, after, sli.fill.down_to());
    std::optional<Timestamp> earliest;
    for (const auto& [sli_id, hours] : slots.hours) {
        const auto filled = outside_.ports.ledger.import_hours(sli_id, slots.of(sli_id));
        if (!filled) return give_up_fill(sli, filled.error().sentence());
    }
    for (const CountedSeries& one : series)
        if (!one.steps.empty()) earliest = std::min(earliest.value_or(one.steps.front().step), one.steps.front().step);
    sli.fill.filled(request.first - source_.step, earliest);
    save_fill(sli);
    if (slots.contradictions > 0 && sli.told.empty()) {
        sli.told = fmt::format("{} slots of SLO {}'s history have more bad events than there were and are left out", slots.contradictions, declared.slo);
        note_changed_ = true;
    }
    if (!sli.fill.wanted()) return end_of_fill(sli);
    outside_.publish(declared.slo, sli.fill.shown());
}

void Puller::give_up_fill(Sli& sli, const std::string& words) {
    if (!sli.fill.wanted()) return;
    sli.fill.give_up(words);
    end_of_fill(sli);
}

void Puller::end_of_fill(Sli& sli) {
    outside_.publish(sli.asked.declared().slo, sli.fill.shown());
    if (outside_.ports.filled) outside_.ports.filled();
}

void Puller::set_error(Sli& sli, std::string words) {
    if (sli.error == words) return;
    const bool mended = words.empty();
    sli.error = std::move(words);
    note_changed_ = true;
    if (!mended || !sli.fill.given_up()) return;
    sli.fill = BackFill::begin(sli.asked.declared(), sli.fill.top());
    fill_changed_ = true;
}

/// What a person should know of single SLOs and of how much is asked.
void Puller::tell_note() {
    note_changed_ = false;
    std::size_t failing = 0;
    std::string first;
    std::string told;
    for (const Sli& sli : slis_) {
        if (!sli.error.empty() && failing++ == 0) first = fmt::format("SLO {}: {}", sli.asked.declared().slo, sli.error);
        if (told.empty()) told = sli.told;
    }
    std::vector<std::string> parts;
    if (failing > 0) parts.push_back(fmt::format("{} of {} SLOs cannot be asked; {}", failing, slis_.size(), first));
    if (!told.empty()) parts.push_back(told);
    if (!clock_note_.empty()) parts.push_back(clock_note_);
    const auto lanes = std::count_if(lanes_.begin(), lanes_.end(), [](const LanePtr& lane) { return lane->purpose == Purpose::now; });
    if (static_cast<double>(lanes) > source_.rate * source_.step.in_seconds())
        parts.push_back(fmt::format("{} requests each step of {} are more than {} a second; raise rate, batch or step", lanes, text::duration(source_.step), text::number(source_.rate)));
    std::string note = fmt::format("{}", fmt::join(parts, "; "));
    if (note == note_) return;
    note_ = std::move(note);
    outside_.ports.book.note(source_.name, kKind, source_.name, note_);
}

/// As if this request's steps were in the ledger.
std::string Puller::cursor(const Request& request) const {
    std::vector<bool> here(slis_.size());
    for (const std::size_t i : request.lane->slis) here[i] = true;
    const auto until = [&](std::size_t i) { return here[i] && slis_[i].error.empty() ? std::max(slis_[i].until, request.last) : slis_[i].until; };
    Timestamp all = Timestamp::max();
    Timestamp least = Timestamp::max();
    std::string own;
    for (std::size_t i = 0; i < slis_.size(); ++i) {
        if (slis_[i].asked.terms().empty()) continue;
        least = std::min(least, until(i));
        if (slis_[i].error.empty()) {
            all = std::min(all, until(i));
        } else {
            own += fmt::format(";{}={}", slis_[i].asked.declared().slo, until(i).in_ms());
        }
    }
    if (own.size() > kCursorBytes || all == Timestamp::max()) return fmt::format("{}", least.in_ms());
    return fmt::format("{}{}", all.in_ms(), own);
}

}  // namespace plimsoll::ingest::pull
