// reading_lists.cc: openings and applications as lists. Nothing here sorts by what anybody was rated.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "api/cursor.h"
#include "base/text.h"
#include "domain/hiring/reading.h"

namespace plimsoll::hiring {

namespace {

struct Counts {
    std::int64_t hired = 0;
    std::int64_t open = 0;
};

std::map<std::string, Counts> counts_of(const State& state) {
    std::map<std::string, Counts> out;
    for (const auto& [id, row] : state.applications) {
        Counts& counts = out[row.opening];
        if (row.fills_post()) ++counts.hired;
        if (!row.ended()) ++counts.open;
    }
    return out;
}

OpeningView opening_view(const OpeningRow& row, const Counts& counts, Timestamp now) {
    OpeningView out;
    out.id = row.id;
    out.what = row.what;
    out.opened_at = row.opened_at;
    out.closed_at = row.closed_at;
    out.filled = row.filled;
    out.close_reason = row.close_reason;
    out.hired = counts.hired;
    out.open = counts.open;
    out.open_for = row.closed_at.value_or(now) - row.opened_at;
    out.seq = row.seq;
    return out;
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// Rows that go on before those that ended, then the newest: as text, in this order.
std::string key_of(const ApplicationRow& row) { return fmt::format("{}{:020}", row.ended() ? 1 : 0, UINT64_MAX - row.number); }

/// What is to be done next, in words that tell a panel nothing of what others think.
std::string next_of(const State& state, const Viewer& viewer, const ApplicationRow& row, const CardCount& cards, bool erased) {
    if (erased || row.ended()) return {};
    if (!own_cards_submitted(state, viewer.person, row)) return "your card waits";
    if (cards.missing > 0) return fmt::format("{} of {} cards wait", cards.missing, cards.missing + cards.submitted);
    if (row.stage == Stage::offer) return row.offered_on.empty() ? "make the offer" : "wait for the answer";
    if (!row.decisions.empty()) {
        switch (row.decisions.back().outcome) {
            case Outcome::hire: return "make the offer";
            case Outcome::no_hire: return "tell them, and move to rejected";
            case Outcome::hold: return "decided to hold";
        }
    }
    if (cards.submitted > 0) return "debrief and decide";
    return row.stage == Stage::applied ? "screen" : "plan interviews";
}

struct Found {
    std::string key;
    ApplicationRow row;
    CandidateRow candidate;
    std::string opening_title;
    CardCount cards;
    std::string next;
};

/// All that the viewer sees and the filter asks for but the name, in order.
std::vector<Found> found_in(const State& state, const Viewer& viewer, const ApplicationFilter& filter) {
    std::vector<std::pair<std::string, const ApplicationRow*>> rows;
    for (const auto& [id, row] : state.applications) {
        if (!filter.opening.empty() && row.opening != filter.opening) continue;
        if (filter.stage && row.stage != *filter.stage) continue;
        std::string key = key_of(row);
        if (key > filter.after && sees_application(state, viewer, row)) rows.emplace_back(std::move(key), &row);
    }
    std::sort(rows.begin(), rows.end());
    const std::size_t most = filter.search.empty() ? filter.limit + 1 : kMostNamesRead + 1;
    if (rows.size() > most) rows.resize(most);
    std::vector<Found> out;
    for (auto& [key, row] : rows) {
        const CandidateRow* candidate = find_candidate(state, row->candidate);
        const OpeningRow* opening = find_opening(state, row->opening);
        if (candidate == nullptr || opening == nullptr) continue;
        const CardCount cards = count_cards(state, *row);
        out.push_back({std::move(key), *row, *candidate, opening->what.title, cards, next_of(state, viewer, *row, cards, candidate->erased_at.has_value())});
    }
    return out;
}

}  // namespace

Read<OpeningList> list_openings(const Ports& ports, Timestamp now) {
    Read<OpeningList> out;
    out.seq = ports.engine.read([&](const State& state) {
        const auto counts = counts_of(state);
        std::vector<const OpeningRow*> rows;
        for (const auto& [id, row] : state.openings) rows.push_back(&row);
        std::sort(rows.begin(), rows.end(), [](const OpeningRow* a, const OpeningRow* b) {
            if (a->closed_at.has_value() != b->closed_at.has_value()) return b->closed_at.has_value();
            return a->number > b->number;
        });
        for (const OpeningRow* row : rows) {
            const auto of = counts.find(row->id);
            out.view.items.push_back(opening_view(*row, of == counts.end() ? Counts() : of->second, now));
        }
    });
    return out;
}

Result<Read<OpeningView>> read_opening(const Ports& ports, const std::string& id, Timestamp now) {
    std::optional<OpeningView> found;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        const OpeningRow* row = find_opening(state, id);
        if (row != nullptr) found = opening_view(*row, counts_of(state)[id], now);
    });
    if (!found) return fail(errors::unknown, "opening " + text::printable(id.substr(0, kLongestId)));
    return Read<OpeningView>{*std::move(found), seq};
}

Result<Read<ApplicationList>> list_applications(const Ports& ports, const Viewer& viewer, const ApplicationFilter& filter) {
    std::vector<Found> found;
    Read<ApplicationList> out;
    out.seq = ports.engine.read([&](const State& state) { found = found_in(state, viewer, filter); });
    const std::string wanted = lower(filter.search);
    std::string last;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (out.view.items.size() == filter.limit || i == kMostNamesRead) {
            out.view.next_cursor = api::cursor_after(last);
            break;
        }
        Found& one = found[i];
        last = one.key;
        TRY_ASSIGN(PersonRef who, candidate_ref(ports, one.candidate));
        if (!wanted.empty() && lower(who.name).find(wanted) == std::string::npos) continue;
        ApplicationRowView row;
        row.id = one.row.id;
        row.candidate = std::move(who);
        row.opening = one.row.opening;
        row.opening_title = one.opening_title;
        row.stage = one.row.stage;
        row.made_at = one.row.made_at;
        row.moved_at = one.row.passages.empty() ? one.row.made_at : one.row.passages.back().why.at;
        row.cards = one.cards.submitted;
        row.cards_wanted = one.cards.submitted + one.cards.missing;
        row.erased = one.candidate.erased_at.has_value();
        row.next = std::move(one.next);
        out.view.items.push_back(std::move(row));
    }
    return out;
}

}  // namespace plimsoll::hiring
