#include "log/chain_audit.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll::log {

namespace {

constexpr std::size_t suspects_limit = 256;
constexpr std::size_t suspect_bytes_limit = 64u << 20;
constexpr std::size_t findings_limit = 1000;
constexpr std::int64_t furthest_shift = 16;
constexpr std::size_t renumberings_limit = 20'000;

enum Column { at, type, version, stream, actor, source, body, hash };

/// What two rows may have traded, the likely ways first.
const std::vector<std::vector<int>> trades = {
    {at, type, version, stream, actor, source, body, hash},
    {at, type, version, stream, actor, source, body},
    {type, version, stream, actor, source, body},
    {type, version, body},
    {body}, {at}, {type}, {version}, {stream}, {actor}, {source}, {hash},
};

void trade(Event& a, Event& b, int column) {
    switch (column) {
        case at: return std::swap(a.fact.at, b.fact.at);
        case type: return a.fact.type.swap(b.fact.type);
        case version: return std::swap(a.fact.version, b.fact.version);
        case stream: return a.fact.stream.swap(b.fact.stream);
        case actor: return a.fact.actor.swap(b.fact.actor);
        case source: return a.fact.source.swap(b.fact.source);
        case body: return a.fact.body.swap(b.fact.body);
        default: return std::swap(a.hash, b.hash);
    }
}

std::string rows(Seq from, Seq to) {
    return from == to ? "event " + std::to_string(from) : "events " + std::to_string(from) + " to " + std::to_string(to);
}

std::string were(Seq from, Seq to) { return from == to ? " was" : " were"; }

}  // namespace

ChainAudit::ChainAudit(std::string chain_id, Seq first, const crypto::Sha256& before)
    : previous_(before), next_(first) {
    report_.chain_id = std::move(chain_id);
}

void ChainAudit::expect(const SignedHead& head) {
    Expected expected{head, Expected::Seen::no};
    if (head.seq + 1 == next_) expected.seen = head.hash == previous_ ? Expected::Seen::agrees : Expected::Seen::differs;
    const auto later = [](Seq seq, const Expected& e) { return seq < e.head.seq; };
    expected_.insert(std::upper_bound(expected_.begin(), expected_.end(), head.seq, later), std::move(expected));
}

void ChainAudit::add(FindingKind kind, Seq from, Seq to, std::string what) {
    ++report_.findings_total;
    if (report_.findings.size() < findings_limit) report_.findings.push_back({kind, from, to, std::move(what)});
}

void ChainAudit::take(const Event& row, bool as_written) {
    if (row.seq < next_)
        return add(FindingKind::damaged_file, row.seq, row.seq, rows(row.seq, row.seq) + " stands twice or out of order");
    if (report_.events++ == 0) report_.first_seq = row.seq;
    if (!suspects_.empty() && suspects_.back().row.seq + 1 == row.seq && row.seq == next_) suspects_.back().after = row;
    if (row.seq > next_) see_gap(row);
    else if (as_written && hasher_.link(previous_, row.seq + shift_, row.fact) == row.hash) run_start_ = 0;
    else see_break(row);
    compare_heads(row);
    previous_ = row.hash;
    report_.last_seq = row.seq;
    next_ = row.seq + 1;
}

void ChainAudit::see_gap(const Event& row) {
    add(FindingKind::removed_rows, next_, row.seq - 1,
        rows(next_, row.seq - 1) + were(next_, row.seq - 1) + " removed; event " + std::to_string(row.seq) +
            " cannot be checked without what stood before it");
    run_start_ = 0;
}

void ChainAudit::see_break(const Event& row) {
    if (see_renumbering(row)) return;
    if (run_start_ == 0) run_start_ = row.seq;
    suspect(row);
}

