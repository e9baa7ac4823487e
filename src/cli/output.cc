#include "cli/output.h"

#include <unistd.h>

#include <cstdio>

#include "cli/exit_code.h"

namespace plimsoll::cli {

int print_json(const std::string& text) {
    std::string shown = text;
    if (isatty(STDOUT_FILENO) != 0) {
        if (auto indented = json::pretty(text)) shown = *indented;
    }
    std::fwrite(shown.data(), 1, shown.size(), stdout);
    std::fputc('\n', stdout);
    return kOk;
}

}  // namespace plimsoll::cli
