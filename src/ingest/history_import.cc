#include "ingest/history_import.h"

#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <unordered_map>

#include "ingest/counter_value.h"
#include "ingest/histograms.h"
#include "ingest/history_slots.h"
#include "ingest/series_text.h"

namespace plimsoll::ingest {
namespace {

constexpr Duration kFuture = Duration::minutes(10);
constexpr std::uint64_t kProgressEvery = 4 << 20;
constexpr std::size_t kLinesTold = 10;
constexpr std::size_t kMostSpellings =
    4'000'000;  // series as written that are remembered; beyond it they are read anew

class Import {
public:
    Import(const std::filesystem::path& file, const BindingSet& binding, const ImportOptions& options)
        : file_(file),
          binding_(binding),
          options_(options),
          oldest_(std::max(Timestamp(), options.now - ledger::kLevels[std::size(ledger::kLevels) - 1].retention)) {}

    Result<ImportReport> run(const FillHour& fill) {
        TRY(read());
        TRY(write(fill));
        return std::move(report_);
    }

private:
    /// What a series is to this import: a counter, a gauge that is read in some ways, or why its samples are skipped.
    struct Known {
        enum class Kind : std::uint8_t { bound, unbound, refused };
        Kind kind = Kind::unbound;
        Reason why = Reason::no_labels;
        std::uint32_t first = 0;  ///< of its readings_
        std::uint32_t count = 0;
    };
    /// A place in series_, and how samples get there.
    struct Reading {
        std::uint32_t place = 0;
        std::optional<GaugeReading> gauge;
    };
    struct Hash128 {
        std::uint64_t low;
        std::uint64_t high;
        friend bool operator==(const Hash128&, const Hash128&) = default;
    };
    struct TakeLow {
        std::size_t operator()(const Hash128& h) const { return h.low; }
    };

    void tell(ImportProgress::Stage stage, std::uint64_t done, std::uint64_t total) const {
        if (options_.progress) options_.progress({stage, done, total});
    }

    Result<> read() {
        TRY_ASSIGN(TextLines lines, TextLines::open(file_, options_.text));
        std::uint64_t told = 0;
        tell(ImportProgress::Stage::reading, 0, lines.bytes_total());
        while (true) {
            TRY_ASSIGN(const auto line, lines.next());
            if (!line) break;
            ++report_.lines;
            TRY(take(*line));
            if (lines.bytes_read() < told + kProgressEvery) continue;
            told = lines.bytes_read();
            tell(ImportProgress::Stage::reading, told, lines.bytes_total());
        }
        tell(ImportProgress::Stage::reading, lines.bytes_read(), lines.bytes_total());
        return {};
    }

    Result<> take(const TextLine& line) {
        if (line.too_long)
            return bad(line, {0, "the line is longer than " + std::to_string(options_.text.line_bytes) + " bytes", ""});
        const auto parsed = read_line(line.text, options_.format);
        if (!parsed) return bad(line, parsed.error());
        if (!*parsed) return {};
        const ExpositionLine& sample = **parsed;
        const std::size_t series_at = static_cast<std::size_t>(sample.series.data() - line.text.data());
        auto known = known_of(sample.series);
        if (!known) return bad(line, {known.error().offset + series_at, known.error().rule, known.error().remedy});
        if (!sample.at) return no_timestamp(line);
        ++report_.samples;
        return count(*known, sample);
    }

    Result<> no_timestamp(const TextLine& line) {
        ++report_.skipped["no_timestamp"];
        return tolerate(line, {line.text.size(), "the line has no timestamp, so it is no history",
                               "export with timestamps: promtool tsdb dump-openmetrics"});
    }
    Result<> bad(const TextLine& line, const promql::Problem& problem) {
        ++report_.skipped["unreadable_line"];
        return tolerate(line, problem);
    }
    Result<> tolerate(const TextLine& line, const promql::Problem& problem) {
        if (report_.bad_lines.size() < kLinesTold) {
            const int column = promql::place_of(line.text, std::min(problem.offset, line.text.size())).column;
            report_.bad_lines.push_back(
                {file_.string() + ":" + std::to_string(line.number) + ":" + std::to_string(column), problem.rule,
                 problem.remedy});
        }
        if (++bad_ <= options_.bad_lines) return {};
        return fail(errors::unreadable,
                    "more than " + std::to_string(options_.bad_lines) + " lines cannot be used; nothing was imported",
                    report_.bad_lines);
    }

