// company_test.cc: the catalogue that the demo writes is sound, selects what the traffic sends, and stays its owner's.
#include "demo/company.h"

#include <gtest/gtest.h>
#include <snappy.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/temp_folder_for_tests.h"
#include "demo/catalogue_text.h"
#include "demo/home.h"
#include "demo/series.h"
#include "domain/catalog/check.h"
#include "domain/catalog/folder.h"
#include "ingest/binding.h"
#include "ingest/series_labels.h"

namespace plimsoll::demo {
namespace {

namespace fs = std::filesystem;
const Timestamp kFounded = Timestamp::from_seconds(1'795'266'040);
double whole(const std::string&) { return 0; }
bool every(const PromisedSlo&) { return true; }

std::string unpacked(const std::string& body) {
    std::string out;
    EXPECT_TRUE(snappy::Uncompress(body.data(), body.size(), &out));
    return out;
}

/// Little enough of a decoder: (labels, [(value, at)]) of each series.
struct Sent {
    std::map<std::string, std::string> labels;
    std::vector<std::pair<double, std::int64_t>> samples;
};
class Wire {
public:
    explicit Wire(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool done() const { return rest_.empty(); }
    std::uint64_t varint() {
        std::uint64_t out = 0;
        for (int shift = 0; !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            out |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) break;
        }
        return out;
    }
    std::string_view take(std::size_t n) {
        const std::string_view out = rest_.substr(0, n);
        rest_.remove_prefix(out.size());
        return out;
    }
    std::string_view bytes() { return take(varint()); }

private:
    std::string_view rest_;
};

std::vector<Sent> sent_in(const std::string& request) {
    std::vector<Sent> out;
    for (Wire all(request); !all.done();) {
        EXPECT_EQ(all.varint(), 1U << 3 | 2);
        Sent one;
        for (Wire series(all.bytes()); !series.done();) {
            const std::uint64_t key = series.varint();
            Wire inner(series.bytes());
            if (key >> 3 == 1) {
                inner.varint();
                const std::string name(inner.bytes());
                inner.varint();
                one.labels[name] = std::string(inner.bytes());
                continue;
            }
            std::pair<double, std::int64_t> sample{};
            while (!inner.done()) {
                if (inner.varint() >> 3 == 1) std::memcpy(&sample.first, inner.take(8).data(), 8);
                else sample.second = static_cast<std::int64_t>(inner.varint());
            }
            one.samples.push_back(sample);
        }
        out.push_back(std::move(one));
    }
    return out;
}

TEST(DemoCatalogue, HasNoProblems) {
    const TempFolder folder("demo");
    const Home home(folder.path());
    ASSERT_TRUE(home.write_catalogue("http://127.0.0.1:4711"));
    auto folder_text = catalog::read_folder(home.catalogue());
    ASSERT_TRUE(folder_text);
    const auto report = catalog::check(catalog::read_catalog(std::move(folder_text->files), folder_text->problems));
    EXPECT_TRUE(report.ok && report.warnings.empty()) << catalog::check_report(report);
    EXPECT_EQ(report.services, 8);
    EXPECT_EQ(report.slos, 21);
}

TEST(DemoCatalogue, KeepsWhatItsOwnerChangedAndFollowsItsPager) {
    const TempFolder folder("demo");
    const Home home(folder.path());
    ASSERT_TRUE(home.write_catalogue("http://127.0.0.1:4711"));
    std::ofstream(home.catalogue() / "search.yaml", std::ios::app) << "# mine\n";
    ASSERT_TRUE(home.write_catalogue("http://127.0.0.1:4712"));
    EXPECT_NE(small_file(home.catalogue() / "search.yaml")->find("# mine"), std::string::npos);
    EXPECT_NE(small_file(home.catalogue() / "company.yaml")->find("127.0.0.1:4712/pages/pager"), std::string::npos);
}

TEST(LiveSeries, GrowByWhatEachSlotCounted) {
    const Counts counts(3, kFounded);
    LiveSeries series(counts, kFounded, every);
    const Timestamp middle = kFounded + Duration::seconds(40), end = kFounded + Duration::seconds(70);
    auto sent = sent_in(unpacked(series.write(middle, whole)));
    const auto more = sent_in(unpacked(series.write(end, whole)));
    ASSERT_EQ(sent.size(), more.size());
    const CompanyService& shop = *find_service("storefront");
    int seen = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EXPECT_EQ(sent[i].samples.size(), 5U) << "a zero at the start, then one a slot";
        EXPECT_EQ(more[i].samples.size(), 3U);
        EXPECT_EQ(sent[i].samples.front(), (std::pair<double, std::int64_t>{0, kFounded.in_ms()}));
        if (sent[i].labels["job"] != "storefront" || sent[i].labels["code"] != "503") continue;
        const int instance = sent[i].labels["instance"][11] - '1';
        std::int64_t bad = 0;
        for (Timestamp at = kFounded; at < end; at = at + ledger::kStep) bad += counts.of(shop, shop.slos.front(), instance, at)->bad;
        EXPECT_EQ(more[i].samples.back(), (std::pair<double, std::int64_t>{bad, (end - Duration::seconds(5)).in_ms()}));
        ++seen;
    }
    EXPECT_EQ(seen, shop.instances);
    EXPECT_EQ(series.next(), end);
}

TEST(LiveSeries, ABrokenServiceIsBadAtTheShareAskedFor) {
    const Counts counts(3, kFounded);
    const CompanyService& shop = *find_service("storefront");
    std::int64_t valid = 0, bad = 0;
    for (Timestamp at = kFounded; at < kFounded + Duration::minutes(10); at = at + ledger::kStep) {
        const auto broken = counts.of(shop, shop.slos.front(), 0, at, 0.4);
        EXPECT_EQ(broken->valid, counts.of(shop, shop.slos.front(), 0, at)->valid) << "the same customers come";
        valid += broken->valid;
        bad += broken->bad;
    }
    EXPECT_NEAR(static_cast<double>(bad) / static_cast<double>(valid), 0.4, 0.02);
    const auto all = counts.of(shop, shop.slos.front(), 0, kFounded, 1);
    EXPECT_EQ(all->bad, all->valid);
}

TEST(LiveSeries, FeedEachPromiseWithTwoSeriesAnInstance) {
    LiveSeries series(Counts(3, kFounded), kFounded, every);
    const auto sent = sent_in(unpacked(series.write(kFounded + Duration::seconds(10), whole)));
    for (const CompanyService& service : company()) {
        for (const PromisedSlo& slo : service.slos) {
            const Selectors selectors = selectors_of(service, slo);
            ingest::IndicatorQueries queries;
            queries.total = *promql::parse("sum(rate(" + selectors.total + "[5m]))");
            auto part = *promql::parse("sum(rate(" + selectors.part + "[5m]))");
            (slo.kind == EventKind::latency ? queries.good : queries.bad) = std::move(part);
            const auto bound = *ingest::BindingSet::build({queries});
            int feeding = 0;
            for (const Sent& one : sent) {
                ingest::Labels labels;
                for (const auto& [name, value] : one.labels) labels.push_back({name, value});
                EXPECT_FALSE(ingest::canonicalise(labels));
                feeding += bound->contributions(labels).empty() ? 0 : 1;
            }
            EXPECT_EQ(feeding, 2 * service.instances) << slo.name;
        }
    }
}

TEST(Home, RefusesAFolderThatHoldsSomethingElse) {
    const TempFolder folder("demo");
    std::ofstream(folder.path() / "log.db") << "a server's own";
    const auto read = Home(folder.path()).read();
    ASSERT_FALSE(read);
    EXPECT_TRUE(read.error().is(errors::folder));
}

TEST(Home, RemembersItsCompany) {
    const TempFolder folder("demo");
    const Home home(folder.path() / "new");
    EXPECT_FALSE(home.read()->has_value());
    ASSERT_TRUE(home.save({1, 42, kFounded, 4711, true, "secret"}));
    const auto read = home.read();
    ASSERT_TRUE(read && *read);
    EXPECT_EQ((*read)->seed, 42U);
    EXPECT_EQ((*read)->founded, kFounded);
    EXPECT_EQ((*read)->password, "secret");
}

TEST(Home, BreaksAndMendsKnownServices) {
    const TempFolder folder("demo");
    const Home home(folder.path());
    EXPECT_TRUE(home.break_service("search", 0.2).error().is(errors::no_demo));
    ASSERT_TRUE(home.save({1, 42, kFounded, 4711, true, ""}));
    EXPECT_TRUE(home.break_service("billing", 0.2).error().is(errors::no_service));
    EXPECT_TRUE(home.break_service("../escape", 0.2).error().is(errors::no_service));
    ASSERT_TRUE(home.break_service("search", 0.2));
    EXPECT_EQ(home.broken(), (std::map<std::string, double>{{"search", 0.2}}));
    ASSERT_TRUE(home.mend_service("search"));
    EXPECT_TRUE(home.mend_service("search")) << "mending what is whole changes nothing";
    EXPECT_TRUE(home.broken().empty());
}

}  // namespace
}  // namespace plimsoll::demo
