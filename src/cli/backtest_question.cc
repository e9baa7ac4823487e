#include "cli/backtest_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "base/yaml.h"
#include "cli/time_text.h"
#include "domain/backtest/incidents.h"
#include "domain/catalog/folder.h"
#include "log/files.h"

namespace plimsoll::cli {

namespace {

using Fields = std::vector<FieldError>;

Error wrong(Fields fields) { return fail(plimsoll::errors::invalid, "the command line", std::move(fields)); }

/// Adds what an option breaks; empty where it was not given or is wrong.
std::optional<Timestamp> time_in(const char* option, const std::string& text, Timestamp now, Fields& broken) {
    if (text.empty()) return std::nullopt;
    auto at = time_of(option, text, "", now);
    if (at) return *at;
    broken.insert(broken.end(), at.error().fields().begin(), at.error().fields().end());
    return std::nullopt;
}

std::optional<Duration> length_in(const char* option, const std::string& text, Fields& broken) {
    if (text.empty()) return std::nullopt;
    const auto length = text::parse_duration(text);
    if (length && *length > Duration()) return *length;
    broken.push_back({option, fmt::format("\"{}\" is no length of time", text::printable(text)), "write 90d, 6h or 1m"});
    return std::nullopt;
}

std::optional<TimeRange> range_in(const std::string& text, Fields& broken) {
    const auto slash = text.find('/');
    const auto start = text::parse_rfc3339(text.substr(0, slash));
    const auto end = slash == std::string::npos ? start : text::parse_rfc3339(text.substr(slash + 1));
    if (slash != std::string::npos && start && end && *start < *end) return TimeRange{*start, *end};
    broken.push_back({"--leave-out", fmt::format("\"{}\" is no range", text::printable(text)), "write 2026-11-20T10:00:00Z/2026-11-20T12:00:00Z"});
    return std::nullopt;
}

/// Gives a rule another factor in the first variant that has not changed it yet.
void set_factor(const std::string& text, const std::vector<catalog::BurnRule>& rules, std::vector<std::pair<std::vector<catalog::BurnRule>, std::set<std::string>>>& out,
                Fields& broken) {
    const auto equals = text.rfind('=');
    const std::string name = text.substr(0, equals);
    const auto factor = equals == std::string::npos ? Result<Ratio>(fail(plimsoll::errors::malformed)) : Ratio::parse_decimal(text.substr(equals + 1));
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const catalog::BurnRule& r) { return r.name == name; });
    if (!factor || rule == rules.end()) {
        std::vector<std::string> names;
        for (const catalog::BurnRule& r : rules) names.push_back(r.name);
        broken.push_back({"--factor", fmt::format("\"{}\" is not a rule of the SLO and a factor", text::printable(text)),
                          names.empty() ? "it has no burn rules" : fmt::format("write {}=6; its rules are {}", names.front(), fmt::join(names, ", "))});
        return;
    }
    auto into = std::find_if(out.begin(), out.end(), [&](const auto& one) { return !one.second.contains(name); });
    if (into == out.end()) into = out.insert(out.end(), {rules, {}});
    into->second.insert(name);
    into->first[static_cast<std::size_t>(rule - rules.begin())].factor = factor->as_double();
}

/// A Service for each name that SLOs carry and no document declares.
std::string assumed_services(const std::vector<catalog::FileText>& files) {
    std::set<std::string> named, declared;
    for (const catalog::FileText& file : files) {
        const auto documents = yaml::parse_documents(file.text, file.path);
        if (!documents) continue;  // the reading says so
        for (const yaml::Node& document : *documents) {
            if (document["kind"].text() == "Service") declared.insert(document["metadata"]["name"].text());
            if (const std::string& service = document["spec"]["service"].text(); !service.empty()) named.insert(service);
        }
    }
    std::string out;
    for (const std::string& name : named) {
        if (!declared.contains(name)) out += fmt::format("---\napiVersion: openslo/v1\nkind: Service\nmetadata: {{name: {}}}\n", json::quote(name));
    }
    return out;
}

}  // namespace

