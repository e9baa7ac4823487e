// demo_bench.cc: the demo company from nothing to every SLO having its budget: a server started, 30 days imported through
// its route, live samples judged.
#include <cstdio>

#include "bench.h"
#include "bench_folder.h"
#include "demo/demo.h"

namespace plimsoll::bench {

namespace {

std::vector<Figure> ready() {
    std::vector<double> seconds;
    for (int run = 0; run < 3; ++run) {
        const BenchFolder folder;
        demo::DemoSettings settings;
        settings.folder = folder.path() / "company";
        settings.listen = "127.0.0.1:0";
        settings.announce = false;
        settings.told = [](const std::string&, const std::string&) {};
        auto demo = demo::Demo::start(std::move(settings));
        if (!demo) {
            std::fprintf(stderr, "the demo did not start: %s\n", demo.error().sentence().c_str());
            return {};
        }
        seconds.push_back((*demo)->welcome().ready_s);
        if (auto stopped = (*demo)->stop(); !stopped) std::fprintf(stderr, "%s\n", stopped.error().sentence().c_str());
    }
    return {{"demo.ready_s", median(seconds), "s"}};
}

}  // namespace

Bench demo_bench() { return {"demo", ready}; }

}  // namespace plimsoll::bench
