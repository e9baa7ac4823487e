// log_line_test.cc: lines of every format into requests, and those that are none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include "base/text.h"
#include "ingest/logs/json_lines.h"
#include "ingest/logs/line_layout.h"
#include "ingest/logs/log_time.h"

namespace plimsoll::ingest::logs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kNoon = "2026-11-21T12:00:00Z";

Timestamp at(const char* time) { return *text::parse_rfc3339(time); }

std::unique_ptr<LineReader> reader(Format format, const std::string& layout = {}) {
    Settings settings;
    settings.name = "shop";
    settings.path = "/var/log/shop.log";
    settings.format = format;
    settings.layout = layout;
    auto made = line_reader(settings);
    EXPECT_TRUE(made) << made.error().report();
    return made ? std::move(*made) : nullptr;
}

struct Seen {
    std::string why;
    std::string time, method, path, host;
    int status = 0;
    double duration_s = -1;  ///< -1: none
};

Seen read(LineReader& reader, const std::string& line) {
    LoggedRequest request;
    Seen out;
    out.why = reader.read(line, request);
    if (!out.why.empty()) return out;
    out.time = text::rfc3339(request.at);
    out.method = text(request.method);
    out.path = request.path;
    out.host = request.host;
    out.status = request.status;
    out.duration_s = request.duration_s.value_or(-1);
    return out;
}

Seen combined(const std::string& before_time, const std::string& request, const std::string& rest) {
    const auto lines = reader(Format::combined);
    return read(*lines, before_time + " [21/Nov/2026:12:00:00 +0000] \"" + request + "\" " + rest);
}

