// gatherer.h: what every decoder does with a series and its samples: known by its hash, resolved once, judged, gathered.
//
// Use        begin(); for each series verdict(), for each of its samples judge(); finish(). A fault() ends the body: nothing
//            of it is stored.
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
    std::uint64_t histograms = 0;  ///< native histograms, which are not counted
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

    void begin(Timestamp now);
    void prefetch(const SeriesHash& hash) const { verdicts_.prefetch(hash); }
    /// Counts a series. Empty: fault() says why.
    std::optional<Verdict> verdict(const SeriesHash& hash, Temporality temporality, const LabelReader& labels);
    /// One sample of it; false: fault() says why.
    bool judge(double value, Timestamp at, bool stale, Verdict verdict, Temporality temporality, const LabelReader& labels);
    void native_histogram(Verdict verdict);
    [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }
    /// What was gathered since begin(); or the fault.
    Result<GatheredBody> finish();

private:
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
    Timestamp now_;
    Timestamp horizon_;
    GatheredBody body_;
    std::optional<Error> fault_;
};

}  // namespace plimsoll::ingest
