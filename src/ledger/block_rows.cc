#include "ledger/block_rows.h"

#include <fmt/format.h>

namespace plimsoll::ledger {
namespace {

std::int64_t hours(Timestamp at) { return (at - Timestamp{}) / kHour; }
Timestamp of_hours(std::int64_t n) { return Timestamp{} + kHour * n; }

}  // namespace

BlockKey block_at(int level, SliId sli, Timestamp at) { return {level, at.floor(kLevels[level].block), sli}; }

std::int64_t blocks_between(int level, Timestamp from, Timestamp to) {
    return to <= from ? 0 : (to - from + kLevels[level].block - Duration::ms(1)) / kLevels[level].block;
}

Result<> BlockRows::prepare() {
    if (prepared_) return {};
    TRY_ASSIGN(extent_, db_->prepare("SELECT last, from0, from1, from2 FROM block_extent WHERE sli = ?1"));
    TRY_ASSIGN(bytes_, db_->prepare("SELECT bytes FROM block_row WHERE id = ?1"));
    TRY_ASSIGN(put_, db_->prepare("INSERT OR REPLACE INTO block_row(id, bytes) VALUES(?1, ?2)"));
    TRY_ASSIGN(drop_, db_->prepare("DELETE FROM block_row WHERE id = ?1"));
    TRY_ASSIGN(put_extent_, db_->prepare("INSERT OR REPLACE INTO block_extent(sli, last, from0, from1, from2)"
                                         " VALUES(?1, ?2, ?3, ?4, ?5)"));
    TRY_ASSIGN(drop_extent_, db_->prepare("DELETE FROM block_extent WHERE sli = ?1"));
    TRY_ASSIGN(oldest_, db_->prepare("SELECT id FROM block_row WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3"));
    prepared_ = true;
    return {};
}

Result<std::optional<Extent>> BlockRows::extent(SliId sli) {
    extent_.reset();
    TRY_ASSIGN(const bool row, extent_.bind(1, static_cast<std::int64_t>(sli)).step());
    if (!row) return std::optional<Extent>();
    for (int column = 0; column <= kLevelCount; ++column)
        if (extent_.integer(column) < 0 || extent_.integer(column) > hours(kLatest))
            return fail(errors::corrupt_block, fmt::format("the extent of SLI {} names an hour out of reach", sli));
    const auto at = [&](int column) { return of_hours(extent_.integer(column)); };
    const Extent extent{at(0), {at(1), at(2), at(3)}};
    if (extent.first() >= extent.last) return fail(errors::corrupt_block, fmt::format("the extent of SLI {} is empty", sli));
    return std::optional(extent);
}

Result<std::optional<std::string_view>> BlockRows::bytes(const BlockKey& key) {
    bytes_.reset();
    TRY_ASSIGN(const bool row, bytes_.bind(1, key.row()).step());
    return row ? std::optional(bytes_.blob(0)) : std::nullopt;
}

void BlockRows::release() {
    bytes_.reset();
    extent_.reset();
}

Result<std::optional<Totals>> BlockRows::totals(int level, SliId sli, Timestamp at, Side side) {
    const BlockKey key = block_at(level, sli, side == Side::before ? at - Duration::ms(1) : at);
    TRY_ASSIGN(const auto found, bytes(key));
    if (!found) return std::optional<Totals>();
    TRY_ASSIGN(const Totals sum, totals_before(key, *found, static_cast<std::size_t>((at - key.start) / kLevels[level].step)));
    return std::optional<Totals>(sum);
}

Result<Totals> BlockRows::totals_at_hour(SliId sli, const Extent& extent, Timestamp at) {
    constexpr int kCoarsest = kLevelCount - 1;
    const Side side = at == extent.last ? Side::before : Side::containing;
    TRY_ASSIGN(const auto here, totals(kCoarsest, sli, at, side));
    if (here) return *here;
    // Nothing was written around it: what the next block starts with is what was counted by now.
    const Duration length = kLevels[kCoarsest].block;
    for (Timestamp next = at.floor(length) + length; next < extent.last; next = next + length) {
        TRY_ASSIGN(const auto there, totals(kCoarsest, sli, next, Side::containing));
        if (there) return *there;
    }
    return fail(errors::corrupt_block, fmt::format("{} is missing", block_at(kCoarsest, sli, extent.last - kHour).text()));
}

Result<> BlockRows::put(const BlockKey& key, std::string_view bytes) {
    release();  // a read in progress would make SQLite keep its place over the write
    return put_.bind(1, key.row()).bind_blob(2, bytes).run();
}

Result<> BlockRows::drop(const BlockKey& key) { return drop_.bind(1, key.row()).run(); }

Result<> BlockRows::put_extent(SliId sli, const Extent& extent) {
    release();
    put_extent_.bind(1, static_cast<std::int64_t>(sli)).bind(2, hours(extent.last));
    for (int level = 0; level < kLevelCount; ++level) put_extent_.bind(3 + level, hours(extent.from[level]));
    return put_extent_.run();
}

Result<> BlockRows::drop_extent(SliId sli) { return drop_extent_.bind(1, static_cast<std::int64_t>(sli)).run(); }

Result<std::vector<BlockKey>> BlockRows::oldest(int level, Timestamp until, std::int64_t limit) {
    std::vector<BlockKey> keys;
    if (until < Timestamp{}) return keys;
    oldest_.bind(1, BlockKey{level, Timestamp{}, 0}.row()).bind(2, BlockKey{level, until, UINT32_MAX}.row()).bind(3, limit);
    for (;;) {
        TRY_ASSIGN(const bool row, oldest_.step());
        if (!row) break;
        keys.push_back(BlockKey::of_row(oldest_.integer(0)));
    }
    oldest_.reset();
    return keys;
}

}  // namespace plimsoll::ledger
