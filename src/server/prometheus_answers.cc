#include "server/prometheus_answers.h"

#include <boost/json.hpp>
#include <cmath>
#include <cstdlib>

#include "base/text.h"

namespace plimsoll::server {
namespace {

Error strange(std::string_view what) { return fail(plimsoll::errors::malformed, "the source's answer is not " + std::string(what)); }

boost::json::value parsed(std::string_view data) {
    boost::system::error_code refused;
    boost::json::value out = boost::json::parse(data, refused);
    return refused ? boost::json::value() : out;
}

std::string text_in(const boost::json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    const auto* found = value ? value->if_string() : nullptr;
    return found ? text::printable(std::string_view(*found)) : std::string();
}

}  // namespace

Result<std::vector<std::string>> label_values_of(std::string_view data) {
    const boost::json::value value = parsed(data);
    if (!value.is_array()) return strange("a list of names");
    std::vector<std::string> out;
    for (const boost::json::value& one : value.get_array()) {
        if (!one.is_string()) return strange("a list of names");
        out.emplace_back(std::string_view(one.get_string()));
    }
    return out;
}

Result<std::map<std::string, MetricMeaning>> meanings_of(std::string_view data) {
    const boost::json::value value = parsed(data);
    if (!value.is_object()) return strange("what metrics mean");
    std::map<std::string, MetricMeaning> out;
    for (const auto& [name, meanings] : value.get_object()) {
        if (!meanings.is_array()) return strange("what metrics mean");
        if (meanings.get_array().empty() || !meanings.get_array().front().is_object()) continue;
        const boost::json::object& first = meanings.get_array().front().get_object();
        out.emplace(std::string(name), MetricMeaning{text_in(first, "type"), text_in(first, "help")});
    }
    return out;
}

Result<std::vector<PrometheusSample>> vector_of(std::string_view data) {
    const boost::json::value value = parsed(data);
    const auto* whole = value.if_object();
    const auto* result = whole ? whole->if_contains("result") : nullptr;
    if (!result || !result->is_array() || text_in(*whole, "resultType") != "vector") return strange("a vector of samples");
    std::vector<PrometheusSample> out;
    for (const boost::json::value& one : result->get_array()) {
        const auto* sample = one.if_object();
        const auto* labels = sample ? sample->if_contains("metric") : nullptr;
        const auto* point = sample ? sample->if_contains("value") : nullptr;
        const bool whole_sample = labels && labels->is_object() && point && point->is_array() && point->get_array().size() == 2 && point->get_array()[1].is_string();
        if (!whole_sample) return strange("a vector of samples");
        PrometheusSample read;
        for (const auto& [name, label] : labels->get_object())
            if (label.is_string()) read.labels.emplace(std::string(name), std::string(std::string_view(label.get_string())));
        read.value = std::strtod(point->get_array()[1].get_string().c_str(), nullptr);
        if (std::isfinite(read.value)) out.push_back(std::move(read));
    }
    return out;
}

}  // namespace plimsoll::server
