// Definitions of other tools: whatever stands in them is converted or refused, never crashed on; what comes out is a catalogue
// that applies, laid out as `plimsoll fmt` leaves it. A line "%%" begins a further file; the first byte of a text that begins
// with '@' names a format by its letter.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/invariant.h"
#include "convert/convert.h"
#include "convert/layout.h"
#include "domain/catalog/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace plimsoll;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    std::optional<convert::Format> format;
    if (text.size() > 2 && text.front() == '@') {
        format = static_cast<convert::Format>(static_cast<unsigned char>(text[1]) % 12);
        text.remove_prefix(2);
    }
    std::vector<convert::Input> inputs;
    while (inputs.size() < 4) {
        const auto end = text.find("\n%%\n");
        inputs.push_back({inputs.empty()       ? "input.yaml"
                          : inputs.size() == 1 ? "CODEOWNERS"
                                               : "more.yaml",
                          std::string(text.substr(0, end))});
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 4);
    }
    const auto laid = convert::laid_out(inputs.front().text, "input.yaml");
    if (laid) INVARIANT(convert::laid_out(*laid, "input.yaml").value_or("?") == *laid, "a file that is laid out stays as it is");
    const auto converted = convert::to_catalogue(inputs, format, {});
    if (!converted) {
        INVARIANT(!converted.error().report().empty(), "a refusal says why");
        return 0;
    }
    std::vector<catalog::FileText> files;
    for (const convert::Document& document : converted->documents) files.push_back({document.path, document.yaml});
    INVARIANT(catalog::read_catalog(files).errors.empty(), "what is made applies");
    for (const convert::Loss& loss : converted->losses)
        INVARIANT(!loss.why.empty() && loss.fate != convert::Fate::carried, "a loss says why");
    return 0;
}
