// JSON paths as anyone may write them, against a document: read or refused; what is read is written out and read back the same, and
// looking it up never leaves the document.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "base/invariant.h"
#include "probes/json_path.h"
#include "probes/substitution.h"

using namespace plimsoll;

namespace {

const boost::json::value& document() {
    static const boost::json::value value =
        boost::json::parse(R"({"items": [{"id": 7, "tags": ["new", "old"]}, {"id": 8.5}], "a.b": {"it's": true}, "": null, "text": "x", "deep": [[[[1]]]]})");
    return value;
}

void check_path(std::string_view text) {
    const auto path = probes::JsonPath::parse(text);
    if (!path) return;
    const auto again = probes::JsonPath::parse(path->text());
    // Written out, a path takes more room: beyond the bound it is refused.
    if (path->text().size() <= 512) INVARIANT(again && again->text() == path->text(), "a path written out is read back");
    const auto* one = path->find(document());
    if (again) INVARIANT(again->find(document()) == one, "both lead to the same place");
    if (one != nullptr) (void)probes::value_text(*one);
}

void check_substitution(std::string_view text) {
    const probes::Values values{{"id", "a/b ${id}"}, {"x", ""}};
    const auto names = probes::names_in(text);
    const auto out = probes::substitute(text, values, probes::Encoding::url);
    bool known = true;
    for (const std::string& name : names) known = known && values.contains(name);
    INVARIANT(out.has_value() == known, "exactly the names that are known have values");
    if (names.empty()) INVARIANT(*out == text, "what holds no name stays as it is");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_path(text);
    if (size <= 64 << 10) check_substitution(text);
    return 0;
}
