#include "ingest/pull/joined.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace plimsoll::ingest::pull {

std::string joined(const std::vector<const AskedTerm*>& terms) {
    std::string out;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        // Lines of their own: a query may end in a comment.
        out += fmt::format("{}label_replace(\n{}\n, \"{}\", \"{}\", \"\", \"\")", i == 0 ? "" : " or ", terms[i]->text, kQueryLabel, i);
    }
    return out;
}

Result<std::vector<std::vector<AnsweredSeries>>> parted(std::vector<AnsweredSeries> series, std::size_t queries) {
    std::vector<std::vector<AnsweredSeries>> out(queries);
    for (AnsweredSeries& one : series) {
        const auto label = std::find_if(one.labels.begin(), one.labels.end(), [](const auto& l) { return l.first == kQueryLabel; });
        std::size_t query = queries;
        if (label != one.labels.end()) std::from_chars(label->second.data(), label->second.data() + label->second.size(), query);
        if (query >= queries) return fail(errors::no_answer, "a series belongs to none of the queries that were asked");
        one.labels.erase(label);
        out[query].push_back(std::move(one));
    }
    return out;
}

}  // namespace plimsoll::ingest::pull
