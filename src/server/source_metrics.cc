#include "server/source_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <mutex>

#include "base/text.h"
#include "server/prometheus_answers.h"

namespace plimsoll::server {
namespace {

constexpr const char* kNames = "/api/v1/label/__name__/values";
constexpr const char* kMeanings = "/api/v1/metadata";
constexpr const char* kQuery = "/api/v1/query";
constexpr std::size_t kMostValues = 200;  ///< of a label, for proposals

bool contains(std::string_view name, const std::string& search) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(name.begin(), name.end(), search.begin(), search.end(), same) != name.end();
}

/// Whether a name can stand in a question without quotes.
bool plain_name(std::string_view name) {
    const auto good = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':'; };
    return !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) && std::all_of(name.begin(), name.end(), good);
}

/// What people know of: the names that pulled counts enter the ledger by are ours (pull.h).
std::vector<ingest::MetMetric> met(const ingest::MetricNames& names, const MetricsOf& of) {
    std::vector<ingest::MetMetric> out = names.with(of.label, of.value);
    std::erase_if(out, [](const ingest::MetMetric& one) { return one.name.starts_with("plimsoll_pulled_"); });
    return out;
}

/// Recognised ones first, then by name, and cut.
void arrange(SourceMetricPage& page) {
    std::stable_sort(page.items.begin(), page.items.end(), [](const SourceMetric& a, const SourceMetric& b) {
        return std::tuple(!a.recognised, std::string_view(a.name)) < std::tuple(!b.recognised, std::string_view(b.name));
    });
    page.matching = page.items.size();
    if (page.items.size() > kMetricsShown) page.items.resize(kMetricsShown);
}

std::string note_of(const ingest::MetricNames& names, const MetricsOf& of) {
    std::string note = of.label.empty()
                           ? "What was met of all that is pushed since the server started; series are estimated"
                           : "What was met with " + of.label + "=\"" + of.value + "\" since the server started; series are estimated";
    if (const auto left = names.left_out(); left > 0)
        note += fmt::format("; beyond {} names, {} series were left out", text::count(ingest::MetricNames::kMostNames),
                            text::count(static_cast<std::int64_t>(left)));
    return note;
}

SourceMetricPage met_page(const ingest::MetricNames& names, const MetricsOf& of, const std::string& search) {
    SourceMetricPage page{of.source, {}, 0, 0, note_of(names, of)};
    for (const ingest::MetMetric& metric : met(names, of)) {
        ++page.all;
        if (!contains(metric.name, search)) continue;
        SourceMetric one{metric.name, metric.type, "", metric.series, {}, recognised(metric.name)};
        for (const ingest::MetLabel& label : metric.labels) one.labels.push_back(label.name);
        page.items.push_back(std::move(one));
    }
    arrange(page);
    return page;
}

std::vector<KnownMetric> met_known(const ingest::MetricNames& names, const MetricsOf& of) {
    std::vector<KnownMetric> out;
    for (const ingest::MetMetric& metric : met(names, of)) {
        KnownMetric known{metric.name, {}, {}};
        for (const ingest::MetLabel& label : metric.labels) known.labels.push_back({label.name, label.values});
        out.push_back(std::move(known));
    }
    return out;
}

/// The base of a histogram's buckets: metadata is kept by it.
std::string base_of(const std::string& name) {
    for (const std::string_view end : {"_bucket", "_count", "_sum"})
        if (name.ends_with(end)) return name.substr(0, name.size() - end.size());
    return name;
}

SourceMetricPage asked_page(const MetricsOf& of, const std::vector<std::string>& names,
                            const std::map<std::string, MetricMeaning>& meanings, const std::string& search) {
    SourceMetricPage page{of.source, {}, 0, names.size(), "As the source itself says"};
    for (const std::string& name : names) {
        if (!contains(name, search)) continue;
        auto meaning = meanings.find(name);
        if (meaning == meanings.end()) meaning = meanings.find(base_of(name));
        SourceMetric one;
        one.name = text::printable(name);
        if (meaning != meanings.end())
            std::tie(one.type, one.help) = std::pair(meaning->second.type, meaning->second.help);
        else
            one.type = ingest::type_by_name(name, false, false);
        one.recognised = recognised(name);
        page.items.push_back(std::move(one));
    }
    arrange(page);
    return page;
}

/// Two questions for each recognised metric, in flight together.
class Questions : public std::enable_shared_from_this<Questions> {
public:
    Questions(AskSource ask, std::string source, std::vector<KnownMetric> metrics,
              std::function<void(Result<std::vector<KnownMetric>>)> done)
        : ask_(std::move(ask)), source_(std::move(source)), metrics_(std::move(metrics)), done_(std::move(done)) {}

