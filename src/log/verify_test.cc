#include "log/verify.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/json.h"
#include "base/sqlite.h"
#include "log/chain.h"
#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::append_and_wait;
using testing::facts;
using testing::settings_in;
using testing::TempFolder;

const Timestamp noon = Timestamp::from_seconds(1'760'000'000);

/// A log of some events, closed, and what may be done to it behind its back.
class Tamper : public ::testing::Test {
protected:
    void SetUp() override { make(folder_, 40); }

    void make(const TempFolder& folder, int events) {
        auto log = testing::open(settings_in(folder));
        ASSERT_TRUE(append_and_wait(*log, facts(0, events)));
        head_ = sign_head(*log, key_, noon).value();
    }
    void edit(const std::string& sql) {
        auto db = sqlite::Db::open(folder_ / "log.db").value();
        ASSERT_TRUE(db.exec("DROP TRIGGER IF EXISTS events_are_not_changed; DROP TRIGGER IF EXISTS events_are_not_removed;"
                            "DROP TRIGGER IF EXISTS events_are_not_replaced;"));
        const auto done = db.exec(sql);
        ASSERT_TRUE(done) << done.error().report();
    }
    /// Computes all hashes anew, as somebody would who knows the format.
    void rechain(std::size_t from = 1) {
        auto db = sqlite::Db::open(folder_ / "log.db").value();
        auto log = std::vector<Event>();
        auto chain = db.prepare("SELECT value FROM meta WHERE name = 'chain'").value();
        ASSERT_TRUE(chain.step().value());
        crypto::Sha256 previous = genesis(chain.text(0));
        auto rows = db.prepare("SELECT seq, at, type, version, stream, actor, source, body, hash FROM events ORDER BY seq").value();
        while (rows.step().value()) {
            Event e;
            e.seq = static_cast<Seq>(rows.integer(0));
            e.fact = {Timestamp::from_ms(rows.integer(1)), std::string(rows.text(2)), static_cast<int>(rows.integer(3)),
                      std::string(rows.text(4)), std::string(rows.text(5)), std::string(rows.text(6)), std::string(rows.text(7))};
            std::copy(rows.blob(8).begin(), rows.blob(8).end(), e.hash.begin());
            log.push_back(e);
        }
        auto update = db.prepare("UPDATE events SET hash = ?2 WHERE seq = ?1").value();
        for (Event& e : log) {
            if (e.seq >= from) e.hash = ChainHasher().link(previous, e.seq, e.fact);
            previous = e.hash;
            const std::string bytes(crypto::view(previous));
            update.bind(1, static_cast<std::int64_t>(e.seq)).bind_blob(2, bytes);
            ASSERT_TRUE(update.run());
        }
    }
    AuditReport verify(bool with_head = false) {
        VerifyOptions options;
        options.public_key = key_.public_key();
        if (with_head) options.heads.push_back(head_);
        auto report = verify_log(folder_ / "log.db", options);
        EXPECT_TRUE(report) << (report ? "" : report.error().report());
        return report ? *report : AuditReport{};
    }
    /// "kind from to" of every finding.
    static std::vector<std::string> found(const AuditReport& report) {
        std::vector<std::string> out;
        for (const Finding& f : report.findings) {
            const std::string json = json::encode(AuditReport{.findings = {f}});
            const std::string kind = json.substr(json.find("\"kind\":\"") + 8);
            out.push_back(kind.substr(0, kind.find('"')) + " " + std::to_string(f.from) + " " + std::to_string(f.to));
        }
        EXPECT_EQ(report.intact, out.empty());
        EXPECT_EQ(report.findings_total, out.size());
        return out;
    }
    using Found = std::vector<std::string>;

    TempFolder folder_;
    SigningKey key_ = SigningKey::from_secret(std::string(32, 'k'));
    SignedHead head_;
};

TEST_F(Tamper, AnUntouchedLogIsIntactAndSaysHowFarItIsSigned) {
    const AuditReport report = verify(true);
    EXPECT_EQ(found(report), Found{});
    EXPECT_EQ(report.events, 40U);
    EXPECT_EQ(report.first_seq, 1U);
    EXPECT_EQ(report.last_seq, 40U);
    EXPECT_EQ(report.last_hash, hex(head_.hash));
    EXPECT_EQ(report.signed_up_to, 40U);
    EXPECT_TRUE(report.notes.empty());
}

TEST_F(Tamper, WithoutAnyHeadTheReportSaysWhatCannotBeFound) {
    const AuditReport report = verify();
    EXPECT_TRUE(report.intact);
    EXPECT_FALSE(report.signed_up_to);
    ASSERT_EQ(report.notes.size(), 1U);
}

TEST_F(Tamper, HeadsWhoseSignaturesWereNotCheckedConfirmNothing) {
    ASSERT_TRUE(HeadBook::beside(folder_ / "log.db").record(head_));
    const auto report = verify_log(folder_ / "log.db", {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->intact);
    EXPECT_FALSE(report->signed_up_to);
    EXPECT_FALSE(report->notes.empty());
}

TEST_F(Tamper, EveryEditedFieldIsAChangedRow) {
    for (const std::string field : {"at = at + 1", "type = type || 'x'", "version = 2", "stream = 'slo/other'",
                                    "actor = 'person:1'", "source = 'api'", "body = replace(body, '7', '8')",
                                    "version = version + 4294967296"}) {
        TempFolder fresh;
        std::filesystem::copy_file(folder_ / "log.db", fresh / "log.db");
        edit("UPDATE events SET " + field + " WHERE seq = 8");
        EXPECT_EQ(found(verify(true)), Found{"changed_row 8 8"}) << field;
        std::filesystem::copy_file(fresh / "log.db", folder_ / "log.db", std::filesystem::copy_options::overwrite_existing);
    }
}

TEST_F(Tamper, TheFirstAndTheLastRowToo) {
    edit("UPDATE events SET body = '{}' WHERE seq IN (1, 40)");
    EXPECT_EQ(found(verify(true)), (Found{"changed_row 1 1", "changed_row 40 40"}));
}

TEST_F(Tamper, AChangedHashIsToldFromChangedContent) {
    edit("UPDATE events SET hash = zeroblob(32) WHERE seq = 8");
    EXPECT_EQ(found(verify()), Found{"changed_hash 8 8"});
    edit("UPDATE events SET hash = x'01' WHERE seq = 20");
    EXPECT_EQ(found(verify()), (Found{"changed_hash 8 8", "changed_hash 20 20"}));
}

TEST_F(Tamper, RemovedRowsAreNamed) {
    edit("DELETE FROM events WHERE seq IN (1, 7, 8, 30)");
    EXPECT_EQ(found(verify(true)), (Found{"removed_rows 1 1", "removed_rows 7 8", "removed_rows 30 30"}));
}

TEST_F(Tamper, ARemovedRowIsNamedAlsoWhenTheLaterOnesWereRenumbered) {
    edit("DELETE FROM events WHERE seq = 7; UPDATE events SET seq = -seq WHERE seq > 7; UPDATE events SET seq = -seq - 1 WHERE seq < 0");
    EXPECT_EQ(found(verify()), Found{"removed_rows 7 7"});
    EXPECT_EQ(found(verify(true)), (Found{"cut_tail 40 40", "removed_rows 7 7"}));
}

TEST_F(Tamper, InsertedRowsAreNamed) {
    edit("UPDATE events SET seq = -seq WHERE seq > 7; UPDATE events SET seq = -seq + 2 WHERE seq < 0;"
         "INSERT INTO events VALUES (8, 0, 't', 1, 's', 'a', 'x', '{}', zeroblob(32)), (9, 0, 't', 1, 's', 'a', 'x', '{}', zeroblob(32))");
    EXPECT_EQ(found(verify(true)), Found{"inserted_rows 8 9"});
}

TEST_F(Tamper, ARowBeforeTheFirstWasInserted) {
    edit("INSERT INTO events VALUES (-3, 0, 't', 1, 's', 'a', 'x', '{}', zeroblob(32))");
    EXPECT_EQ(found(verify()), Found{"inserted_rows 0 0"});
}

TEST_F(Tamper, ARowAddedAtTheEndDoesNotFollow) {
    edit("INSERT INTO events SELECT 41, at, type, version, stream, actor, source, body, hash FROM events WHERE seq = 40");
    EXPECT_EQ(found(verify(true)), Found{"changed_row 41 41"});
}

TEST_F(Tamper, ASwappedPairIsNamedHoweverItWasSwapped) {
    const auto trade = [](int a, int b, const std::string& columns) {
        return "CREATE TEMP TABLE one AS SELECT * FROM events WHERE seq = " + std::to_string(a) + ";" +
               "CREATE TEMP TABLE two AS SELECT * FROM events WHERE seq = " + std::to_string(b) + ";" +
               "UPDATE events SET (" + columns + ") = (SELECT " + columns + " FROM two) WHERE seq = " + std::to_string(a) + ";" +
               "UPDATE events SET (" + columns + ") = (SELECT " + columns + " FROM one) WHERE seq = " + std::to_string(b);
    };
    for (const auto& [a, b] : std::vector<std::pair<int, int>>{{5, 9}, {5, 6}, {1, 40}, {39, 40}, {1, 2}, {5, 7}})
        for (const std::string columns : {"at, type, version, stream, actor, source, body, hash",
                                          "at, type, version, stream, actor, source, body", "body", "at", "hash"}) {
            TempFolder fresh;
            std::filesystem::copy_file(folder_ / "log.db", fresh / "log.db");
            edit(trade(a, b, columns));
            EXPECT_EQ(found(verify()), Found{"swapped_rows " + std::to_string(a) + " " + std::to_string(b)}) << columns;
            std::filesystem::copy_file(fresh / "log.db", folder_ / "log.db", std::filesystem::copy_options::overwrite_existing);
        }
}

TEST_F(Tamper, TwoSwappedPairsAndAnEditAreAllNamed) {
    edit("UPDATE events SET seq = -5 WHERE seq = 5; UPDATE events SET seq = 5 WHERE seq = 9; UPDATE events SET seq = 9 WHERE seq = -5;"
         "UPDATE events SET seq = -20 WHERE seq = 20; UPDATE events SET seq = 20 WHERE seq = 30; UPDATE events SET seq = 30 WHERE seq = -20;"
         "UPDATE events SET body = '{}' WHERE seq = 35");
    EXPECT_EQ(found(verify(true)), (Found{"swapped_rows 5 9", "swapped_rows 20 30", "changed_row 35 35"}));
}

TEST_F(Tamper, ACutTailIsFoundByAHeadFromOutside) {
    edit("DELETE FROM events WHERE seq > 33");
    EXPECT_EQ(found(verify()), Found{});
    EXPECT_EQ(found(verify(true)), Found{"cut_tail 34 40"});
}

TEST_F(Tamper, ACutTailIsFoundByAHeadRecordedBesideTheLog) {
    ASSERT_TRUE(HeadBook::beside(folder_ / "log.db").record(head_));
    edit("DELETE FROM events WHERE seq > 33");
    EXPECT_EQ(found(verify()), Found{"cut_tail 34 40"});
}

TEST_F(Tamper, AnEmptiedLogIsACutTail) {
    edit("DELETE FROM events");
    EXPECT_EQ(found(verify(true)), Found{"cut_tail 1 40"});
}

TEST_F(Tamper, AWhollyRewrittenLogIsFoundByAHead) {
    edit("UPDATE events SET body = '{\"n\":-1}' WHERE seq = 8");
    rechain();
    EXPECT_EQ(found(verify()), Found{});
    EXPECT_EQ(found(verify(true)), Found{"rewritten 1 40"});
}

TEST_F(Tamper, TwoHeadsSayBetweenWhichEventsItWasRewritten) {
    auto log = testing::open(settings_in(folder_));
    const SignedHead early = key_.sign(log->chain_id(), 5, log->chain_hash(5).value(), noon);
    log.reset();
    ASSERT_TRUE(HeadBook::beside(folder_ / "log.db").record(early));
    edit("UPDATE events SET body = '{\"n\":-1}' WHERE seq = 8");
    rechain(8);
    const AuditReport report = verify(true);
    EXPECT_EQ(found(report), Found{"rewritten 6 40"});
    EXPECT_EQ(report.signed_up_to, 5U);
}

TEST_F(Tamper, AnotherLogInItsPlaceIsAForeignChain) {
    const SignedHead ours = head_;
    TempFolder other;
    make(other, 40);
    head_ = ours;
    std::filesystem::copy_file(other / "log.db", folder_ / "log.db", std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(found(verify(true)), Found{"foreign_chain 0 0"});
}

TEST_F(Tamper, AChangedChainIdIsAForeignChain) {
    edit("UPDATE meta SET value = '00112233445566778899aabbccddeeff' WHERE name = 'chain'");
    EXPECT_EQ(found(verify(true)), Found{"foreign_chain 0 0"});
    EXPECT_EQ(found(verify()), Found{"changed_row 1 1"});
}

TEST_F(Tamper, AHeadOfAnotherKeyIsNotBelieved) {
    head_ = SigningKey::from_secret(std::string(32, 'x')).sign(head_.chain_id, 50, head_.hash, noon);
    EXPECT_EQ(found(verify(true)), Found{"bad_head 0 0"});
    head_ = key_.sign(head_.chain_id, 40, head_.hash, noon);
    head_.seq = 50;
    EXPECT_EQ(found(verify(true)), Found{"bad_head 0 0"});
}

TEST_F(Tamper, AScribbledLineInTheHeadBookIsFoundATornLastLineIsNot) {
    const HeadBook book = HeadBook::beside(folder_ / "log.db");
    ASSERT_TRUE(book.record(head_));
    { std::ofstream(folder_ / "log.heads", std::ios::app) << "plimsoll-head v1 torn"; }
    EXPECT_EQ(found(verify()), Found{});
    ASSERT_TRUE(book.record(head_));  // goes on a line of its own
    EXPECT_EQ(found(verify()), Found{"bad_head 0 0"});
}

TEST_F(Tamper, AByteFlippedInTheFileItselfIsAlwaysFound) {
    std::string bytes;
    {
        std::ifstream in(folder_ / "log.db", std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    const std::size_t first = bytes.find("{\"n\":0}");
    ASSERT_NE(first, std::string::npos);
    for (int n = 0; n < 40; ++n) {
        const std::string body = "{\"n\":" + std::to_string(n) + "}";
        const std::size_t at = bytes.find(body);
        ASSERT_NE(at, std::string::npos);
        for (const std::size_t offset : {at + 5, at - 3, at + body.size() + 2}) {  // body, source, hash
            std::string flipped = bytes;
            flipped[offset] = static_cast<char>(flipped[offset] ^ 1);
            std::ofstream(folder_ / "log.db", std::ios::binary) << flipped;
            const AuditReport report = verify(true);
            EXPECT_FALSE(report.intact) << n << " " << offset - at;
            ASSERT_FALSE(report.findings.empty());
            EXPECT_TRUE(report.findings[0].kind == FindingKind::changed_row || report.findings[0].kind == FindingKind::changed_hash);
            EXPECT_EQ(report.findings[0].from, static_cast<Seq>(n + 1));
        }
    }
}

TEST_F(Tamper, AFileTornToPiecesIsAReportNotACrash) {
    std::string bytes;
    {
        std::ifstream in(folder_ / "log.db", std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    for (std::size_t page = 0; page < bytes.size(); page += 512) {
        std::string torn = bytes;
        for (std::size_t i = page; i < std::min(page + 512, torn.size()); ++i) torn[i] = static_cast<char>(torn[i] ^ 0x5a);
        std::ofstream(folder_ / "log.db", std::ios::binary) << torn;
        const auto report = verify_log(folder_ / "log.db", {});
        const bool holds_events = bytes.substr(page, 512).find("{\"n\":") != std::string::npos;
        EXPECT_FALSE(holds_events && report && report->intact) << page;
    }
}

TEST_F(Tamper, ThousandsOfChangedRowsAreReportedWithinBounds) {
    make(folder_, 5000);
    edit("UPDATE events SET body = '{\"x\":' || seq || '}' WHERE seq % 2 = 0");
    const AuditReport report = verify();
    EXPECT_FALSE(report.intact);
    EXPECT_EQ(report.findings_total, 2520U);
    EXPECT_EQ(report.findings.size(), 1000U);
}

TEST_F(Tamper, MissingTriggersAreNoted) {
    edit("SELECT 1");
    const AuditReport report = verify(true);
    EXPECT_TRUE(report.intact);
    ASSERT_EQ(report.notes.size(), 1U);
}

TEST_F(Tamper, ItCanBeReadWhileAServerWrites) {
    auto log = testing::open(settings_in(folder_));
    ASSERT_TRUE(append_and_wait(*log, facts(40, 10)));
    const AuditReport report = verify(true);
    EXPECT_TRUE(report.intact);
    EXPECT_EQ(report.last_seq, 50U);
    ASSERT_EQ(report.notes.size(), 1U);  // events 41 to 50 are not signed yet
}

TEST_F(Tamper, ProgressReachesTheEnd) {
    make(folder_, 5000);
    VerifyOptions options;
    std::uint64_t last = 0;
    options.progress = [&](std::uint64_t done, std::uint64_t of) {
        EXPECT_GT(done, last);
        EXPECT_EQ(of, 5040U);
        last = done;
    };
    ASSERT_TRUE(verify_log(folder_ / "log.db", options));
    EXPECT_EQ(last, 5040U);
}

TEST_F(Tamper, AMissingOrNewerFileIsAnError) {
    EXPECT_TRUE(verify_log(folder_ / "none.db", {}).error().is(plimsoll::errors::not_found));
    edit("UPDATE meta SET value = 99 WHERE name = 'format'");
    EXPECT_TRUE(verify_log(folder_ / "log.db", {}).error().is(errors::newer));
}

TEST_F(Tamper, TheReportIsTextAndJson) {
    edit("UPDATE events SET body = '{}' WHERE seq = 8");
    const AuditReport report = verify(true);
    EXPECT_NE(render(report).find("FOUND  changed: event 8 does not match its hash"), std::string::npos);
    const auto again = json::decode<AuditReport>(json::encode(report));
    ASSERT_TRUE(again);
    EXPECT_EQ(render(*again), render(report));
}

}  // namespace
}  // namespace plimsoll::log
