// DataSource: read whole by type, each rule broken once, and what an SLI makes of the one that it names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// Its connectionDetails begin in line 7.
std::string source(const std::string& type, const std::string& details, const std::string& name = "prom") {
    return "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: " + name + "}\nspec:\n  type: " + type + "\n  connectionDetails:\n" + details;
}
std::string prometheus(const std::string& more) { return source("prometheus", "    url: https://prom.example\n    pull: true\n" + more); }
std::string scrape(const std::string& more) { return source("scrape", "    targets: [a:9100]\n" + more); }
std::string log(const std::string& more) { return source("access_log", "    path: /var/log/a.log\n" + more); }

/// An SLI of good and total, each with its source and query, and an SLO on it.
std::string asked(const std::string& good, const std::string& total) {
    return "---\napiVersion: openslo/v1\nkind: SLI\nmetadata: {name: requests}\nspec:\n  ratioMetric:\n    good: {metricSource: " + good +
           "}\n    total: {metricSource: " + total + "}\n" + fixture::slo_on("requests", "web");
}
std::string metric(const std::string& ref, const std::string& query) { return "{metricSourceRef: " + ref + ", spec: {query: '" + query + "'}}"; }

std::vector<std::string> refused(const std::string& text) { return fixture::told(fixture::read(text).errors); }
DataSource read_one(const std::string& text) {
    const Reading reading = fixture::read(text);
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty()) << text;
    if (reading.catalog.data_sources.empty()) return {};
    return reading.catalog.data_sources.begin()->second;
}

TEST(DataSources, APrometheusThatIsNotAskedIsANote) {
    const DataSource one = read_one(source("Prometheus", "    url: http://127.0.0.1:9090\n    anything: [goes]\n"));
    EXPECT_EQ(one.type, DataSourceType::prometheus);
    EXPECT_EQ(one.type_text, "Prometheus");
    EXPECT_FALSE(one.pull);
    EXPECT_FALSE(read_one(source("prometheus", "    pull: false\n    who: knows\n")).pull);
}

TEST(DataSources, PullTrueHasEveryDefault) {
    const DataSource one = read_one(prometheus(""));
    EXPECT_EQ(one.pull, PullSettings{});
    EXPECT_EQ(one.connection.url, "https://prom.example");
    EXPECT_EQ(one.connection.timeout, Duration::seconds(30));
    EXPECT_EQ(one.source, (Source{"x.yaml", 1}));
}

