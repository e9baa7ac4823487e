#include "domain/catalog/annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostLabels = 4;
constexpr int kMostGroups = 1000;
constexpr std::int64_t kMostLeastEvents = 1'000'000'000;

/// One SLO's annotations, read by their short keys.
class Annotations {
public:
    Annotations(const Metadata& metadata, Problems& problems) : metadata_(metadata), problems_(problems) {}

    [[nodiscard]] const Ref* at(const std::string& key) const { return metadata_.annotation("plimsoll.dev/" + key); }
    void wrong(const std::string& key, const std::string& rule, const std::string& remedy) const {
        problems_.add(errors::invalid, at(key)->place, fmt::format("`plimsoll.dev/{}` {}", key, rule), remedy);
    }
    void idle(const std::string& key, const std::string& why) const {
        if (at(key) == nullptr) return;
        problems_.warn(errors::invalid, at(key)->place, fmt::format("`plimsoll.dev/{}` changes nothing: {}", key, why), "remove it");
    }

private:
    const Metadata& metadata_;
    Problems& problems_;
};

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out;
    while (true) {
        const auto comma = text.find(',');
        out.push_back(trimmed(text.substr(0, comma)));
        if (comma == std::string_view::npos) return out;
        text.remove_prefix(comma + 1);
    }
}

bool is_label(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && name.size() <= 128 && letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> whole(const Annotations& a, const std::string& key, std::int64_t least, std::int64_t most) {
    if (a.at(key) == nullptr) return std::nullopt;
    const auto value = whole(a.at(key)->name);
    if (value && *value >= least && *value <= most) return value;
    a.wrong(key, fmt::format("must be a whole number from {} to {}", least, most), "");
    return std::nullopt;
}

/// The place of the word among `choices`.
std::optional<std::size_t> choice(const Annotations& a, const std::string& key, const std::vector<std::string>& choices) {
    if (a.at(key) == nullptr) return std::nullopt;
    const auto found = std::find(choices.begin(), choices.end(), a.at(key)->name);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    std::string listed;
    for (const std::string& c : choices) listed += (listed.empty() ? "" : ", ") + c;
    a.wrong(key, "must be one of " + listed, "");
    return std::nullopt;
}

void read_grouping(const Annotations& a, Slo& slo) {
    if (a.at("group-by") == nullptr) {
        a.idle("group-limit", "there is no plimsoll.dev/group-by");
        a.idle("group-roll-up", "there is no plimsoll.dev/group-by");
        return;
    }
    if (slo.composite) return a.wrong("group-by", "stands on a composite, which has no series of its own", "group its members, and name their roll-ups");
    Grouping grouping;
    for (const std::string& label : words_of(a.at("group-by")->name)) {
        const bool twice = std::find(grouping.by.begin(), grouping.by.end(), label) != grouping.by.end();
        if (!is_label(label) || twice) return a.wrong("group-by", fmt::format("must be label names, each once, not \"{}\"", label), "write region, or region, tier");
        if (label == "le" || label == "__name__") return a.wrong("group-by", fmt::format("groups by `{}`, which is no property of the events", label), "write region");
        grouping.by.push_back(label);
    }
    if (grouping.by.size() > kMostLabels) return a.wrong("group-by", fmt::format("names {} labels; {} are allowed", grouping.by.size(), kMostLabels), "");
    grouping.limit = static_cast<int>(whole(a, "group-limit", 1, kMostGroups).value_or(grouping.limit));
    if (choice(a, "group-roll-up", {"summed", "worst"}) == 1U) grouping.roll_up = RollUp::worst;
    slo.grouping = std::move(grouping);
}

void read_empty_slices(const Annotations& a, Slo& slo) {
    static constexpr EmptySlice kEmpty[] = {EmptySlice::gap, EmptySlice::good, EmptySlice::bad};
    const auto which = choice(a, "empty-slices", {"gap", "good", "bad"});
    if (!slo.slicing) return a.idle("empty-slices", "this SLO counts events, not slices of time");
    if (which) slo.slicing->empty = kEmpty[*which];
}

void read_low_traffic(const Annotations& a, Slo& slo) {
    slo.low_traffic.least_events = whole(a, "least-events", 0, kMostLeastEvents).value_or(0);
    slo.low_traffic.interval = choice(a, "interval", {"false", "true"}) == 1U;
}

void read_coverage_floor(const Annotations& a, Slo& slo) {
    if (a.at("coverage-floor") == nullptr) return;
    const auto value = Ratio::parse_decimal(a.at("coverage-floor")->name);
    if (value && value->numerator() >= 0 && *value <= *Ratio::of(1, 1)) {
        slo.coverage_floor = value->as_double();
        return;
    }
    a.wrong("coverage-floor", "must be a share from 0 to 1", "write 0.9 for 90 %");
}

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = whole(text.substr(0, 4)), month = whole(text.substr(5, 2)), day = whole(text.substr(8, 2));
    if (!year || !month || !day || *year < 1970 || *month < 1 || *month > 12 || *day < 1) return false;
    static constexpr std::int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    return *day <= kDays[*month - 1] + (*month == 2 && leap ? 1 : 0);
}

void read_review(const Annotations& a, Slo& slo) {
    if (a.at("reviewed") != nullptr) {
        if (is_date(a.at("reviewed")->name)) slo.reviewed = a.at("reviewed")->name;
        else a.wrong("reviewed", "must be a date", "write 2026-11-01");
    }
    if (a.at("review-every") == nullptr) return;
    const auto every = text::parse_duration(a.at("review-every")->name);
    const bool ok = every && *every >= Duration::days(1) && *every <= Duration::days(1830);
    if (ok) slo.review_every = *every;
    else a.wrong("review-every", "must be a duration from 1d to five years", "write 180d");
}

}  // namespace

const std::vector<std::string>& annotation_keys() {
    static const std::vector<std::string> kKeys{
        "plimsoll.dev/burn-policy",   "plimsoll.dev/runbook",       "plimsoll.dev/stale-after",  "plimsoll.dev/group-by",
        "plimsoll.dev/group-limit",   "plimsoll.dev/group-roll-up", "plimsoll.dev/empty-slices", "plimsoll.dev/least-events",
        "plimsoll.dev/interval",      "plimsoll.dev/coverage-floor", "plimsoll.dev/reviewed",    "plimsoll.dev/review-every"};
    return kKeys;
}

void apply_annotations(const Metadata& metadata, Slo& slo, Problems& problems) {
    const Annotations annotations(metadata, problems);
    read_grouping(annotations, slo);
    read_empty_slices(annotations, slo);
    read_low_traffic(annotations, slo);
    read_coverage_floor(annotations, slo);
    read_review(annotations, slo);
}

}  // namespace plimsoll::catalog
