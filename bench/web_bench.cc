// web_bench.cc: the figures that need a browser: web/e2e/bench.mjs measures them and prints a line for each; this hands
// them on.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

#include "bench.h"

namespace plimsoll::bench {

namespace {

const std::vector<Figure> kMeasured = {
    {"web.bundle_gz_kb", 0, "kB"},
    {"web.fonts_kb", 0, "kB"},
    {"web.overview_200_services_ms", 0, "ms"},
};

/// {"id":"...","value":N,...} as bench.mjs writes it.
void take(const std::string& line, std::vector<Figure>& out) {
    for (const Figure& known : kMeasured) {
        const std::size_t value = line.find("\"value\":");
        if (line.find("\"" + known.id + "\"") == std::string::npos || value == std::string::npos) continue;
        out.push_back({known.id, std::strtod(line.c_str() + value + std::strlen("\"value\":"), nullptr), known.unit});
    }
}

std::vector<Figure> measure() {
    std::FILE* pipe = popen("node '" PLIMSOLL_SOURCE_DIR "/web/e2e/bench.mjs'", "r");
    if (pipe == nullptr) throw std::runtime_error("node cannot be started");
    std::vector<Figure> out;
    char line[512];
    while (std::fgets(line, sizeof line, pipe) != nullptr) take(line, out);
    if (pclose(pipe) != 0) throw std::runtime_error("web/e2e/bench.mjs failed; its complaint is above");
    return out;
}

}  // namespace

Bench web_bench() { return {"web", measure}; }

}  // namespace plimsoll::bench
