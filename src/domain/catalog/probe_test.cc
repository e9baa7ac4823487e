// Probe: read whole by kind, and each rule broken once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string probe(const std::string& spec) { return fixture::own("Probe", spec); }
std::string http(const std::string& more) { return probe("  http: {url: 'https://a.example/', " + more + "}\n"); }
std::vector<std::string> refused(const std::string& text) { return fixture::told(fixture::read(text).errors); }
Probe read_one(const std::string& spec) {
    const Reading reading = fixture::read(probe(spec));
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty()) << spec;
    return reading.catalog.probes.contains("x") ? reading.catalog.probes.at("x") : Probe{};
}

TEST(Probes, TheShortestHasEveryDefault) {
    const Probe one = read_one("  http: {url: 'https://a.example/'}\n");
    Probe wanted;
    wanted.name = "x";
    wanted.steps.resize(1);
    wanted.steps[0].target = "https://a.example/";
    wanted.source = {"x.yaml", 1};
    EXPECT_EQ(one, wanted);
    EXPECT_EQ(read_one("  interval: 10s\n  tcp: {address: 'a:1'}\n").timeout, Duration::seconds(5)) << "at most half the interval";
}

TEST(Probes, HttpReadsEveryField) {
    const Probe one = read_one(R"(  description: The front page
  service: checkout
  interval: 1m
  timeout: 20s
  retries: 3
  allowPrivate: true
  caFile: /etc/ca.pem
  buckets: [0.1, 1]
  http:
    url: https://a.example/x?y=z
    method: post
    headers: {Content-Type: application/json, Authorization: env:LOGIN}
    body: ' {"a": 1} '
    follow: 10
    leastValidity: 14d
    expect:
      - {of: status, equals: 201}
      - {of: status, atMost: 299}
      - {of: header, key: content-type, contains: json}
      - {of: body, matches: '^\s*{'}
      - {of: json, key: "$.a[0]['b']", atLeast: 1.5}
      - {of: size, atMost: 1000}
)");
    EXPECT_EQ(one.description, "The front page");
    EXPECT_EQ(one.service, "checkout");
    EXPECT_EQ(one.interval, Duration::minutes(1));
    EXPECT_EQ(one.timeout, Duration::seconds(20));
    EXPECT_EQ(one.retries, 3);
    EXPECT_TRUE(one.allow_private);
    EXPECT_EQ(one.ca_file, "/etc/ca.pem");
    EXPECT_THAT(one.buckets, ElementsAre(0.1, 1));
    ProbeStep wanted;
    wanted.target = "https://a.example/x?y=z";
    wanted.method = "POST";
    wanted.headers = {{"Content-Type", "application/json"}, {"Authorization", "env:LOGIN"}};
    wanted.body = " {\"a\": 1} ";
    wanted.follow = 10;
    wanted.least_validity = Duration::days(14);
    wanted.assertions.resize(6);
    wanted.assertions[0].of = "status";
    wanted.assertions[0].equals = "201";
    wanted.assertions[1].of = "status";
    wanted.assertions[1].at_most = 299;
    wanted.assertions[2].of = "header";
    wanted.assertions[2].key = "content-type";
    wanted.assertions[2].contains = "json";
    wanted.assertions[3].of = "body";
    wanted.assertions[3].matches = "^\\s*{";
    wanted.assertions[4].of = "json";
    wanted.assertions[4].key = "$.a[0]['b']";
    wanted.assertions[4].at_least = 1.5;
    wanted.assertions[5].of = "size";
    wanted.assertions[5].at_most = 1000;
    EXPECT_THAT(one.steps, ElementsAre(wanted));
}

