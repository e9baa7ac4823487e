#include "domain/exclusions/request_reading.h"

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <charconv>

#include "base/text.h"
#include "domain/exclusions/recurrence.h"
#include "domain/exclusions/views.h"

namespace plimsoll::exclusions {
namespace {

constexpr std::size_t kLimit = 50;
constexpr std::size_t kLimitMost = 500;

/// Reads query parameters and keeps every complaint, so that all of them are told at once.
class Query {
public:
    explicit Query(const api::Request& request) : request_(request) {}
    [[nodiscard]] std::string words(const std::string& name) const { return request_.query_value(name).value_or(""); }
    std::uint64_t number(const std::string& name, std::uint64_t otherwise, std::uint64_t most) {
        const auto given = request_.query_value(name);
        if (!given || given->empty()) return otherwise;
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), value);
        if (error == std::errc() && end == given->data() + given->size() && value >= 1 && value <= most) return value;
        complain(name, "must be a whole number from 1 to " + std::to_string(most));
        return otherwise;
    }
    std::optional<Timestamp> time(const std::string& name) {
        const auto given = request_.query_value(name);
        if (!given || given->empty()) return std::nullopt;
        if (const auto at = text::parse_rfc3339(*given)) return *at;
        complain(name, "must be a time in RFC 3339, such as 2026-11-21T09:00:00Z");
        return std::nullopt;
    }
    std::optional<ExclusionState> state() {
        const std::string given = words("state");
        if (given.empty()) return std::nullopt;
        ExclusionState value{};
        if (boost::describe::enum_from_string(given.c_str(), value)) return value;
        complain("state", "must be one of requested, approved, refused, withdrawn, expired");
        return std::nullopt;
    }
    Result<> checked() {
        if (fields_.empty()) return {};
        return fail(plimsoll::errors::invalid, "a parameter of the query cannot be read", std::move(fields_));
    }

private:
    void complain(const std::string& name, std::string rule) { fields_.push_back({"query " + name, std::move(rule), ""}); }
    const api::Request& request_;
    std::vector<FieldError> fields_;
};

/// A name in an exclusion may be that of an SLO, of the document that makes several, or of a roll-up.
std::set<std::string> unknown_slos(const catalog::Catalog& catalog, const std::vector<std::string>& names) {
    std::set<std::string> unknown;
    for (const std::string& name : names) {
        if (!catalog.slos.contains(name) && !catalog.slos.contains(name.substr(0, name.find('@')))) unknown.insert(name);
    }
    if (unknown.empty()) return unknown;
    for (const auto& [name, slo] : catalog.slos) unknown.erase(slo.document);
    return unknown;
}

std::set<std::string> unknown_services(const catalog::Catalog& catalog, const std::vector<std::string>& names) {
    std::set<std::string> unknown;
    for (const std::string& name : names) {
        if (!catalog.services.contains(name)) unknown.insert(name);
    }
    return unknown;
}

}  // namespace

Result<RequestExclusion> request_in(const catalog::Catalog& catalog, const api::Request& request) {
    TRY_ASSIGN(ExclusionBody body, json::decode_strict<ExclusionBody>(request.body));
    RequestExclusion out;
    out.kind = body.kind;
    out.category = body.category;
    out.title = std::move(body.title);
    out.reason = std::move(body.reason);
    out.slos = std::move(body.slos).value_or(std::vector<std::string>());
    out.services = std::move(body.services).value_or(std::vector<std::string>());
    out.range = {body.start, body.end};
    if (body.recurrence) {
        const Timestamp in_a_year = Timestamp::from_ms(std::min(body.start.in_ms(), INT64_MAX - kRecurrenceLimit.in_ms())) + kRecurrenceLimit;
        out.recurrence = Recurrence{body.recurrence->rule, body.recurrence->zone, body.recurrence->until.value_or(in_a_year)};
    }
    if (out.recurrence) out.recurrence_problems = problems_of(*out.recurrence, out.range);
    out.expires_after = body.expires_after.value_or(kExpiresDefault);
    out.unknown_slos = unknown_slos(catalog, out.slos);
    out.unknown_services = unknown_services(catalog, out.services);
    return out;
}

Result<Annotate> annotation_in(const catalog::Catalog& catalog, const api::Request& request) {
    TRY_ASSIGN(AnnotationBody body, json::decode_strict<AnnotationBody>(request.body));
    Annotate command;
    command.slos = std::move(body.slos).value_or(std::vector<std::string>());
    command.services = std::move(body.services).value_or(std::vector<std::string>());
    command.start = body.start;
    command.end = body.end;
    command.category = body.category;
    command.title = std::move(body.title);
    command.text = std::move(body.text).value_or("");
    command.url = std::move(body.url).value_or("");
    command.unknown_slos = unknown_slos(catalog, command.slos);
    command.unknown_services = unknown_services(catalog, command.services);
    return command;
}

Result<ExclusionFilter> exclusion_filter_in(const api::Request& request) {
    Query query(request);
    ExclusionFilter filter{query.words("slo"), query.words("service"), query.state(), query.number("cursor", UINT64_MAX, UINT64_MAX - 1),
                           query.number("limit", kLimit, kLimitMost)};
    TRY(query.checked());
    return filter;
}

Result<AnnotationFilter> annotation_filter_in(const api::Request& request) {
    Query query(request);
    AnnotationFilter filter{query.words("slo"), query.words("service"), query.time("from"), query.time("to"),
                            query.number("cursor", UINT64_MAX, UINT64_MAX - 1), query.number("limit", kLimit, kLimitMost)};
    TRY(query.checked());
    return filter;
}

}  // namespace plimsoll::exclusions
