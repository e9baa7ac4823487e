// scrape_page_fuzz.cc: any bytes as a page of metrics, packed or not, and as a file of targets: read whole or refused whole.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "ingest/scrape/gzip_body.h"
#include "ingest/scrape/target_series.h"
#include "ingest/scrape/targets.h"

using namespace plimsoll;
using namespace plimsoll::ingest;

namespace {

constexpr int kMost = 1000;
constexpr std::size_t kMostUnpacked = 1 << 20;

void read(std::string_view text, TextFormat format) {
    const scrape::Pairs target = {{"instance", "h:1"}, {"job", "web"}};
    auto page = scrape::read_page(text, format, target, kMost);
    if (!page) return;
    INVARIANT(page->size() <= kMost, "a page keeps within its limit");
    for (const scrape::PageSample& sample : *page) {
        INVARIANT(sample.labels.size() >= target.size() && sample.labels[0] == target[0] && sample.labels[1] == target[1],
                  "the target's labels win");
    }
    scrape::TargetSeries series(target);
    const auto first = series.page(std::move(*page), Timestamp(), Duration());
    const auto ended = series.no_page(Timestamp::from_seconds(15), Duration());
    INVARIANT(ended.size() <= first.size(), "nothing ends that was not shown");
    INVARIANT(series.no_page(Timestamp::from_seconds(30), Duration()).size() == 3, "and it ends once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read(text, TextFormat::prometheus);
    read(text, TextFormat::open_metrics);
    if (const auto unpacked = scrape::unpacked_gzip(text, kMostUnpacked))
        INVARIANT(unpacked->size() <= kMostUnpacked, "unpacked within the bound");
    scrape::Settings job;
    job.name = job.job = "web";
    if (const auto targets = scrape::targets_of_file(text, job)) {
        for (const scrape::Target& t : *targets)
            INVARIANT(t.url.starts_with("http://") || t.url.starts_with("https://"), "a target is a URL");
    }
    return 0;
}
