#include "server/source_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <tuple>

#include "base/text.h"

namespace plimsoll::server {
namespace {

constexpr Duration kPushInterval = Duration::minutes(1);
constexpr Duration kLogInterval = Duration::seconds(10);
constexpr Duration kSlack = Duration::seconds(30);
constexpr Duration kSilent = Duration::minutes(10);

/// Whole seconds: a text that is read every few seconds must not flicker.
std::string ago(Duration d) { return text::duration_words(Duration::seconds(std::max<std::int64_t>(0, d / Duration::seconds(1)))); }

std::optional<Timestamp> known(Timestamp at) { return at == Timestamp::min() ? std::nullopt : std::optional(at); }

/// What to do about a source that does not deliver.
std::string remedy_of(const std::string& kind) {
    if (kind == "remote_write") return "Look at the sender: prometheus_remote_storage_samples_pending and its log say what it waits for";
    if (kind == "otlp") return "Look at the exporter's or the collector's log: it says what became of its last export";
    if (kind == "access_log") return "See that the web server still writes to this file, and that the server may read it";
    if (kind == "scrape") return "Fetch the target's page by hand; it must answer within the time-out";
    if (kind == "prometheus") return "Ask the source by hand at /api/v1/query; it must answer, and its newest sample must be young";
    if (kind == "probe") return "See whether the server is overloaded: checks that cannot start in time are missing";
    return "Look at who sends it";
}

struct Standing {
    SourceState state = SourceState::ok;
    std::string why;
    std::string remedy;
};

Standing failing(const ingest::SourceStatus& s, Timestamp now) {
    const std::string tries = s.failures == 1 ? "The last try failed"
                                              : fmt::format("The last {} tries failed", text::count(static_cast<std::int64_t>(s.failures)));
    const std::string since = s.heard_at == Timestamp::min() ? "nothing was heard since the server started"
                                                             : "the last success was " + ago(now - s.heard_at) + " ago";
    return {SourceState::failing, tries + "; " + since, s.error};
}

bool used(const std::string& source, const SourceInputs& in) {
    const auto found = in.uses.find(source);
    return found != in.uses.end() && !found->second.slos.empty();
}

Standing standing_of(const ingest::SourceStatus* s, const std::string& kind, const DeclaredSource* declared, const SourceInputs& in) {
    if (declared && !declared->fetched) return {SourceState::named, declared->why_not, ""};
    if (declared && declared->for_slos && !used(declared->name, in))
        return {SourceState::waiting, "Nothing is asked of it yet: no SLO names it", ""};
    if (s && !s->error.empty()) return failing(*s, in.now);
    if (!s || s->heard_at == Timestamp::min())
        return {SourceState::waiting, "Nothing was heard since the server started " + ago(in.now - in.started) + " ago",
                in.now - in.started > kSilent ? remedy_of(kind) : ""};
    const Duration interval = declared ? declared->interval : kPushInterval;
    const Duration quiet = in.now - s->heard_at;
    if (kind == "events") return {SourceState::ok, "Events come when there are some; the last " + ago(quiet) + " ago", ""};
    if (quiet > std::max(kSilent, interval * 5)) return {SourceState::silent, "Nothing was heard for " + ago(quiet), remedy_of(kind)};
    if (s->total.latest == Timestamp::min()) return {SourceState::ok, "It delivers, without a sample yet", ""};
    const Duration lag = in.now - s->total.latest;
    const Duration delay = declared ? declared->delay : Duration();
    if (lag > interval * 3 + delay + kSlack)
        return {SourceState::late, fmt::format("Its newest sample is {} old; one is expected every {}", ago(lag), ago(interval)),
                remedy_of(kind)};
    if (lag < -kSlack)
        return {SourceState::ok, "Its newest sample is " + ago(-lag) + " ahead of this server's clock",
                "Compare the clocks of both machines"};
    return {SourceState::ok, lag < Duration::seconds(1) ? "Its newest sample is of just now" : "Its newest sample is " + ago(lag) + " old",
            ""};
}

void add_status(SourceView& view, const ingest::SourceStatus& s, Timestamp now) {
    view.newest = known(s.total.latest);
    if (view.newest) view.lag_s = (now - *view.newest).in_seconds();
    view.heard_at = known(s.heard_at);
    view.first_at = known(s.first_at);
    view.deliveries = s.deliveries;
    view.samples_per_second = s.samples_a_second;
    view.samples = s.total.samples;
    view.bound = s.total.bound;
    view.unbound = s.total.unbound;
    view.refused = s.total.refused;
    // Probes are delivered together: what of one is counted is not told apart.
    if (s.total.samples > 0 && s.kind != "probe")
        view.unbound_share = std::min(1.0, static_cast<double>(s.total.unbound) / static_cast<double>(s.total.samples));
    view.bytes = s.total.bytes;
    view.series = s.total.series;
    view.error = s.error;
    if (!s.error.empty()) view.failed_at = known(s.failed_at);
    view.failures = s.failures;
    view.note = s.note;
}

void add_use(SourceView& view, const SourceUse& use) {
    view.slo_count = use.slos.size();
    view.slos.assign(use.slos.begin(), use.slos.begin() + static_cast<std::ptrdiff_t>(std::min(use.slos.size(), kMostSlosShown)));
    double done = 0;
    std::uint64_t asked = 0;
    for (const SourceFilling& one : use.filling) {
        view.filling += one.under_way ? 1 : 0;
        done += one.under_way ? one.done : 1;
        ++asked;
    }
    if (view.filling > 0) view.filled = done / static_cast<double>(asked);
}

/// "remote_write token:7cfc@10.20.1.7" is told by the token's name.
std::string who_of(const std::string& name, const std::string& kind, const SourceInputs& in) {
    if (!name.starts_with(kind + " ")) return {};
    const std::string actor = name.substr(kind.size() + 1);
    const auto at = actor.rfind('@');
    const std::string id = actor.substr(0, at);
    const std::string known = in.name_of ? in.name_of(id) : id;
    return at == std::string::npos ? known : known + " from " + actor.substr(at + 1);
}

SourceView view_of(const std::string& name, const std::string& kind, const DeclaredSource* declared, const ingest::SourceStatus* s,
                   const SourceInputs& in) {
    SourceView view;
    view.name = name;
    view.kind = kind;
    if (declared) {
        view.declared = true;
        view.description = declared->description;
        view.file = declared->place.file;
        view.line = declared->place.line;
    } else {
        view.who = who_of(name, kind, in);
    }
    if (s) add_status(view, *s, in.now);
    Standing standing = standing_of(s, kind, declared, in);
    view.state = standing.state;
    view.why = std::move(standing.why);
    view.remedy = std::move(standing.remedy);
    if (const auto use = in.uses.find(name); use != in.uses.end()) add_use(view, use->second);
    return view;
}

/// A URL may hold a name and a password, which are nobody's business here.
std::string without_user(std::string url) {
    const auto begin = url.find("://");
    if (begin == std::string::npos) return url;
    const auto end = url.find_first_of("/?#", begin + 3);
    const auto at = url.rfind('@', end == std::string::npos ? end : end - 1);
    if (at != std::string::npos && at > begin) url.erase(begin + 3, at - begin - 2);
    return url;
}

DeclaredSource declared_source(const catalog::DataSource& source) {
    DeclaredSource out;
    out.name = source.name;
    out.description = source.description;
    out.place = source.source;
    out.kind = source.type == catalog::DataSourceType::other ? source.type_text : boost::describe::enum_to_string(source.type, "");
    const auto fact = [&](const char* name, std::string value) {
        if (!value.empty()) out.facts.push_back({name, std::move(value)});
    };
    fact("URL", without_user(source.connection.url));
    if (source.pull) {
        const catalog::PullSettings& p = *source.pull;
        out.for_slos = true;
        out.interval = p.step;
        out.delay = p.delay + p.step;
        fact("Asked", "every " + text::duration(p.step) + ", " + text::duration(p.delay) + " after, again " + text::duration(p.look_again) +
                          " later");
        fact("At most", fmt::format("{} requests a second, {} at once, {} SLOs in one", text::number(p.rate), p.concurrency, p.batch));
        fact("History", p.back_fill ? "asked for as far back as an SLO's window" : "not asked for");
    } else if (source.scrape) {
        const catalog::ScrapeSettings& s = *source.scrape;
        out.interval = s.interval;
        out.delay = source.connection.timeout;
        fact("Fetched", "every " + text::duration(s.interval));
        fact("Job", s.job.empty() ? source.name : s.job);
        std::string targets;
        for (std::size_t i = 0; i < std::min<std::size_t>(s.targets.size(), 10); ++i)
            targets += (i == 0 ? "" : ", ") + without_user(s.targets[i]);
        if (s.targets.size() > 10) targets += fmt::format(" and {} more", s.targets.size() - 10);
        fact("Targets", targets);
        fact("Targets of", s.target_file);
    } else if (source.access_log) {
        const catalog::AccessLogSettings& l = *source.access_log;
        out.interval = kLogInterval;
        fact("File", l.path);
        fact("Format", boost::describe::enum_to_string(l.format, ""));
        fact("Routes", l.routes.empty() ? "" : fmt::format("{}", l.routes.size()));
    } else {
        out.fetched = false;
        if (source.type == catalog::DataSourceType::remote_write) {
            out.why_not = "It says how senders that come in pairs are told apart; they stand in this list by themselves";
            const catalog::ReplicaSettings r = source.replicas.value_or(catalog::ReplicaSettings{});
            fact("Pairs", "one sender of each " + r.cluster_label + ", told apart by " + r.replica_label + "; another takes over after " +
                              text::duration(r.failover));
        } else {
            out.why_not =
                "Nothing is asked of it: its samples are expected to be pushed. With `pull` in its connectionDetails it would be asked";
        }
    }
    return out;
}

DeclaredSource declared_probe(const catalog::Probe& probe) {
    DeclaredSource out;
    out.name = "probe " + probe.name;
    out.kind = "probe";
    out.description = probe.description;
    out.place = probe.source;
    out.interval = probe.interval;
    out.delay = probe.timeout;
    out.facts.push_back({"Checked", "every " + text::duration(probe.interval) + ", within " + text::duration(probe.timeout)});
    std::string steps;
    for (const catalog::ProbeStep& step : probe.steps)
        steps += (steps.empty() ? "" : ", then ") + std::string(boost::describe::enum_to_string(step.kind, "")) + " " +
                 without_user(step.target);
    out.facts.push_back({probe.steps.size() == 1 ? "Target" : "Steps", steps});
    if (!probe.service.empty()) out.facts.push_back({"Service", probe.service});
    return out;
}

}  // namespace

std::vector<DeclaredSource> declared_sources(const catalog::Catalog& catalog) {
    std::vector<DeclaredSource> out;
    for (const auto& [name, source] : catalog.data_sources) out.push_back(declared_source(source));
    for (const auto& [name, probe] : catalog.probes) out.push_back(declared_probe(probe));
    return out;
}

std::vector<SourceView> source_views(const SourceInputs& in) {
    std::map<std::string, const ingest::SourceStatus*> heard;
    for (const ingest::SourceStatus& status : in.heard) heard.emplace(status.name, &status);
    std::vector<SourceView> out;
    for (const DeclaredSource& declared : in.declared) {
        const auto found = heard.find(declared.name);
        out.push_back(view_of(declared.name, declared.kind, &declared, found == heard.end() ? nullptr : found->second, in));
        if (found != heard.end()) heard.erase(found);
    }
    for (const auto& [name, status] : heard) out.push_back(view_of(name, status->kind, nullptr, status, in));
    std::stable_sort(out.begin(), out.end(),
                     [](const SourceView& a, const SourceView& b) { return std::tie(a.state, a.name) < std::tie(b.state, b.name); });
    return out;
}

}  // namespace plimsoll::server