    void begin() {
        std::vector<std::size_t> wanted;
        for (std::size_t i = 0; i < metrics_.size() && wanted.size() < kMostQuestions; ++i)
            if (recognised(metrics_[i].name) && plain_name(metrics_[i].name)) wanted.push_back(i);
        waiting_ = wanted.size();
        if (wanted.empty()) return done_(std::move(metrics_));
        for (const std::size_t i : wanted) labels_of(i);
    }

private:
    void labels_of(std::size_t i) {
        const std::string name = metrics_[i].name;
        std::string by;
        for (const std::string& label : labels_of_interest(name)) by += (by.empty() ? "" : ", ") + label;
        ask_(source_, kQuery, {{"query", "count by (" + by + ") (" + name + ")"}},
             [self = shared_from_this(), i](Result<std::string> data) {
                 auto rows = data ? vector_of(*data) : Result<std::vector<PrometheusSample>>(data.error());
                 if (!rows) return self->one_less();  // it is proposed nothing from, which is what a person sees
                 self->take_labels(i, *rows);
                 self->traffic_of(i);
             });
    }
    void take_labels(std::size_t i, const std::vector<PrometheusSample>& rows) {
        std::map<std::string, std::set<std::string>> values;
        for (const PrometheusSample& row : rows)
            for (const auto& [label, value] : row.labels)
                if (values[label].size() < kMostValues) values[label].insert(value);
        const std::lock_guard lock(mutex_);
        for (const auto& [label, known] : values) metrics_[i].labels.push_back({label, {known.begin(), known.end()}});
    }
    void traffic_of(std::size_t i) {
        std::string name, part;
        {
            const std::lock_guard lock(mutex_);
            name = metrics_[i].name;
            part = part_label(metrics_[i]);
        }
        const std::string counter = name.ends_with("_bucket") ? base_of(name) + "_count" : name;
        if (ingest::type_by_name(counter, false, false) != "counter") return one_less();
        const std::string by = part.empty() ? "sum" : "sum by (" + part + ") ";
        ask_(source_, kQuery, {{"query", by + "(increase(" + counter + "[1d]))"}},
             [self = shared_from_this(), i, part](Result<std::string> data) {
                 if (auto rows = data ? vector_of(*data) : Result<std::vector<PrometheusSample>>(data.error())) {
                     const std::lock_guard lock(self->mutex_);
                     for (const PrometheusSample& row : *rows) {
                         const auto label = row.labels.find(part);
                         self->metrics_[i].events_a_day[label == row.labels.end() ? "" : label->second] = row.value;
                     }
                 }
                 self->one_less();
             });
    }
    void one_less() {
        std::vector<KnownMetric> metrics;
        {
            const std::lock_guard lock(mutex_);
            if (--waiting_ > 0) return;
            metrics = std::move(metrics_);
        }
        done_(std::move(metrics));
    }

    const AskSource ask_;
    const std::string source_;
    std::mutex mutex_;  // guards what follows, once begun
    std::vector<KnownMetric> metrics_;
    std::size_t waiting_ = 0;
    const std::function<void(Result<std::vector<KnownMetric>>)> done_;
};

}  // namespace

void find_metrics(const AskSource& ask, const ingest::MetricNames& names, const MetricsOf& of, const std::string& search,
                  std::function<void(Result<SourceMetricPage>)> done) {
    if (!of.asked) return done(met_page(names, of, search));
    ask(of.source, kNames, {}, [ask, of, search, done = std::move(done)](Result<std::string> data) {
        auto all = data ? label_values_of(*data) : Result<std::vector<std::string>>(data.error());
        if (!all) return done(all.error());
        // Some servers keep no metadata: then names alone say what a metric is.
        ask(of.source, kMeanings, {}, [of, search, done, all = *std::move(all)](Result<std::string> meta) {
            auto meanings = meta ? meanings_of(*meta) : Result<std::map<std::string, MetricMeaning>>(meta.error());
            done(asked_page(of, all, meanings.value_or(std::map<std::string, MetricMeaning>{}), search));
        });
    });
}

void find_known(const AskSource& ask, const ingest::MetricNames& names, const MetricsOf& of,
                std::function<void(Result<std::vector<KnownMetric>>)> done) {
    if (!of.asked) return done(met_known(names, of));
    ask(of.source, kNames, {}, [ask, of, done = std::move(done)](Result<std::string> data) {
        auto all = data ? label_values_of(*data) : Result<std::vector<std::string>>(data.error());
        if (!all) return done(all.error());
        std::vector<KnownMetric> metrics;
        for (std::string& name : *all) metrics.push_back({std::move(name), {}, {}});
        std::make_shared<Questions>(ask, of.source, std::move(metrics), done)->begin();
    });
}

}  // namespace plimsoll::server
