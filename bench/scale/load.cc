#include "load.h"

#include <fstream>

#include "bench/server_process.h"
#include "ingest/write_body.h"

namespace plimsoll::scale {
namespace {

constexpr int kSlosAFile = 100;

std::filesystem::path file_of(const std::filesystem::path& folder, int first) { return folder / ("slos-" + std::to_string(first / kSlosAFile) + ".yaml"); }

std::string text_of(int first, int slos) {
    std::string text;
    for (int n = first; n < std::min(slos, first + kSlosAFile); ++n) text += bench::slo_yaml(n, "shop", "");
    return text;
}

}  // namespace

std::int64_t write_catalogue(const std::filesystem::path& folder, const Size& size) {
    std::filesystem::create_directories(folder);
    const std::string shared = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop}\nspec: {owner: bench}\n";
    std::ofstream(folder / "shared.yaml") << shared;
    auto bytes = static_cast<std::int64_t>(shared.size());
    for (int first = 0; first < size.slos; first += kSlosAFile) {
        const std::string text = text_of(first, size.slos);
        std::ofstream(file_of(folder, first)) << text;
        bytes += static_cast<std::int64_t>(text.size());
    }
    return bytes;
}

void change_one(const std::filesystem::path& folder, const Size& size) {
    std::string text = text_of(0, size.slos);
    text.replace(text.find("0.999"), 5, "0.995");
    std::ofstream(file_of(folder, 0)) << text;
}

Load::Load(const Size& size, int series_a_body) {
    std::vector<One> all;
    for (int instance = 0; instance < size.instances; ++instance) {
        for (int n = 0; n < size.slos; ++n) {
            const std::string target = "shop-" + std::to_string(instance) + ":9090";
            for (const bool bad : {false, true}) {
                all.push_back({ingest::body::labels({{"__name__", bad ? "bad_total" : "all_total"}, {"instance", target}, {"job", "shop"}, {"n", std::to_string(n)}}), bad});
            }
            if (all.size() >= static_cast<std::size_t>(series_a_body)) bodies_.push_back(std::exchange(all, {}));
        }
    }
    if (!all.empty()) bodies_.push_back(std::move(all));
}

std::string Load::body(std::size_t n, std::int64_t round, std::int64_t round_ms) const {
    const std::int64_t at = round_ms + static_cast<std::int64_t>(n) * kInterval_s * 1000 / static_cast<std::int64_t>(bodies_.size());
    const std::string good = ingest::body::sample(static_cast<double>(100 * round), at);
    const std::string bad = ingest::body::sample(static_cast<double>(round / 10), at);
    std::string request;
    for (const One& one : bodies_[n]) request += ingest::body::series(one.labels + (one.bad ? bad : good));
    return ingest::body::packed(request);
}

}  // namespace plimsoll::scale