TEST(LogLines, CommonAndCombinedLinesSayWhatWasAskedAndHowItEnded) {
    const auto common = reader(Format::common);
    const Seen one = read(*common, R"(192.0.2.7 - ann [21/Nov/2026:13:30:05 +0130] "GET /orders/7?full=1 HTTP/1.1" 200 5120)");
    EXPECT_EQ(one.why, "");
    EXPECT_EQ(one.time, "2026-11-21T12:00:05Z");
    EXPECT_EQ(one.method, "GET");
    EXPECT_EQ(one.path, "/orders/7");
    EXPECT_EQ(one.status, 200);
    EXPECT_EQ(one.duration_s, -1);
    const Seen six = combined("2001:db8::1 - -", "POST /pay HTTP/2.0", R"x(503 0 "-" "shop app/3 (\"beta\")")x");
    EXPECT_EQ(six.why, "");
    EXPECT_EQ(six.method, "POST");
    EXPECT_EQ(six.status, 503);
    EXPECT_EQ(combined("192.0.2.7 - -", "GET / HTTP/1.1", "200 1\r").status, 200) << "a line end of another system";
}

TEST(LogLines, WhatIsNoRequestStillCountsByItsStatus) {
    struct Case {
        const char* request;
        const char* method;
        const char* path;
    };
    for (const Case& c :
         {Case{R"(\x16\x03\x01\x02\x00)", "other", ""}, Case{"-", "other", ""}, Case{"", "other", ""}, Case{"GET", "other", ""},
          Case{"BREW /pot HTCPCP/1.0", "other", ""}, Case{"get / HTTP/1.1", "other", ""}, Case{"GET /", "GET", "/"},
          Case{"GET http://shop.example/a/b?c HTTP/1.1", "GET", "/a/b"}, Case{"GET https://shop.example HTTP/1.1", "GET", "/"},
          Case{"OPTIONS * HTTP/1.1", "OPTIONS", "*"}, Case{"GET /a#b HTTP/1.1", "GET", "/a"},
          Case{R"(GET /a\x22b HTTP/1.1)", "GET", R"(/a\x22b)"}, Case{R"(GET /a\"b HTTP/1.1)", "GET", R"(/a\"b)"}}) {
        const Seen seen = combined("192.0.2.7 - -", c.request, "400 150");
        EXPECT_EQ(seen.why, "") << c.request;
        EXPECT_EQ(seen.method, c.method) << c.request;
        EXPECT_EQ(seen.path, c.path) << c.request;
        EXPECT_EQ(seen.status, 400) << c.request;
    }
}

TEST(LogLines, AStatusThatIsNoneIsOther) {
    EXPECT_EQ(combined("192.0.2.7 - -", "GET / HTTP/1.1", "000 0").status, 0);
    EXPECT_EQ(combined("192.0.2.7 - -", "GET / HTTP/1.1", "- 0").status, 0);
    EXPECT_EQ(combined("192.0.2.7 - -", "GET / HTTP/1.1", "999 0").status, 0);
    EXPECT_EQ(combined("192.0.2.7 - -", "GET / HTTP/1.1", "20 0").why, "the status is not three digits");
}

/// A client chooses its user name; it must not be able to keep its failures out of the counts.
TEST(LogLines, AUserNameCannotHideARequest) {
    for (const char* user : {"a b", "a [b", "[", "x [21/Nov/2026:12:00:00", "x [21/Nov/2026:12:00:00 +0000]", "- - ["}) {
        const Seen seen = combined(std::string("192.0.2.7 - ") + user, "GET /pay HTTP/1.1", "500 0");
        EXPECT_EQ(seen.why, "") << user;
        EXPECT_EQ(seen.status, 500) << user;
        EXPECT_EQ(seen.path, "/pay") << user;
    }
}

TEST(LogLines, NoLineTakesMoreThanItsTries) {
    const auto lines = reader(Format::combined);
    std::string line = "192.0.2.7 - ";
    for (int i = 0; i < 10'000; ++i) line += " [";
    EXPECT_EQ(read(*lines, line + R"( [21/Nov/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 1)").why,
              "the time is not like 10/Oct/2026:13:55:36 +0200");
}

TEST(LogLines, LinesOfAnotherShapeSayWhatIsWrong) {
    const auto lines = reader(Format::combined);
    EXPECT_EQ(read(*lines, "").why, "the line does not have the layout that was declared");
    EXPECT_EQ(read(*lines, "hello").why, "the line does not have the layout that was declared");
    EXPECT_EQ(read(*lines, R"(192.0.2.7 - - [2026-11-21T12:00:00Z] "GET / HTTP/1.1" 200 1)").why,
              "the time is not like 10/Oct/2026:13:55:36 +0200");
}

TEST(LogTimes, AreReadToTheMillisecondInTheirZone) {
    EXPECT_EQ(local_time("21/Nov/2026:12:00:00 +0000"), at(kNoon));
    EXPECT_EQ(local_time("21/Nov/2026:04:00:00 -0800"), at(kNoon));
    EXPECT_EQ(local_time("01/Jan/2027:01:30:00 +0530"), at("2026-12-31T20:00:00Z"));
    EXPECT_EQ(local_time("29/Feb/2028:00:00:00 +0000"), at("2028-02-29T00:00:00Z"));
    EXPECT_EQ(local_time("31/Dec/2016:23:59:60 +0000"), at("2017-01-01T00:00:00Z")) << "a leap second is the next minute's first";
    EXPECT_EQ(epoch_time("1795262400.125"), Timestamp::from_ms(1'795'262'400'125));
    EXPECT_EQ(epoch_time("1795262400125"), Timestamp::from_ms(1'795'262'400'125));
    for (const char* none :
         {"", "21/Nov/2026:12:00:00", "29/Feb/2027:00:00:00 +0000", "31/Nov/2026:12:00:00 +0000", "21/nov/2026:12:00:00 +0000",
          "21/ovD/2026:12:00:00 +0000", "21/Nov/2026:24:00:00 +0000", "21/Nov/2026:12:60:00 +0000", "21/Nov/2026:12:00:61 +0000",
          "21/Nov/2026:12:00:00 *0000", "21/Nov/2026:12:00:00 +2400", "2x/Nov/2026:12:00:00 +0000", "21/Nov/1969:12:00:00 +0000"}) {
        EXPECT_EQ(local_time(none), std::nullopt) << none;
    }
    for (const char* none : {"", "-1", "nan", "inf", "1e9", "1 ", "12x", "999999999999999"})
        EXPECT_EQ(epoch_time(none), std::nullopt) << none;
}

RC_GTEST_PROP(LogTimes, EveryInstantReadsBackWhateverTheZone, ()) {
    const std::int64_t second = *rc::gen::inRange<std::int64_t>(86'400, 4'102'444'800);
    const int zone = *rc::gen::inRange(-14 * 60, 14 * 60);
    const std::time_t local = second + zone * 60;
    std::tm parts{};
    gmtime_r(&local, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%d/%b/%Y:%H:%M:%S", &parts);
    const std::string written = fmt::format("{} {}{:02}{:02}", text, zone < 0 ? '-' : '+', std::abs(zone) / 60, std::abs(zone) % 60);
    RC_ASSERT(local_time(written) == Timestamp::from_seconds(second));
}

TEST(Layouts, EveryVariableThatIsReadHasItsPlace) {
    const auto lines = reader(
        Format::nginx,
        R"($remote_addr [$time_iso8601] $host "$request_method $request_uri $server_protocol" $status ${request_time}s up=$upstream_response_time "$http_user_agent")");
    const Seen seen =
        read(*lines, R"(192.0.2.7 [2026-11-21T13:00:00+01:00] shop.example "PUT /cart/3?x=1 HTTP/1.1" 201 0.345s up=0.300, 0.040 "curl")");
    EXPECT_EQ(seen.why, "");
    EXPECT_EQ(seen.time, kNoon);
    EXPECT_EQ(seen.host, "shop.example");
    EXPECT_EQ(seen.method, "PUT");
    EXPECT_EQ(seen.path, "/cart/3");
    EXPECT_EQ(seen.status, 201);
    EXPECT_DOUBLE_EQ(seen.duration_s, 0.345) << "what the client waited, not what upstreams took";
}

TEST(Layouts, TheFinestTimeAndTheClosestDurationAreRead) {
    const auto lines = reader(Format::nginx, "$time_local|$msec|$request|$status|$upstream_response_time");
    const std::string start = "21/Nov/2026:12:00:00 +0000|1795262400.250|GET / HTTP/1.1|200|";
    EXPECT_EQ(read(*lines, start + "0.1").time, "2026-11-21T12:00:00.250Z");
    EXPECT_DOUBLE_EQ(read(*lines, start + "0.100, 0.200 : 0.300").duration_s, 0.6);
    EXPECT_DOUBLE_EQ(read(*lines, start + "-, 0.200").duration_s, 0.2);
    EXPECT_EQ(read(*lines, start + "-").duration_s, -1) << "nothing was asked";
    const auto timed = reader(Format::nginx, "$msec $status $request_time $request");
    EXPECT_EQ(read(*timed, "1795262400.250 200 - GET / HTTP/1.1").duration_s, -1);
    EXPECT_EQ(read(*timed, "1795262400.250 200 fast GET / HTTP/1.1").why, "the duration is not a number of seconds");
}

TEST(Layouts, WhatCannotBeReadIsRefusedWithARemedy) {
    const auto rules = [](const char* layout) {
        const auto made = LineLayout::of(layout);
        std::vector<std::string> out;
        if (!made) for (const FieldError& e : made.error().fields()) out.push_back(e.rule);
        return out;
    };
    EXPECT_THAT(rules(""), ElementsAre("no variable tells the time", "no variable tells the status", "no variable tells the request"));
    EXPECT_THAT(rules("$msec $status $request_method"), ElementsAre("no variable tells the request"));
    EXPECT_THAT(rules("$msec$status $request"), ElementsAre("nothing parts $msec from $status"));
    EXPECT_THAT(rules("$msec $status $request $ "), ElementsAre("a $ stands without the name of a variable"));
    EXPECT_THAT(rules("$msec $status ${request"), ElementsAre("a $ stands without the name of a variable"));
    EXPECT_THAT(rules("$remote_addr$remote_user $msec $status $request"), IsEmpty()) << "what is passed over needs no bounds";
}

Result<JsonLines> json(std::vector<std::pair<std::string, std::string>> fields, const std::string& unit = "s") {
    return JsonLines::of(fields, unit);
}

TEST(JsonLines, KeysAreFoundWhereTheSettingsSay) {
    auto lines = json({{"time", "ts"},
                       {"status", "response.status"},
                       {"method", "request.method"},
                       {"path", "request.uri"},
                       {"duration", "took"},
                       {"host", "request.host"}},
                      "ms");
    ASSERT_TRUE(lines);
    const Seen seen = read(
        *lines,
        R"({"ts":"2026-11-21T12:00:00Z","request":{"method":"GET","uri":"/a?b","host":"shop.example"},"response":{"status":404},"took":250,"more":[1,{}]})");
    EXPECT_EQ(seen.why, "");
    EXPECT_EQ(seen.time, kNoon);
    EXPECT_EQ(seen.method, "GET");
    EXPECT_EQ(seen.path, "/a");
    EXPECT_EQ(seen.host, "shop.example");
    EXPECT_EQ(seen.status, 404);
    EXPECT_DOUBLE_EQ(seen.duration_s, 0.25);
}

TEST(JsonLines, TimesAndStatusesMayBeNumbersOrText) {
    auto lines = json({{"time", "t"}, {"status", "s"}, {"path", "r"}});
    ASSERT_TRUE(lines);
    for (const char* time : {"1795262400", "1795262400.0", "1795262400000", "\"1795262400.000\"", "\"2026-11-21T13:00:00+01:00\"",
                             "\"21/Nov/2026:12:00:00 +0000\""}) {
        EXPECT_EQ(read(*lines, std::string(R"({"s":"200","r":"GET /a HTTP/1.1","t":)") + time + "}").time, kNoon) << time;
    }
    const Seen seen = read(*lines, R"({"s":99,"r":"GET /a HTTP/1.1","t":1795262400})");
    EXPECT_EQ(seen.status, 0);
    EXPECT_EQ(seen.method, "GET");
    EXPECT_EQ(seen.path, "/a");
}

TEST(JsonLines, LinesThatAreNoneSaySo) {
    auto lines = json({{"time", "t"}, {"status", "s"}});
    ASSERT_TRUE(lines);
    EXPECT_EQ(read(*lines, "[]").why, "the line is not a JSON object");
    EXPECT_EQ(read(*lines, R"({"t":1)").why, "the line is not a JSON object");
    EXPECT_EQ(read(*lines, R"({"s":200})").why, "the time cannot be read");
    EXPECT_EQ(read(*lines, R"({"t":{},"s":200})").why, "the time cannot be read");
    EXPECT_EQ(read(*lines, R"({"t":1795262400,"s":[200]})").why, "the status is not three digits");
    EXPECT_EQ(read(*lines, std::string(R"({"a":)") + std::string(5000, '[')).why, "the line is not a JSON object");
}

TEST(JsonLines, SettingsAreCheckedTogether) {
    const auto made = json({{"tiem", "t"}, {"status", ""}}, "h");
    ASSERT_FALSE(made);
    std::vector<std::string> where;
    for (const FieldError& e : made.error().fields()) where.push_back(e.where);
    EXPECT_THAT(where, ElementsAre("/fields/tiem", "/fields/status", "/fields/time", "/fields/status", "/durationUnit"));
}

}  // namespace
}  // namespace plimsoll::ingest::logs
