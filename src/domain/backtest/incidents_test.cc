#include "domain/backtest/incidents.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace plimsoll::backtest {
namespace {

Timestamp at(std::string_view text) { return *text::parse_rfc3339(text); }

std::vector<KnownIncident> read(std::string_view text, const std::string& name) {
    auto out = read_incidents(text, name);
    EXPECT_TRUE(out) << (out ? "" : out.error().report());
    return out ? *out : std::vector<KnownIncident>{};
}

std::vector<std::string> wrong(std::string_view text, const std::string& name) {
    const auto out = read_incidents(text, name);
    EXPECT_FALSE(out);
    std::vector<std::string> said;
    if (!out) {
        for (const FieldError& field : out.error().fields()) said.push_back(field.where + " " + field.rule);
    }
    return said;
}

TEST(Incidents, OfCsvByTheNamesOfItsHead) {
    const auto got = read("severity,End,start,title,id\r\n"
                          "1,2026-11-20T10:30:00Z,2026-11-20T10:00:00Z,\"Checkout, \"\"all\"\" of it\nfailed\",INC-7\r\n"
                          "\r\n"
                          "2,2026-11-21T12:00:00+01:00,2026-11-21T11:00:00+01:00\r\n",
                          "incidents.csv");
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0].id, "INC-7");
    EXPECT_EQ(got[0].title, "Checkout, \"all\" of it\nfailed");
    EXPECT_EQ(got[0].start, at("2026-11-20T10:00:00Z"));
    EXPECT_EQ(got[0].end, at("2026-11-20T10:30:00Z"));
    EXPECT_EQ(got[1].id, "incident-2") << "by place in the file";
    EXPECT_EQ(got[1].start, at("2026-11-21T10:00:00Z")) << "an offset is one";
}

TEST(Incidents, OfYamlAndJsonAsAListOrUnderItsName) {
    for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{
             {"- start: 2026-11-20T10:00:00Z\n  end: 2026-11-20T10:30:00Z\n  id: a\n  title: one\n", "i.yaml"},
             {"incidents:\n  - {id: a, title: one, start: '2026-11-20T10:00:00Z', end: '2026-11-20T10:30:00Z'}\n", "i.yml"},
             {R"([{"id":"a","title":"one","start":"2026-11-20T10:00:00Z","end":"2026-11-20T10:30:00Z","more":[1]}])", "i.json"},
             {R"({"incidents":[{"id":"a","title":"one","start":"2026-11-20T10:00:00Z","end":"2026-11-20T10:30:00Z"}]})", "stdin"}}) {
        const auto got = read(text, name);
        ASSERT_EQ(got.size(), 1U) << text;
        EXPECT_EQ(got[0].id, "a");
        EXPECT_EQ(got[0].title, "one");
        EXPECT_EQ(got[0].end - got[0].start, Duration::minutes(30));
    }
}

TEST(Incidents, NothingIsNoIncidents) {
    EXPECT_TRUE(read("", "i.csv").empty());
    EXPECT_TRUE(read("start,end\n", "i.csv").empty());
    EXPECT_TRUE(read("[]", "i.json").empty());
    EXPECT_TRUE(read("incidents:\n", "i.yaml").empty());
    EXPECT_TRUE(read("\xef\xbb\xbfstart,end\n", "i.csv").empty()) << "as spreadsheets save it";
}

TEST(Incidents, EveryLineThatIsWrongIsNamedAtOnce) {
    EXPECT_EQ(wrong("start,end,id\n2026-11-20T10:00:00Z,2026-11-20T10:00:00Z,a\nyesterday,,b\n2026-11-20T10:00:00Z,2026-11-20T11:00:00Z,a\n", "i.csv"),
              (std::vector<std::string>{"i.csv:2 `end` is not after `start`", "i.csv:3 `start` is \"yesterday\", which is no time of RFC 3339",
                                        "i.csv:3 `end` is missing", "i.csv:4 the id \"a\" stands twice"}));
    EXPECT_EQ(wrong("begin,title\n", "i.csv"), (std::vector<std::string>{"i.csv:1 the head names no column `start`", "i.csv:1 the head names no column `end`"}));
    EXPECT_EQ(wrong("- start: 2026-11-20T10:00:00Z\n", "i.yaml"), (std::vector<std::string>{"i.yaml:1:3 `end` is missing"}));
    EXPECT_EQ(wrong("{}", "i.json"), (std::vector<std::string>{"i.json:1:1 is no list"}));
    EXPECT_EQ(wrong("start,end\n\xff\n", "i.csv"), (std::vector<std::string>{"i.csv is not UTF-8"}));
}

TEST(Incidents, MoreThanTheBoundAreRefusedAndAsManyAreNot) {
    const auto rows = [](std::size_t n) {
        std::string text = "start,end\n";
        for (std::size_t i = 0; i < n; ++i) text += "2026-11-20T10:00:00Z,2026-11-20T10:30:00Z\n";
        return text;
    };
    EXPECT_EQ(read(rows(kMostIncidents), "i.csv").size(), kMostIncidents);
    EXPECT_EQ(wrong(rows(kMostIncidents + 1), "i.csv"), (std::vector<std::string>{"i.csv holds more than 1000 incidents"}));
    const auto titled = [](std::size_t bytes) { return "title,start,end\n" + std::string(bytes, 'x') + ",2026-11-20T10:00:00Z,2026-11-20T10:30:00Z\n"; };
    EXPECT_EQ(read(titled(kLongestIncidentText), "i.csv").size(), 1U);
    EXPECT_EQ(wrong(titled(kLongestIncidentText + 1), "i.csv"), (std::vector<std::string>{"i.csv:2 `title` is longer than 200 bytes"}));
    EXPECT_EQ(wrong(std::string(kMostIncidentBytes + 1, ' '), "i.csv"), (std::vector<std::string>{"i.csv is larger than 1 MiB"}));
}

RC_GTEST_PROP(Incidents, ATitleSurvivesItsQuotes, (const std::vector<std::string>& titles)) {
    std::string text = "title,start,end\n";
    std::vector<std::string> kept;
    for (const std::string& title : titles) {
        std::string clean;  // at most rapidcheck's size, below the bound
        for (const char c : title)
            if (c >= '!' && c <= '~') clean += c;  // spaces at the ends would be trimmed
        std::string quoted;
        for (const char c : clean) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
        text += "\"" + quoted + "\",2026-11-20T10:00:00Z,2026-11-20T10:30:00Z\n";
        kept.push_back(clean);
    }
    const auto got = read_incidents(text, "i.csv");
    RC_ASSERT(got.has_value());
    RC_ASSERT(got->size() == kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) RC_ASSERT((*got)[i].title == kept[i]);
}

}  // namespace
}  // namespace plimsoll::backtest