/// The row fits the one before it under another number: rows were taken out or put in before, and the rest renumbered.
bool ChainAudit::see_renumbering(const Event& row) {
    if (++renumberings_tried_ > renumberings_limit) return false;
    for (std::int64_t shift = -furthest_shift; shift <= furthest_shift; ++shift) {
        if (shift == shift_ || hasher_.link(previous_, row.seq + shift, row.fact) != row.hash) continue;
        const Seq from = run_start_ == 0 ? row.seq : run_start_;
        const std::int64_t by = shift - shift_;
        const Seq original = from + shift_;
        if (by > 0)
            add(FindingKind::removed_rows, original, original + by - 1,
                rows(original, original + by - 1) + were(original, original + by - 1) + " removed and the later ones renumbered");
        else
            add(FindingKind::inserted_rows, from, from - by - 1,
                rows(from, from - by - 1) + were(from, from - by - 1) + " inserted and the later ones renumbered");
        std::erase_if(suspects_, [&](const Suspect& s) { return s.row.seq >= from; });
        std::erase_if(unexplained_, [&](const Range& r) { return r.from >= from; });
        shift_ = shift;
        run_start_ = 0;
        return true;
    }
    return false;
}

void ChainAudit::suspect(const Event& row) {
    const std::size_t bytes = 2 * row.fact.body.size() + 1024;
    if (suspects_.size() < suspects_limit && suspect_bytes_ + bytes <= suspect_bytes_limit) {
        suspect_bytes_ += bytes;
        suspects_.push_back({row, row.seq + shift_, previous_, {}});
    } else if (!unexplained_.empty() && unexplained_.back().to + 1 == row.seq) {
        unexplained_.back().to = row.seq;
    } else if (unexplained_.size() < findings_limit) {
        unexplained_.push_back({row.seq, row.seq});
    } else {
        ++report_.findings_total;
    }
}

void ChainAudit::compare_heads(const Event& row) {
    while (next_expected_ < expected_.size() && expected_[next_expected_].head.seq < row.seq) ++next_expected_;
    for (std::size_t i = next_expected_; i < expected_.size() && expected_[i].head.seq == row.seq; ++i) {
        Expected& expected = expected_[i];
        if (shift_ != 0) expected.seen = Expected::Seen::renumbered;
        else expected.seen = expected.head.hash == row.hash ? Expected::Seen::agrees : Expected::Seen::differs;
    }
}

AuditReport ChainAudit::finish() {
    explain_genesis();
    explain_swaps();
    explain_hashes();
    explain_rest();
    judge_heads();
    report_.last_hash = hex(previous_);
    report_.intact = report_.findings_total == 0;
    std::stable_sort(report_.findings.begin(), report_.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.kind < b.kind; });
    return std::move(report_);
}

bool ChainAudit::is_suspect(Seq seq) const {
    return std::any_of(suspects_.begin(), suspects_.end(), [&](const Suspect& s) { return s.row.seq == seq; });
}

void ChainAudit::forget(Seq seq) {
    explained_.push_back(seq);
    std::erase_if(suspects_, [&](const Suspect& s) { return s.row.seq == seq; });
}

/// The first row follows from another chain's beginning: somebody changed the name that the file gives its chain.
void ChainAudit::explain_genesis() {
    if (suspects_.empty() || suspects_.front().row.seq != 1) return;
    const Event& row = suspects_.front().row;
    for (const Expected& expected : expected_) {
        if (expected.head.chain_id == report_.chain_id) continue;
        if (hasher_.link(genesis(expected.head.chain_id), 1, row.fact) != row.hash) continue;
        add(FindingKind::foreign_chain, 0, 0,
            "the events are those of chain " + expected.head.chain_id + ", but the file names its chain " + report_.chain_id);
        return forget(1);
    }
}

void ChainAudit::explain_swaps() {
    for (std::size_t i = 0; i < suspects_.size(); ++i)
        for (std::size_t j = i + 1; j < suspects_.size(); ++j) {
            const auto fits = [&](const auto& columns) { return fits_swapped(suspects_[i], suspects_[j], columns); };
            const auto traded = std::find_if(trades.begin(), trades.end(), fits);
            if (traded == trades.end()) continue;
            const Seq a = suspects_[i].row.seq;
            const Seq b = suspects_[j].row.seq;
            const bool whole = traded->size() >= body;
            add(FindingKind::swapped_rows, a, b,
                "events " + std::to_string(a) + " and " + std::to_string(b) + (whole ? " were swapped" : " had fields swapped"));
            for (const Seq seq : {a, a + 1, b, b + 1}) forget(seq);
            i = static_cast<std::size_t>(-1);  // the list changed: look through it again
            break;
        }
}

