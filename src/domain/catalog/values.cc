#include "domain/catalog/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "base/text.h"
#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostDigits = 9;
constexpr std::size_t kMostBuckets = 200;

std::optional<Shorthand> split(std::string_view text) {
    if (text.size() < 2 || text.size() > kMostDigits + 1) return std::nullopt;
    Shorthand out;
    out.unit = text.back();
    for (const char c : text.substr(0, text.size() - 1)) {
        if (c < '0' || c > '9') return std::nullopt;
        out.count = out.count * 10 + (c - '0');
    }
    if (std::string_view("mhdwMQY").find(out.unit) == std::string_view::npos) return std::nullopt;
    return out;
}

std::optional<Duration> fixed_length(const Shorthand& s) {
    switch (s.unit) {
        case 'm': return Duration::minutes(s.count);
        case 'h': return Duration::hours(s.count);
        case 'd': return Duration::days(s.count);
        case 'w': return Duration::days(7 * s.count);
        default: return std::nullopt;
    }
}

std::string in_days(const Shorthand& s) {
    const std::int64_t days = s.unit == 'M' ? 30 : s.unit == 'Q' ? 90 : 365;
    return fmt::format("write {}d: a rolling window has a fixed length, a month, quarter or year has not", days * s.count);
}

std::optional<Shorthand> read_shorthand(const Fields& fields, std::string_view key, Need need, Sign sign) {
    const std::string text = fields.text(key, need);
    if (text.empty()) return std::nullopt;
    const auto s = split(text);
    if (!s) {
        fields.invalid(key, "must be a duration: a whole number and one of m h d w M Q Y", "write 30d, 1h or 5m");
        return std::nullopt;
    }
    if (s->count == 0 && sign == Sign::positive) {
        fields.invalid(key, "must be above zero");
        return std::nullopt;
    }
    return s;
}

constexpr std::string_view kFullAdvice =
    "an objective of 100 % leaves no error budget, so every single failure breaks it: choose the level that users would "
    "notice, such as 99.9 %; where one failure is one too many, write 99.999 and a BurnPolicy with a rule of factor: 0.001, "
    "which fires at the first of up to a hundred million events";

std::optional<Ratio> bounded(const Fields& fields, std::string_view key, std::string_view percent_key, const Ratio& ratio, bool percent) {
    auto objective = Objective::of(ratio);
    if (objective) return objective->ratio();
    const std::string range = percent ? "must be above 0 and below 100" : "must be above 0 and below 1";
    if (ratio.numerator() <= 0) {
        fields.invalid(key, range, "a promise of nothing cannot be broken: choose the level that users would notice");
    } else if (ratio.numerator() == ratio.denominator()) {
        fields.invalid(key, range, std::string(kFullAdvice));
    } else if (!percent && ratio.as_double() <= 100) {
        fields.invalid(key, range,
                       fmt::format("that looks like a percentage: write {}: {}", percent_key, fields[key].text()));
    } else {
        fields.invalid(key, range);
    }
    return std::nullopt;
}

std::optional<Ratio> hundredth(const Fields& fields, std::string_view key, const Ratio& percent) {
    if (percent.denominator() > INT64_MAX / 100) {
        fields.invalid(key, "has too many digits");
        return std::nullopt;
    }
    return *Ratio::of(percent.numerator(), percent.denominator() * 100);
}

}  // namespace

std::optional<Duration> shorthand(const Fields& fields, std::string_view key, Need need, Sign sign) {
    const auto s = read_shorthand(fields, key, need, sign);
    if (!s) return std::nullopt;
    if (auto length = fixed_length(*s)) return length;
    fields.invalid(key, "names a calendar period where a fixed length is needed", in_days(*s));
    return std::nullopt;
}

std::optional<Shorthand> calendar_shorthand(const Fields& fields, std::string_view key) {
    return read_shorthand(fields, key, Need::required, Sign::positive);
}

/// A number as the file spells it, so that no digit is lost on the way to an exact ratio.
std::optional<Ratio> decimal(const Fields& fields, std::string_view key) {
    const yaml::Node node = fields[key];
    if (!node.is_scalar() || node.quoted() || !node.as_double()) {
        fields.invalid(key, "must be a number", node.quoted() ? "remove the quotes" : "");
        return std::nullopt;
    }
    auto ratio = Ratio::parse_decimal(node.text());
    if (ratio) return *ratio;
    fields.invalid(key, "must be a plain decimal number of at most 17 digits", "write 0.999 as such, without an exponent");
    return std::nullopt;
}

std::optional<double> share(const Fields& fields, std::string_view key, double least, double most) {
    const auto value = fields.number(key);
    if (!value || (*value >= least && *value <= most)) return value;
    std::string remedy;
    if (*value > 1 && *value <= 100) remedy = fmt::format("write {} for {} %", text::number(*value / 100), text::number(*value));
    fields.invalid(key, fmt::format("must be a share from {} to {}", text::number(least), text::number(most)), std::move(remedy));
    return std::nullopt;
}

