#include "domain/people/embedded.h"

#include <cstddef>

// PLIMSOLL_KITS is a file that CMake writes: a row PLIMSOLL_KIT(number, path below kits/, path on disk) for each kit, by path.
#define PLIMSOLL_KIT(number, name, file)                       \
    asm(".section .rodata\n"                                   \
        ".globl plimsoll_kit_" #number "\n"                    \
        "plimsoll_kit_" #number ":\n"                          \
        ".incbin \"" file                                      \
        "\"\n"                                                 \
        ".globl plimsoll_kit_end_" #number "\n"                \
        "plimsoll_kit_end_" #number ":\n"                      \
        ".byte 0\n"                                            \
        ".text\n");                                            \
    extern "C" const char plimsoll_kit_##number[];             \
    extern "C" const char plimsoll_kit_end_##number[];
#include PLIMSOLL_KITS
#undef PLIMSOLL_KIT

namespace plimsoll::people {

std::vector<EmbeddedKit> embedded_kits(std::string_view folder) {
    std::vector<EmbeddedKit> kits;
    const auto add = [&](std::string_view path, const char* begin, const char* end) {
        if (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/') {
            kits.push_back({path, {begin, static_cast<std::size_t>(end - begin)}});
        }
    };
#define PLIMSOLL_KIT(number, name, file) add(name, plimsoll_kit_##number, plimsoll_kit_end_##number);
#include PLIMSOLL_KITS
#undef PLIMSOLL_KIT
    return kits;
}

}  // namespace plimsoll::people