Result<backtest::BacktestRequest> question_of(const BacktestOptions& options, Timestamp now) {
    backtest::BacktestRequest out;
    Fields broken;
    out.from = time_in("--from", options.from, now, broken);
    out.to = time_in("--to", options.to, now, broken);
    const auto last = length_in("--last", options.last, broken);
    if (last && !options.from.empty()) broken.push_back({"--last", "cannot stand beside --from", "give one of them"});
    if (last) out.from = out.to.value_or(now) - *last;
    out.step = length_in("--step", options.step, broken);
    out.sweep = options.sweep;
    if (!options.data.empty() && !options.source.empty()) broken.push_back({"--source", "cannot stand beside --data", "give one of them"});
    if (out.from && out.to && *out.from >= *out.to) broken.push_back({"--to", "is not after --from", "give the end of the range"});
    if (!broken.empty()) return wrong(std::move(broken));
    if (options.incidents.empty()) return out;
    TRY_ASSIGN(const std::string text, log::read_file(options.incidents));
    TRY_ASSIGN(out.incidents, backtest::read_incidents(text, options.incidents));
    return out;
}

Result<std::vector<backtest::Variant>> variants_of(const BacktestOptions& options, const std::vector<catalog::BurnRule>& rules) {
    std::vector<backtest::Variant> out;
    Fields broken;
    for (const std::string& objective : options.objectives) {
        out.emplace_back();
        out.back().objective = objective;
    }
    for (const std::string& window : options.windows) {
        const auto length = length_in("--window", window, broken);
        out.emplace_back();
        out.back().window = length.value_or(Duration::days(1));
    }
    std::vector<std::pair<std::vector<catalog::BurnRule>, std::set<std::string>>> changed;
    for (const std::string& factor : options.factors) set_factor(factor, rules, changed, broken);
    for (auto& [variant, names] : changed) {
        out.emplace_back();
        for (const catalog::BurnRule& rule : variant)
            if (names.contains(rule.name)) out.back().name += fmt::format("{}{} at {}x", out.back().name.empty() ? "" : ", ", rule.name, text::number(rule.factor));
        out.back().rules = std::move(variant);
    }
    for (const double traffic : options.traffic) {
        if (!std::isfinite(traffic)) {  // what the reader of numbers takes for one, and JSON has no word for
            broken.push_back({"--traffic", "must be a number", "write 2 for twice as much"});
            continue;
        }
        out.emplace_back();
        out.back().traffic = traffic;
    }
    if (!options.leave_out.empty()) out.emplace_back();
    for (const std::string& range : options.leave_out)
        if (const auto left_out = range_in(range, broken)) out.back().leave_out.push_back(*left_out);
    if (!broken.empty()) return wrong(std::move(broken));
    return out;
}

Result<Drafts> drafts_of(const std::filesystem::path& path) {
    TRY_ASSIGN(catalog::FolderText folder, catalog::read_folder(path));
    Drafts out;
    for (const catalog::FileText& file : folder.files) out.text += (out.text.empty() ? "" : "\n---\n") + file.text;
    if (std::string services = assumed_services(folder.files); !services.empty()) folder.files.push_back({"(assumed)", std::move(services)});
    out.reading = catalog::read_catalog(std::move(folder.files), folder.problems);
    return out;
}

Result<std::shared_ptr<const catalog::Catalog>> catalog_of(Drafts drafts) {
    if (drafts.reading.errors.empty()) return std::make_shared<const catalog::Catalog>(std::move(drafts.reading.catalog));
    Fields fields;
    for (const catalog::Problem& p : drafts.reading.errors) fields.push_back({p.where(), p.rule, p.remedy});
    return fail(plimsoll::errors::invalid, "without a server, a file must hold all that its SLOs refer to: give the folder of the catalogue, and --slo NAME",
                std::move(fields));
}

}  // namespace plimsoll::cli
