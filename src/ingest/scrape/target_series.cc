#include "ingest/scrape/target_series.h"

#include "ingest/series_text.h"

namespace plimsoll::ingest::scrape {

std::vector<LabelledSample> TargetSeries::page(std::vector<PageSample> page, Timestamp asked, Duration took) {
    ++pages_;
    std::vector<LabelledSample> out;
    out.reserve(page.size() + 3);
    for (PageSample& sample : page) {
        if (!sample.at) {
            if (const auto known = shown_.find(std::string(sample.series)); known != shown_.end()) known->second = pages_;
            else shown_.emplace(sample.series, pages_);
        }
        LabelledSample labelled;
        labelled.labels = std::move(sample.labels);
        labelled.at = sample.at.value_or(asked);
        labelled.value = sample.value;
        out.push_back(std::move(labelled));
    }
    const std::size_t samples = page.size();
    end_others(asked, out);
    add_own(true, samples, asked, took, out);
    return out;
}

std::vector<LabelledSample> TargetSeries::no_page(Timestamp asked, Duration took) {
    ++pages_;
    std::vector<LabelledSample> out;
    end_others(asked, out);
    add_own(false, 0, asked, took, out);
    return out;
}

std::vector<LabelledSample> TargetSeries::gone(Timestamp at) {
    ++pages_;
    std::vector<LabelledSample> out;
    end_others(at, out);
    for (const char* name : {"up", "scrape_duration_seconds", "scrape_samples_scraped"}) {
        out.push_back(own(name, 0, at));
        out.back().stale = true;
    }
    return out;
}

void TargetSeries::end_others(Timestamp at, std::vector<LabelledSample>& out) {
    for (auto series = shown_.begin(); series != shown_.end();) {
        if (series->second == pages_) {
            ++series;
            continue;
        }
        if (const auto read = SeriesText::read(series->first); read) {  // it was read when it was shown
            LabelledSample end;
            end.labels = joined(read->labels(), labels_);
            end.at = at;
            end.stale = true;
            out.push_back(std::move(end));
        }
        series = shown_.erase(series);
    }
}

LabelledSample TargetSeries::own(const char* name, double value, Timestamp at) const {
    LabelledSample out;
    out.labels = labels_;
    out.labels.emplace_back("__name__", name);
    out.at = at;
    out.value = value;
    return out;
}

void TargetSeries::add_own(bool up, std::size_t samples, Timestamp asked, Duration took, std::vector<LabelledSample>& out) const {
    out.push_back(own("up", up ? 1 : 0, asked));
    out.push_back(own("scrape_duration_seconds", took.in_seconds(), asked));
    out.push_back(own("scrape_samples_scraped", static_cast<double>(samples), asked));
}

}  // namespace plimsoll::ingest::scrape
