// back_fill.h: how far the history of one SLI is filled: newest first, from where live steps begin back to its window's start.
//
// Cursor     of "fill SLO": "VERSION;TOP;DOWN_TO;EARLIEST", times in milliseconds (-1: none); another version begins anew.
// Twice      filling a step again changes nothing: only slots that nothing measured are filled.
// Held       filling() is under way until the window is filled or given up; who judges an SLO does not page for it meanwhile.
// Threads    one.
#pragma once

#include <optional>
#include <string>

#include "ingest/pull/pull.h"

namespace plimsoll::ingest::pull {

class BackFill {
public:
    /// Nothing is to be filled: `note` says why.
    static BackFill none(std::string note);
    /// `top`: where live steps begin; history lies before, down to the window's start or to what is counted already.
    static BackFill begin(const PulledSli& sli, Timestamp top, Timestamp counted_to = Timestamp::min());
    /// Empty: the cursor is of another version, or not readable.
    static std::optional<BackFill> resume(const PulledSli& sli, const std::string& cursor);

    [[nodiscard]] bool wanted() const { return state_ == State::under_way; }
    [[nodiscard]] bool done() const { return state_ == State::done; }
    [[nodiscard]] bool given_up() const { return state_ == State::given_up; }
    [[nodiscard]] Timestamp top() const { return top_; }
    [[nodiscard]] Timestamp down_to() const { return down_to_; }
    [[nodiscard]] Timestamp floor() const { return floor_; }

    /// Steps after `to` are filled; the first of them that held anything, if any did.
    void filled(Timestamp to, std::optional<Timestamp> earliest);
    void give_up(const std::string& why);
    [[nodiscard]] std::string cursor() const;
    [[nodiscard]] Filling shown() const;

private:
    enum class State { none, under_way, done, given_up };
    State state_ = State::none;
    std::string version_;
    Timestamp top_;
    Timestamp down_to_;
    Timestamp floor_;
    std::optional<Timestamp> earliest_;
    std::string note_;
};

}  // namespace plimsoll::ingest::pull