    tl::expected<Known, promql::Problem> known_of(std::string_view written) {
        const XXH128_hash_t hash = XXH3_128bits(written.data(), written.size());
        const Hash128 key{hash.low64, hash.high64};
        if (const auto found = spellings_.find(key); found != spellings_.end()) return found->second;
        auto series = SeriesText::read(written);
        if (!series) return tl::unexpected(series.error());
        if (series->length() != written.size()) {
            return tl::unexpected(
                promql::Problem{series->length(), "the labels end before this", "separate labels by commas"});
        }
        const Known known = known_of(series->labels());
        if (spellings_.size() >= kMostSpellings) spellings_.clear();
        spellings_.emplace(key, known);
        return known;
    }

    Known known_of(Labels& labels) {
        if (const auto fault = canonicalise(labels)) return {Known::Kind::refused, *fault};
        const Feeds feeds = binding_.feeds(labels);
        if (feeds.empty()) return {};
        if (const auto fault = over_limit(labels, options_.labels)) return {Known::Kind::refused, *fault};
        const auto first = static_cast<std::uint32_t>(readings_.size());
        const std::string text = canonical_text(labels);
        Histograms::remember(buckets_, histogram_key(labels), feeds);
        if (!feeds.counters.empty()) {
            readings_.push_back({place_of(text, labels, contributions_of(feeds.counters)), std::nullopt});
        }
        for (const GaugeFeed& gauge : feeds.gauges) {
            const std::string name = text + std::string(kReadAs) + gauge.reading.text();
            readings_.push_back({place_of(name, labels, contributions_of(gauge.feeds)), gauge.reading});
        }
        const auto count = static_cast<std::uint32_t>(readings_.size()) - first;
        if (count == 0) return {};
        if (std::any_of(feeds.parts.begin(), feeds.parts.end(), [](const auto& p) { return p.role != HistogramPart::Role::other; })) {
            members_.push_back({readings_[first].place, histogram_key(labels), feeds});
        }
        return {Known::Kind::bound, {}, first, count};
    }

    std::uint32_t place_of(const std::string& text, const Labels& labels, std::vector<ledger::Contribution> contributions) {
        const auto [found, added] = places_.try_emplace(text, static_cast<std::uint32_t>(series_.size()));
        if (added) {
            const auto target =
                targets_.try_emplace(target_of(labels), static_cast<std::uint32_t>(targets_.size())).first->second;
            series_.emplace_back(target, std::move(contributions));
        }
        return found->second;
    }

    Result<> count(const Known& known, const ExpositionLine& sample) {
        if (known.kind == Known::Kind::unbound) {
            ++report_.unbound;
            return {};
        }
        if (known.kind == Known::Kind::refused) return skip(known.why);
        for (std::uint32_t i = 0; i < known.count; ++i) TRY(count(readings_[known.first + i], sample));
        return {};
    }

    Result<> count(const Reading& reading, const ExpositionLine& sample) {
        // Text cannot tell the stale marker from another NaN: either way the series has no count here.
        const bool ended = std::isnan(sample.value);
        std::int64_t value = 0;
        if (!ended && reading.gauge) {
            const auto bad = reading.gauge->bad_of(sample.value, *sample.at);
            if (!bad) return skip_unusable();
            value = *bad;
        } else if (!ended) {
            if (const auto fault = fault_of(sample.value)) return skip(*fault);
            value = static_cast<std::int64_t>(sample.value);
        }
        if (*sample.at > options_.now + kFuture) return skip(Reason::in_the_future);
        if (*sample.at < oldest_) return skip(Reason::too_late);
        if (++report_.bound > options_.bound_samples) {
            return fail(errors::too_many_samples, "one import takes " + std::to_string(options_.bound_samples) +
                                                      " samples of series that an SLI counts; nothing was imported");
        }
        series_[reading.place].add({sample.at->in_ms(), value, ended});
        return {};
    }

