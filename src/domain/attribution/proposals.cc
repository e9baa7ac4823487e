#include "domain/attribution/proposals.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <optional>

#include "base/text.h"

namespace plimsoll::attribution {
namespace {

struct Candidate {
    Proposal proposal;
    double nearness = 0;  ///< 0 to 1: share of the episode that it overlaps, or how soon before it was
};

std::string clock(Timestamp at) { return text::rfc3339(at).substr(11, 5); }

std::string span(const TimeRange& range) { return fmt::format("from {} to {} UTC", clock(range.start), clock(range.end)); }

Duration overlap(const TimeRange& a, const TimeRange& b) {
    const Timestamp start = std::max(a.start, b.start);
    const Timestamp end = std::min(a.end, b.end);
    return start < end ? end - start : Duration();
}

double share_of(Duration part, Duration whole) { return static_cast<double>(part.in_ms()) / static_cast<double>(whole.in_ms()); }

std::string percent(double share) { return text::percent(share, 0); }

bool near(Timestamp at, const Episode& episode) { return at >= episode.range.start - kBefore && at <= episode.range.start + kAfter; }

double soonness(Timestamp at, const Episode& episode) {
    const Duration away = at < episode.range.start ? episode.range.start - at : at - episode.range.start;
    return 1 - share_of(std::min(away, kBefore), kBefore);
}

/// "5 min before this episode began".
std::string when(Timestamp at, const Episode& episode) {
    if (at == episode.range.start) return "just as this episode began";
    const bool before = at < episode.range.start;
    const Duration away = before ? episode.range.start - at : at - episode.range.start;
    return text::duration_words(away) + (before ? " before" : " after") + " this episode began";
}

std::string name_of(const Cause& cause) {
    const std::string kind = boost::describe::enum_to_string(cause.kind, "");
    return kind + " " + (cause.title.empty() || cause.title == cause.ref ? cause.ref : cause.ref + " “" + cause.title + "”");
}

std::string listed(const std::vector<std::string>& fields) {
    std::string out;
    for (const std::string& field : fields) {
        if (field == "definition_version" || field == "sli_version") continue;
        out += (out.empty() ? "" : ", ") + field;
    }
    return out.empty() ? "its definition" : out;
}

std::optional<Candidate> from_edit(const CatalogEdit& edit, const Episode& episode, const std::string& slo) {
    const bool judges_anew = std::find(edit.fields.begin(), edit.fields.end(), "definition_version") != edit.fields.end();
    if (!near(edit.at, episode) || (edit.kind == "SLO" && !judges_anew)) return std::nullopt;
    const bool own = edit.kind == "SLO" && edit.name == slo;
    const std::string version = fmt::format("catalogue version {}", edit.version);
    const Cause cause{CauseKind::change, edit.commit.empty() ? version : edit.commit.substr(0, 12), edit.commit.empty() ? "" : version};
    std::string reason = fmt::format("{} changed {} of {} at {} UTC, {}", version, listed(edit.fields),
                                     own ? "this SLO" : (edit.kind == "SLO" ? "SLO " : "service ") + edit.name, clock(edit.at), when(edit.at, episode));
    return Candidate{{cause, std::move(reason), own ? Strength::strong : Strength::weak}, soonness(edit.at, episode)};
}

/// What lasted: judged by how much of the episode it covers.
std::optional<Candidate> from_lasting(const Note& note, const Episode& episode) {
    const Duration both = overlap(note.range, episode.range);
    if (both == Duration()) return std::nullopt;
    const double covered = share_of(both, episode.range.length());
    const bool strong = note.cause.kind != CauseKind::dependency && (covered >= 0.5 || near(note.range.start, episode));
    std::string reason = fmt::format("{} {} covers {} of this episode", name_of(note.cause), span(note.range), percent(covered));
    return Candidate{{note.cause, std::move(reason), strong ? Strength::strong : Strength::weak}, covered};
}

std::optional<Candidate> from_instant(const Note& note, Timestamp at, const char* verb, const Episode& episode) {
    const bool declared_in_it = note.cause.kind == CauseKind::incident && episode.range.contains(at);
    if (!near(at, episode) && !declared_in_it) return std::nullopt;
    const bool soon = at >= episode.range.start - kSoonBefore && at <= episode.range.start + kAfter;
    std::string reason = fmt::format("{}{} at {} UTC, {}", name_of(note.cause), verb, clock(at), when(at, episode));
    return Candidate{{note.cause, std::move(reason), soon || declared_in_it ? Strength::strong : Strength::weak}, soonness(at, episode)};
}

/// What lasted and was over before the episode is judged by its end: a maintenance is often felt afterwards.
std::optional<Candidate> from_note(const Note& note, const Episode& episode) {
    if (note.range.length() <= Duration()) return from_instant(note, note.range.start, "", episode);
    if (auto lasting = from_lasting(note, episode)) return lasting;
    if (note.range.end <= episode.range.start) return from_instant(note, note.range.end, " ended", episode);
    return std::nullopt;
}

std::optional<Candidate> from_upstream(const UpstreamEpisode& upstream, const Episode& episode) {
    const Duration both = overlap(upstream.range, episode.range);
    if (both * 2 < episode.range.length() || upstream.range.start > episode.range.start + kAfter) return std::nullopt;
    const double covered = share_of(both, episode.range.length());
    std::string reason = fmt::format("{} ({}) burnt {:.1f}x {}, {} of this episode", upstream.service, upstream.slo, upstream.burn,
                                     span(upstream.range), percent(covered));
    const Cause cause{CauseKind::dependency, upstream.service, ""};
    return Candidate{{cause, std::move(reason), covered >= 0.8 ? Strength::strong : Strength::weak}, covered};
}

bool same(const Cause& a, const Cause& b) { return a.kind == b.kind && a.ref == b.ref; }

/// The best of each cause, best first.
std::vector<Proposal> best(std::vector<Candidate> all, const std::vector<Cause>& charged) {
    std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
        return std::pair(a.proposal.strength, -a.nearness) < std::pair(b.proposal.strength, -b.nearness);
    });
    std::vector<Proposal> out;
    for (Candidate& one : all) {
        const Cause& cause = one.proposal.cause;
        const bool told = std::any_of(out.begin(), out.end(), [&](const Proposal& p) { return same(p.cause, cause); }) ||
                          std::any_of(charged.begin(), charged.end(), [&](const Cause& c) { return same(c, cause); });
        if (!told && out.size() < kProposalsMost) out.push_back(std::move(one.proposal));
    }
    return out;
}

}  // namespace

std::vector<Proposal> proposals_for(const Episode& episode, const Surroundings& around, const std::vector<Cause>& charged) {
    std::vector<Candidate> all;
    const auto add = [&](std::optional<Candidate> one) {
        if (one) all.push_back(std::move(*one));
    };
    for (const UpstreamEpisode& upstream : around.upstream) add(from_upstream(upstream, episode));
    for (const Note& note : around.notes) add(from_note(note, episode));
    for (const CatalogEdit& edit : around.edits) add(from_edit(edit, episode, around.slo));
    return best(std::move(all), charged);
}

}  // namespace plimsoll::attribution
