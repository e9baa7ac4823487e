#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <set>

#include "base/text.h"
#include "ingest/histograms.h"
#include "ingest/logs/request_series.h"
#include "ledger/slot_pages.h"

namespace plimsoll::ingest::logs {
namespace {

constexpr Duration kFuture = Duration::minutes(10);
constexpr std::uint64_t kProgressEvery = 4 << 20;
constexpr std::size_t kLinesTold = 10;
constexpr std::int64_t kLongestQuiet_h = 7 * 24;

/// What a request adds to one SLI.
struct Addition {
    std::size_t sli = 0;  ///< into slis_
    std::int64_t valid = 0;
    std::int64_t bad = 0;
};

class LogImport {
public:
    LogImport(const Settings& settings, std::unique_ptr<LineReader> reader, RouteTable routes, const BindingSet& binding,
              const ImportOptions& options)
        : reader_(std::move(reader)),
          routes_(std::move(routes)),
          series_(settings, routes_),
          binding_(binding),
          options_(options),
          oldest_(std::max(Timestamp(), options.now - ledger::kLevels[std::size(ledger::kLevels) - 1].retention)) {
        for (const ledger::SliId sli : binding.slis()) {
            places_.emplace(sli, slis_.size());
            slis_.push_back({sli, {}, 0});
        }
    }

    Result<ImportReport> run(const std::filesystem::path& file, const FillHour& fill) {
        TRY(read(file));
        TRY(write(fill));
        return std::move(report_);
    }

private:
    struct Counts {
        std::int64_t valid = 0;
        std::int64_t bad = 0;
    };
    using Hour = std::array<Counts, ledger::kSlotsPerHour>;
    struct OfSli {
        ledger::SliId sli = 0;
        std::map<std::int64_t, Hour> hours;  ///< since 1970
        std::int64_t series = 0;             ///< that feed it
    };

    void tell(ImportProgress::Stage stage, std::uint64_t done, std::uint64_t total) const {
        if (options_.progress) options_.progress({stage, done, total});
    }

    Result<> read(const std::filesystem::path& file) {
        TRY_ASSIGN(TextLines lines, TextLines::open(file, options_.text));
        std::uint64_t told = 0;
        while (true) {
            TRY_ASSIGN(const auto line, lines.next());
            if (!line) break;
            ++report_.lines;
            TRY(take(file, *line));
            if (lines.bytes_read() < told + kProgressEvery) continue;
            told = lines.bytes_read();
            tell(ImportProgress::Stage::reading, told, lines.bytes_total());
        }
        tell(ImportProgress::Stage::reading, lines.bytes_read(), lines.bytes_total());
        return {};
    }

    Result<> take(const std::filesystem::path& file, const TextLine& line) {
        if (line.text.empty()) return {};
        const std::string_view why =
            line.too_long ? std::string_view("the line is longer than 64 KiB") : reader_->read(line.text, request_);
        if (!why.empty()) return bad(file, line, why);
        ++report_.samples;
        if (request_.at > options_.now + kFuture) return skip("in_the_future");
        if (request_.at < oldest_) return skip("too_late");
        count();
        return {};
    }

    Result<> skip(const char* why) {
        ++report_.skipped[why];
        return {};
    }

    Result<> bad(const std::filesystem::path& file, const TextLine& line, std::string_view why) {
        ++report_.skipped["unreadable_line"];
        if (report_.bad_lines.size() < kLinesTold) {
            report_.bad_lines.push_back(
                {file.string() + ":" + std::to_string(line.number), std::string(why), std::string(errors::unreadable_log.remedy)});
        }
        if (report_.skipped["unreadable_line"] <= options_.bad_lines) return {};
        return fail(errors::unreadable_log,
                    "more than " + std::to_string(options_.bad_lines) + " lines cannot be used; nothing was imported", report_.bad_lines);
    }

    void count() {
        const std::int64_t slot = request_.at.floor(ledger::kStep).in_ms() / ledger::kStep.in_ms();
        if (slot == first_) ++at_first_;
        if (slot < first_) first_ = slot, at_first_ = 1;
        if (slot == last_) ++at_last_;
        if (slot > last_) last_ = slot, at_last_ = 1;
        const std::int64_t hour = ledger::hour_of(slot);
        if (hour != last_hour_) hours_.insert(last_hour_ = hour);
        const std::vector<Addition>& additions = additions_of(series_.number_of(request_));
        ++(additions.empty() ? report_.unbound : report_.bound);
        for (const Addition& a : additions) {
            Counts& counts = slis_[a.sli].hours[hour][static_cast<std::size_t>(slot - hour * ledger::kSlotsPerHour)];
            counts.valid += a.valid;
            counts.bad += a.bad;
        }
    }

    /// Of a request of a combination, with its duration's bucket.
    const std::vector<Addition>& additions_of(std::uint32_t number) {
        while (met_ < series_.size()) meet(met_++);
        const std::size_t width = series_.width();
        const std::size_t place = width == 1 || !request_.duration_s ? 0 : series_.bucket_of(*request_.duration_s);
        const std::size_t key = number * width + place;
        if (additions_.size() <= key) additions_.resize((number + 1) * width);
        if (!additions_[key]) additions_[key] = added_up(number, place);
        return *additions_[key];
    }

    std::vector<Addition> added_up(std::uint32_t number, std::size_t bucket) const {
        const std::size_t width = series_.width();
        std::map<std::size_t, Addition> sum;
        const auto add = [&](std::size_t place) {
            for (const ledger::Contribution& c : effects_[number * width + place]) {
                Addition& a = sum[places_.at(c.sli)];
                a.sli = places_.at(c.sli);
                a.valid += c.valid;
                a.bad += c.bad;
            }
        };
        add(0);
        if (bucket > 0) add(1);
        for (std::size_t place = bucket; bucket > 0 && place < width; ++place) add(place);
        std::vector<Addition> out;
        for (const auto& [sli, addition] : sum) out.push_back(addition);
        return out;
    }

