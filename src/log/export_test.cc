#include "log/export.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/sqlite.h"
#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::append_and_wait;
using testing::facts;
using testing::settings_in;
using testing::TempFolder;

const Timestamp noon = Timestamp::from_seconds(1'760'000'000);

class Export : public ::testing::Test {
protected:
    void SetUp() override {
        log_ = testing::open(settings_in(folder_));
        NewEvent odd = testing::fact(0);
        odd.body = "{\"quote\":\"\\\"\",\"tab\":\"\\t\",\"e\":\"é\", \"n\": 1E2}";
        ASSERT_TRUE(append_and_wait(*log_, {odd}));
        ASSERT_TRUE(append_and_wait(*log_, facts(1, 19)));
    }
    std::string write(const ExportRange& range = {}) {
        std::ostringstream out;
        const auto head = export_log(folder_ / "log.db", range, key_, noon, out);
        EXPECT_TRUE(head) << (head ? "" : head.error().report());
        return out.str();
    }
    std::vector<FindingKind> check(const std::string& text) {
        std::istringstream in(text);
        const auto report = verify_export(in, key_.public_key());
        EXPECT_TRUE(report) << (report ? "" : report.error().report());
        std::vector<FindingKind> kinds;
        if (report)
            for (const Finding& finding : report->findings) kinds.push_back(finding.kind);
        return kinds;
    }
    static std::vector<std::string> lines(const std::string& text) {
        std::vector<std::string> out;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) out.push_back(line + "\n");
        return out;
    }
    static std::string join(const std::vector<std::string>& lines) {
        std::string out;
        for (const auto& line : lines) out += line;
        return out;
    }
    using Kinds = std::vector<FindingKind>;

    TempFolder folder_;
    std::unique_ptr<Log> log_;
    SigningKey key_ = SigningKey::from_secret(std::string(32, 'k'));
};

TEST_F(Export, VerifiesOfflineWithThePublicKeyAlone) {
    const std::string text = write();
    EXPECT_EQ(lines(text).size(), 22U);
    std::istringstream in(text);
    const AuditReport report = verify_export(in, key_.public_key()).value();
    EXPECT_TRUE(report.intact) << render(report);
    EXPECT_EQ(report.events, 20U);
    EXPECT_EQ(report.signed_up_to, 20U);
}

TEST_F(Export, ARangeVerifiesToo) {
    const std::string text = write({5, 9});
    EXPECT_EQ(lines(text).size(), 7U);
    EXPECT_EQ(check(text), Kinds{});
}

TEST_F(Export, AnEmptyRangeOrMissingLogIsAnError) {
    std::ostringstream out;
    EXPECT_TRUE(export_log(folder_ / "log.db", {21, 30}, key_, noon, out).error().is(plimsoll::errors::not_found));
    EXPECT_TRUE(export_log(folder_ / "none.db", {}, key_, noon, out).error().is(plimsoll::errors::not_found));
}

TEST_F(Export, WhatDoesNotFollowIsNotSigned) {
    log_.reset();
    ASSERT_TRUE(sqlite::Db::open(folder_ / "log.db")
                    ->exec("DROP TRIGGER events_are_not_changed; UPDATE events SET actor = 'x' WHERE seq = 4"));
    std::ostringstream out;
    EXPECT_TRUE(export_log(folder_ / "log.db", {}, key_, noon, out).error().is(errors::tampered));
}

TEST_F(Export, EveryFlippedCharacterIsFound) {
    const std::string text = write({1, 4});
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string flipped = text;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        std::istringstream in(flipped);
        const auto report = verify_export(in, key_.public_key());
        EXPECT_FALSE(report && report->intact) << i << ": " << flipped.substr(i - std::min<std::size_t>(i, 20), 40);
    }
}

TEST_F(Export, EveryCutIsFound) {
    const std::string text = write({1, 4});
    for (std::size_t size = 0; size + 1 < text.size(); ++size) {  // without the last line's end it is still whole
        std::istringstream in(text.substr(0, size));
        const auto report = verify_export(in, key_.public_key());
        EXPECT_FALSE(report && report->intact) << size;
    }
}

TEST_F(Export, RemovedSwappedRepeatedAndAddedLinesAreNamed) {
    const auto original = lines(write());
    auto text = original;
    text.erase(text.begin() + 5);
    EXPECT_EQ(check(join(text)), Kinds{FindingKind::removed_rows});
    text = original;
    std::swap(text[5], text[8]);
    EXPECT_FALSE(check(join(text)).empty());
    text = original;
    text.insert(text.begin() + 5, text[5]);
    EXPECT_EQ(check(join(text)), Kinds{FindingKind::damaged_file});
    text = original;
    text.erase(text.end() - 2);
    EXPECT_EQ(check(join(text)), Kinds{FindingKind::cut_tail});
    text.pop_back();
    EXPECT_EQ(check(join(text)), (Kinds{FindingKind::cut_tail, FindingKind::bad_head}));
    text = original;
    text.insert(text.end(), original[3]);
    EXPECT_FALSE(check(join(text)).empty());
    EXPECT_EQ(check(original[0] + original.back()), Kinds{FindingKind::cut_tail});
}

TEST_F(Export, AnExportSignedByAnotherKeyIsNotBelieved) {
    key_ = SigningKey::from_secret(std::string(32, 'x'));
    const std::string text = write();
    key_ = SigningKey::from_secret(std::string(32, 'k'));
    EXPECT_EQ(check(text), Kinds{FindingKind::bad_head});
}

TEST_F(Export, AFileThatIsNoExportIsAnErrorThatNamesTheLine) {
    std::istringstream empty("");
    EXPECT_TRUE(verify_export(empty, key_.public_key()).error().is(plimsoll::errors::malformed));
    std::istringstream other("{\"hello\":1}\n");
    const auto refused = verify_export(other, key_.public_key());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail().find("line 1"), std::string::npos);
}

TEST_F(Export, ProgressReachesTheEnd) {
    ASSERT_TRUE(append_and_wait(*log_, facts(20, 4000)));
    std::ostringstream out;
    std::uint64_t last = 0;
    ASSERT_TRUE(export_log(folder_ / "log.db", {}, key_, noon, out, [&](std::uint64_t done, std::uint64_t of) {
        EXPECT_EQ(of, 4020U);
        last = done;
    }));
    EXPECT_EQ(last, 4020U);
    EXPECT_EQ(check(out.str()), Kinds{});
}

}  // namespace
}  // namespace plimsoll::log
