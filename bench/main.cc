// plimsoll_bench [--json FILE] [NAME...]: runs the benches whose names begin with a NAME, prints a line for each figure.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "bench.h"

int main(int argc, char** argv) {
    using namespace plimsoll::bench;
    std::string json_file;
    std::vector<std::string> wanted;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--json") == 0 && i + 1 < argc) json_file = argv[++i];
        else wanted.emplace_back(argv[i]);
    }
    std::string json;
    for (const Bench& bench : benches()) {
        bool chosen = wanted.empty();
        for (const std::string& name : wanted) chosen = chosen || bench.name.starts_with(name);
        if (!chosen) continue;
        std::fprintf(stderr, "== %s\n", bench.name.c_str());
        for (const Figure& figure : bench.run()) {
            std::printf("%-40s %14.4g %s\n", figure.id.c_str(), figure.value, figure.unit.c_str());
            std::fflush(stdout);
            char value[64];
            std::snprintf(value, sizeof value, "%.17g", figure.value);
            json += (json.empty() ? "" : ",\n ") + std::string("{\"id\":\"") + figure.id + "\",\"value\":" + value +
                    ",\"unit\":\"" + figure.unit + "\"}";
        }
    }
    if (!json_file.empty()) std::ofstream(json_file) << "[" << json << "]\n";
    return 0;
}