    /// Each series of a combination, as the binding sees it. All of a histogram's buckets are there together.
    void meet(std::uint32_t number) {
        const std::size_t width = series_.width();
        std::vector<LabelledSample::Pairs> pairs(width);
        std::vector<Labels> labels(width);
        std::vector<Feeds> feeds(width);
        for (std::size_t place = 0; place < width; ++place) {
            pairs[place] = series_.labels(number, place);
            for (const auto& [name, value] : pairs[place]) labels[place].push_back({name, value});
            (void)canonicalise(labels[place]);  // our own labels: nothing is wrong with them but their order
            feeds[place] = binding_.feeds(labels[place]);
            Histograms::remember(alive_, histogram_key(labels[place], Temporality::event), feeds[place]);
        }
        for (std::size_t place = 0; place < width; ++place) {
            const bool part = std::any_of(feeds[place].parts.begin(), feeds[place].parts.end(),
                                          [](const HistogramPart& p) { return p.role != HistogramPart::Role::other; });
            effects_.push_back(part ? Histograms::known(alive_, binding_, histogram_key(labels[place], Temporality::event), feeds[place])
                                    : contributions_of(feeds[place].counters));
            for (const ledger::Contribution& c : effects_.back()) ++slis_[places_.at(c.sli)].series;
            if (!effects_.back().empty()) ++report_.series;
        }
    }

    Result<> write(const FillHour& fill) {
        if (first_ <= last_) report_.skipped["edge_of_file"] = first_ == last_ ? at_first_ : at_first_ + at_last_;
        std::uint64_t done = 0;
        for (OfSli& of : slis_) {
            report_.filled[of.sli];
            if (of.series > 0) TRY(write(of, fill));
            tell(ImportProgress::Stage::writing, ++done, slis_.size());
        }
        return {};
    }

    /// Newest first, so that hours which are still open come first; quiet ones between lines are zero.
    Result<> write(const OfSli& of, const FillHour& fill) {
        std::int64_t later = std::numeric_limits<std::int64_t>::min();
        for (auto hour = hours_.rbegin(); hour != hours_.rend(); ++hour) {
            const bool quiet = later != std::numeric_limits<std::int64_t>::min() && later - *hour <= kLongestQuiet_h;
            for (std::int64_t between = later - 1; quiet && between > *hour; --between) TRY(write(of, between, fill));
            TRY(write(of, *hour, fill));
            later = *hour;
        }
        return {};
    }

    Result<> write(const OfSli& of, std::int64_t hour, const FillHour& fill) {
        const auto counted = of.hours.find(hour);
        std::vector<ledger::Slot> slots(static_cast<std::size_t>(ledger::kSlotsPerHour));
        bool anything = false;
        for (std::int64_t i = 0; i < ledger::kSlotsPerHour; ++i) {
            const std::int64_t slot = hour * ledger::kSlotsPerHour + i;
            if (slot <= first_ || slot >= last_) continue;
            const Counts counts = counted == of.hours.end() ? Counts{} : counted->second[static_cast<std::size_t>(i)];
            if (counts.bad < 0 || counts.valid < counts.bad || counts.valid > ledger::kMostInSlot) {
                ++report_.contradictions;
                continue;
            }
            slots[static_cast<std::size_t>(i)] = {counts.valid, counts.bad, 1, of.series, of.series};
            anything = true;
        }
        if (!anything) return {};
        TRY_ASSIGN(const std::int64_t more, fill(of.sli, Timestamp::from_ms(hour * Duration::hours(1).in_ms()), std::move(slots)));
        report_.filled[of.sli] += more;
        return {};
    }

    std::unique_ptr<LineReader> reader_;
    RouteTable routes_;
    RequestSeries series_;
    const BindingSet& binding_;
    const ImportOptions& options_;
    const Timestamp oldest_;
    ImportReport report_;
    LoggedRequest request_;

    std::map<ledger::SliId, std::size_t> places_;  ///< into slis_
    std::vector<OfSli> slis_;
    std::uint32_t met_ = 0;  ///< combinations whose effects are known
    Histograms::Alive alive_;
    std::vector<std::vector<ledger::Contribution>> effects_;        ///< by number * width + place
    std::vector<std::optional<std::vector<Addition>>> additions_;   ///< likewise; place 0: without a duration

    std::int64_t first_ = std::numeric_limits<std::int64_t>::max();  ///< slot
    std::int64_t last_ = std::numeric_limits<std::int64_t>::min();
    std::uint64_t at_first_ = 0;  ///< lines
    std::uint64_t at_last_ = 0;
    std::set<std::int64_t> hours_;  ///< that have lines
    std::int64_t last_hour_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace

Result<ImportReport> import_access_log(const std::filesystem::path& file, const Settings& settings, const BindingSet& binding,
                                       const FillHour& fill, const ImportOptions& options) {
    if (auto broken = faults(settings); !broken.empty())
        return fail(plimsoll::errors::invalid, "access log " + settings.name, std::move(broken));
    TRY_ASSIGN(auto reader, line_reader(settings));
    TRY_ASSIGN(RouteTable routes, RouteTable::build(settings.routes));
    return LogImport(settings, std::move(reader), std::move(routes), binding, options).run(file, fill);
}

}  // namespace plimsoll::ingest::logs