TEST(Probes, TcpTlsAndDnsReadEveryField) {
    ProbeStep tcp;
    tcp.kind = ProbeKind::tcp;
    tcp.target = "[::1]:6379";
    tcp.send = "PING\r\n";
    tcp.assertions = {{"banner", "", "", "PONG", "", {}, {}}};
    EXPECT_THAT(read_one("  tcp: {address: '[::1]:6379', send: \"PING\\r\\n\", expect: [{of: banner, contains: PONG}]}\n").steps, ElementsAre(tcp));
    ProbeStep tls;
    tls.kind = ProbeKind::tls;
    tls.target = "mail.example:25";
    tls.server_name = "mx.example";
    tls.starttls_smtp = true;
    tls.least_validity = Duration::days(7);
    tls.assertions = {{"protocol", "", "TLSv1.3", "", "", {}, {}}};
    EXPECT_THAT(read_one("  tls: {address: 'mail.example:25', serverName: mx.example, starttls: smtp, leastValidity: 7d, expect: [{of: protocol, equals: TLSv1.3}]}\n").steps, ElementsAre(tls));
    ProbeStep dns;
    dns.kind = ProbeKind::dns;
    dns.target = "_sip._tcp.example.";
    dns.record = "TXT";
    dns.resolver = "127.0.0.1:5353";
    dns.authoritative = true;
    dns.assertions = {{"answer", "", "", "v=spf1", "", {}, {}}};
    EXPECT_THAT(read_one("  dns: {name: _sip._tcp.example., record: txt, resolver: '127.0.0.1:5353', authoritative: true, expect: [{of: answer, contains: v=spf1}]}\n").steps, ElementsAre(dns));
    for (const char* resolver : {"9.9.9.9", "2620:fe::fe", "[2620:fe::fe]:53"}) {
        EXPECT_EQ(read_one("  dns: {name: a.example, resolver: '" + std::string(resolver) + "'}\n").steps.at(0).resolver, resolver);
    }
}

TEST(Probes, AJourneyPassesOnWhatItCaptures) {
    const Probe one = read_one(R"(  steps:
    - name: sign in
      http: {url: 'https://a.example/', capture: [{name: token, from: json, key: $.token}, {name: at, from: header, key: location}, {name: n, from: body, key: 'n=(\d+)'}]}
    - name: look
      http: {url: 'https://a.example/${at}', headers: {Authorization: 'Bearer ${token}'}}
)");
    ASSERT_EQ(one.steps.size(), 2U);
    EXPECT_EQ(one.steps[0].name, "sign in");
    EXPECT_THAT(one.steps[0].captures, ElementsAre(Capture{"token", "json", "$.token"}, Capture{"at", "header", "location"}, Capture{"n", "body", "n=(\\d+)"}));
    EXPECT_EQ(one.steps[1].headers.at("Authorization"), "Bearer ${token}");
}

