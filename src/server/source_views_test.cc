#include "server/source_views.h"

#include <gtest/gtest.h>

#include <functional>

namespace plimsoll::server {
namespace {

const Timestamp kNow = Timestamp::from_seconds(1'795'000'000);

DeclaredSource scraped() {
    DeclaredSource out;
    out.name = "shop";
    out.kind = "scrape";
    out.interval = Duration::seconds(15);
    return out;
}

ingest::SourceStatus heard(const std::string& name, const std::string& kind, Duration quiet, Duration lag) {
    ingest::SourceStatus out;
    out.name = name;
    out.kind = kind;
    out.heard_at = kNow - quiet;
    out.first_at = kNow - Duration::hours(1);
    out.deliveries = 10;
    out.total.samples = 200;
    out.total.bound = 150;
    out.total.unbound = 50;
    out.total.latest = kNow - lag;
    return out;
}

SourceInputs inputs() {
    SourceInputs in;
    in.now = kNow;
    in.started = kNow - Duration::hours(2);
    in.declared = {scraped()};
    in.heard = {heard("shop", "scrape", Duration::seconds(5), Duration::seconds(5))};
    return in;
}

SourceView only(const SourceInputs& in) {
    const auto views = source_views(in);
    EXPECT_EQ(views.size(), 1u);
    return views.front();
}

/// What happens to a source that was well, what it is then, and how the sentence begins.
TEST(SourceViews, EachStateSaysWhyInASentence) {
    struct Row {
        std::function<void(SourceInputs&)> happens;
        SourceState state;
        std::string begins;
    };
    const std::vector<Row> rows = {
        {[](SourceInputs&) {}, SourceState::ok, "Its newest sample is 5"},
        {[](SourceInputs& in) { in.heard[0].total.latest = kNow - Duration::minutes(2); }, SourceState::late, "Its newest sample is 2 min old; one is expected every 15 s"},
        {[](SourceInputs& in) { in.heard[0].total.latest = kNow - Duration::seconds(75); }, SourceState::ok, "Its newest sample is 1 min 15 s old"},
        {[](SourceInputs& in) { in.heard[0] = heard("shop", "scrape", Duration::minutes(11), Duration::minutes(11)); }, SourceState::silent, "Nothing was heard for 11 min"},
        {[](SourceInputs& in) { in.heard.clear(); }, SourceState::waiting, "Nothing was heard since the server started 2 h ago"},
        {[](SourceInputs& in) {
             in.heard[0].error = "connection refused";
             in.heard[0].failures = 4;
         },
         SourceState::failing, "The last 4 tries failed; the last success was 5"},
        {[](SourceInputs& in) {
             in.heard[0] = {};
             in.heard[0].name = "shop";
             in.heard[0].error = "no such host";
             in.heard[0].failures = 1;
         },
         SourceState::failing, "The last try failed; nothing was heard since the server started"},
        {[](SourceInputs& in) {
             in.declared[0].fetched = false;
             in.declared[0].why_not = "It is only named";
         },
         SourceState::named, "It is only named"},
        {[](SourceInputs& in) { in.heard[0].total.latest = kNow + Duration::minutes(3); }, SourceState::ok, "Its newest sample is 3 min ahead"},
        {[](SourceInputs& in) { in.declared[0].delay = Duration::minutes(2), in.heard[0].total.latest = kNow - Duration::minutes(3); }, SourceState::ok, "Its newest"},
    };
    for (const Row& row : rows) {
        SourceInputs in = inputs();
        row.happens(in);
        const SourceView view = only(in);
        EXPECT_EQ(view.state, row.state) << row.begins << " but: " << view.why;
        EXPECT_TRUE(view.why.starts_with(row.begins)) << view.why;
        const bool wrong = row.state == SourceState::silent || row.state == SourceState::late;
        EXPECT_TRUE(!wrong || !view.remedy.empty()) << view.why;
    }
}

TEST(SourceViews, WhatIsAskedForSlosWaitsUntilOneNamesIt) {
    SourceInputs in = inputs();
    in.declared[0].for_slos = true;
    in.heard.clear();
    EXPECT_EQ(only(in).state, SourceState::waiting);
    EXPECT_EQ(only(in).why, "Nothing is asked of it yet: no SLO names it");
    in.uses["shop"].slos = {"shop-availability"};
    EXPECT_TRUE(only(in).why.starts_with("Nothing was heard since the server started"));
}

TEST(SourceViews, AFailureSaysWhatToDo) {
    SourceInputs in = inputs();
    in.heard[0].error = "The certificate ended; renew it";
    in.heard[0].failures = 2;
    in.heard[0].failed_at = kNow - Duration::seconds(3);
    const SourceView view = only(in);
    EXPECT_EQ(view.remedy, "The certificate ended; renew it");
    EXPECT_EQ(view.failed_at, kNow - Duration::seconds(3));
}

TEST(SourceViews, EventsThatDoNotComeAreNoSilence) {
    SourceInputs in = inputs();
    in.declared.clear();
    in.heard = {heard("events ci", "events", Duration::days(3), Duration::days(3))};
    EXPECT_EQ(only(in).state, SourceState::ok);
}

TEST(SourceViews, ThoseThatNeedAPersonComeFirst) {
    SourceInputs in = inputs();
    in.heard.push_back(heard("remote_write a@10.0.0.1", "remote_write", Duration::minutes(20), Duration::minutes(20)));
    in.heard.push_back(heard("otlp b@10.0.0.2", "otlp", Duration::seconds(1), Duration::minutes(9)));
    in.heard.push_back(heard("remote_write c@10.0.0.3", "remote_write", Duration::seconds(1), Duration::seconds(1)));
    in.heard.back().error = "refused";
    std::vector<std::string> names;
    for (const SourceView& view : source_views(in)) names.push_back(view.name);
    EXPECT_EQ(names, (std::vector<std::string>{"remote_write c@10.0.0.3", "remote_write a@10.0.0.1", "otlp b@10.0.0.2", "shop"}));
}

TEST(SourceViews, CountsAndSharesAreThoseOfTheBook) {
    const SourceView view = only(inputs());
    EXPECT_EQ(view.samples, 200u);
    EXPECT_EQ(view.unbound_share, 0.25);
    EXPECT_EQ(view.lag_s, 5);
    SourceInputs none = inputs();
    none.heard.clear();
    EXPECT_FALSE(only(none).unbound_share.has_value());
    EXPECT_FALSE(only(none).lag_s.has_value());
}

TEST(SourceViews, WhoPushesIsToldByItsName) {
    SourceInputs in = inputs();
    in.heard.push_back(heard("remote_write token:7c@10.0.0.1", "remote_write", Duration::seconds(1), Duration::seconds(1)));
    in.heard.push_back(heard("events token:7c", "events", Duration::seconds(1), Duration::seconds(1)));
    in.name_of = [](const std::string& actor) { return actor == "token:7c" ? "edge" : "?"; };
    std::map<std::string, std::string> who;
    for (const SourceView& view : source_views(in)) who[view.name] = view.who;
    EXPECT_EQ(who["remote_write token:7c@10.0.0.1"], "edge from 10.0.0.1");
    EXPECT_EQ(who["events token:7c"], "edge");
    EXPECT_EQ(who["shop"], "") << "it is declared";
}

TEST(SourceViews, SlosAreNamedUpToABoundAndCountedBeyondIt) {
    SourceInputs in = inputs();
    for (int i = 0; i < 80; ++i) in.uses["shop"].slos.push_back("slo-" + std::to_string(100 + i));
    const SourceView view = only(in);
    EXPECT_EQ(view.slos.size(), kMostSlosShown);
    EXPECT_EQ(view.slo_count, 80u);
    EXPECT_FALSE(view.filled.has_value());
}

TEST(SourceViews, FillingIsTheShareOfAllThatIsAskedFor) {
    SourceInputs in = inputs();
    in.uses["shop"].slos = {"a", "b"};
    in.uses["shop"].filling = {{"a", true, 0.5, ""}, {"b", false, 1, "its data begins later"}};
    EXPECT_EQ(only(in).filling, 1u);
    EXPECT_EQ(only(in).filled, 0.75);
    in.uses["shop"].filling[0] = {"a", false, 1, ""};
    EXPECT_EQ(only(in).filling, 0u);
    EXPECT_FALSE(only(in).filled.has_value());
}

TEST(SourceViews, WhatIsDeclaredIsToldWithoutSecrets) {
    catalog::Catalog catalog;
    catalog::DataSource asked;
    asked.name = "prod";
    asked.type = catalog::DataSourceType::prometheus;
    asked.connection.url = "https://ana:secret@prometheus.example/path";
    asked.connection.token = "env:TOKEN";
    asked.pull = catalog::PullSettings{};
    catalog.data_sources["prod"] = asked;
    catalog::DataSource named = asked;
    named.name = "named";
    named.pull.reset();
    catalog.data_sources["named"] = named;
    catalog::Probe probe;
    probe.name = "home";
    probe.steps = {catalog::ProbeStep{}};
    probe.steps[0].target = "https://shop.example/";
    catalog.probes["home"] = probe;

    const auto all = declared_sources(catalog);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].name, "named");
    EXPECT_FALSE(all[0].fetched);
    EXPECT_EQ(all[1].kind, "prometheus");
    EXPECT_EQ(all[1].interval, Duration::minutes(1));
    EXPECT_EQ(all[2].name, "probe home");
    std::string told;
    for (const DeclaredSource& one : all)
        for (const SourceFact& fact : one.facts) told += fact.name + "=" + fact.text + "\n";
    EXPECT_EQ(told.find("secret"), std::string::npos);
    EXPECT_EQ(told.find("TOKEN"), std::string::npos);
    EXPECT_NE(told.find("https://prometheus.example/path"), std::string::npos) << told;
    EXPECT_NE(told.find("http https://shop.example/"), std::string::npos) << told;
}

}  // namespace
}  // namespace plimsoll::server