std::optional<Duration> duration(const Fields& fields, std::string_view key, Need need, Sign sign) {
    const std::string text = fields.text(key, need);
    if (text.empty()) return std::nullopt;
    auto value = text == "0" ? Result<Duration>(Duration{}) : text::parse_duration(text);
    if (!value) {
        fields.invalid(key, "must be a duration", "write 30d, 1h30m, 5m or 10s");
        return std::nullopt;
    }
    if (*value < Duration{} || (*value == Duration{} && sign == Sign::positive)) {
        fields.invalid(key, sign == Sign::positive ? "must be above zero" : "must not be below zero");
        return std::nullopt;
    }
    if (*value > Duration::days(3650)) {
        fields.invalid(key, "must be at most ten years");
        return std::nullopt;
    }
    return *value;
}

std::optional<Duration> duration_within(const Fields& fields, std::string_view key, Duration least, Duration most) {
    const auto value = duration(fields, key, Need::optional, least == Duration{} ? Sign::zero_too : Sign::positive);
    if (!value || (*value >= least && *value <= most)) return value;
    fields.invalid(key, fmt::format("must be from {} to {}", text::duration(least), text::duration(most)),
                   fmt::format("write {}", text::duration(*value < least ? least : most)));
    return std::nullopt;
}

std::optional<double> number_within(const Fields& fields, std::string_view key, double least, double most) {
    const auto value = fields.number(key);
    if (!value || (*value >= least && *value <= most)) return value;
    fields.invalid(key, fmt::format("must be from {} to {}", text::number(least), text::number(most)));
    return std::nullopt;
}

std::vector<double> read_buckets(const Fields& fields) {
    std::vector<double> out;
    const auto items = fields.list("buckets");
    if (items.size() > kMostBuckets) fields.invalid("buckets", fmt::format("has {} items; {} are allowed", items.size(), kMostBuckets));
    for (const yaml::Node& item : items) {
        const auto bound = item.is_scalar() && !item.quoted() ? item.as_double() : std::nullopt;
        if (!bound || !std::isfinite(*bound) || *bound <= 0) {
            fields.problems().add(errors::invalid, item.place(), fmt::format("an item of `{}` must be a number of seconds above zero", fields.path("buckets")),
                                "leave +Inf out: every histogram has it");
        } else if (!out.empty() && *bound <= out.back()) {
            fields.problems().add(errors::invalid, item.place(), fmt::format("the items of `{}` must rise", fields.path("buckets")), "sort them, each once");
        } else {
            out.push_back(*bound);
        }
    }
    return out;
}

std::optional<Ratio> objective(const Fields& fields) { return objective(fields, "target", "targetPercent"); }

std::optional<Ratio> objective(const Fields& fields, std::string_view plain_key, std::string_view percent_key) {
    const bool plain = fields.has(plain_key);
    const bool percent = fields.has(percent_key);
    if (plain == percent) {
        fields.invalid(plain_key, fmt::format("{} `{}` {}", plain ? "and" : "or", percent_key, plain ? "exclude each other" : "is missing"),
                       plain ? "remove one of them" : fmt::format("write {}: 99.9", percent_key));
        return std::nullopt;
    }
    const std::string_view key = plain ? plain_key : percent_key;
    auto ratio = decimal(fields, key);
    if (ratio && percent) ratio = hundredth(fields, key, *ratio);
    if (!ratio) return std::nullopt;
    return bounded(fields, key, percent_key, *ratio, percent);
}

bool is_well_formed_reference(std::string_view text) {
    if (text.starts_with("file:")) return text.size() > 5;
    if (!text.starts_with("env:") || text.size() == 4) return false;
    text.remove_prefix(4);
    if (text.front() >= '0' && text.front() <= '9') return false;
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

/// Receivers whose path is the credential: whoever knows the URL may post.
bool path_is_credential(std::string_view authority, std::string_view path) {
    if (authority.ends_with("hooks.slack.com")) return path.starts_with("/services/") || path.starts_with("/workflows/");
    if (authority.ends_with("discord.com")) return path.starts_with("/api/webhooks/");
    return authority.ends_with(".webhook.office.com");
}

}  // namespace

bool names_credential(std::string_view name) {
    static constexpr std::array<std::string_view, 8> kParts{"token", "secret", "passw", "signature", "apikey", "api_key", "api-key", "auth"};
    if (name == "key" || name == "sig") return true;
    return std::any_of(kParts.begin(), kParts.end(),
                       [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

bool holds_credential(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return false;
    const std::string rest = lower(url.substr(scheme + 3));
    const std::string_view all(rest);
    const std::string_view authority = all.substr(0, all.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos) return true;
    const std::string_view after = all.substr(authority.size());
    if (path_is_credential(authority, after)) return true;
    std::string_view query = after.substr(std::min(after.find('?'), after.size()));
    while (!query.empty()) {
        query.remove_prefix(1);
        const std::string_view pair = query.substr(0, query.find_first_of("&;#"));
        if (names_credential(pair.substr(0, pair.find('=')))) return true;
        query.remove_prefix(pair.size());
    }
    return false;
}

}  // namespace plimsoll::catalog
