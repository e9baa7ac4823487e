#include "ingest/pull/back_fill.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace plimsoll::ingest::pull {
namespace {

std::optional<std::int64_t> number(std::string_view& text) {
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with(';')) text.remove_prefix(1);
    return out;
}

}  // namespace

BackFill BackFill::none(std::string note) {
    BackFill out;
    out.note_ = std::move(note);
    return out;
}

BackFill BackFill::begin(const PulledSli& sli, Timestamp top, Timestamp counted_to) {
    BackFill out;
    out.state_ = State::under_way;
    out.version_ = sli.version;
    out.top_ = out.down_to_ = top;
    out.floor_ = std::max(top - sli.window, counted_to);
    return out;
}

std::optional<BackFill> BackFill::resume(const PulledSli& sli, const std::string& cursor) {
    std::string_view rest = cursor;
    if (!rest.starts_with(sli.version + ";")) return std::nullopt;
    rest.remove_prefix(sli.version.size() + 1);
    const auto top = number(rest);
    const auto down_to = number(rest);
    const auto earliest = number(rest);
    if (!top || !down_to || !earliest) return std::nullopt;
    BackFill out = begin(sli, Timestamp::from_ms(*top));
    const auto seen = *earliest < 0 ? std::nullopt : std::optional(Timestamp::from_ms(*earliest));
    out.filled(std::min(Timestamp::from_ms(*down_to), out.top_), seen);
    return out;
}

void BackFill::filled(Timestamp to, std::optional<Timestamp> earliest) {
    down_to_ = std::min(down_to_, to);
    if (earliest) earliest_ = std::min(earliest_.value_or(*earliest), *earliest);
    if (down_to_ > floor_) return;
    state_ = State::done;
    if (!earliest_) {
        note_ = fmt::format("the source has no history: it counts from {}", text::rfc3339(top_));
    } else if (*earliest_ - floor_ > Duration::hours(1)) {
        note_ = fmt::format("the source's history begins at {}: it counts from then", text::rfc3339(*earliest_));
    } else {
        note_.clear();
    }
}

void BackFill::give_up(const std::string& why) {
    state_ = State::given_up;
    note_ = fmt::format("its history could not be read, so it counts from {}: {}", text::rfc3339(earliest_.value_or(top_)), why);
}

std::string BackFill::cursor() const {
    return fmt::format("{};{};{};{}", version_, top_.in_ms(), down_to_.in_ms(), earliest_ ? earliest_->in_ms() : -1);
}

Filling BackFill::shown() const {
    Filling out;
    out.under_way = state_ == State::under_way;
    out.note = note_;
    const Duration all = top_ - floor_;
    out.done = state_ != State::under_way || all <= Duration() ? 1 : std::clamp((top_ - down_to_).in_seconds() / all.in_seconds(), 0.0, 1.0);
    return out;
}

}  // namespace plimsoll::ingest::pull
