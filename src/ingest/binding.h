// binding.h: which series feed which SLIs, and how: every indicator's selectors, compiled once and indexed.
//
// Effect     an increase d of a series adds valid*d and bad*d. For a term of sign s:
//              total of an SLI defined by good   valid +s, bad +s     good   valid 0, bad -s
//              total of an SLI defined by bad    valid +s, bad 0      bad    valid 0, bad +s
//            A series that several terms match adds their effects up.
// Threads    immutable: any thread.
// Cost       equal selectors are matched once for all SLIs; a series meets only the selectors of its metric name that
//            ask for one of its label values or for none, so 10,000 SLOs on one metric cost no scan of 10,000.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/series_labels.h"
#include "ledger/ledger.h"
#include "promql/query.h"

namespace plimsoll::ingest {

/// The queries of one SLI: total, and exactly one of good and bad.
struct IndicatorQueries {
    ledger::SliId sli = 0;
    promql::Query total;
    std::optional<promql::Query> good;
    std::optional<promql::Query> bad;
};

class BindingSet {
public:
    /// Errors: invalid (not exactly one of good and bad; more than 127 terms); promql malformed (an expression).
    static Result<std::shared_ptr<const BindingSet>> build(const std::vector<IndicatorQueries>& indicators);

    /// The same set with the n-th indicator's SLI called ids[n]: the ledger gives ids only when it binds.
    [[nodiscard]] std::shared_ptr<const BindingSet> numbered(std::span<const ledger::SliId> ids) const;

    /// How a series enters its SLIs, in the order of the indicators; empty: it is unbound. `labels` sorted by name.
    [[nodiscard]] std::vector<ledger::Contribution> contributions(const Labels& labels) const;
    /// The same for canonical text, with the ids that `bind` hands over: what Ledger::bind wants as `resolve`.
    [[nodiscard]] std::vector<ledger::Contribution> contributions_of(const std::string& canonical,
                                                                     std::span<const ledger::SliId> ids) const;
    [[nodiscard]] const std::vector<ledger::SliId>& slis() const { return slis_; }

private:
    struct Index;
    struct Builder;
    BindingSet(std::shared_ptr<const Index> index, std::vector<ledger::SliId> slis);
    std::vector<ledger::Contribution> contributions(const Labels& labels, std::span<const ledger::SliId> ids) const;

    std::shared_ptr<const Index> index_;
    std::vector<ledger::SliId> slis_;
};

}  // namespace plimsoll::ingest
