// puller_trouble.cc: what failures change, and what is told of them.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "ingest/pull/puller.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr Duration kClockTolerance = Duration::seconds(2);  ///< header Date is to the second, and took its way
constexpr Duration kClockWorthTelling = Duration::seconds(10);
constexpr std::size_t kLeastQueryBytes = 2 << 10;
constexpr int kPartAfter = 3;  ///< failures of one lane while the others go on
constexpr int kMostFillFailures = 20;

}  // namespace

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
            outside_.ports.book.failed(source_.name, kSourceKind, source_.name, refused.words + ". It is asked for less at a time");
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
    outside_.ports.book.failed(source_.name, kSourceKind, source_.name, refused.words);
    behind_seconds_.set(std::max(0.0, (due_end() - until_of(*lane)).in_seconds()));
    const bool others_go_on = failures_ < lane->failures;
    if (lane->failures >= kPartAfter && others_go_on && lane->slis.size() > 1) return part(lane);
    if (lane->purpose != Purpose::fill || lane->failures < kMostFillFailures || !others_go_on) return;
    for (const std::size_t i : lane->slis) give_up_fill(slis_[i], refused.words);
    drop_filled();
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
        parts.push_back(fmt::format("{} requests each step of {} are more than {} a second; raise rate, batch or step",
                                    lanes, text::duration(source_.step), text::number(source_.rate)));
    std::string note = fmt::format("{}", fmt::join(parts, "; "));
    if (note == note_) return;
    note_ = std::move(note);
    outside_.ports.book.note(source_.name, kSourceKind, source_.name, note_);
}

void Puller::note_clock(const HttpResponse& response) {
    const auto date = date_of(response);
    if (!date) return;
    const Duration ahead = *date - outside_.ports.clock.now();
    const bool close = ahead < kClockTolerance && ahead > -kClockTolerance;
    ahead_ = close ? Duration() : ahead;
    const Duration apart = ahead < Duration() ? -ahead : ahead;
    std::string note = apart < kClockWorthTelling ? ""
                                                  : fmt::format("its clock is {} {} ours", text::duration_words(apart),
                                                                ahead < Duration() ? "behind" : "ahead of");
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
            const bool asked = point.at >= request.first && point.at <= request.last &&
                               (point.at - request.first).in_ms() % source_.step.in_ms() == 0;
            if (!asked)
                return fmt::format("it answers for {} when asked for {}; is there a cache before it that moves times?",
                                   text::rfc3339(point.at), text::rfc3339(request.last));
        }
    }
    return std::nullopt;
}

}  // namespace plimsoll::ingest::pull
