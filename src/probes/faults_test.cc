#include <gtest/gtest.h>

#include <functional>

#include "probes/checking_for_tests.h"
#include "probes/place.h"

namespace plimsoll::probes {
namespace {

Probe sound() {
    Probe probe = probe_of(http_step("https://shop.example/orders?x=1"));
    probe.steps[0].assertions = {{"json", "$.ok", "true", "", "", {}, {}}};
    probe.steps[0].captures = {{"id", "body", "id=(\\w+)"}};
    return probe;
}

TEST(Faults, ASoundProbeHasNone) {
    EXPECT_TRUE(faults(sound()).empty());
    Probe journey = sound();
    journey.steps[0].name = "first";
    Step second = http_step("http://shop.example/${id}?q=${id}");
    second.name = "second";
    second.headers = {{"X-Id", "${id}"}, {"Authorization", "env:TOKEN"}};
    journey.steps.push_back(second);
    Step dns;
    dns.name = "dns";
    dns.kind = Kind::dns;
    dns.target = "shop.example";
    dns.resolver = "[2001:db8::53]:5353";
    journey.steps.push_back(dns);
    EXPECT_TRUE(faults(journey).empty());
}

struct Row {
    std::string where;
    std::function<void(Probe&)> broken;
};

TEST(Faults, EachNamesItsFieldAndARemedy) {
    const auto step = [](std::function<void(Step&)> change) { return [change](Probe& p) { change(p.steps[0]); }; };
    const std::vector<Row> rows{
        {"/name", [](Probe& p) { p.name = "Shop One"; }},
        {"/interval", [](Probe& p) { p.interval = Duration::seconds(9); p.timeout = Duration::seconds(1); }},
        {"/interval", [](Probe& p) { p.interval = Duration::hours(2); }},
        {"/timeout", [](Probe& p) { p.timeout = p.interval; }},
        {"/timeout", [](Probe& p) { p.timeout = Duration::ms(50); }},
        {"/retries", [](Probe& p) { p.retries = 4; }},
        {"/buckets", [](Probe& p) { p.buckets = {1, 1}; }},
        {"/buckets", [](Probe& p) { p.buckets = {-1}; }},
        {"/steps", [](Probe& p) { p.steps.clear(); }},
        {"/steps", [](Probe& p) { p.steps.resize(21, p.steps[0]); for (std::size_t i = 0; i < 21; ++i) p.steps[i].name = std::to_string(i); }},
        {"/steps/1/name", [](Probe& p) { p.steps[0].name = "a"; p.steps.push_back(p.steps[0]); }},
        {"/steps/0/target", step([](Step& s) { s.target = "ftp://shop.example"; })},
        {"/steps/0/target", step([](Step& s) { s.target = "https://"; })},
        {"/steps/0/target", step([](Step& s) { s.target = "https://user:pass@shop.example/"; })},
        {"/steps/0/target", step([](Step& s) { s.target = "https://shop.example/a b"; })},
        {"/steps/0/target", step([](Step& s) { s.target = "https://shop.example/${unknown}"; })},
        {"/steps/0/method", step([](Step& s) { s.method = "GET /"; })},
        {"/steps/0/headers", step([](Step& s) { s.headers = {{"X Y", "1"}}; })},
        {"/steps/0/headers/X", step([](Step& s) { s.headers = {{"X", "a\r\nb"}}; })},
        {"/steps/0/headers", step([](Step& s) { s.headers.resize(51, {"X", "1"}); })},
        {"/steps/0/body", step([](Step& s) { s.body = std::string(70'000, 'x'); })},
        {"/steps/0/follow", step([](Step& s) { s.follow = 11; })},
        {"/steps/0/least_validity", step([](Step& s) { s.least_validity = -Duration::days(1); })},
        {"/steps/0/assertions/0/of", step([](Step& s) { s.assertions[0].of = "banner"; })},
        {"/steps/0/assertions/0", step([](Step& s) { s.assertions[0].contains = "x"; })},
        {"/steps/0/assertions/0", step([](Step& s) { s.assertions[0].equals.clear(); })},
        {"/steps/0/assertions/0/key", step([](Step& s) { s.assertions[0].key = "$.["; })},
        {"/steps/0/assertions/0/matches", step([](Step& s) { s.assertions[0] = {"body", "", "", "", "(", {}, {}}; })},
        {"/steps/0/assertions/0/of", step([](Step& s) { s.assertions[0] = {"body", "", "", "", "", 1, {}}; })},
        {"/steps/0/captures/0/name", step([](Step& s) { s.captures[0].name = "a-b"; })},
        {"/steps/0/captures/0/from", step([](Step& s) { s.captures[0].from = "cookie"; })},
        {"/steps/0/captures/0/key", step([](Step& s) { s.captures[0].key = "no group"; })},
        {"/steps/0/target", step([](Step& s) { s = Step(); s.kind = Kind::tcp; s.target = "shop.example"; })},
        {"/steps/0/target", step([](Step& s) { s = Step(); s.kind = Kind::tls; s.target = "shop.example:0"; })},
        {"/steps/0/captures", step([](Step& s) { s = Step(); s.kind = Kind::tcp; s.target = "a:1"; s.captures = {{"x", "body", "(x)"}}; })},
        {"/steps/0/target", step([](Step& s) { s = Step(); s.kind = Kind::dns; s.target = "a..b"; })},
        {"/steps/0/record", step([](Step& s) { s = Step(); s.kind = Kind::dns; s.target = "a"; s.record = "ANY"; })},
        {"/steps/0/resolver", step([](Step& s) { s = Step(); s.kind = Kind::dns; s.target = "a"; s.resolver = "dns.example"; })},
    };
    for (const Row& row : rows) {
        Probe probe = sound();
        row.broken(probe);
        const auto found = faults(probe);
        ASSERT_FALSE(found.empty()) << row.where;
        EXPECT_EQ(found[0].where, row.where) << found[0].rule;
        EXPECT_FALSE(found[0].rule.empty());
        EXPECT_FALSE(found[0].remedy.empty()) << row.where << " " << found[0].rule;
    }
}

TEST(Faults, AllAreToldTogether) {
    Probe probe = sound();
    probe.retries = -1;
    probe.steps[0].follow = 99;
    probe.steps[0].method = "";
    EXPECT_EQ(faults(probe).size(), 3U);
}

TEST(Faults, WhatAnAnswerSaidNeverChoosesTheHost) {
    Probe probe = sound();
    probe.steps[0].name = "first";
    Step second = http_step("https://${id}.example/");
    second.name = "second";
    probe.steps.push_back(second);
    ASSERT_EQ(faults(probe).size(), 1U);
    EXPECT_EQ(faults(probe)[0].rule, "has a ${name} in its host");
}

TEST(Place, HostsWithPorts) {
    EXPECT_EQ(place_of("shop.example:443")->host, "shop.example");
    EXPECT_EQ(place_of("[2001:db8::1]:25")->host, "2001:db8::1");
    EXPECT_EQ(authority(*place_of("[2001:db8::1]:25")), "[2001:db8::1]:25");
    for (const char* text : {"", ":1", "a", "a:", "a:0", "a:65536", "a:1x", "a b:1", "2001:db8::1:25", "[a]:1", "a/b:1", "u@a:1"}) EXPECT_FALSE(place_of(text)) << text;
}

TEST(Place, RedirectsAreReadAgainstWhereTheyCameFrom) {
    EXPECT_EQ(*redirected("https://a.test/x/y?q", "/z"), "https://a.test/z");
    EXPECT_EQ(*redirected("https://a.test/x/y", "z"), "https://a.test/x/z");
    EXPECT_EQ(*redirected("https://a.test/x", "//b.test/"), "https://b.test/");
    EXPECT_FALSE(redirected("https://a.test/", "javascript:alert(1)"));
    EXPECT_EQ(*origin_of("https://A.test/x"), *origin_of("https://a.test:443/y"));
    EXPECT_FALSE(*origin_of("https://a.test/") == *origin_of("http://a.test/"));
    EXPECT_FALSE(*origin_of("https://a.test/") == *origin_of("https://a.test:8443/"));
}

TEST(Place, TheFirstNameserver) {
    EXPECT_TRUE(first_nameserver("# here\nsearch x\nnameserver 192.0.2.53\nnameserver 192.0.2.54\n"));
    EXPECT_TRUE(first_nameserver("nameserver\t2001:db8::1"));
    EXPECT_FALSE(first_nameserver("nameservers 192.0.2.53\n"));
    EXPECT_FALSE(first_nameserver(""));
}

}  // namespace
}  // namespace plimsoll::probes
