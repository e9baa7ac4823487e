// puller_cursor.cc: how far each SLI has come, kept and read.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>

#include "ingest/pull/puller.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr std::size_t kCursorBytes = 60 << 10;

struct Cursors {
    std::optional<Timestamp> all;
    std::map<std::string, Timestamp, std::less<>> own;  ///< by SLO
};

/// Cursors of another step are brought to the end of one of these: never a part of a step that is counted already.
Timestamp at_step(Timestamp at, Duration step) { return at.floor(step) == at ? at : at.floor(step) + step; }

Cursors cursors_of(std::string_view text, Duration step) {
    Cursors out;
    while (!text.empty()) {
        const std::string_view entry = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(text.size(), entry.size() + 1));
        const std::size_t equals = entry.find('=');
        const std::string_view number = equals == std::string_view::npos ? entry : entry.substr(equals + 1);
        std::int64_t ms = 0;
        if (std::from_chars(number.data(), number.data() + number.size(), ms).ec != std::errc()) continue;
        const Timestamp until = at_step(Timestamp::from_ms(ms), step);
        if (equals == std::string_view::npos) {
            out.all = until;
        } else {
            out.own[std::string(entry.substr(0, equals))] = until;
        }
    }
    return out;
}

}  // namespace

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
    outside_.ports.intake.deliver({"fill " + sli.asked.declared().slo, {}, Timestamp::min(), sli.fill.cursor()},
                                  [](const Result<DeliveryOutcome>&) {});
}

bool Puller::load_cursors() {
    const Timestamp due = due_end();
    const auto text = outside_.ports.intake.cursor(source_.name);
    if (!text) {
        outside_.ports.book.failed(source_.name, kSourceKind, source_.name, text.error().sentence());
        return false;
    }
    const Cursors cursors = cursors_of(text->value_or(""), source_.step);
    for (Sli& sli : slis_) {
        if (sli.until != Timestamp::min()) continue;  // inherited
        const std::string& slo = sli.asked.declared().slo;
        const auto fill = outside_.ports.intake.cursor("fill " + slo);
        const auto resumed = fill && *fill ? BackFill::resume(sli.asked.declared(), **fill) : std::nullopt;
        if (resumed) sli.fill = *resumed;
        const auto own = cursors.own.find(slo);
        const std::optional<Timestamp> until = own == cursors.own.end() ? cursors.all : std::optional(own->second);
        if (until) sli.until = *until;
        const bool known = until && (resumed || !source_.back_fill) && *until <= due && due - *until <= kMostCatchUp;
        if (!known) {
            begin(sli, due);
            continue;
        }
        // What was filled was not delivered, and would count twice if a second look delivered it.
        sli.looked = std::max(*until - look_again_, sli.fill.top());
    }
    return true;
}

/// As if this request's steps were in the ledger.
std::string Puller::cursor(const Request& request) const {
    std::vector<bool> here(slis_.size());
    for (const std::size_t i : request.lane->slis) here[i] = true;
    const auto until = [&](std::size_t i) {
        return here[i] && slis_[i].error.empty() ? std::max(slis_[i].until, request.last) : slis_[i].until;
    };
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

void Puller::inherit(const Puller& before) {
    if (!before.opened_ || before.source_.step != source_.step) return;
    std::unordered_map<std::string_view, const Sli*> known;
    for (const Sli& old : before.slis_) known.emplace(old.asked.declared().slo, &old);
    for (Sli& sli : slis_) {
        const auto old = known.find(sli.asked.declared().slo);
        if (old != known.end() && old->second->asked.declared() == sli.asked.declared()) sli = *old->second;
    }
    ahead_ = before.ahead_;
    query_bytes_ = before.query_bytes_;
}

}  // namespace plimsoll::ingest::pull
