#include "server/label_watch.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "ingest/series_text.h"
#include "promql/query.h"

namespace plimsoll::server {
namespace {

constexpr Duration kEvery = Duration::minutes(1);
constexpr std::size_t kMostSeries = 2'000;
constexpr std::size_t kMostValues = 100;
constexpr std::size_t kAtOnce = 50;

std::string key_of(const std::string& slo, const std::string& label) { return slo + '\0' + label; }
std::string slo_of(const std::string& key) { return key.substr(0, key.find('\0')); }

bool comes_and_goes(const std::string& label) {
    return label == "__name__" || label == "le" || label == "instance" || label == "pod";
}

/// Labels that the population is asked for by =~. Counts that another engine sums up carry none.
std::vector<std::string> asked_labels(const catalog::Slo& slo) {
    if (!slo.indicator.data_source.empty()) return {};
    auto query = promql::parse(slo.indicator.total);
    if (!query) query = promql::parse_gauge(slo.indicator.total);
    if (!query) return {};
    std::set<std::string> labels;
    for (const promql::Term& term : query->terms) {
        for (const promql::Matcher& m : term.selector.matchers) {
            if (m.op == promql::Matcher::Op::match && !comes_and_goes(m.label)) labels.insert(m.label);
        }
    }
    return {labels.begin(), labels.end()};
}

}  // namespace

std::vector<LabelLosses::Lost> LabelLosses::look(const std::string& key, const std::map<std::string, Timestamp>& newest) {
    auto& heard = heard_[key];
    std::erase_if(heard, [&](const auto& one) { return !newest.contains(one.first); });
    Timestamp latest = Timestamp::min();
    for (const auto& [value, at] : newest) latest = std::max(latest, at);
    std::vector<Lost> lost;
    for (const auto& [value, at] : newest) {
        const auto [found, added] = heard.try_emplace(value, Heard{at, at, false});
        Heard& one = found->second;
        if (at - one.newest > kSilence) one = {at, at, false};
        one.newest = std::max(one.newest, at);
        const bool steady = one.newest - one.since >= kSteady;
        if (one.told || !steady || latest - one.newest < kSilence) continue;
        one.told = true;
        lost.push_back({value, one.newest});
    }
    return lost;
}

void LabelLosses::keep(const std::function<bool(const std::string& key)>& wanted) {
    std::erase_if(heard_, [&](const auto& one) { return !wanted(one.first); });
}

LabelWatch::LabelWatch(Ports ports) : ports_(std::move(ports)), due_(ports_.clock.now() + kEvery) {}

Duty LabelWatch::duty() {
    return {"labels", [this] { return due_; }, [this](Timestamp now) {
                due_ = now + kEvery;
                look();
            }};
}

void LabelWatch::look() {
    const std::shared_ptr<const Bound> bound = ports_.bound();
    if (bound != seen_) watch(bound);
    look_at_groups(*bound);
    for (std::size_t i = 0; i < std::min(kAtOnce, watched_.size()); ++i) {
        look_at_labels(*bound, watched_[next_++ % watched_.size()]);
    }
}

void LabelWatch::watch(const std::shared_ptr<const Bound>& bound) {
    seen_ = bound;
    watched_.clear();
    for (const std::string& name : bound->indicators) {
        const catalog::Slo& slo = bound->catalog->slos.at(name);
        if (!slo.group_of.empty()) continue;
        auto labels = asked_labels(slo);
        if (!labels.empty()) watched_.push_back({name, std::move(labels)});
    }
    losses_.keep([&](const std::string& key) { return bound->catalog->slos.contains(slo_of(key)); });
}

void LabelWatch::look_at_groups(const Bound& bound) {
    std::map<std::string, std::map<std::string, Timestamp>> newest;  // by roll-up and group
    for (const std::string& name : bound.indicators) {
        const catalog::Slo& slo = bound.catalog->slos.at(name);
        if (slo.group_of.empty()) continue;
        const Timestamp at = ports_.ledger.status(bound.slis.at(name)).newest;
        if (at != Timestamp::min()) newest[slo.group_of][name] = at;
    }
    for (const auto& [roll_up, groups] : newest) {
        for (const auto& lost : losses_.look(key_of(roll_up, "@"), groups)) tell(lost.value, lost, "the group");
    }
}

void LabelWatch::look_at_labels(const Bound& bound, const Watched& watched) {
    const auto series = ports_.ledger.series(bound.slis.at(watched.slo), kMostSeries + 1);
    if (series.size() > kMostSeries) return;
    std::map<std::string, std::map<std::string, Timestamp>> newest;  // by label and value
    for (const ledger::SeriesStatus& one : series) {
        const auto text = ingest::SeriesText::read(one.labels);
        if (!text) continue;
        for (const std::string& label : watched.labels) {
            const auto found = std::find_if(text->labels().begin(), text->labels().end(), [&](const promql::Label& l) { return l.name == label; });
            if (found == text->labels().end()) continue;
            Timestamp& at = newest[label].try_emplace(std::string(found->value), one.last_at).first->second;
            at = std::max(at, one.last_at);
        }
    }
    for (const auto& [label, values] : newest) {
        if (values.size() > kMostValues) continue;
        for (const auto& lost : losses_.look(key_of(watched.slo, label), values)) tell(watched.slo, lost, label + "=\"" + lost.value + "\"");
    }
}

void LabelWatch::tell(const std::string& slo, const LabelLosses::Lost& lost, const std::string& what) {
    const auto done = ports_.record({slo, "label_lost", lost.since, 1, text::printable(what) + " delivers nothing since " + text::rfc3339(lost.since)});
    if (!done) spdlog::warn("the loss of {} in {} could not be recorded: {}", text::printable(what), slo, done.error().sentence());
}

}  // namespace plimsoll::server
