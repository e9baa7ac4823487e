// question.h: what may be asked of the history of one SLO, and how it is written in a query.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"
#include "base/units.h"

namespace plimsoll::targets {

inline constexpr std::size_t kAskedLevels = 10;
inline constexpr double kMostPages = 8;           ///< a month, that people bear: two a week
inline constexpr double kMostPagesLimit = 10'000;
inline constexpr Duration kNoticeLeast = Duration::minutes(1);
inline constexpr Duration kNoticeMost = Duration::days(1);

namespace errors {
inline constexpr ErrorKind bad_parameter{"targets.bad_parameter", 400, "A parameter of the query cannot be read", "Correct the parameter named"};
}  // namespace errors

/// From when on users notice: so large a share of bad events over so long.
struct Notice {
    Ratio share;
    Duration over;
};

struct Question {
    std::optional<Timestamp> from;  ///< empty: 90 days before `to`, or all there is
    std::optional<Timestamp> to;    ///< empty: up to what is counted
    std::vector<Objective> levels;  ///< besides the usual ones
    std::optional<Notice> notice;
    double most_pages = kMostPages; ///< a month
    std::string zone = "UTC";       ///< of days and hours
};

/// "2% over 5m", "0.5 % over 1h". Errors: malformed, invalid.
[[nodiscard]] Result<Notice> notice_in(std::string_view text);
/// Of a request's query. Errors: bad_parameter, every parameter at once.
[[nodiscard]] Result<Question> question_in(const api::Request& request);

}  // namespace plimsoll::targets
