// windows_at.h: which windows end with a step of the past: of events with the step itself, of slices with the last that closed.
#pragma once

#include <algorithm>

#include "domain/slo/windows.h"

namespace plimsoll::slo {

/// Which windows end with a step.
class WindowsAt {
public:
    explicit WindowsAt(const catalog::Slo& slo) : slice_(slo.slicing ? slo.slicing->length : Duration()) {}
    /// Of slices, the last edge before which every slice has closed.
    [[nodiscard]] Timestamp end(Timestamp at) const { return slice_ > Duration() ? at.floor(slice_) : at; }
    /// Of slices, as many whole ones as fit, at least one.
    [[nodiscard]] Duration length(Duration window) const {
        return slice_ > Duration() ? slice_ * std::max<std::int64_t>(1, window / slice_) : window;
    }
    /// The period's window as of an instant: of a calendar from its boundary, of slices those that had closed.
    [[nodiscard]] TimeRange period(const catalog::Slo& slo, Timestamp at) const {
        const Timestamp last = end(at);
        return {slo.calendar ? std::min(period_until(slo, at).start, last) : last - length(slo.period), last};
    }
    [[nodiscard]] Duration slice() const { return slice_; }

private:
    Duration slice_;
};

}  // namespace plimsoll::slo
