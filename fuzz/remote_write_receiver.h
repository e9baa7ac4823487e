// remote_write_receiver.h: what both versions of remote write are fuzzed against: a binding, limits that are soon met, a decoder.
#pragma once

#include <vector>

#include "base/invariant.h"
#include "ingest/gatherer.h"
#include "ingest/ledger_recorder.h"
#include "ingest/resolver.h"

namespace plimsoll {

/// Most series are bound: every one that has a name and no label "unbound".
template <class Decoder>
struct RemoteWriteReceiver {
    RemoteWriteReceiver() {
        ingest::IndicatorQueries indicator;
        indicator.total = *promql::parse("sum(increase({__name__=~\".+\", unbound=\"\"}[5m]))");
        indicator.bad = *promql::parse("sum(increase({__name__=~\"requests.*\", code=~\"5..\", unbound=\"\"}[5m]))");
        const auto bound = resolver.rebind(*ingest::BindingSet::build({indicator}), [](const ingest::Resolver::ResolveKnown&) {
            return Result<std::vector<ledger::SliId>>(std::vector<ledger::SliId>{1});
        });
        INVARIANT(bound.has_value(), "the recorder binds");
    }
    ingest::LedgerRecorder ledger;
    ingest::Resolver resolver{ledger, ingest::LabelLimits{8, 64, 256}};
    ingest::DecodeLimits limits{.unpacked_bytes = 1 << 20, .verdicts = 64};
    Decoder decoder{resolver, limits};
};

}  // namespace plimsoll
