#include "cli/spend_words.h"

#include <fmt/format.h>

#include <boost/describe/enum_to_string.hpp>

#include "base/text.h"

namespace plimsoll::cli {

std::string word_of(attribution::CauseKind kind) { return boost::describe::enum_to_string(kind, ""); }

std::string title_of(const std::string& ref, const std::string& title) {
    return title.empty() || title == ref ? ref : ref + " “" + title + "”";
}

std::string counted(std::int64_t count, const attribution::CountUnit& unit) {
    if (unit.per_one == 1) return text::count(count);
    return fmt::format("{:.{}f}", static_cast<double>(count) / static_cast<double>(unit.per_one), unit.per_one > 1000 ? 3 : 2);
}

std::string episodes_target(const std::string& slo, const EpisodesOptions& options) {
    std::string out = "/api/v1/slos/" + encoded(slo) + "/episodes";
    if (!options.from.empty()) out += "?from=" + encoded(options.from);
    if (!options.to.empty()) out += (options.from.empty() ? "?to=" : "&to=") + encoded(options.to);
    return out;
}

}  // namespace plimsoll::cli
