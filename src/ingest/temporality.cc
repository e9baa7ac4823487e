#include "ingest/temporality.h"

#include <array>

namespace plimsoll::ingest {
namespace {

struct Row {
    Temporality temporality;
    std::string_view text;
    ledger::Counting counting;
};
constexpr std::array<Row, 4> kRows{{
    {Temporality::cumulative, "cumulative", ledger::Counting::increase},
    {Temporality::delta, "deltas", ledger::Counting::delta},
    {Temporality::measured, "measurements", ledger::Counting::measured},
    {Temporality::event, "events", ledger::Counting::event},
}};

}  // namespace

std::string_view text(Temporality temporality) { return kRows[static_cast<std::size_t>(temporality)].text; }

std::optional<Temporality> temporality_of(std::string_view text) {
    for (const Row& row : kRows) {
        if (row.text == text) return row.temporality;
    }
    return std::nullopt;
}

ledger::Counting counting_of(Temporality temporality) { return kRows[static_cast<std::size_t>(temporality)].counting; }

}  // namespace plimsoll::ingest
