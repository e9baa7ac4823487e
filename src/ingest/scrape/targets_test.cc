#include "ingest/scrape/targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/temporary_file.h"

namespace plimsoll::ingest::scrape {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

Settings job() {
    Settings out;
    out.name = "shop";
    out.job = "web";
    out.interval = Duration::seconds(15);
    return out;
}

std::vector<std::string> urls(const std::vector<Target>& targets) {
    std::vector<std::string> out;
    for (const Target& t : targets)
        out.push_back(t.url + " " +
                      std::find_if(t.labels.begin(), t.labels.end(), [](const auto& p) { return p.first == "instance"; })->second);
    return out;
}

TEST(Targets, AreHostsAndPortsOrUrls) {
    struct Case {
        const char* written;
        const char* url;
        const char* instance;
    };
    for (const Case& c :
         {Case{"db:9100", "http://db:9100/metrics", "db:9100"}, Case{"http://db:9100", "http://db:9100/metrics", "db:9100"},
          Case{"https://shop.example/status?x=1", "https://shop.example/status?x=1", "shop.example:443"},
          Case{"http://shop.example/", "http://shop.example/", "shop.example:80"},
          Case{"[::1]:9100", "http://[::1]:9100/metrics", "[::1]:9100"}, Case{"http://[::1]/m", "http://[::1]/m", "[::1]:80"}}) {
        const auto target = target_of(c.written, job());
        ASSERT_TRUE(target) << c.written;
        EXPECT_THAT(urls({*target}), ElementsAre(std::string(c.url) + " " + c.instance));
    }
    for (const char* none : {"", "http://", "ftp://h/", ":9100", "http://:80/", "a b:1", "[::1"})
        EXPECT_FALSE(target_of(none, job())) << none;
}

TEST(Targets, OfAFileCarryItsLabels) {
    Settings settings = job();
    settings.labels = {{"team", "shop"}, {"zone", "a"}};
    for (const char* text :
         {R"([{"targets": ["h:1", "h:2"], "labels": {"zone": "b", "__metrics_path__": "/m", "__scheme__": "https", "__param_x": "y"}}])",
          "- targets: ['h:1', 'h:2']\n  labels: {zone: b, __metrics_path__: /m, __scheme__: https}\n"}) {
        const auto targets = targets_of_file(text, settings);
        ASSERT_TRUE(targets) << targets.error().report();
        EXPECT_THAT(urls(*targets), ElementsAre("https://h:1/m h:1", "https://h:2/m h:2"));
        EXPECT_THAT((*targets)[0].labels,
                    ElementsAre(Pair("instance", "h:1"), Pair("job", "web"), Pair("team", "shop"), Pair("zone", "b")));
    }
    EXPECT_TRUE(targets_of_file("[]", settings)->empty());
    for (const char* none : {"{}", "[{labels: {a: b}}]", "[{targets: h}]", "[{targets: ['x y']}]", "[{targets: [h:1], labels: [a]}]", "[",
                             "[{targets: [{a: b}]}]"}) {
        EXPECT_FALSE(targets_of_file(none, settings)) << none;
    }
}

TEST(Targets, AFileIsReadAnewAsItChangesAndABadOneChangesNothing) {
    const TemporaryFile file("[{targets: [h:1]}]");
    Settings settings = job();
    settings.targets = {"fixed:1"};
    settings.target_file = file.path;
    Targets targets(settings);
    EXPECT_TRUE(*targets.refresh());
    EXPECT_EQ(targets.all().size(), 2u);
    EXPECT_FALSE(*targets.refresh());
    const auto write = [&](const char* text) { std::ofstream(file.path) << text; };
    write("[{targets: [h:1, h:2]}]");
    EXPECT_TRUE(*targets.refresh());
    EXPECT_EQ(targets.all().size(), 3u);
    write("[{targets: ");
    EXPECT_FALSE(targets.refresh());
    EXPECT_EQ(targets.all().size(), 3u);
    std::filesystem::remove(file.path);
    const auto gone = targets.refresh();
    ASSERT_FALSE(gone);
    EXPECT_THAT(gone.error().detail(), HasSubstr("targetFile"));
    write("[]");
    EXPECT_TRUE(*targets.refresh());
    EXPECT_EQ(targets.all().size(), 1u);
}

TEST(Targets, AreNotMoreThanTheBound) {
    std::string text = "[{targets: [";
    for (std::size_t i = 0; i <= kMostTargets; ++i) text += "h:" + std::to_string(i) + ",";
    const TemporaryFile file(text + "]}]");
    Settings settings = job();
    settings.target_file = file.path;
    Targets targets(settings);
    EXPECT_FALSE(targets.refresh());
    EXPECT_TRUE(targets.all().empty());
}

}  // namespace
}  // namespace plimsoll::ingest::scrape
