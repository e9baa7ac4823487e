// Catalogue files: whatever stands in them is read or refused, never crashed on. A line "%%" begins a further file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/invariant.h"
#include "domain/catalog/check.h"
#include "domain/catalog/diff.h"
#include "domain/catalog/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace plimsoll::catalog;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    std::vector<FileText> files;
    while (files.size() < 8) {
        const auto end = text.find("\n%%\n");
        files.push_back({std::to_string(files.size()) + ".yaml", std::string(text.substr(0, end))});
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 4);
    }
    const Reading reading = read_catalog(files);
    const bool empty = std::size_t{0} == plimsoll::catalog::size(reading.catalog);
    INVARIANT(reading.errors.empty() || empty, "nothing is made of files with errors");
    INVARIANT(!check_report(reading).empty(), "a report says something");
    INVARIANT(read_catalog(files).catalog == reading.catalog, "the same files read the same");
    return 0;
}