    Result<> skip_unusable() {
        ++report_.skipped["unusable_gauge"];
        return {};
    }

    /// Histograms whose bound has no bucket in the whole file count nothing.
    std::vector<std::vector<ledger::Contribution>> effects() const {
        std::vector<std::vector<ledger::Contribution>> out;
        for (const HistorySeries& series : series_) out.push_back(series.contributions());
        for (const HistogramSeries& one : members_) out[one.place] = Histograms::known(buckets_, binding_, one.key, one.feeds);
        return out;
    }

    Result<> skip(Reason why) {
        ++report_.skipped[std::string(key(why))];
        return {};
    }

    Result<> write(const FillHour& fill) {
        spellings_.clear();
        std::map<ledger::SliId, std::vector<HistoryMember>> members;
        for (const ledger::SliId sli : binding_.slis()) members[sli];
        report_.series = series_.size();
        const auto contributions = effects();
        for (std::size_t i = 0; i < series_.size(); ++i) {
            const HistorySeries& series = series_[i];
            const auto repeats = series.repeats();
            if (repeats.same > 0) report_.skipped["duplicate"] += repeats.same;
            if (repeats.conflicting > 0) report_.skipped["conflicting_duplicate"] += repeats.conflicting;
            for (const ledger::Contribution& c : contributions[i]) members[c.sli].push_back({&series, c});
        }
        std::uint64_t done = 0;
        for (const auto& [sli, of_sli] : members) {
            TRY(write(fill, sli, of_sli));
            tell(ImportProgress::Stage::writing, ++done, members.size());
        }
        return {};
    }

    Result<> write(const FillHour& fill, ledger::SliId sli, const std::vector<HistoryMember>& members) {
        const HistorySlots slots = slots_of(members);
        report_.resets += slots.resets;
        report_.unknown_starts += slots.unknown_starts;
        report_.contradictions += slots.contradictions;
        if (slots.implausible > 0) report_.skipped["implausible"] += slots.implausible;
        std::int64_t& filled = report_.filled[sli];
        for (auto hour = slots.hours.rbegin(); hour != slots.hours.rend(); ++hour) {
            auto shown = HistorySlots::shown(hour->second);
            const bool anything =
                std::any_of(shown.begin(), shown.end(), [](const ledger::Slot& s) { return s.measured != 0; });
            if (!anything) continue;
            const auto start = Timestamp::from_ms(ledger::start_of(hour->first * ledger::kSlotsPerHour));
            TRY_ASSIGN(const std::int64_t more, fill(sli, start, std::move(shown)));
            filled += more;
        }
        return {};
    }

    const std::filesystem::path file_;
    const BindingSet& binding_;
    const ImportOptions& options_;
    const Timestamp oldest_;  // what is older would be dropped at once; it also bounds the hours held at a time
    ImportReport report_;
    std::uint64_t bad_ = 0;
    std::unordered_map<Hash128, Known, TakeLow> spellings_;
    std::vector<Reading> readings_;
    struct HistogramSeries {
        std::uint32_t place = 0;
        std::string key;
        Feeds feeds;
    };
    std::vector<HistogramSeries> members_;
    Histograms::Alive buckets_;
    std::unordered_map<std::string, std::uint32_t> places_;
    std::unordered_map<std::string, std::uint32_t> targets_;
    std::vector<HistorySeries> series_;
};

}  // namespace

Result<ImportReport> import_history(const std::filesystem::path& file, const BindingSet& binding, const FillHour& fill,
                                    const ImportOptions& options) {
    return Import(file, binding, options).run(fill);
}

Result<ImportReport> import_history(const std::filesystem::path& file, const BindingSet& binding,
                                    ledger::Ledger& ledger, const ImportOptions& options) {
    const auto fill = [&ledger](ledger::SliId sli, Timestamp hour_start, std::vector<ledger::Slot> slots) {
        return ledger.import_hour(sli, hour_start, std::move(slots));
    };
    return import_history(file, binding, FillHour(fill), options);
}

}  // namespace plimsoll::ingest
