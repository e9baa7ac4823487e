#include "convert/accepted.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/catalog/reading.h"

namespace plimsoll::convert {

namespace {

/// Stands for the data source of the options, which is declared elsewhere.
constexpr const char* kDeclared = "(data source)";

std::vector<catalog::FileText> texts_of(const std::vector<Made>& made, const Options& options) {
    std::vector<catalog::FileText> out;
    for (const Made& one : made) out.push_back({one.path, written(one.documents)});
    const std::string& source = options.data_source;
    const bool declared =
        std::any_of(made.begin(), made.end(), [&](const Made& one) { return one.path == "data-sources/" + source + ".yaml"; });
    if (!source.empty() && !declared) {
        out.push_back(
            {kDeclared,
             fmt::format("apiVersion: openslo/v1\nkind: DataSource\nmetadata: {{name: {}}}\nspec: {{type: prometheus, connectionDetails: "
                         "{{url: 'https://prometheus.example.com', pull: true}}}}\n",
                         source)});
    }
    return out;
}

}  // namespace

Result<std::vector<Made>> accepted(std::vector<Made> made, const Options& options, Losses& losses) {
    while (!made.empty()) {
        const catalog::Reading reading = catalog::read_catalog(texts_of(made, options));
        if (reading.errors.empty()) return made;
        std::set<std::string> refused;
        std::map<std::string, const Made*> by_path;
        for (const Made& one : made) by_path[one.path] = &one;
        for (const catalog::Problem& problem : reading.errors) {
            const auto found = by_path.find(problem.file);
            if (found == by_path.end() || !refused.insert(problem.file).second) continue;  // the last line may count what is not listed
            const Origin& from = found->second->origin;
            losses.forget(from.owner);
            losses.add({from.object.empty() ? problem.file : from.object, "", from.line, Fate::dropped, "left out: " + problem.rule,
                        problem.remedy, from.file},
                       from.owner);
        }
        if (refused.empty()) {
            const catalog::Problem& problem = reading.errors.front();
            return fail(plimsoll::errors::invalid, problem.rule, {{problem.where(), problem.rule, problem.remedy}});
        }
        std::erase_if(made, [&](const Made& one) { return refused.contains(one.path); });
    }
    return made;
}

}  // namespace plimsoll::convert
