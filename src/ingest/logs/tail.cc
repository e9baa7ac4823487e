#include "ingest/logs/tail.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "ingest/gauge_reading.h"
#include "ingest/series_text.h"

namespace plimsoll::ingest::logs {
namespace {

constexpr std::size_t kChunk = 4 << 20;
constexpr std::size_t kLongestLine = 64 << 10;
constexpr std::size_t kLongestTold = 200;  // bytes of a bad line in the note
constexpr std::size_t kSamplesADelivery = 20'000;
constexpr std::int64_t kMostSlots = 360;  // an hour
constexpr Duration kAhead = Duration::minutes(10);
constexpr Duration kJump = Duration::hours(1);
constexpr Duration kWriteDelay = Duration::seconds(2);
constexpr Duration kLongestQuiet = Duration::days(7);

constexpr const char* kKind = "access_log";

}  // namespace

Result<std::unique_ptr<Tail>> Tail::open(const Settings& settings, Ports ports) {
    if (auto broken = faults(settings); !broken.empty())
        return fail(plimsoll::errors::invalid, "access log " + settings.name, std::move(broken));
    TRY_ASSIGN(auto reader, line_reader(settings));
    TRY_ASSIGN(RouteTable routes, RouteTable::build(settings.routes));
    return std::unique_ptr<Tail>(new Tail(settings, std::move(reader), std::move(routes), std::move(ports)));
}

Tail::Tail(const Settings& settings, std::unique_ptr<LineReader> reader, RouteTable routes, Ports ports)
    : settings_(settings),
      source_("access_log " + settings.name),
      ports_(std::move(ports)),
      lines_(
          ports_.metrics->counter("plimsoll_access_log_lines_total", "Lines of access logs that were counted.", {{"log", settings.name}})),
      bad_lines_(ports_.metrics->counter("plimsoll_access_log_bad_lines_total", "Lines of access logs that could not be read.",
                                         {{"log", settings.name}})),
      reader_(std::move(reader)),
      routes_(std::move(routes)),
      series_(settings_, routes_),
      tally_(series_),
      follower_(settings_.path) {}

std::string Tail::cursor_text() const { return text(LogCursor{hash_of(settings_.path), follower_.place(), told_}); }

Result<> Tail::begin() {
    if (begun_) return {};
    TRY_ASSIGN(const auto kept, ports_.cursor(source_));
    ports_.each_series([this](const std::string& known) {
        const std::string suffix = std::string(kReadAs) + std::string(text(Temporality::event));
        if (!known.ends_with(suffix) || !known.starts_with("access_log_")) return;
        auto series = SeriesText::read(known);
        if (series && !canonicalise(series->labels())) series_.know(series->labels());
    });
    const auto cursor = kept ? log_cursor(*kept) : std::nullopt;
    if (kept && !cursor)
        return fail(plimsoll::errors::io, "the ledger's cursor of " + source_ + " is of no version that is known: " + *kept);
    if (cursor && cursor->path == hash_of(settings_.path)) {
        TRY(follower_.resume(cursor->place));
        told_ = cursor->told;
        committed_ = *kept;
    } else {
        TRY(follower_.begin(settings_.from_start ? LogFollower::From::start : LogFollower::From::end));
        pending_ = Delivery{source_, {}, Timestamp::min(), cursor_text()};
        more_ = true;
    }
    begun_ = true;
    return {};
}

Timestamp Tail::limit() const { return told_ == Timestamp::min() ? Timestamp::max() : told_ + ledger::kStep * slots_a_delivery_; }

Result<bool> Tail::step(Timestamp now) {
    TRY(begin());
    if (pending_) return deliver();
    TRY(follower_.look(now));
    const std::size_t samples_a_slot = std::max<std::size_t>(1, series_.size() * series_.width());
    slots_a_delivery_ = std::clamp<std::int64_t>(static_cast<std::int64_t>(kSamplesADelivery / samples_a_slot), 1, kMostSlots);
    TRY(read_lines(now));
    TRY(end_file(now));
    compose(now);
    if (pending_) return deliver();
    return more_;
}

Result<> Tail::read_lines(Timestamp now) {
    const std::uint64_t offset = follower_.place().offset;
    TRY(follower_.file().read(offset, kChunk, buffer_));
    blocked_ = false;
    std::size_t at = 0;
    while (at < buffer_.size()) {
        const auto* end = static_cast<const char*>(std::memchr(buffer_.data() + at, '\n', buffer_.size() - at));
        if (end == nullptr) break;
        const std::size_t length = static_cast<std::size_t>(end - buffer_.data()) - at;
        if (!take_line({buffer_.data() + at, length}, now)) {
            blocked_ = true;
            break;
        }
        at += length + 1;
    }
    if (at == 0 && !blocked_ && buffer_.size() == kChunk) {  // a line without end: its rest is passed over as well
        in_long_line_ = true;
        at = kChunk;
    }
    at_end_ = !blocked_ && buffer_.size() < kChunk;
    more_ = !at_end_;
    bytes_ = at;
    return at == 0 ? Result<>() : follower_.read_to(offset + at);
}

/// A rotated file's last line may lack its end.
Result<> Tail::end_file(Timestamp now) {
    if (bytes_ > 0 || !at_end_ || !follower_.ended(now)) return {};
    if (!buffer_.empty()) {
        if (!take_line(buffer_, now)) {
            blocked_ = more_ = true;
            return {};
        }
        bytes_ = buffer_.size();
        TRY(follower_.read_to(follower_.place().offset + bytes_));
    }
    const FileId before = follower_.file().id();
    const Timestamp read_to = std::max(newest_, told_ == Timestamp::min() ? told_ : told_ - ledger::kStep);
    TRY(follower_.next([&](std::string_view first_line) {
        return !reader_->read(first_line, request_).empty() || read_to == Timestamp::min() || request_.at > read_to - kJump;
    }));
    more_ = more_ || follower_.file().id() != before;
    at_end_ = false;
    return {};
}

bool Tail::take_line(std::string_view line, Timestamp now) {
    if (in_long_line_ || line.size() > kLongestLine) {
        in_long_line_ = false;
        bad_line("the line is longer than 64 KiB", line);
        return true;
    }
    if (line.empty()) return true;
    std::string_view why = reader_->read(line, request_);
    if (why.empty() && request_.at < Timestamp()) why = "the time is before 1970";
    if (why.empty() && request_.at > now + kAhead) why = "the time is more than 10 min ahead of this server's";
    if (!why.empty()) {
        bad_line(why, line);
        return true;
    }
    const Timestamp slot = request_.at.floor(ledger::kStep);
    if (told_ == Timestamp::min() || (tally_.empty() && slot - told_ > kLongestQuiet)) told_ = slot;
    if (slot >= limit()) return false;
    if (newest_ != Timestamp::min() && newest_ - request_.at > kJump) ++jumps_back_;
    newest_ = std::max(newest_, request_.at);
    tally_.count(request_);
    lines_.add();
    return true;
}

void Tail::bad_line(std::string_view why, std::string_view line) {
    bad_lines_.add();
    if (bad_++ == 0) first_bad_ = fmt::format("{}: {}", why, text::printable(line.substr(0, kLongestTold)));
}

void Tail::compose(Timestamp now) {
    Timestamp complete = newest_;
    if (blocked_) complete = limit() - Duration::ms(1);
    else if (at_end_ && !follower_.rotated()) complete = std::max(newest_, now - kWriteDelay);
    std::vector<LabelledSample> samples;
    if (complete != Timestamp::min()) {
        const Timestamp slot = complete.floor(ledger::kStep);
        if (told_ == Timestamp::min() || (tally_.empty() && !blocked_ && slot - told_ > kLongestQuiet)) told_ = slot;
        if (complete >= limit()) {
            complete = limit() - Duration::ms(1);
            more_ = true;
        }
        const Timestamp to = std::max(told_, complete.floor(ledger::kStep) + ledger::kStep);
        samples = tally_.take(told_, to);
        told_ = to;
    }
    std::string cursor = cursor_text();
    if (samples.empty() && cursor == committed_) return;
    pending_ = Delivery{source_, std::move(samples), std::min(complete, now), std::move(cursor)};
}

Result<bool> Tail::deliver() {
    TRY_ASSIGN(const DeliveryOutcome outcome, ports_.deliver(*pending_));
    committed_ = *pending_->cursor;
    tell(*pending_, outcome);
    pending_.reset();
    return more_;
}

void Tail::tell(const Delivery& delivery, const DeliveryOutcome& outcome) {
    too_late_ += outcome.refused[Reason::too_late];
    Heard heard;
    heard.samples = delivery.samples.size();
    heard.bound = outcome.accepted + outcome.duplicates;
    heard.unbound = outcome.unbound;
    heard.refused = outcome.refused.total();
    heard.bytes = bytes_;
    heard.series = series_.size() * series_.width();
    heard.latest = delivery.latest;
    bytes_ = 0;
    ports_.book->heard(settings_.name, kKind, settings_.name, heard);
    ports_.book->note(settings_.name, kKind, settings_.name, note());
}

std::string Tail::note() const {
    std::vector<std::string> parts;
    if (bad_ > 0) parts.push_back(fmt::format("{} lines cannot be read; the first: {}", bad_, first_bad_));
    if (too_late_ > 0) parts.push_back(fmt::format("{} counts came more than 3 h late and are not taken", too_late_));
    if (jumps_back_ > 0) parts.push_back(fmt::format("the times of {} lines jump back by more than an hour", jumps_back_));
    if (series_.size() >= RequestSeries::kMost)
        parts.emplace_back("it has 10,000 combinations of method, status, route and host; others count as \"other\"");
    if (!follower_.note().empty()) parts.push_back(follower_.note());
    return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace plimsoll::ingest::logs
