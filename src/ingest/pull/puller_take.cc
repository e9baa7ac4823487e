// puller_take.cc: what an answer brings into the ledger: live steps, second looks, history.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "ingest/pull/puller.h"
#include "ingest/pull/step_slots.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr Duration kRedeliverAfter = Duration::seconds(1);

}  // namespace

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
        late.delivery.samples.insert(late.delivery.samples.end(), std::make_move_iterator(samples.begin()),
                                     std::make_move_iterator(samples.end()));
    }
    if (request.look == Look::past) {
        late.heard.latest = request.last;
        outside_.ports.book.heard(source_.name, kSourceKind, source_.name, late.heard);
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
    outside_.ports.intake.deliver(std::move(delivery), [post = outside_.post, self = weak_from_this(),
                                                        late = std::make_shared<Late>(std::move(late))](
                                                           Result<DeliveryOutcome> outcome) {
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
        outside_.ports.book.failed(source_.name, kSourceKind, source_.name, outcome.error().sentence());
        return;
    }
    late.heard.bound = outcome->accepted;
    late.heard.unbound = outcome->unbound;
    late.heard.refused = outcome->refused.total();
    outside_.ports.book.heard(source_.name, kSourceKind, source_.name, late.heard);
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
        return lane->purpose == Purpose::fill && std::none_of(lane->slis.begin(), lane->slis.end(),
                                                              [&](std::size_t i) { return slis_[i].fill.wanted(); });
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
        sli.told = fmt::format("{} slots of SLO {}'s history have more bad events than there were and are left out",
                               slots.contradictions, declared.slo);
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

}  // namespace plimsoll::ingest::pull
