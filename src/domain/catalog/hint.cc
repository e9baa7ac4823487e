#include "domain/catalog/hint.h"

#include <algorithm>

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kLongest = 64;  // names are short; longer text is not a misspelling of one

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// Restricted edit distance: changes, additions, drops, and swaps of neighbours count one each.
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({row[j - 1] + 1, last[j] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& known) {
    if (written.empty() || written.size() > kLongest) return std::nullopt;
    const std::string plain = lower(written);
    std::optional<std::string> best;
    std::size_t fewest = std::max<std::size_t>(1, written.size() / 3) + 1;
    for (const std::string& candidate : known) {
        if (candidate.size() > kLongest) continue;
        const std::size_t d = distance(plain, lower(candidate));
        if (d >= fewest) continue;
        fewest = d;
        best = candidate;
    }
    return best;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& known, std::string otherwise) {
    if (const auto best = nearest(written, known)) return "did you mean `" + *best + "`?";
    return otherwise;
}

}  // namespace plimsoll::catalog
