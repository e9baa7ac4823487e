// gatherer.h: what every decoder does with a series and its samples: known by its hash, resolved once, judged, gathered.
//
// Use        begin(); for each series verdict(), for each of its samples judge(); finish(). A fault() ends the body: nothing
//            of it is stored.
// Verdicts   one holds until the next is asked for: they may all be forgotten then.
// Hash       128 bits over bytes that say everything of the series, its temporality included (SeriesHash): equal bytes are
//            the same series for ever. So labels are read only when a hash is met for the first time.
// Bounds     the number of verdicts remembered; beyond it they are forgotten all at once.
// Threads    one body at a time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/refusal.h"
#include "ingest/resolver.h"
#include "ingest/temporality.h"
#include "ingest/verdict_table.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest {

struct DecodeLimits {
    std::size_t unpacked_bytes = 32 << 20;
    Duration future = Duration::minutes(10);  ///< how far a sample may be ahead of the server's clock
    std::size_t verdicts = 1'000'000;         ///< about 30 bytes each
    std::size_t told = 10;                    ///< refused samples described one by one
};

/// A refused sample, as its sender should be told.
struct RefusedSample {
    std::string series;
    Timestamp at;
    Reason why = Reason::not_a_number;
};

struct GatheredBody {
    std::vector<ledger::Sample> samples;  ///< of bound series, in the order sent
    Timestamp latest = Timestamp::min();  ///< of every sample, unbound ones too, that is not in the future
    std::uint64_t series = 0;
    std::uint64_t received = 0;    ///< samples
    std::uint64_t unbound = 0;     ///< samples
    std::uint64_t histograms = 0;  ///< native histograms of bound series, which are not counted
    std::uint64_t overlapping = 0; ///< samples that were passed over: Gatherer::begin(after)
    std::vector<std::uint32_t> starts;  ///< into samples, rising: zeros that no sender sent (starts_from_zero)
    ReasonCounts refused;
    std::vector<RefusedSample> told;  ///< the first of them
    std::uint64_t unusable = 0;       ///< gauge samples that no indicator can read
    /// What they, and histograms without their bound's bucket, say of the SLIs.
    std::map<std::pair<ledger::SliId, ledger::Anomaly::Kind>, ledger::Anomaly> anomalies;
};

/// The labels of a series, asked for when it is met for the first time; sorted by name.
class LabelReader {
public:
    virtual ~LabelReader() = default;
    /// Errors: malformed.
    [[nodiscard]] virtual Result<Labels> labels() const = 0;
};

class Gatherer {
public:
    Gatherer(Resolver& resolver, const DecodeLimits& limits);
    ~Gatherer();

    /// Samples up to `after` are passed over.
    void begin(Timestamp now, Timestamp after = Timestamp::min());
    void prefetch(const SeriesHash& hash) const { verdicts_.prefetch(hash); }
    /// Counts a series. Empty: fault() says why. A series of a new group is unbound until the body has been read: then
    /// finish() says new_group, so that all groups which a body brings are asked for at once.
    std::optional<Verdict> verdict(const SeriesHash& hash, Temporality temporality, const LabelReader& labels) {
        ++body_.series;
        met_now_ = false;
        if (const auto known = verdicts_.find(hash)) return known;
        return resolve(hash, temporality, labels);
    }
    /// One sample of it; false: fault() says why.
    bool judge(double value, Timestamp at, bool stale, Verdict verdict, const LabelReader& labels) {
        ++body_.received;
        if (at <= after_) {
            ++body_.overlapping;
            return true;
        }
        const bool future = at > horizon_;
        if (!future && at > body_.latest) body_.latest = at;
        if (verdict.is_unbound()) {
            ++body_.unbound;
            return true;
        }
        return judge_known(value, at, stale, verdict, labels);
    }
    /// Whether the last verdict() was for a series that was not known here: what is asked once is asked then.
    [[nodiscard]] bool met_now() const { return met_now_; }
    /// Before the first sample of a cumulative series that says when it was created: a zero at that time, if every SLI that
    /// it feeds was measured by then. So the first value of a new series counts, and a restart is seen even when the counter
    /// has overtaken its old value. Nothing comes of it when `created` is no plausible time: not within the hour before
    /// `at`. Told again, it is a duplicate.
    void starts_from_zero(Timestamp created, Timestamp at, Verdict verdict);
    void native_histogram(Verdict verdict) {
        if (verdict.is_bound() || verdict.is_several()) ++body_.histograms;
    }
    [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }
    /// Ledger samples gathered since begin().
    [[nodiscard]] std::size_t gathered() const { return body_.samples.size(); }
    /// What was gathered since begin(); or the fault; or new_group.
    Result<GatheredBody> finish();

private:
    std::optional<Verdict> resolve(const SeriesHash& hash, Temporality temporality, const LabelReader& labels);
    bool judge_known(double value, Timestamp at, bool stale, Verdict verdict, const LabelReader& labels);
    bool judge_several(const Several& several, double value, Timestamp at, bool stale, const LabelReader& labels);
    void count(ledger::SeriesId id, double value, Timestamp at, bool stale, const LabelReader& labels);
    void read(const Several::Gauge& gauge, double value, Timestamp at, bool stale, const LabelReader& labels);
    void note_lack(const Histograms::Part& part, Timestamp at, const LabelReader& labels);
    ledger::Anomaly& note(ledger::SliId sli, ledger::Anomaly::Kind kind, Timestamp at, const LabelReader& labels);
    void refuse(Reason why, Timestamp at, const LabelReader& labels);
    void forget_verdicts();

    Resolver& resolver_;
    const DecodeLimits limits_;
    VerdictTable verdicts_;
    std::vector<std::shared_ptr<const Several>> several_;  ///< by Verdict::place
    std::uint64_t generation_ = 0;
    std::size_t samples_expected_ = 0;

    // Of the body at hand.
    Timestamp horizon_;  ///< no sample is later
    Timestamp after_;
    bool met_now_ = false;
    std::vector<ledger::SliId> met_slis_;  ///< that the series feeds which was met last
    GatheredBody body_;
    bool new_groups_ = false;
    std::optional<Error> fault_;
};

}  // namespace plimsoll::ingest
