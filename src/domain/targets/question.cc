#include "domain/targets/question.h"

#include <charconv>

#include "base/text.h"
#include "base/zones.h"
#include "domain/targets/decide.h"

namespace plimsoll::targets {
namespace {

constexpr std::int64_t kLatestMs = std::int64_t{1} << 46;  ///< beyond what a ledger holds

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

class Reading {
public:
    explicit Reading(const api::Request& request) : request_(request) {}

    Result<Question> read() {
        out_.from = time("from");
        out_.to = time("to");
        if (out_.from && out_.to && *out_.from >= *out_.to) broke("from", "must be before `to`", "swap the two");
        read_levels();
        read_notice();
        read_most_pages();
        read_zone();
        if (!broken_.empty()) return fail(errors::bad_parameter, {}, std::move(broken_));
        return std::move(out_);
    }

private:
    void broke(const std::string& name, std::string rule, std::string remedy) { broken_.push_back({"query " + name, std::move(rule), std::move(remedy)}); }
    [[nodiscard]] std::optional<std::string> given(const std::string& name) const {
        auto value = request_.query_value(name);
        return value && !value->empty() ? value : std::nullopt;
    }

    /// RFC 3339, or milliseconds since 1970.
    std::optional<Timestamp> time(const std::string& name) {
        const auto text = given(name);
        if (!text) return std::nullopt;
        std::int64_t ms = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), ms);
        if (error == std::errc() && end == text->data() + text->size() && ms >= 0 && ms <= kLatestMs) return Timestamp::from_ms(ms);
        if (const auto at = text::parse_rfc3339(*text); at && at->in_ms() >= 0 && at->in_ms() <= kLatestMs) return *at;
        broke(name, "must be a time since 1970, in RFC 3339 or as milliseconds", "such as 2026-11-21T14:00:00Z");
        return std::nullopt;
    }

    void read_levels() {
        const auto [first, last] = request_.query.equal_range("level");
        for (auto it = first; it != last; ++it) {
            const auto level = objective_in(it->second);
            if (level) out_.levels.push_back(*level);
            else broke("level", "must be a percentage above 0 and below 100", "write 99.95, and give it again for another");
        }
        if (out_.levels.size() > kAskedLevels) broke("level", "must be given 10 times at most", "ask for the others apart");
    }

    void read_notice() {
        const auto text = given("notice");
        if (!text) return;
        auto notice = notice_in(*text);
        if (notice) out_.notice = *notice;
        else broke("notice", "must be an error ratio over a length: a percentage above 0 and up to 100, over 1m to 1d", "write \"2% over 5m\"");
    }

    void read_most_pages() {
        const auto text = given("most_pages");
        if (!text) return;
        double value = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
        if (error == std::errc() && end == text->data() + text->size() && value >= 0 && value <= kMostPagesLimit) out_.most_pages = value;
        else broke("most_pages", "must be a number from 0 to 10,000", "write 8");
    }

    void read_zone() {
        const auto text = given("zone");
        if (!text) return;
        if (const auto known = zones::check(*text); known) out_.zone = *text;
        else broke("zone", "must be an IANA time zone", "write Europe/Berlin");
    }

    const api::Request& request_;
    Question out_;
    std::vector<FieldError> broken_;
};

}  // namespace

Result<Notice> notice_in(std::string_view text) {
    constexpr std::string_view kOver = " over ";
    const std::size_t at = text.find(kOver);
    if (at == std::string_view::npos) return fail(plimsoll::errors::malformed, "\"2% over 5m\" is one");
    std::string_view share = trimmed(text.substr(0, at));
    if (!share.ends_with('%')) return fail(plimsoll::errors::malformed, "the error ratio must be a percentage");
    share = trimmed(share.substr(0, share.size() - 1));
    TRY_ASSIGN(const Ratio percent, Ratio::parse_decimal(share));
    TRY_ASSIGN(const Ratio ratio, Ratio::of(percent.numerator(), percent.denominator() > INT64_MAX / 100 ? 0 : percent.denominator() * 100));
    TRY_ASSIGN(const Duration over, text::parse_duration(trimmed(text.substr(at + kOver.size()))));
    const bool bearable = ratio > Ratio() && ratio.numerator() <= ratio.denominator() && over >= kNoticeLeast && over <= kNoticeMost;
    if (!bearable) return fail(plimsoll::errors::invalid, "above 0 % and up to 100 %, over 1m to 1d");
    return Notice{ratio, over};
}

Result<Question> question_in(const api::Request& request) { return Reading(request).read(); }

}  // namespace plimsoll::targets
