#include "server/source_uses.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace plimsoll::server {
namespace {

using Names = std::map<std::string, std::set<std::string>>;

/// A series of a probe, sorted by label name.
std::vector<promql::Label> series_of(const std::string& probe, std::string_view metric, promql::Label more) {
    std::vector<promql::Label> out{{"__name__", metric}, {"instance", probe}, {"job", "probe"}, {"probe", probe}, more};
    std::sort(out.begin(), out.end(), [](const promql::Label& a, const promql::Label& b) { return a.name < b.name; });
    return out;
}

void add_probe(const UseInputs& in, const std::string& probe, std::set<std::string>& slos) {
    const std::vector<std::vector<promql::Label>> series = {
        series_of(probe, "probe_checks_total", {"result", "failure"}), series_of(probe, "probe_checks_total", {"result", "success"}),
        series_of(probe, "probe_duration_seconds_count", {"phase", ""}), series_of(probe, "probe_success", {"phase", ""}),
        series_of(probe, "probe_tls_expiry_seconds", {"phase", ""})};
    for (std::vector<promql::Label> labels : series) {
        std::erase_if(labels, [](const promql::Label& label) { return label.value.empty(); });
        const ingest::Feeds feeds = in.binding.feeds(labels);
        const auto add = [&](std::uint32_t indicator) {
            if (indicator < in.bound.indicators.size()) slos.insert(in.bound.indicators[indicator]);
        };
        for (const ingest::Feed& feed : feeds.counters) add(feed.indicator);
        for (const ingest::HistogramPart& part : feeds.parts) add(part.indicator);
        for (const ingest::GaugeFeed& gauge : feeds.gauges)
            for (const ingest::Feed& feed : gauge.feeds) add(feed.indicator);
    }
}

/// The view that a source of the ledger belongs to; empty: nobody's.
std::string view_of(const std::string& delivered, const UseInputs& in) {
    for (const ingest::SourceStatus& s : in.heard) {
        if (delivered == s.name || delivered == s.kind + " " + s.name) return s.name;
        if (s.declared.empty() && s.name.ends_with(" " + delivered)) return s.name;
    }
    if (in.bound.declared->data_sources.contains(delivered)) return delivered;
    for (const auto& [name, source] : in.bound.declared->data_sources)
        if (delivered.ends_with(" " + name)) return name;
    return {};
}

void add_delivered(const UseInputs& in, Names& slos) {
    std::unordered_map<ledger::SliId, std::string> name_of;
    for (const auto& [name, sli] : in.bound.slis) name_of.emplace(sli, name);
    for (const ledger::Ledger::SourceState& source : in.delivered) {
        const std::string view = view_of(source.name, in);
        if (view.empty()) continue;
        for (const ledger::SliId sli : source.slis)
            if (const auto found = name_of.find(sli); found != name_of.end()) slos[view].insert(found->second);
    }
}

}  // namespace

std::map<std::string, SourceUse> source_uses(const UseInputs& in) {
    Names slos;
    for (const auto& [name, slo] : in.bound.catalog->slos)
        if (!slo.indicator.data_source.empty()) slos[slo.indicator.data_source].insert(name);
    for (const auto& [name, probe] : in.bound.declared->probes) add_probe(in, name, slos["probe " + name]);
    add_delivered(in, slos);
    std::map<std::string, SourceUse> out;
    for (auto& [source, names] : slos) {
        SourceUse& use = out[source];
        use.slos.assign(names.begin(), names.end());
        for (const std::string& slo : use.slos)
            if (const auto filling = in.filling(slo)) use.filling.push_back({slo, filling->under_way, filling->done, filling->note});
    }
    return out;
}

}  // namespace plimsoll::server