TEST(Probes, EveryRuleIsToldAtItsPlace) {
    const std::string kCheck = "  tcp: {address: 'a:1'}\n";
    const std::vector<std::pair<std::string, std::string>> cases{
        {probe("  interval: 30s\n"), "5:3 `spec.http` or tcp, tls, dns, steps is missing"},
        {probe(kCheck + "  dns: {name: a}\n"), "6:8 `spec.dns` and `tcp` exclude each other"},
        {probe(kCheck + "  steps: []\n"), "6:10 `spec.steps` and a check beside them exclude each other"},
        {probe(kCheck + "  interval: 9s\n"), "6:13 `spec.interval` must be from 10s to 1h"},
        {probe(kCheck + "  interval: 61m\n"), "6:13 `spec.interval` must be from 10s to 1h"},
        {probe(kCheck + "  interval: 10s\n  timeout: 10s\n"), "7:12 `spec.timeout` must be shorter than the interval of 10s"},
        {probe(kCheck + "  timeout: 10ms\n"), "6:12 `spec.timeout` must be from 100ms to 5m"},
        {probe(kCheck + "  retries: 4\n"), "6:12 `spec.retries` must be a whole number from 0 to 3"},
        {probe(kCheck + "  service: chekout\n"), "6:12 there is no Service `chekout` (did you mean `checkout`?)"},
        {probe(kCheck + "  buckets: [1, 1]\n"), "6:16 the items of `spec.buckets` must rise"},
        {probe(kCheck + "  buckets: [0]\n"), "6:13 an item of `spec.buckets` must be a number of seconds above zero"},
        {probe(kCheck + "  retrys: 1\n"), "6:3 `spec.retrys` is not a known field (did you mean `retries`?)"},
        {probe("  http: {}\n"), "5:9 `spec.http.url` is missing"},
        {probe("  http: {url: 'gopher://a'}\n"), "5:15 `spec.http.url` must be https:// or http:// and a host"},
        {probe("  http: {url: 'https://${host}/'}\n"), "5:15 `spec.http.url` must be https:// or http:// and a host"},
        {probe("  http: {url: 'https://a/?token=1'}\n"), "5:15 `spec.http.url` holds a secret in plain text"},
        {probe("  http: {url: 'http://a/', leastValidity: 1d}\n"), "5:43 `spec.http.leastValidity` needs a certificate, which http:// has not"},
        {http("method: TRACE"), "5:45 `spec.http.method` must be one of GET"},
        {http("body: a"), "5:43 `spec.http.body` does not go with GET"},
        {http("follow: 11"), "5:45 `spec.http.follow` must be a whole number from 0 to 10"},
        {http("leastValidity: 400d"), "5:52 `spec.http.leastValidity` must be from"},
        {http("headers: {Authorization: Basic abc}"), "5:62 `spec.http.headers.Authorization` holds a secret in plain text"},
        {http("expect: [{of: banner, equals: a}]"), "5:51 `spec.http.expect[0].of` must be one of status, header, body, json, size"},
        {http("expect: [{of: status}]"), "5:46 `spec.http.expect[0].equals` or contains, matches, atLeast, atMost is missing"},
        {http("expect: [{of: status, equals: 1, atMost: 2}]"), "5:67 `spec.http.expect[0].equals` and the other conditions exclude each other"},
        {http("expect: [{of: header, equals: a}]"), "5:46 `spec.http.expect[0].key` is missing (write the header's name)"},
        {http("expect: [{of: json, equals: a}]"), "5:46 `spec.http.expect[0].key` is missing (write a path such as $.status)"},
        {http("expect: [{of: json, key: a.b, equals: a}]"), "5:62 `spec.http.expect[0].key` is not a path into JSON"},
        {http("expect: [{of: json, key: '$..a', equals: a}]"), "5:62 `spec.http.expect[0].key` is not a path into JSON"},
        {http("expect: [{of: json, key: '$[x]', equals: a}]"), "5:62 `spec.http.expect[0].key` is not a path into JSON"},
        {http("expect: [{of: status, key: a, equals: a}]"), "5:64 `spec.http.expect[0].key` does not belong to status"},
        {http("expect: [{of: body, atLeast: 1}]"), "5:66 `spec.http.expect[0].atLeast` does not suit body, which is text"},
        {http("expect: [{of: body, matches: '('}]"), "5:66 `spec.http.expect[0].matches` is not a regular expression"},
        {http("expect: [{of: body, contains: ''}]"), "5:67 `spec.http.expect[0].contains` is empty, which every answer holds"},
        {http("capture: [{name: 1a, from: header, key: a}]"), "5:54 `spec.http.capture[0].name` must be letters"},
        {http("capture: [{name: a, from: cookie, key: a}]"), "5:63 `spec.http.capture[0].from` must be one of header, body, json"},
        {http("capture: [{name: a, from: body, key: abc}]"), "5:74 `spec.http.capture[0].key` has 0 capturing groups; it needs 1"},
        {http("capture: [{name: a, from: json, key: abc}]"), "5:74 `spec.http.capture[0].key` is not a path into JSON"},
        {http("capture: [{name: a, from: header, key: b}, {name: a, from: header, key: c}]"), "5:3 captures `a` a second time"},
        {probe("  http: {url: 'https://a.example/${b}'}\n"), "5:3 uses ${b}, which no earlier step captures"},
        {probe("  tcp: {address: a}\n"), "5:18 `spec.tcp.address` must be a host and a port"},
        {probe("  tcp: {address: '::1:80'}\n"), "5:18 `spec.tcp.address` must be a host and a port"},
        {probe("  tcp: {address: 'a:1', expect: [{of: status, equals: 1}]}\n"), "5:39 `spec.tcp.expect[0].of` must be one of banner"},
        {probe("  tls: {address: 'a:1', starttls: imap}\n"), "5:35 `spec.tls.starttls` must be one of smtp"},
        {probe("  tls: {address: 'a:1', serverName: 'a b'}\n"), "5:37 `spec.tls.serverName` must be a host's name"},
        {probe("  dns: {name: 'a..b'}\n"), "5:15 `spec.dns.name` must be a domain's name"},
        {probe("  dns: {name: a, record: PTR}\n"), "5:26 `spec.dns.record` must be one of A, AAAA"},
        {probe("  dns: {name: a, resolver: dns.example}\n"), "5:28 `spec.dns.resolver` must be an IP address"},
        {probe("  steps: [{http: {url: 'https://a'}}]\n"), "5:11 `spec.steps[0].name` is missing"},
        {probe("  steps: [{name: a}]\n"), "5:11 `spec.steps[0].http` or tcp, tls, dns is missing"},
        {probe("  steps: [{name: a, tcp: {address: 'a:1'}}, {name: a, tcp: {address: 'a:1'}}]\n"), "5:52 `spec.steps[1].name` stands twice"},
        {probe("  steps: []\n"), "5:10 `spec.steps` is empty"},
        {probe("  http: nothing\n"), "5:9 `spec.http` must be a map"},
    };
    for (const auto& [text, rule] : cases) EXPECT_THAT(refused(text), ElementsAre(StartsWith(rule))) << text;
}