/// True if all links at both rows hold once the columns trade places.
bool ChainAudit::fits_swapped(const Suspect& a, const Suspect& b, const std::vector<int>& columns) {
    Event at_a = a.row;
    Event at_b = b.row;
    for (const int column : columns) trade(at_a, at_b, column);
    const bool neighbours = a.row.seq + 1 == b.row.seq;
    if (hasher_.link(a.before, a.number, at_a.fact) != at_a.hash) return false;
    if (hasher_.link(neighbours ? at_a.hash : b.before, b.number, at_b.fact) != at_b.hash) return false;
    if (!neighbours && a.after && hasher_.link(at_a.hash, a.number + 1, a.after->fact) != a.after->hash) return false;
    return !b.after || hasher_.link(at_b.hash, b.number + 1, b.after->fact) == b.after->hash;
}

/// The row after it is broken too, and holds once this row's hash is what it should be.
void ChainAudit::explain_hashes() {
    const std::vector<Suspect> suspects = suspects_;
    for (const Suspect& s : suspects) {
        if (!s.after || !is_suspect(s.row.seq) || !is_suspect(s.row.seq + 1)) continue;
        const crypto::Sha256 computed = hasher_.link(s.before, s.number, s.row.fact);
        if (hasher_.link(computed, s.number + 1, s.after->fact) != s.after->hash) continue;
        add(FindingKind::changed_hash, s.row.seq, s.row.seq,
            "the stored hash of event " + std::to_string(s.row.seq) + " was changed; its content is what was appended");
        forget(s.row.seq);
        forget(s.row.seq + 1);
    }
}

void ChainAudit::explain_rest() {
    for (const Suspect& s : suspects_) {
        add(FindingKind::changed_row, s.row.seq, s.row.seq, "event " + std::to_string(s.row.seq) + " does not match its hash");
        explained_.push_back(s.row.seq);
    }
    for (const Range& range : unexplained_)
        add(FindingKind::changed_row, range.from, range.to,
            rows(range.from, range.to) + (range.from == range.to ? " does" : " do") + " not match the hashes");
}

void ChainAudit::judge_heads() {
    const Expected* furthest = nullptr;
    const Expected* differs = nullptr;
    Seq agreed = 0;
    bool foreign = false;
    for (const Expected& e : expected_) {
        if (e.head.chain_id != report_.chain_id) {
            const bool named = std::any_of(report_.findings.begin(), report_.findings.end(),
                                           [](const Finding& f) { return f.kind == FindingKind::foreign_chain; });
            if (!foreign && !named)
                add(FindingKind::foreign_chain, 0, 0,
                    "this is chain " + report_.chain_id + "; the signed head is of chain " + e.head.chain_id);
            foreign = true;
            continue;
        }
        if (e.seen == Expected::Seen::agrees) agreed = std::max(agreed, e.head.seq);
        if (e.seen == Expected::Seen::agrees)
            report_.signed_up_to = std::max(report_.signed_up_to.value_or(0), e.head.seq);
        if (e.head.seq >= next_ && (furthest == nullptr || e.head.seq > furthest->head.seq)) furthest = &e;
        const bool named = std::find(explained_.begin(), explained_.end(), e.head.seq) != explained_.end();
        if (e.seen == Expected::Seen::differs && !named && (differs == nullptr || e.head.seq < differs->head.seq)) differs = &e;
    }
    if (furthest != nullptr && !cut_short_)
        add(FindingKind::cut_tail, next_, furthest->head.seq,
            "the log ends at event " + std::to_string(next_ - 1) + ", but the head signed at " +
                text::rfc3339(furthest->head.at) + " is of event " + std::to_string(furthest->head.seq));
    if (differs != nullptr)
        add(FindingKind::rewritten, (agreed < differs->head.seq ? agreed : 0) + 1, differs->head.seq,
            "event " + std::to_string(differs->head.seq) + " does not carry the hash signed at " +
                text::rfc3339(differs->head.at) + ": the log was rewritten");
}

}  // namespace plimsoll::log
