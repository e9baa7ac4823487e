// DNS answers as a hostile resolver may send them: read or refused, within their bounds, and never read beyond their end. The first
// byte chooses the type that was asked for.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "base/text.h"
#include "probes/dns_message.h"

using namespace plimsoll;

namespace {

constexpr probes::dns::Type kTypes[] = {probes::dns::Type::a,  probes::dns::Type::aaaa, probes::dns::Type::cname, probes::dns::Type::mx,
                                        probes::dns::Type::ns, probes::dns::Type::txt,  probes::dns::Type::soa};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const probes::dns::Type type = kTypes[data[0] % std::size(kTypes)];
    // Bytes of their own, so that a sanitizer sees one step too far.
    const std::unique_ptr<char[]> copy(new char[size - 1]);
    std::copy(data + 1, data + size, copy.get());
    const std::string_view bytes(copy.get(), size - 1);
    const auto answer = probes::dns::parse_answer(bytes, 0x1234, "shop.example", type);
    if (!answer) return 0;
    INVARIANT(answer->id == 0x1234, "an answer to another question is refused");
    INVARIANT(answer->records.size() <= 100, "records are bounded");
    for (const auto& record : answer->records) {
        INVARIANT(record.name.size() <= 1024, "names are bounded");
        INVARIANT(text::printable(record.text) == record.text, "what is shown can be shown");
    }
    return 0;
}
