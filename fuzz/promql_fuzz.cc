// promql_fuzz.cc: any text is read as a query or refused; what is read compiles and its canonical text reads back.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "promql/query.h"

using namespace plimsoll;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto query = promql::parse(text);
    if (!query) {
        INVARIANT(!query.error().fields().empty() && !query.error().fields().front().where.empty(),
                  "a refusal names its place");
        return 0;
    }
    for (const promql::Term& term : query->terms) {
        const auto compiled = promql::CompiledSelector::compile(term.selector);
        INVARIANT(compiled.has_value(), "what was read compiles");
        INVARIANT(!compiled->matches({}), "no selector matches every series");
        const std::string canonical = term.selector.text();
        const auto again = promql::parse("sum(increase(" + canonical + "[5m]))");
        // Escapes can make the text longer than a query may be.
        if (!again && canonical.size() > 8'000) continue;
        INVARIANT(again.has_value() && again->terms.size() == 1, "canonical text is PromQL");
        INVARIANT(again->terms.front().selector.text() == canonical, "canonical text reads back as itself");
    }
    return 0;
}
