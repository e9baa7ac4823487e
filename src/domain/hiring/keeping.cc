#include "domain/hiring/keeping.h"

#include <algorithm>
#include <tuple>

#include "base/json.h"
#include "base/text.h"
#include "domain/hiring/hiring_codec.h"
#include "domain/hiring/kept_resume.h"
#include "domain/hiring/sealed_words.h"

namespace plimsoll::hiring {

namespace {

/// The candidate's row, copied. Errors: unknown.
Result<CandidateRow> row_of(const Ports& ports, const std::string& id) {
    std::optional<CandidateRow> out;
    ports.engine.read([&](const State& state) {
        if (const CandidateRow* row = find_candidate(state, id)) out = *row;
    });
    if (!out) return fail(errors::unknown, text::printable(id.substr(0, kLongestId)));
    return *std::move(out);
}

/// Errors: unknown; erased.
Result<CandidateRow> kept_row(const Ports& ports, const std::string& id) {
    TRY_ASSIGN(CandidateRow row, row_of(ports, id));
    if (row.erased_at) return fail(errors::erased, id);
    return row;
}

std::string field_of(const Papers& papers, const std::string& candidate, const std::string& field) {
    auto value = papers.get(candidate, field);
    return value && *value ? **value : std::string();
}

Result<std::optional<SaidView>> said(const Ports& ports, const std::optional<Written>& written) {
    if (!written) return std::optional<SaidView>();
    TRY_ASSIGN(std::string text, said_at(ports, *written));
    return std::optional(SaidView{std::move(text), {written->by, ports.name_of(written->by)}, written->at});
}

const std::vector<std::string>& what_is_gone() {
    static const std::vector<std::string> sentences{
        "The candidate's key: nothing that was sealed under it opens any more, in this log, its exports and its back-ups",
        "Name, mail address, resume and the drafts of cards, from the vault of this server",
        "What the candidate declared of themselves, from the store apart",
        "Every link to their own copy"};
    return sentences;
}

const std::vector<std::string>& what_stays() {
    static const std::vector<std::string> sentences{
        "The events in the log, with their hashes, so that the chain can be checked: they name an opaque id, stages, dates and outcomes",
        "Sealed texts in those events, which nobody can open",
        "The application as a count of the funnel",
        "The key in back-ups of keys.db that were made before, for as long as those are kept"};
    return sentences;
}

/// What the panel may not read yet is not in an export either.
bool may_read_words(const State& state, const Viewer& viewer, const Event& event) {
    if (const auto* card = std::get_if<CardSubmitted>(&event)) {
        const InterviewRow* interview = find_interview(state, card->interview);
        return interview != nullptr && sees_card(state, viewer, *interview, card->rater);
    }
    const auto sees_all = [&](const std::string& id) {
        const ApplicationRow* application = find_application(state, id);
        return application != nullptr && sees_debrief(state, viewer, *application);
    };
    // Reasons of moves, notes and decisions follow from the cards; what the candidate asked, or of keeping, does not.
    return std::visit(
        [&](const auto& fact) {
            using Fact = std::decay_t<decltype(fact)>;
            if constexpr (std::is_same_v<Fact, RequestMade>) return true;
            else if constexpr (requires { fact.application; fact.sealed; }) return sees_all(fact.application);
            else return true;
        },
        event);
}

/// The resume's text as it was read, line by line. Errors: those of the vault.
Result<std::string> resume_text(const Papers& papers, const std::string& candidate) {
    TRY_ASSIGN(const auto kept, papers.get(candidate, "resume"));
    if (!kept) return std::string();
    TRY_ASSIGN(const KeptResume resume, json::decode<KeptResume>(*kept));
    return text_of(resume);
}

struct Dated {
    Timestamp due;
    CandidateRow row;
    std::string until;
};

}  // namespace

Result<KeepingView> keeping_of(const KeepingPorts& ports, const std::string& candidate) {
    TRY_ASSIGN(const CandidateRow row, kept_row(ports.hiring, candidate));
    KeepingView out;
    out.candidate = candidate;
    out.set = !row.keep_until.empty();
    ports.hiring.engine.read([&](const State& state) { out.until = kept_until(state, row, ports.hiring.keep); });
    if (out.set) {
        TRY_ASSIGN(out.why, said(ports.hiring, row.keep_why));
    }
    TRY_ASSIGN(out.hold, said(ports.hiring, row.hold));
    return out;
}

Result<RetentionView> retention(const KeepingPorts& ports, Timestamp now, std::size_t limit) {
    RetentionView out;
    out.keep = ports.hiring.keep;
    std::vector<Dated> dated;
    ports.hiring.engine.read([&](const State& state) {
        for (const auto& [id, row] : state.candidates) {
            if (row.erased_at) continue;
            out.held += row.hold ? 1 : 0;
            if (const auto due = due_at(state, row, ports.hiring.keep)) dated.push_back({*due, row, kept_until(state, row, ports.hiring.keep)});
            else ++out.going_on;
        }
    });
    const auto sooner = [](const Dated& a, const Dated& b) { return std::tie(a.due, a.row.id) < std::tie(b.due, b.row.id); };
    const std::size_t shown = std::min(limit, dated.size());
    std::partial_sort(dated.begin(), dated.begin() + static_cast<std::ptrdiff_t>(shown), dated.end(), sooner);
    out.more = static_cast<std::int64_t>(dated.size() - shown);
    dated.resize(shown);
    for (const Dated& one : dated) {
        RetentionItem item;
        item.candidate = {one.row.id, field_of(ports.hiring.papers, one.row.id, "name")};
        item.until = one.until;
        item.set = !one.row.keep_until.empty();
        item.due = now >= one.due;
        if (item.set) {
            TRY_ASSIGN(item.why, said(ports.hiring, one.row.keep_why));
        }
        TRY_ASSIGN(item.hold, said(ports.hiring, one.row.hold));
        out.items.push_back(std::move(item));
    }
    return out;
}

Result<ErasureView> erasure_of(const KeepingPorts& ports, const std::string& candidate) {
    TRY_ASSIGN(const CandidateRow row, row_of(ports.hiring, candidate));
    if (!row.erased_at) return fail(errors::unknown, "nobody with this id was erased");
    ErasureView out;
    out.candidate = candidate;
    out.erased_at = *row.erased_at;
    out.by = {row.erased_by, ports.hiring.name_of(row.erased_by)};
    out.reason = row.erase_reason.value_or(EraseReason::asked);
    TRY(ports.read_candidate(candidate, [&](const log::Event& event) {
        if (out.events++ == 0) out.first_seq = event.seq;
        out.last_seq = event.seq;
        if (event.fact.type == CandidateErased::json_tag) out.seq = event.seq;
        return true;
    }));
    out.key_gone_at = ports.finished_at(candidate);
    out.key_gone = out.key_gone_at.has_value();
    out.gone = what_is_gone();
    out.stays = what_stays();
    return out;
}

Result<ErasureView> erase(const KeepingPorts& ports, const api::Actor& actor, const std::string& candidate, EraseReason reason, Timestamp now) {
    auto seq = ports.hiring.engine.submit(actor, EraseCandidate{candidate, reason});
    // Who asks again because the key could not go the first time is helped, not refused.
    const bool again = !seq && seq.error().is(errors::erased) && !ports.finished_at(candidate);
    if (!seq && !again) return std::move(seq).error();
    if (seq) TRY(ports.durable(*seq));
    // A disk that refuses is no error of the request: the erasure stands and is tried again; the reply says that the key is still there.
    (void)ports.finish(candidate, now);
    return erasure_of(ports, candidate);
}

Result<CandidateExport> export_candidate(const KeepingPorts& ports, const Viewer& viewer, const std::string& candidate, Timestamp now) {
    TRY_ASSIGN(const CandidateRow row, kept_row(ports.hiring, candidate));
    CandidateExport out;
    out.candidate = candidate;
    out.at = now;
    for (const auto& [field, into] : {std::pair{"name", &out.name}, {"mail", &out.mail}}) {
        TRY_ASSIGN(const auto value, ports.hiring.papers.get(candidate, field));
        *into = value.value_or("");
    }
    TRY_ASSIGN(out.resume, resume_text(ports.hiring.papers, candidate));
    out.held = row.hold.has_value();
    out.applications = row.applications;
    const std::uint64_t seq = ports.hiring.engine.read([&](const State& state) { out.keep_until = kept_until(state, row, ports.hiring.keep); });
    TRY(ports.durable(seq));  // the log is read as far as the state was
    Result<> opened;
    TRY(ports.read_candidate(candidate, [&](const log::Event& event) {
        ExportedFact fact{event.seq, event.fact.at, event.fact.type, {event.fact.actor, ports.hiring.name_of(event.fact.actor)}, event.fact.body, {}, false};
        const auto understood = decode(event.fact);
        if (!understood) {
            opened = understood.error();
            return false;
        }
        if (!*understood) return true;
        ports.hiring.engine.read([&](const State& state) { fact.hidden = !may_read_words(state, viewer, **understood); });
        if (fact.hidden) fact.body = "{}";  // an outcome, a stage and a rater stand in it in clear
        if (!fact.hidden) {
            auto words = open_words(ports.hiring.papers, **understood);
            if (!words) {
                opened = std::move(words).error();
                return false;
            }
            fact.words = std::move(*words);
        }
        out.facts.push_back(std::move(fact));
        return true;
    }));
    TRY(opened);
    return out;
}

}  // namespace plimsoll::hiring
