#include "ledger/column.h"

#include <algorithm>

#include "ledger/column_plain.h"
#include "ledger/places.h"

namespace plimsoll::ledger {
namespace {

/// Reading zeros apart costs a little more than reading them in line, so it has to save at least an eighth.
bool worth_it(std::size_t apart, std::size_t plain) { return apart + apart / 7 < plain; }

std::string zeros_apart(std::span<const std::int64_t> values) {
    std::vector<std::int64_t> others;
    others.reserve(values.size());
    std::copy_if(values.begin(), values.end(), std::back_inserter(others), [](std::int64_t v) { return v != 0; });
    std::string out{static_cast<char>(IntegerCoding::zeros_apart)};
    put_places(out, values);
    put_plain_integers(out, others);
    return out;
}

/// Whether a column begins with zeros kept apart; the reader then stands behind that byte.
bool begins_apart(ByteReader& reader) {
    if (reader.rest().empty() || static_cast<IntegerCoding>(reader.rest().front()) != IntegerCoding::zeros_apart) return false;
    (void)reader.byte();
    return true;
}

}  // namespace

void put_integers(std::string& out, std::span<const std::int64_t> values) {
    const std::size_t begin = out.size();
    put_plain_integers(out, values);
    const auto zeros = std::count(values.begin(), values.end(), 0);
    if (zeros == 0 || static_cast<std::size_t>(zeros) == values.size()) return;
    const std::string apart = zeros_apart(values);
    if (worth_it(apart.size(), out.size() - begin)) out.replace(begin, std::string::npos, apart);
}

std::vector<std::int64_t> read_integers(ByteReader& reader, std::size_t count) {
    if (count == 0) return {};
    if (!begins_apart(reader)) return read_plain_integers(reader, count);
    const Places places = Places::read(reader, count);
    const std::vector<std::int64_t> others = read_plain_integers(reader, places.before(count));
    if (!reader.ok()) return std::vector<std::int64_t>(count);
    return places.spread(others, count);
}

std::uint64_t sum_integers(ByteReader& reader, std::size_t count, std::size_t first) {
    if (count == 0) return 0;
    if (!begins_apart(reader)) return sum_plain_integers(reader, count, first);
    const Places places = Places::read(reader, count);
    return sum_plain_integers(reader, places.before(count), places.before(first));
}

}  // namespace plimsoll::ledger
