#include "domain/slo/debug.h"

#include <algorithm>

#include "base/text.h"
#include "promql/bucket.h"
#include "promql/query.h"
#include "promql/quoted.h"

namespace plimsoll::slo {
namespace {

constexpr std::size_t kExamples = 20;

/// The labels of a series as the ledger writes it: name{a="b",c="d"}, label names quoted where they must be.
class SeriesText {
public:
    /// Empty when it is not such a text.
    static std::vector<std::pair<std::string, std::string>> read(std::string_view text) {
        SeriesText reader(text);
        return reader.labels() ? std::move(reader.out_) : std::vector<std::pair<std::string, std::string>>{};
    }

private:
    explicit SeriesText(std::string_view text) : text_(text) {}

    bool labels() {
        const std::size_t brace = text_.find_first_of("{ ");  // a gauge says after a blank how it is read
        if (const std::string_view name = text_.substr(0, brace); !name.empty()) out_.emplace_back("__name__", name);
        if (brace == std::string_view::npos || text_[brace] == ' ') return true;
        at_ = brace + 1;
        while (at_ < text_.size() && text_[at_] != '}') {
            if (!one()) return false;
            if (at_ < text_.size() && text_[at_] == ',') ++at_;
        }
        std::sort(out_.begin(), out_.end());
        return at_ < text_.size();
    }
    bool one() {
        std::string name;
        if (text_[at_] == '"') {
            if (!quoted(name)) return false;
        } else {
            const std::size_t equals = text_.find('=', at_);
            if (equals == std::string_view::npos) return false;
            name = text_.substr(at_, equals - at_);
            at_ = equals;
        }
        if (at_ >= text_.size() || text_[at_] != '=') {  // a bare quoted string is the metric's name
            out_.emplace_back("__name__", name);
            return true;
        }
        ++at_;
        std::string value;
        if (!quoted(value)) return false;
        out_.emplace_back(std::move(name), std::move(value));
        return true;
    }
    bool quoted(std::string& out) {
        if (at_ >= text_.size() || text_[at_] != '"') return false;
        auto read = promql::read_quoted(text_, at_);
        if (!read) return false;
        at_ += read->length;
        out = std::move(read->value);
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::pair<std::string, std::string>> out_;
};

SeriesView view_of(const ledger::SeriesStatus& series) {
    SeriesView out;
    out.labels = text::printable(series.labels);
    if (series.last_at > Timestamp::from_ms(0)) {
        out.last_at = series.last_at;
        out.last_value = series.last_value;
    }
    out.live = series.live;
    if (series.expected_interval > Duration()) out.expected_interval = series.expected_interval;
    out.valid = series.contribution.valid;
    out.bad = series.contribution.bad;
    return out;
}

using Labels = std::vector<std::pair<std::string, std::string>>;

std::string_view value_of(const Labels& labels, std::string_view name) {
    for (const auto& [label, value] : labels) {
        if (label == name) return value;
    }
    return {};
}

SelectorView look(const std::string& query, const promql::Term& term, bool histogram, const std::vector<ledger::SeriesStatus>& series,
                  const std::vector<Labels>& labels) {
    SelectorView out{query, term.sign, term.selector.text(), 0, 0, {}};
    promql::Selector selector = term.selector;
    const std::optional<double> bound = histogram ? promql::take_bound(selector) : std::nullopt;
    const auto compiled = promql::CompiledSelector::compile(selector);
    if (!compiled) return out;
    std::vector<const ledger::SeriesStatus*> matched;
    for (std::size_t i = 0; i < series.size(); ++i) {
        std::vector<promql::Label> views;
        for (const auto& [name, value] : labels[i]) views.push_back({name, value});
        if (!compiled->matches(views)) continue;
        if (bound && promql::bucket_bound(value_of(labels[i], "le")) != bound) continue;
        matched.push_back(&series[i]);
        out.live += series[i].live ? 1 : 0;
    }
    out.matched = matched.size();
    std::stable_sort(matched.begin(), matched.end(), [](const auto* a, const auto* b) { return a->last_at > b->last_at; });
    for (std::size_t i = 0; i < matched.size() && i < kExamples; ++i) out.examples.push_back(view_of(*matched[i]));
    return out;
}

/// Read sample by sample, so that one sample is enough to count.
bool is_gauge(const catalog::Indicator& indicator) {
    using Kind = catalog::IndicatorKind;
    return indicator.kind == Kind::threshold || indicator.kind == Kind::raw_ratio || indicator.kind == Kind::freshness ||
           indicator.kind == Kind::alert;
}

std::vector<SelectorView> look_at_all(const catalog::Indicator& indicator, const std::vector<ledger::SeriesStatus>& series) {
    std::vector<Labels> labels;
    labels.reserve(series.size());
    for (const ledger::SeriesStatus& one : series) labels.push_back(SeriesText::read(one.labels));
    std::vector<SelectorView> out;
    const auto add = [&](const std::string& name, const std::string& text) {
        if (text.empty()) return;
        const auto query = is_gauge(indicator) ? promql::parse_gauge(text) : promql::parse(text);
        if (!query) return;
        const bool histogram = indicator.kind == catalog::IndicatorKind::latency;
        for (const promql::Term& term : query->terms) out.push_back(look(name, term, histogram, series, labels));
    };
    add("total", indicator.total);
    add("good", indicator.good);
    add("bad", indicator.bad);
    add("above", indicator.above);
    return out;
}

/// Only the population must exist: an absent numerator under a present total is zero.
const SelectorView* total_without_series(const SloDebug& debug) {
    for (const SelectorView& selector : debug.selectors) {
        if (selector.query == "total" && selector.sign > 0 && selector.matched == 0) return &selector;
    }
    return nullptr;
}

void say(SloDebug& out, Diagnosis diagnosis, std::string why, std::string remedy) {
    out.diagnosis = diagnosis;
    out.why = std::move(why);
    out.remedy = std::move(remedy);
}

std::optional<Timestamp> some(Timestamp at) {
    if (at == Timestamp::min() || at <= Timestamp::from_ms(0)) return std::nullopt;
    return at;
}

const AnomalyRecord* anomaly_of(const SloRecord* record, const std::string& kind) {
    if (record == nullptr) return nullptr;
    const auto found = record->anomalies.find(kind);
    return found == record->anomalies.end() ? nullptr : &found->second;
}

/// "shares below 0 or above 1" of samples that came and cannot be read; nullptr: none did.
const char* unusable(const SloRecord* record) {
    if (anomaly_of(record, "not_a_share") != nullptr) return "are shares below 0 or above 1; a percentage must be divided by 100";
    if (anomaly_of(record, "time_ahead") != nullptr) return "are times that lie in the future; they must be seconds since 1970, not milliseconds";
    if (anomaly_of(record, "no_number") != nullptr) return "are no number (NaN)";
    return nullptr;
}

/// Whether anything was ever counted of it.
bool counted_nothing(const std::vector<ledger::SeriesStatus>& series) {
    return std::none_of(series.begin(), series.end(), [](const auto& one) { return one.last_at > Timestamp::from_ms(0); });
}

/// Of an SLI whose counts are asked for: what the source says of itself tells more than its series could.
void diagnose_asked(SloDebug& out, const catalog::Slo& slo, const std::vector<ledger::SeriesStatus>& series, Timestamp now) {
    const std::string& source = slo.indicator.data_source;
    const std::string look = "See `plimsoll source show " + source + "`: how it stands, and what its server last said";
    if (counted_nothing(series)) {
        return say(out, Diagnosis::no_series, "DataSource " + source + ", which it is asked of, has answered nothing that counts yet", look);
    }
    if (out.watermark && slo.stale_after > Duration() && now - *out.watermark >= slo.stale_after) {
        return say(out, Diagnosis::source_silent, "DataSource " + source + " has answered nothing since " + text::rfc3339(*out.watermark), look);
    }
    say(out, Diagnosis::flowing, "data flows from DataSource " + source, "");
}

void diagnose(SloDebug& out, const catalog::Slo& slo, bool bound, const std::vector<ledger::SeriesStatus>& series,
              const SloRecord* record, Timestamp now) {
    if (!bound) {
        return say(out, Diagnosis::not_bound, "the ledger does not know this indicator yet",
                   "Wait for the catalogue to be applied; see `plimsoll check` and the server's log");
    }
    if (!slo.indicator.data_source.empty()) return diagnose_asked(out, slo, series, now);
    const AnomalyRecord* lack = anomaly_of(record, "bound_between_buckets");
    if (lack != nullptr && (out.live_series == 0 || counted_nothing(series))) {
        return say(out, Diagnosis::bound_between_buckets, "its histograms are not counted: " + text::printable(lack->last_detail),
                   "Give the histogram a bucket at the bound, choose a bound that is a bucket, or declare that it is interpolated");
    }
    if (const char* why = unusable(record); why != nullptr && counted_nothing(series)) {
        return say(out, Diagnosis::unusable_samples, std::string("all samples that arrived ") + why,
                   "Mend the exporter, or select another metric");
    }
    if (out.series == 0) {
        return say(out, Diagnosis::no_series, "no series that arrived matches any selector of its queries",
                   "Check metric and label names against the source, that it sends them (write_relabel_configs), and that "
                   "samples arrive at /api/v1/write");
    }
    if (const SelectorView* missing = total_without_series(out)) {
        return say(out, Diagnosis::selector_without_series,
                   "series arrive, but none matches " + missing->selector + " of the total query",
                   "Correct that selector, or make the source send such series");
    }
    const bool second = is_gauge(slo.indicator) || std::any_of(series.begin(), series.end(),
                                    [](const auto& one) { return one.expected_interval > Duration(); });
    if (!second) {
        if (record != nullptr && record->anomalies.contains("too_late")) {
            return say(out, Diagnosis::too_late, "the samples that arrived were too late to be counted",
                       "Check the sender's clock and backlog; import older history with `plimsoll import openmetrics`");
        }
        return say(out, Diagnosis::no_second_sample,
                   "series match, but none has a second sample yet: an increase needs two",
                   "Wait for one more scrape interval");
    }
    if (out.live_series == 0) {
        return say(out, Diagnosis::all_stale, "every series that matches has ended or gone stale",
                   "Check that the targets are up and scraped");
    }
    if (out.watermark && slo.stale_after > Duration() && now - *out.watermark >= slo.stale_after) {
        return say(out, Diagnosis::source_silent, "its source has been silent since " + text::rfc3339(*out.watermark),
                   "Check that the sender runs and reaches this server, and its remote-write errors");
    }
    say(out, Diagnosis::flowing, "data flows", "");
}

}  // namespace

SloDebug debug_of(const catalog::Slo& slo, bool bound, const ledger::SliStatus& status,
                  const std::vector<ledger::SeriesStatus>& series, const SloRecord* record, Timestamp now) {
    SloDebug out;
    out.name = slo.name;
    out.watermark = some(status.watermark);
    out.complete = some(status.complete);
    out.series = std::max(status.series, series.size());
    out.live_series = status.live_series;
    out.bad_above_valid = status.bad_above_valid;
    out.unknown_starts = status.unknown_starts;
    out.resets = status.resets;
    if (slo.indicator.data_source.empty()) out.selectors = look_at_all(slo.indicator, series);
    diagnose(out, slo, bound, series, record, now);
    return out;
}

SloDebug debug_of_members(const catalog::Slo& slo, const ledger::SliStatus& status, const std::vector<std::string>& missing) {
    SloDebug out;
    out.name = slo.name;
    out.series = status.series;
    out.live_series = status.live_series;
    out.bad_above_valid = status.bad_above_valid;
    out.unknown_starts = status.unknown_starts;
    out.resets = status.resets;
    if (status.watermark != Timestamp::min()) out.watermark = status.watermark;
    if (status.complete != Timestamp::min()) out.complete = status.complete;
    std::string names;
    for (const std::string& name : missing) names += (names.empty() ? "" : ", ") + name;
    const std::size_t members = slo.composite->members.size();
    out.diagnosis = missing.size() == members ? Diagnosis::no_series : Diagnosis::flowing;
    if (missing.empty()) {
        out.why = "it is made of its members, and all of them have counts in its window";
    } else {
        out.why = std::to_string(missing.size()) + " of its " + std::to_string(members) + " members have nothing to say in its window: " + names;
        out.remedy = "`plimsoll slo debug " + missing.front() + "` says why; meanwhile the others make up for its weight";
    }
    return out;
}

}  // namespace plimsoll::slo
