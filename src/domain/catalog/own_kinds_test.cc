// Every rule of plimsoll/v1, each broken once; and that no secret is ever quoted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/check.h"
#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string object(const std::string& kind, const std::string& spec) {
    return "apiVersion: plimsoll/v1\nkind: " + kind + "\nmetadata: {name: x}\nspec:\n" + spec;
}

struct Case {
    std::string name;
    std::string text;
    std::vector<std::string> errors;
    std::string remedy;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class OwnKinds : public testing::TestWithParam<Case> {};

TEST_P(OwnKinds, IsRefusedAtItsPlace) {
    const Case& c = GetParam();
    const Reading reading = fixture::read(c.text);
    std::vector<std::string> got;
    for (const Problem& p : reading.errors) {
        got.push_back(std::to_string(p.line) + ":" + std::to_string(p.column) + " " + p.code.substr(p.code.find('.') + 1) + ": " + p.rule);
    }
    std::vector<testing::Matcher<std::string>> wanted;
    for (const std::string& e : c.errors) wanted.push_back(testing::StartsWith(e));
    EXPECT_THAT(got, testing::ElementsAreArray(wanted)) << c.text;
    if (c.remedy.empty() || reading.errors.empty()) return;
    EXPECT_THAT(reading.errors[0].remedy, HasSubstr(c.remedy));
}

std::string rule(const std::string& fields) { return object("BurnPolicy", "  rules: [{" + fields + "}]\n"); }

const std::vector<Case> kServiceCases{
    {"Whole", object("Service", "  displayName: X\n  description: d\n  owner: o\n  runbook: https://r\n  dependencies: [checkout]\n  channels: [pager]\n  journeys: [{name: j, steps: [x, checkout], unacceptable: [paid twice]}]\n"), {}, ""},
    {"UnknownTier", object("Service", "  tier: tier-9\n"), {"5:9 dangling: there is no Tier `tier-9`"}, ""},
    {"DependsOnItself", object("Service", "  dependencies: [x]\n"), {"5:18 invalid: service `x` depends on itself"}, ""},
    {"DependsOnNothing", object("Service", "  dependencies: [chekout]\n"), {"5:18 dangling: there is no Service `chekout`"}, "did you mean `checkout`?"},
    {"DependsTwice", object("Service", "  dependencies: [checkout, checkout]\n"), {"5:28 invalid: `checkout` stands twice"}, ""},
    {"NoChannel", object("Service", "  channels: [pagr]\n"), {"5:14 dangling: there is no Channel `pagr`"}, "did you mean `pager`?"},
    {"JourneyStepUnknown", object("Service", "  journeys: [{name: j, steps: [y]}]\n"), {"5:32 dangling: there is no Service `y`"}, ""},
    {"JourneyWithoutSteps", object("Service", "  journeys: [{name: j}]\n"), {"5:14 invalid: `spec.journeys[0].steps` is missing"}, ""},
    {"RunbookNotAUrl", object("Service", "  runbook: wiki\n"), {"5:12 invalid: `spec.runbook` must be an http or https URL"}, ""},
    {"UnknownField", object("Service", "  depends: []\n"), {"5:3 unknown_field: `spec.depends`"}, ""},
    {"TierRank", object("Tier", "  rank: 4\n"), {"5:9 invalid: `spec.rank` must be a whole number from 0 to 3"}, ""},
    {"TierNoRank", object("Tier", "  rto: 1h\n"), {"5:3 invalid: `spec.rank` is missing"}, ""},
    {"TierRto", object("Tier", "  rank: 1\n  rto: soon\n"), {"6:8 invalid: `spec.rto` must be a duration"}, "1h30m"},
};

const std::vector<Case> kChannelCases{
    {"Webhook", object("Channel", "  type: webhook\n  url: env:URL\n  secret: file:/run/secret\n  rateLimit: 5\n  repeatInterval: 1h30m\n  allowPrivate: true\n"), {}, ""},
    {"Email", object("Channel", "  type: email\n  url: smtp://mail.example:587\n  user: me\n  password: env:PASSWORD\n  from: plimsoll@example.com\n  to: [team@example.com]\n  caFile: /etc/ca.pem\n"), {}, ""},
    {"Alertmanager", object("Channel", "  type: alertmanager\n  url: http://127.0.0.1:9093\n"), {}, ""},
    {"TypeMissing", object("Channel", "  url: env:URL\n"), {"5:3 invalid: `spec.type` is missing"}, ""},
    {"TypeUnknown", object("Channel", "  type: emial\n"), {"5:9 invalid: `spec.type` must be one of webhook, email, alertmanager"}, "did you mean `email`?"},
    {"FieldOfAnotherType", object("Channel", "  type: alertmanager\n  url: http://a\n  secret: env:A\n"), {"7:3 unknown_field: `spec.secret` is not a known field"}, ""},
    {"UrlMissing", object("Channel", "  type: alertmanager\n"), {"5:3 invalid: `spec.url` is missing"}, ""},
    {"UrlScheme", object("Channel", "  type: alertmanager\n  url: ftp://a\n"), {"6:8 invalid: `spec.url` must be https:// or http:// and a host"}, ""},
    {"UrlNoHost", object("Channel", "  type: alertmanager\n  url: 'http:///path'\n"), {"6:8 invalid"}, ""},
    {"UrlPort", object("Channel", "  type: email\n  url: smtp://mail:99999\n  from: a@b\n  to: [a@b]\n"), {"6:8 invalid: `spec.url` must be smtp:// or smtps:// and a host"}, ""},
    {"EmailNoReceivers", object("Channel", "  type: email\n  url: smtp://m\n  from: a@b\n"), {"5:3 invalid: `spec.to` is missing"}, ""},
    {"EmailBadReceiver", object("Channel", "  type: email\n  url: smtp://m\n  from: a@b\n  to: [\"a@b\\r\\nBcc: c@d\"]\n"), {"8:8 invalid: an item of `spec.to` must be a mail address"}, ""},
    {"EmailBadSender", object("Channel", "  type: email\n  url: smtp://m\n  from: me\n  to: [a@b]\n"), {"7:9 invalid: `spec.from` must be a mail address"}, ""},
    {"PasswordWithoutUser", object("Channel", "  type: email\n  url: smtp://m\n  password: env:P\n  from: a@b\n  to: [a@b]\n"), {"5:3 invalid: `spec.user` is missing, while there is a password"}, ""},
    {"RateLimit", object("Channel", "  type: alertmanager\n  url: http://a\n  rateLimit: 0\n"), {"7:14 invalid: `spec.rateLimit` must be a whole number from 1 to 10000"}, ""},
    {"EnvName", object("Channel", "  type: webhook\n  url: http://a\n  secret: 'env:a b'\n"), {"7:11 invalid: `spec.secret` must be env:NAME or file:PATH"}, ""},
};

const std::vector<Case> kPolicyCases{
    {"Whole", rule("name: a, severity: page, long: 1h, short: 5m, factor: 14.4, entryDelay: 1m, clearDelay: 2m, channels: [pager], notifyResolved: false"), {}, ""},
    {"ShareAndOneWindow", rule("name: a, severity: ticket, long: 3d, budgetShare: 0.1"), {}, ""},
    {"NoRules", object("BurnPolicy", "  rules: []\n"), {"5:10 invalid: `spec.rules` is empty"}, ""},
    {"Nothing", rule("short: 5m"), {"5:11 invalid: `spec.rules[0].factor` or `budgetShare` is missing", "5:11 invalid: `spec.rules[0].long` is missing", "5:11 invalid: `spec.rules[0].name` is missing", "5:11 invalid: `spec.rules[0].severity` is missing"}, ""},
    {"BothFactors", rule("name: a, severity: page, long: 1h, factor: 2, budgetShare: 0.1"), {"5:55 invalid: `spec.rules[0].factor` and `budgetShare` exclude each other"}, ""},
    {"ShareAPercentage", rule("name: a, severity: page, long: 1h, budgetShare: 2"), {"5:60 invalid: `spec.rules[0].budgetShare` must be above 0 and at most 1"}, "0.02"},
    {"ShortNotShorter", rule("name: a, severity: page, long: 1h, short: 1h, factor: 2"), {"5:54 invalid: `spec.rules[0].short` must be shorter than `long`"}, ""},
    {"WindowNotOfSlots", rule("name: a, severity: page, long: 65s, factor: 2"), {"5:43 invalid: `spec.rules[0].long` must be at least 1m and a multiple of 10s"}, ""},
    {"WindowTooShort", rule("name: a, severity: page, long: 30s, factor: 2"), {"5:43 invalid"}, ""},
    {"Severity", rule("name: a, severity: critical, long: 1h, factor: 2"), {"5:31 invalid: `spec.rules[0].severity` must be one of page, ticket"}, ""},
    {"NameTwice", object("BurnPolicy", "  rules:\n  - {name: a, severity: page, long: 1h, factor: 2}\n  - {name: a, severity: page, long: 2h, factor: 2}\n"), {"7:12 invalid: `spec.rules[1].name` stands twice"}, ""},
    {"NoChannel", rule("name: a, severity: page, long: 1h, factor: 2, channels: [mail]"), {"5:69 dangling: there is no Channel `mail`"}, ""},
    {"NegativeDelay", rule("name: a, severity: page, long: 1h, factor: 2, entryDelay: -1m"), {"5:70 invalid: `spec.rules[0].entryDelay` must not be below zero"}, ""},
};

const auto kName = [](const testing::TestParamInfo<Case>& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Service, OwnKinds, testing::ValuesIn(kServiceCases), kName);
INSTANTIATE_TEST_SUITE_P(Channel, OwnKinds, testing::ValuesIn(kChannelCases), kName);
INSTANTIATE_TEST_SUITE_P(Policy, OwnKinds, testing::ValuesIn(kPolicyCases), kName);

TEST(Channel, ALiteralSecretIsRefusedAndNeverQuoted) {
    const std::string secret = "hunter2hunter2";
    const std::vector<std::pair<std::string, std::string>> specs{
        {"7:11", "  type: webhook\n  url: https://a.example\n  secret: " + secret + "\n"},
        {"7:11", "  type: webhook\n  url: https://a.example\n  secret: whsec_" + secret + "\n"},
        {"6:8", "  type: webhook\n  url: 'https://me:" + secret + "@a.example/'\n  secret: env:A\n"},
        {"6:8", "  type: webhook\n  url: 'https://a.example/?access_token=" + secret + "'\n  secret: env:A\n"},
        {"6:8", "  type: webhook\n  url: 'https://a.example/?a=b&key=" + secret + "'\n  secret: env:A\n"},
        {"6:8", "  type: webhook\n  url: https://hooks.slack.com/services/T/B/" + secret + "\n  secret: env:A\n"},
        {"8:13", "  type: email\n  url: smtp://m\n  user: me\n  password: " + secret + "\n  from: a@b\n  to: [a@b]\n"}};
    for (const auto& [place, spec] : specs) {
        const Reading reading = fixture::read(object("Channel", spec));
        ASSERT_EQ(reading.errors.size(), 1U) << spec;
        EXPECT_EQ(reading.errors[0].code, "catalog.secret");
        EXPECT_EQ(reading.errors[0].where(), "x.yaml:" + place);
        EXPECT_THAT(check_report(reading), Not(HasSubstr(secret)));
    }
}

TEST(Channel, ASecretOnAMalformedOrUnknownFieldIsNotQuotedEither) {
    for (const char* spec : {"  type: webhook\n  url: 'env:hunter2 hunter2'\n", "  type: webhook\n  secrett: hunter2\n  url: env:A\n",
                             "  type: hook\n  secret: hunter2\n", "  type: webhook\n  secret: [hunter2]\n  url: env:A\n",
                             "  type: webhook\n  url: 'nowhere hunter2'\n"}) {
        const Reading reading = fixture::read(object("Channel", spec));
        EXPECT_FALSE(reading.errors.empty());
        EXPECT_THAT(check_report(reading), Not(HasSubstr("hunter2"))) << spec;
    }
}

TEST(Channel, AnOrdinaryUrlIsNotTakenForACredential) {
    for (const char* url : {"https://a.example/monkey=1", "https://a.example/?monkey=1", "https://a.example/author?page=2"}) {
        EXPECT_THAT(fixture::lines(fixture::read(object("Channel", std::string("  type: webhook\n  secret: env:A\n  url: '") + url + "'\n")).errors), IsEmpty());
    }
}

TEST(Channel, AWebhookThatIsNotSignedIsAWarning) {
    const Reading reading = fixture::read(object("Channel", "  type: webhook\n  url: https://a.example\n"));
    EXPECT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_THAT(fixture::lines(reading.warnings), ElementsAre(HasSubstr("cannot tell a page from a forged one")));
}

TEST(Service, DependencyCyclesAreAllowed) {
    const Reading reading = fixture::read(object("Service", "  dependencies: [y]\n") +
                                          "---\napiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: y}\nspec: {dependencies: [x]}\n");
    EXPECT_THAT(fixture::lines(reading.errors), IsEmpty());
}

TEST(Channel, ReadsEveryField) {
    const Reading reading = read_catalog({{"c.yaml", object("Channel", "  type: email\n  url: smtps://mail.example:465\n  user: env:SMTP_USER\n  password: file:/run/p\n  requireTls: false\n  caFile: ca.pem\n"
                                                                       "  from: p@example.com\n  to: [a@example.com, b@example.com]\n  rateLimit: 7\n  repeatInterval: 2h\n  allowPrivate: true\n")}});
    Channel wanted;
    wanted.name = "x";
    wanted.type = ChannelType::email;
    wanted.url = "smtps://mail.example:465";
    wanted.user = "env:SMTP_USER";
    wanted.password = "file:/run/p";
    wanted.require_tls = false;
    wanted.ca_file = "ca.pem";
    wanted.from = "p@example.com";
    wanted.to = {"a@example.com", "b@example.com"};
    wanted.rate_limit = 7;
    wanted.repeat_interval = Duration::hours(2);
    wanted.allow_private = true;
    wanted.source = {"c.yaml", 1};
    ASSERT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_EQ(reading.catalog.channels.at("x"), wanted);
}

}  // namespace
}  // namespace plimsoll::catalog