TEST(DataSources, PullReadsEveryField) {
    const DataSource one = read_one(source("PROMETHEUS", R"(    url: https://prom.example/tenant
    pull: {step: 30s, delay: 0s, lookAgain: 0s, rate: 0.5, batch: 500, concurrency: 1, backFill: false}
    user: plimsoll
    password: env:PROM_PASSWORD
    headers: {X-Scope-OrgID: shop, X-Api-Key: file:/run/key}
    caFile: /etc/ca.pem
    clientCert: /etc/cert.pem
    clientKey: /etc/key.pem
    allowPrivate: true
    timeout: 1m
)"));
    PullSettings pull;
    pull.step = Duration::seconds(30);
    pull.delay = Duration{};
    pull.look_again = Duration{};
    pull.rate = 0.5;
    pull.batch = 500;
    pull.concurrency = 1;
    pull.back_fill = false;
    EXPECT_EQ(one.pull, pull);
    Connection wanted;
    wanted.url = "https://prom.example/tenant";
    wanted.user = "plimsoll";
    wanted.password = "env:PROM_PASSWORD";
    wanted.headers = {{"X-Scope-OrgID", "shop"}, {"X-Api-Key", "file:/run/key"}};
    wanted.ca_file = "/etc/ca.pem";
    wanted.client_cert = "/etc/cert.pem";
    wanted.client_key = "/etc/key.pem";
    wanted.allow_private = true;
    wanted.timeout = Duration::minutes(1);
    EXPECT_EQ(one.connection, wanted);
}

TEST(DataSources, ScrapeReadsEveryField) {
    const DataSource one = read_one(source("Scrape", R"(    targets: ["a:9100", "https://b.example/metrics", "[::1]:80"]
    targetFile: targets/*.json
    job: nodes
    interval: 1m
    labels: {env: prod}
    sampleLimit: 10
    token: env:T
)"));
    ASSERT_TRUE(one.scrape);
    ScrapeSettings wanted;
    wanted.targets = {"a:9100", "https://b.example/metrics", "[::1]:80"};
    wanted.target_file = "targets/*.json";
    wanted.job = "nodes";
    wanted.interval = Duration::minutes(1);
    wanted.labels = {{"env", "prod"}};
    wanted.sample_limit = 10;
    EXPECT_EQ(*one.scrape, wanted);
    EXPECT_EQ(one.connection.token, "env:T");
    EXPECT_EQ(one.connection.timeout, Duration::seconds(10));
    EXPECT_EQ(read_one(scrape("    interval: 5s\n")).connection.timeout, Duration::seconds(5)) << "never longer than the interval";
}

TEST(DataSources, AccessLogsReadEveryField) {
    const DataSource one = read_one(log(R"(    format: json
    fields: {time: ts, status: res.status, method: m, path: p, duration: took, host: h}
    durationUnit: ms
    routes: [{name: item, path: '/item/[0-9]+', method: GET}, {name: item, path: /i}]
    buckets: [0.1, 1]
    byHost: true
    fromStart: true
)"));
    ASSERT_TRUE(one.access_log);
    AccessLogSettings wanted;
    wanted.path = "/var/log/a.log";
    wanted.format = LogFormat::json;
    wanted.fields = {{"time", "ts"}, {"status", "res.status"}, {"method", "m"}, {"path", "p"}, {"duration", "took"}, {"host", "h"}};
    wanted.duration_unit = "ms";
    wanted.routes = {{"item", "/item/[0-9]+", "GET"}, {"item", "/i", ""}};
    wanted.buckets = {0.1, 1};
    wanted.by_host = true;
    wanted.from_start = true;
    EXPECT_EQ(*one.access_log, wanted);
    EXPECT_EQ(read_one(log("")).access_log->format, LogFormat::combined);
    const std::string layout = "$remote_addr [$time_local] \"$request\" $status $request_time $host";
    const DataSource nginx = read_one(log("    format: nginx\n    layout: '" + layout + "'\n    buckets: [1]\n    byHost: true\n"));
    EXPECT_EQ(nginx.access_log->layout, layout);
}

TEST(DataSources, RemoteWriteReadsEveryField) {
    EXPECT_EQ(read_one(source("remote_write", "    {}\n")).replicas, ReplicaSettings{});
    const DataSource one = read_one(source("remote_write", "    clusterLabel: pair\n    replicaLabel: prometheus_replica\n    failover: 1m\n"));
    EXPECT_EQ(one.replicas, (ReplicaSettings{"pair", "prometheus_replica", Duration::minutes(1)}));
}

TEST(DataSources, EveryRuleIsToldAtItsPlace) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {prometheus("    steps: 1m\n"), "9:5 `spec.connectionDetails.steps` is not a known field"},
        {source("prometheus", "    pull: yes please\n"), "7:11 `spec.connectionDetails.pull` must be true, or a map of settings (write pull: true)"},
        {source("prometheus", "    pull: true\n"), "7:5 `spec.connectionDetails.url` is missing"},
        {source("prometheus", "    pull: true\n    url: ftp://a\n"), "8:10 `spec.connectionDetails.url` must be https:// or http:// and a host"},
        {source("prometheus", "    pull: true\n    url: https://u:p@a\n"), "8:10 `spec.connectionDetails.url` holds a secret in plain text"},
        {source("prometheus", "    pull: true\n    url: https://a:99999\n"), "8:10 `spec.connectionDetails.url` must be"},
        {source("prometheus", "    url: https://a\n    pull: {step: 5s}\n"), "8:18 `spec.connectionDetails.pull.step` must be from 10s to 1h (write 10s)"},
        {source("prometheus", "    url: https://a\n    pull: {step: 15s}\n"), "8:18 `spec.connectionDetails.pull.step` must be a multiple of 10s"},
        {source("prometheus", "    url: https://a\n    pull: {step: 2h}\n"), "8:18 `spec.connectionDetails.pull.step` must be from 10s to 1h (write 1h)"},
        {source("prometheus", "    url: https://a\n    pull: {delay: 2h}\n"), "8:19 `spec.connectionDetails.pull.delay` must be from"},
        {source("prometheus", "    url: https://a\n    pull: {lookAgain: 2d}\n"), "8:23 `spec.connectionDetails.pull.lookAgain` must be from"},
        {source("prometheus", "    url: https://a\n    pull: {rate: 0}\n"), "8:18 `spec.connectionDetails.pull.rate` must be from 0.01 to 1000"},
        {source("prometheus", "    url: https://a\n    pull: {batch: 501}\n"), "8:19 `spec.connectionDetails.pull.batch` must be a whole number from 1 to 500"},
        {source("prometheus", "    url: https://a\n    pull: {concurrency: 0}\n"), "8:25 `spec.connectionDetails.pull.concurrency` must be a whole number from 1 to 64"},
        {source("prometheus", "    url: https://a\n    pull: {backFill: maybe}\n"), "8:22 `spec.connectionDetails.pull.backFill` must be true or false"},
        {prometheus("    password: env:P\n"), "7:5 `spec.connectionDetails.user` is missing, while there is a password"},
        {prometheus("    user: u\n    password: hunter2\n"), "10:15 `spec.connectionDetails.password` holds a secret in plain text"},
        {prometheus("    user: u\n    token: env:T\n"), "10:12 `spec.connectionDetails.token` and `user` exclude each other"},
        {prometheus("    token: 'env:a b'\n"), "9:12 `spec.connectionDetails.token` must be env:NAME or file:PATH"},
        {prometheus("    clientCert: /a.pem\n"), "7:5 `spec.connectionDetails.clientKey` is missing beside `clientCert`"},
        {prometheus("    clientKey: /a.pem\n"), "7:5 `spec.connectionDetails.clientCert` is missing beside `clientKey`"},
        {prometheus("    timeout: 10m\n"), "9:14 `spec.connectionDetails.timeout` must be from 1s to 5m"},
        {prometheus("    headers: [a]\n"), "9:14 `spec.connectionDetails.headers` must be a map"},
        {prometheus("    headers: {Authorization: Bearer abc}\n"), "9:30 `spec.connectionDetails.headers.Authorization` holds a secret in plain text"},
        {prometheus("    headers: {Cookie: a=b}\n"), "9:23 `spec.connectionDetails.headers.Cookie` holds a secret in plain text"},
        {prometheus("    headers: {Content-Length: 5}\n"), "9:15 `spec.connectionDetails.headers.Content-Length` is not a header that can be set"},
        {prometheus("    headers: {'a b': c}\n"), "9:15 `spec.connectionDetails.headers.a b` is not a header that can be set"},
        {prometheus("    headers: {a: \"b\\nc\"}\n"), "9:18 `spec.connectionDetails.headers.a` must be one line"},
        {source("scrape", "    job: a\n"), "7:5 `spec.connectionDetails.targets` or `targetFile` is missing"},
        {source("scrape", "    targets: [a]\n"), "7:15 an item of `spec.connectionDetails.targets` must be a URL, or a host and a port (write host:9100"},
        {source("scrape", "    targets: ['a:0']\n"), "7:15 an item of `spec.connectionDetails.targets` must be a URL"},
        {source("scrape", "    targets: ['http://u:p@a/']\n"), "7:15 an item of `spec.connectionDetails.targets` holds a secret"},
        {source("scrape", "    targets: ['a:1', 'a:1']\n"), "7:22 an item of `spec.connectionDetails.targets` stands twice"},
        {scrape("    interval: 4s\n"), "8:15 `spec.connectionDetails.interval` must be from 5s to 10m"},
        {scrape("    interval: 10s\n    timeout: 11s\n"), "9:14 `spec.connectionDetails.timeout` must be at most the interval"},
        {scrape("    labels: {job: a}\n"), "8:14 `spec.connectionDetails.labels.job` is not a label that can be set (job is set by `job`"},
        {scrape("    labels: {__a: a}\n"), "8:14 `spec.connectionDetails.labels.__a` is not a label that can be set"},
        {scrape("    labels: {a: ''}\n"), "8:17 `spec.connectionDetails.labels.a` must be a text"},
        {scrape("    sampleLimit: 0\n"), "8:18 `spec.connectionDetails.sampleLimit` must be a whole number from 1 to 1000000"},
        {source("access_log", "    format: json\n    fields: {time: a, status: b}\n"), "7:5 `spec.connectionDetails.path` is missing"},
        {log("    format: apache\n"), "8:13 `spec.connectionDetails.format` must be one of common, combined, nginx, json"},
        {log("    format: nginx\n"), "7:5 `spec.connectionDetails.layout` is missing"},
        {log("    format: nginx\n    layout: '$time_local $statuses'\n"), "9:13 `spec.connectionDetails.layout` does not say how a request ended"},
        {log("    format: nginx\n    layout: '$status'\n"), "9:13 `spec.connectionDetails.layout` does not say when a request was"},
        {log("    layout: '$status'\n"), "8:13 `spec.connectionDetails.layout` belongs to format: nginx"},
        {log("    format: json\n"), "7:5 `spec.connectionDetails.fields` is missing"},
        {log("    format: json\n    fields: {time: t}\n"), "9:13 `spec.connectionDetails.fields.status` is missing"},
        {log("    format: json\n    fields: {time: t, status: s, code: c}\n"), "9:34 `spec.connectionDetails.fields.code` is not a known field"},
        {log("    durationUnit: ms\n"), "8:19 `spec.connectionDetails.durationUnit` belongs to format: json"},
        {log("    buckets: [1]\n"), "8:14 `spec.connectionDetails.buckets` needs durations, which the lines do not have"},
        {log("    byHost: true\n"), "8:13 `spec.connectionDetails.byHost` needs the host"},
        {log("    routes: [{name: a}]\n"), "8:14 `spec.connectionDetails.routes[0].path` is missing"},
        {log("    routes: [{name: a, path: '('}]\n"), "8:30 `spec.connectionDetails.routes[0].path` is not a regular expression"},
        {log("    routes: [{name: a, path: '(?:a{900}){900}'}]\n"), "8:30 `spec.connectionDetails.routes[0].path` is not a regular expression"},
        {log("    routes: [{name: other, path: a}]\n"), "8:21 `spec.connectionDetails.routes[0].name` is what a request is called that no route matches"},
        {log("    routes: [{name: a, path: a, method: get}]\n"), "8:41 `spec.connectionDetails.routes[0].method` must be a method in capitals"},
        {source("remote_write", "    clusterLabel: 1a\n"), "7:19 `spec.connectionDetails.clusterLabel` must be a label's name"},
        {source("remote_write", "    clusterLabel: a\n    replicaLabel: a\n"), "8:19 `spec.connectionDetails.replicaLabel` is the same as `clusterLabel`"},
        {source("remote_write", "    failover: 1s\n"), "7:15 `spec.connectionDetails.failover` must be from 5s to 10m"},
        {source("scrape", "    a\n"), "7:5 `spec.connectionDetails` must be a map"},
    };
    for (const auto& [text, rule] : cases) EXPECT_THAT(refused(text), ElementsAre(StartsWith(rule))) << text;
}

TEST(DataSources, TheirBoundsHold) {
    std::string targets, routes, labels, headers;
    for (int i = 0; i < 101; ++i) targets += "'h:" + std::to_string(i + 1) + "', ";
    for (int i = 0; i < 201; ++i) routes += "{name: a, path: b}, ";
    for (int i = 0; i < 31; ++i) labels += "l" + std::to_string(i) + ": v, ";
    for (int i = 0; i < 21; ++i) headers += "h" + std::to_string(i) + ": v, ";
    EXPECT_THAT(refused(source("scrape", "    targets: [" + targets + "]\n")), ElementsAre(HasSubstr("has 101 items; 100 are allowed (write them into a file")));
    EXPECT_THAT(refused(log("    routes: [" + routes + "]\n")), ElementsAre(HasSubstr("has 201 items; 200 are allowed")));
    EXPECT_THAT(refused(scrape("    labels: {" + labels + "}\n")), ElementsAre(HasSubstr("has 31 items; 30 are allowed")));
    EXPECT_THAT(refused(prometheus("    headers: {" + headers + "}\n")), ElementsAre(HasSubstr("has 21 items; 20 are allowed")));
    EXPECT_THAT(refused(log("    routes: [{name: a, path: " + std::string(1001, 'a') + "}]\n")), ElementsAre(HasSubstr("has 1001 characters; 1000 are allowed")));
}

TEST(DataSources, SeveralFaultsAreToldTogether) {
    EXPECT_THAT(refused(source("prometheus", "    url: nowhere\n    pull: {step: 1s, batch: 0}\n    token: abc\n")),
                ElementsAre(HasSubstr("`spec.connectionDetails.url`"), HasSubstr("pull.step"), HasSubstr("pull.batch"), HasSubstr("token")));
}

TEST(DataSources, ATypeThatIsNearlyOneOfOursIsTold) {
    const Reading reading = fixture::read(source("access-log", "    path: a\n"));
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty());
    EXPECT_THAT(fixture::told(reading.warnings), ElementsAre("5:9 `spec.type` is access-log, which is not read (did you mean `access_log`?)"));
    EXPECT_EQ(reading.catalog.data_sources.at("prom").type, DataSourceType::other);
}

const std::string kGood = "sum(increase(ok_total[5m]))";
const std::string kTotal = "sum(increase(all_total[5m]))";

TEST(AskedIndicators, CarryTheirSource) {
    const Reading reading = fixture::read(prometheus("") + asked(metric("prom", kGood), metric("prom", kTotal)));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    const Indicator& i = reading.catalog.slos.at("web").indicator;
    EXPECT_EQ(i.data_source, "prom");
    EXPECT_FALSE(i.verbatim);
    EXPECT_EQ(i.total, kTotal);
}

TEST(AskedIndicators, AreVerbatimWithAStep) {
    const std::string good = "sum(increase(ok_total[$__step])) * on() group_left max(weight)";
    const Reading reading = fixture::read(prometheus("") + asked(metric("prom", good), metric("prom", "sum(increase(all_total[{{.window}}]))")));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    const Indicator& i = reading.catalog.slos.at("web").indicator;
    EXPECT_TRUE(i.verbatim);
    EXPECT_EQ(i.good, good);
    EXPECT_EQ(i.total, "sum(increase(all_total[$__step]))") << "one spelling";
}

TEST(AskedIndicators, OfOursNameTheirSourceToo) {
    const Reading reading = fixture::read(prometheus("") + "---\n" +
                                          fixture::own("Indicator", "  dataSource: prom\n  latency: {histogram: took_seconds, within: 300ms, buckets: [0.1, 0.5], between: interpolate}\n", "fast") +
                                          fixture::slo_on("fast", "web"));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    const Indicator& i = reading.catalog.slos.at("web").indicator;
    EXPECT_EQ(i.data_source, "prom");
    EXPECT_FALSE(i.verbatim);
    EXPECT_FALSE(i.above.empty());
}

TEST(AskedIndicators, OfOursMayStandAsTheyAre) {
    const Reading reading = fixture::read(prometheus("") + "---\n" +
                                          fixture::own("Indicator", "  dataSource: prom\n  rawRatio: {gauge: 'avg(hits / (hits + misses)) + 0 * avg(up[$__step])', of: good}\n", "hits") +
                                          fixture::slo_on("hits", "web"));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    EXPECT_TRUE(reading.catalog.slos.at("web").indicator.verbatim);
}

TEST(AskedIndicators, OfASourceThatIsNotAskedArePushed) {
    const Reading reading = fixture::read(source("prometheus", "    url: a\n") + asked(metric("prom", kGood), metric("prom", kTotal)));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    EXPECT_EQ(reading.catalog.slos.at("web").indicator.data_source, "");
}

TEST(AskedIndicators, EveryRuleIsTold) {
    const std::string step = "sum(increase(a[$__step]))";
    const std::string two = prometheus("") + "---\n" + source("prometheus", "    url: https://b.example\n    pull: true\n", "other");
    const std::vector<std::pair<std::string, std::string>> cases{
        {two + asked(metric("other", kGood), metric("prom", kTotal)), "the metrics of an SLI must come from one DataSource: total names `prom`, good names `other`"},
        {prometheus("") + asked("{type: prometheus, spec: {query: '" + kGood + "'}}", metric("prom", kTotal)), "good names none that is asked"},
        {prometheus("") + asked(metric("prom", kGood), metric("prom", step)), "`$__step` stands in total and not in good"},
        {prometheus("") + asked(metric("prom", step), metric("prom", kTotal)), "`$__step` stands in good and not in total"},
        {source("prometheus", "    url: a\n") + asked(metric("prom", step), metric("prom", kTotal)), "`$__step` stands in a query that no DataSource is asked for (name a DataSource with pull: true"},
        {prometheus("") + asked(metric("prom", "max(a)"), metric("prom", kTotal)), "`spec.ratioMetric.good.metricSource.spec.query`"},
        {prometheus("") + asked(metric("prom", "sum(a[$__step]"), metric("prom", step)), "has a '(' that is not closed (match the brackets)"},
        {prometheus("") + asked(metric("prom", "sum(a[$__step)])"), metric("prom", step)), "has a ')' that nothing opened"},
        {prometheus("") + asked(metric("prom", "a[$__step], b"), metric("prom", step)), "is more than one expression"},
        {prometheus("") + asked(metric("prom", "a[$__step] # b"), metric("prom", step)), "has a comment"},
        {prometheus("") + asked(metric("prom", "a{b=\"c}[$__step]"), metric("prom", step)), "has a text that does not end"},
        {prometheus("") + asked(metric("prom", "a[$__step]" + std::string(16 * 1024, ' ') + "+1"), metric("prom", step)), "bytes; 16384 are allowed"},
        {source("datadog", "    a: b\n") + asked(metric("prom", kGood), metric("prom", kTotal)), "DataSource `prom` is of type datadog; this version reads Prometheus"},
        {prometheus("") + "---\n" + fixture::own("Indicator", "  dataSource: prom\n  valid: '{a=\"b\"}'\n  ratio: {good: '" + step + "', total: '" + step + "'}\n"), "so that `valid` and `exclude` cannot narrow it"},
        {fixture::own("Indicator", "  dataSource: nowhere\n  ratio: {good: '" + kGood + "', total: '" + kTotal + "'}\n"), "there is no DataSource `nowhere`"},
    };
    for (const auto& [text, rule] : cases) EXPECT_THAT(refused(text), testing::Contains(HasSubstr(rule))) << text;
}

TEST(AskedIndicators, QuotedBracketsAndHashesAreText) {
    const std::string good = R"(sum(increase(a{b="(#\"[", c=`)]`}[$__step])))";
    const Reading reading = fixture::read(prometheus("") + asked(metric("prom", good), metric("prom", "sum(increase(a[$__step]))")));
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty());
}

TEST(AskedIndicators, ThatCountPerSecondAreWarnedOf) {
    const auto warned = [](const std::string& good) {
        return fixture::told(fixture::read(prometheus("") + asked(metric("prom", good), metric("prom", "sum(increase(a[$__step]))"))).warnings);
    };
    EXPECT_THAT(warned("sum(rate(a[$__step]))"), testing::Contains(HasSubstr("is per second, while the events of a step are counted (write increase(...[$__step]))")));
    EXPECT_THAT(warned("sum(irate(a[$__step]))"), testing::Contains(HasSubstr("is per second")));
    EXPECT_THAT(warned("sum(increase(my_rate(a[$__step])))"), testing::Not(testing::Contains(HasSubstr("is per second")))) << "a name that ends so";
}

TEST(UnusedSources, AreWarnedOf) {
    const auto warned = [](const std::string& text) { return fixture::told(fixture::read(text).warnings); };
    const std::string unused = "DataSource `prom` is ";
    EXPECT_THAT(warned(prometheus("")), ElementsAre(HasSubstr(unused + "asked for nothing: no SLI names it")));
    EXPECT_THAT(warned(prometheus("") + asked(metric("prom", kGood), metric("prom", kTotal))), IsEmpty());
    EXPECT_THAT(warned(source("prometheus", "    url: a\n")), IsEmpty()) << "a note needs no use";
    const auto selecting = [](const std::string& selector) { return asked(metric("prom", "sum(increase(" + selector + "[5m]))"), metric("prom", "sum(increase(" + selector + "[5m]))")); };
    EXPECT_THAT(warned(scrape("")), ElementsAre(HasSubstr(unused + "scraped, and no SLI selects its series")));
    EXPECT_THAT(warned(scrape("") + selecting("a_total{job=\"prom\"}")), IsEmpty());
    EXPECT_THAT(warned(scrape("") + selecting("a_total")), IsEmpty()) << "a selector without a job may mean it";
    EXPECT_THAT(warned(scrape("    labels: {env: prod}\n") + selecting("a_total{env=\"test\"}")), ElementsAre(HasSubstr("no SLI selects its series")));
    EXPECT_THAT(warned(log("")), ElementsAre(HasSubstr(unused + "read, and no SLI selects its series")));
    EXPECT_THAT(warned(log("") + selecting("access_log_requests_total{log=~\"pr.*\"}")), IsEmpty());
    EXPECT_THAT(warned(log("") + selecting("access_log_requests_total{log=\"another\"}")), ElementsAre(HasSubstr("no SLI selects its series")));
    EXPECT_THAT(warned(log("") + selecting("http_requests_total")), ElementsAre(HasSubstr("no SLI selects its series")));
}

}  // namespace
}  // namespace plimsoll::catalog
