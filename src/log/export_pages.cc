#include "log/export_pages.h"

#include <algorithm>

#include "base/invariant.h"
#include "base/json.h"
#include "log/export_lines.h"
#include "log/store.h"

namespace plimsoll::log {

namespace {

constexpr std::size_t piece_bytes = 256u << 10;
constexpr std::size_t piece_rows = 512;

ExportedEvent line_of(const Event& event) {
    const NewEvent& f = event.fact;
    return {event.seq, f.at.in_ms(), f.type, f.version, f.stream, f.actor, f.source, f.body, hex(event.hash)};
}

}  // namespace

Result<ExportPages> ExportPages::open(const std::filesystem::path& file, const ExportRange& range) {
    ExportPages pages;
    TRY_ASSIGN(Store store, open_for_reading(file));
    TRY_ASSIGN(const Tail tail, read_tail(store));
    pages.readers_ = std::make_unique<Readers>(file, 1);
    pages.chain_id_ = store.chain_id;
    pages.from_ = std::max<Seq>(range.from, 1);
    pages.to_ = std::min(range.to, tail.seq);
    pages.next_ = pages.from_;
    pages.before_ = genesis(store.chain_id);
    if (pages.from_ > pages.to_) return fail(plimsoll::errors::not_found, "there are no events in that range");
    if (pages.from_ > 1) {
        TRY_ASSIGN(const auto before, pages.readers_->hash_of(pages.from_ - 1));
        if (!before) return fail(errors::tampered, "event " + std::to_string(pages.from_ - 1) + " is missing");
        pages.before_ = *before;
    }
    pages.previous_ = pages.before_;
    return pages;
}

std::string ExportPages::header() const {
    return json::encode(ExportHeader{std::string(export_format), export_version, chain_id_, from_, to_, hex(before_)}) + "\n";
}

Result<std::string> ExportPages::next() {
    std::string out;
    if (next_ > to_) return out;
    bool follows = true;
    TRY(readers_->read(next_, to_, piece_rows, std::nullopt, [&](const Event& event) {
        follows = event.seq == next_ && hasher_.link(previous_, next_, event.fact) == event.hash;
        if (!follows) return false;
        previous_ = event.hash;
        ++next_;
        out += json::encode(line_of(event)) + "\n";
        return out.size() < piece_bytes;
    }));
    if (!follows || out.empty())
        return fail(errors::tampered, "event " + std::to_string(next_) + " does not follow from the one before");
    return out;
}

SignedHead ExportPages::head(const SigningKey& key, Timestamp at) const {
    INVARIANT(next_ == to_ + 1, "the head is signed after the last event was checked");
    return key.sign(chain_id_, to_, previous_, at);
}

std::string ExportPages::end(const SignedHead& head) { return json::encode(ExportEnd{to_text(head)}) + "\n"; }

}  // namespace plimsoll::log
