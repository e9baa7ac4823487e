#include "ingest/events/event_body.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll::ingest::events {
namespace {

constexpr std::int64_t kMostCount = 1'000'000'000;
constexpr std::size_t kMostLabels = 30;
constexpr std::size_t kLongest = 200;
constexpr std::size_t kMostTold = 100;

/// Series of these names are kept by other ways in, which tell their zeros.
constexpr std::string_view kTaken[] = {"access_log_", "probe_", "scrape_"};

bool is_name(std::string_view text, bool colons) {
    if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
    return std::all_of(text.begin(), text.end(), [colons](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (colons && c == ':');
    });
}

class Check {
public:
    std::vector<FieldError> out;

    void event(std::size_t index, const Event& e) {
        place_ = "/events/" + std::to_string(index);
        name(e.name);
        labels(e.labels);
        if (e.count < 1 || e.count > kMostCount)
            broken("/count", "is not from 1 to 1,000,000,000", "send one event for each that happened, or their number");
        if (e.key.size() > kLongest) broken("/key", "is longer than 200 bytes", "use an id of the run or of the transaction");
    }

private:
    void name(const std::string& name) {
        if (!is_name(name, true) || name.size() > kLongest) {
            broken("/name", "is no metric name", "write letters, digits and _, such as nightly_export_runs_total");
        }
        for (const std::string_view taken : kTaken) {
            if (name.starts_with(taken))
                broken("/name", "begins with " + std::string(taken) + ", which Plimsoll's own series do", "choose another");
        }
        if (name == "up") broken("/name", "is the name of a series that scrapes make", "choose another");
    }
    void labels(const std::map<std::string, std::string>& labels) {
        if (labels.size() > kMostLabels) broken("/labels", "are more than 30", "leave out what no SLO selects by");
        for (const auto& [name, value] : labels) {
            const std::string where = "/labels/" + name.substr(0, kLongest);
            if (!is_name(name, false) || name.size() > kLongest || name.starts_with("__") || name == "le") {
                broken(where, "is no label name",
                       "write letters, digits and _; names that begin with __ and le have a meaning of their own");
            }
            if (value.size() > kLongest || !text::is_utf8(value))
                broken(where, "is longer than 200 bytes or no UTF-8", "a label is one of few values: an outcome, a tenant");
        }
    }
    void broken(const std::string& where, std::string rule, std::string remedy) {
        if (out.size() < kMostTold) out.push_back({text::printable(place_ + where), std::move(rule), std::move(remedy)});
    }

    std::string place_;
};

}  // namespace

std::vector<FieldError> faults(const EventBatch& batch) {
    Check check;
    if (batch.events.size() > kMostEvents) check.out.push_back({"/events", "are more than 10,000", "send several bodies"});
    if (batch.events.empty()) check.out.push_back({"/events", "is empty", "send at least one event"});
    for (std::size_t i = 0; i < std::min(batch.events.size(), kMostEvents); ++i) check.event(i, batch.events[i]);
    return std::move(check.out);
}

}  // namespace plimsoll::ingest::events
