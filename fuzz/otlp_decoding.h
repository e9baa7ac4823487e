// otlp_decoding.h: exports decoded into a ledger in memory, and what must hold of whatever comes out.
#pragma once

#include <numeric>
#include <string_view>

#include "base/invariant.h"
#include "ingest/counter_value.h"
#include "ingest/ledger_recorder.h"
#include "ingest/otlp/export_decoder.h"
#include "ingest/otlp/refusal_words.h"

namespace plimsoll::fuzz {

/// Most series are bound: every one that has a name and no label "unbound".
struct OtlpDecoding {
    static constexpr std::int64_t kNow = 1'800'000'000'000;

    OtlpDecoding() {
        ingest::IndicatorQueries indicator;
        indicator.total = *promql::parse("sum(increase({__name__=~\".+\", unbound=\"\"}[5m]))");
        indicator.bad = *promql::parse("sum(increase({__name__=~\"requests.*\", code=~\"5..\", unbound=\"\"}[5m]))");
        const auto bound = resolver.rebind(*ingest::BindingSet::build({indicator}), [](const ingest::Resolver::ResolveKnown&) {
            return Result<std::vector<ledger::SliId>>(std::vector<ledger::SliId>{1});
        });
        INVARIANT(bound.has_value(), "the recorder binds");
    }

    static void check(const ingest::GatheredBody& body) {
        INVARIANT(body.samples.size() + body.unbound + body.refused.total() == body.received, "every sample has one fate");
        for (const ledger::Sample& s : body.samples) {
            INVARIANT(s.stale || !ingest::fault_of(s.value), "only counts are stored");
            INVARIANT(s.at.in_ms() >= 0 && s.at.in_ms() <= kNow + 600'000, "only plausible times are stored");
        }
    }

    /// Whether it is an export.
    bool decode_twice(std::string_view bytes) {
        const auto now = Timestamp::from_ms(kNow);
        auto first = decoder.decode(bytes, now);
        if (first) {
            check(first->sent);
            check(first->implied);
            for (const ledger::Sample& s : first->implied.samples) INVARIANT(s.value == 0 && !s.stale, "what nobody sent is zero");
            const ingest::otlp::RefusedExport refused{first->points, first->refused, first->told, first->sent.refused, first->sent.told};
            INVARIANT(refused.points() <= first->points, "no more is refused than was sent");
            if (refused.points() > 0) INVARIANT(!refused.words().empty(), "refusals are told");
            beginnings.learn(first->seen);
        }
        const auto second = decoder.decode(bytes, now);
        INVARIANT(first.has_value() == second.has_value(), "an export is valid or not");
        if (first) INVARIANT(first->points == second->points, "the same points are read again");
        return first.has_value();
    }

    ingest::LedgerRecorder ledger;
    ingest::Resolver resolver{ledger, ingest::LabelLimits{8, 64, 256}};
    ingest::DecodeLimits limits{.unpacked_bytes = 1 << 20, .verdicts = 64};
    ingest::otlp::Beginnings beginnings{Duration::minutes(10), 64};
    ingest::otlp::QuietTargets targets{8, 16, 64};
    ingest::otlp::ExportDecoder decoder{resolver, beginnings, targets, limits};
};

}  // namespace plimsoll::fuzz
