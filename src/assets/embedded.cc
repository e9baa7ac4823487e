#include "assets/embedded.h"

// PLIMSOLL_PACK is the file's path, given by CMake, which builds this again when the file changes.
asm(".section .rodata\n"
    ".balign 16\n"
    ".globl plimsoll_pack_begin\n"
    "plimsoll_pack_begin:\n"
    ".incbin \"" PLIMSOLL_PACK
    "\"\n"
    ".globl plimsoll_pack_end\n"
    "plimsoll_pack_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char plimsoll_pack_begin[];
extern const char plimsoll_pack_end[];
}

namespace plimsoll::assets {

std::string_view embedded_pack() {
    return {plimsoll_pack_begin, static_cast<std::size_t>(plimsoll_pack_end - plimsoll_pack_begin)};
}

}  // namespace plimsoll::assets