TEST(Probes, TheirBoundsHold) {
    std::string steps, expect, capture;
    for (int i = 0; i < 21; ++i) {
        steps += "{name: s" + std::to_string(i) + ", tcp: {address: 'a:1'}}, ";
        expect += "{of: status, equals: 200}, ";
        capture += "{name: c" + std::to_string(i) + ", from: header, key: a}, ";
    }
    EXPECT_THAT(refused(probe("  steps: [" + steps + "]\n")), ElementsAre(HasSubstr("`spec.steps` has 21 items; 20 are allowed")));
    EXPECT_THAT(refused(http("expect: [" + expect + "]")), ElementsAre(HasSubstr("has 21 items; 20 are allowed")));
    EXPECT_THAT(refused(http("capture: [" + capture + "]")), ElementsAre(HasSubstr("has 21 items; 20 are allowed")));
    EXPECT_THAT(refused(http("method: POST, body: '" + std::string(65 * 1024, 'a') + "'")), ElementsAre(HasSubstr("has 66560 bytes; 65536 are allowed")));
    EXPECT_THAT(refused(probe("  tcp: {address: 'a:1', send: '" + std::string(4097, 'a') + "'}\n")), ElementsAre(HasSubstr("has 4097 bytes; 4096 are allowed")));
}

TEST(Probes, WithoutAnSloAreWarnedOf) {
    const std::string check = probe("  tcp: {address: 'a:1'}\n");
    const auto on = [](const std::string& selector) {
        return "---\n" + fixture::own("Indicator", "  ratio: {good: 'sum(increase(" + selector + "[5m]))', total: 'sum(increase(probe_checks_total{probe=\"y\"}[5m]))'}\n", "probed") +
               fixture::slo_on("probed", "web");
    };
    const auto warned = [](const std::string& text) { return fixture::told(fixture::read(text).warnings); };
    EXPECT_THAT(warned(check), ElementsAre("1:0 probe `x` is an SLI of no SLO (write an SLI of probe_checks_total{probe=\"x\"}, or remove it)"));
    EXPECT_THAT(warned(check + on("probe_checks_total{probe=\"x\"}")), IsEmpty());
    EXPECT_THAT(warned(check + on("probe_checks_total{probe=~\"x|y\"}")), IsEmpty());
    EXPECT_THAT(warned(check + on("probe_checks_total")), IsEmpty());
    EXPECT_THAT(warned(check + on("probe_checks_total{probe=\"y\"}")), ElementsAre(HasSubstr("is an SLI of no SLO")));
    EXPECT_THAT(warned(check + on("up{probe=\"x\"}")), ElementsAre(HasSubstr("is an SLI of no SLO"))) << "no series of a probe";
}

}  // namespace
}  // namespace plimsoll::catalog
