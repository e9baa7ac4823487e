#include "domain/catalog/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/temp_folder_for_tests.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Files : public testing::Test {
protected:
    void SetUp() override {
        root = base / "catalog";
        write("service.yaml", fixture::kService);
        write("slos/a.yaml", fixture::slo("a"));
        std::ofstream(base / "secret.yaml") << "not yours";
    }
    void write(const fs::path& path, const std::string& text) const {
        fs::create_directories((root / path).parent_path());
        std::ofstream(root / path) << text;
    }
    Result<api::Reply> ask(const std::string& path, std::multimap<std::string, std::string> query = {}) {
        if (rows.empty()) {
            rows = file_routes(root, [](auto work) -> api::AsyncHandler {
                return [work](const api::Request& request, const api::Done& done) { done(work(request)); };
            });
        }
        api::Request request;
        request.query = std::move(query);
        Result<api::Reply> out = fail(plimsoll::errors::not_found, "no such route");
        for (const api::Route& row : rows) {
            if (row.path == path) row.async_handler(request, [&](Result<api::Reply> reply) { out = std::move(reply); });
        }
        return out;
    }
    Result<api::Reply> text_of(const std::string& path) { return ask("/api/v1/catalog/file", {{"path", path}}); }

    const TempFolder scratch{"files"};
    const fs::path& base = scratch.path();
    fs::path root;
    std::vector<api::Route> rows;
};

TEST_F(Files, AreListedWithTheirObjectsAndProblems) {
    const auto folder = read_folder(root);
    ASSERT_TRUE(folder);
    const CatalogFiles files = list_files(*folder);
    ASSERT_EQ(files.items.size(), 2U);
    EXPECT_EQ(files.items[0].path, "service.yaml");
    EXPECT_EQ(files.items[1].path, "slos/a.yaml");
    ASSERT_EQ(files.items[1].objects.size(), 1U);
    EXPECT_EQ(files.items[1].objects[0].kind, "SLO");
    EXPECT_EQ(files.items[1].objects[0].name, "a");
    EXPECT_EQ(files.items[1].objects[0].line, 3);
    ASSERT_EQ(files.items[0].problems.size(), 1U) << "the channel that it names is nowhere";
    EXPECT_EQ(files.items[0].problems[0].line, 4);
}

TEST_F(Files, ListIsReadAgainWhenAFileChanged) {
    EXPECT_THAT(ask("/api/v1/catalog/files")->body, HasSubstr("catalog.dangling"));
    write("channel.yaml", fixture::kChannel);
    const auto mended = ask("/api/v1/catalog/files");
    EXPECT_THAT(mended->body, testing::Not(HasSubstr("catalog.dangling")));
    EXPECT_THAT(mended->body, HasSubstr("channel.yaml"));
}

TEST_F(Files, TextIsThatOfTheFolderAlone) {
    const auto text = text_of("slos/a.yaml");
    ASSERT_TRUE(text) << text.error().report();
    EXPECT_THAT(text->body, HasSubstr("kind: SLO"));
    fs::create_symlink(base / "secret.yaml", root / "link.yaml");
    fs::create_directory_symlink(base, root / "up");
    write(".hidden.yaml", "x: 1");
    write("notes.txt", "x");
    const std::string absolute = (base / "secret.yaml").string();
    for (const std::string& path : {std::string("../secret.yaml"), std::string("slos/../../secret.yaml"), absolute, std::string("link.yaml"),
                                    std::string("up/secret.yaml"), std::string(".hidden.yaml"), std::string("notes.txt"),
                                    std::string("slos"), std::string("/slos/a.yaml"), std::string("./slos/a.yaml"),
                                    std::string("slos/a.yaml\0x", 13)}) {
        const auto refused = text_of(path);
        ASSERT_FALSE(refused) << path;
        EXPECT_TRUE(refused.error().is(errors::no_file)) << path << ": " << refused.error().sentence();
    }
    EXPECT_EQ(ask("/api/v1/catalog/file").error().fields().at(0).where, "path");
}

TEST_F(Files, ALinkWithinTheFolderIsRead) {
    fs::create_symlink(root / "slos/a.yaml", root / "b.yaml");
    EXPECT_TRUE(text_of("b.yaml"));
}

TEST_F(Files, WhatIsNoTextIsRefused) {
    write("bytes.yaml", "\xff\xfe");
    EXPECT_TRUE(text_of("bytes.yaml").error().is(errors::unreadable));
    write("large.yaml", std::string((1u << 20) + 1, '#'));
    EXPECT_TRUE(text_of("large.yaml").error().is(errors::unreadable));
}

class Changed : public testing::Test {
protected:
    std::vector<FileText> files{{"channel.yaml", fixture::kChannel}, {"service.yaml", fixture::kService}, {"slos.yaml", fixture::slo("a") + "---\n" + fixture::slo("b")}};
};

TEST_F(Changed, AFileOfTheSamePathTakesItsPlace) {
    const Reading reading = read_changed(files, {{"slos.yaml", fixture::slo("b", "", "target: 0.99")}});
    EXPECT_TRUE(reading.errors.empty());
    ASSERT_EQ(reading.catalog.slos.size(), 1U);
    EXPECT_EQ(reading.catalog.slos.at("b").objective, *Ratio::parse_decimal("0.99"));
    EXPECT_EQ(read_changed(files, {{"new.yaml", fixture::slo("c")}}).catalog.slos.size(), 3U);
}

TEST_F(Changed, PastedObjectsTakeThePlaceOfTheirNamesakes) {
    const Reading reading = read_changed(files, {{"", fixture::slo("b", "", "target: 0.99") + "---\n" + fixture::slo("c")}});
    EXPECT_THAT(fixture::lines(reading.errors), testing::IsEmpty());
    ASSERT_EQ(reading.catalog.slos.size(), 3U);
    EXPECT_EQ(reading.catalog.slos.at("a").objective, *Ratio::parse_decimal("0.999"));
    EXPECT_EQ(reading.catalog.slos.at("b").objective, *Ratio::parse_decimal("0.99"));
}

TEST_F(Changed, ProblemsOfPastedTextNameItWithLineAndColumn) {
    const Reading reading = read_changed(files, {{"", fixture::slo("c", "", "target: 1.5")}});
    ASSERT_EQ(reading.errors.size(), 1U);
    EXPECT_EQ(reading.errors[0].file, "(pasted)");
    EXPECT_GT(reading.errors[0].line, 1);
    EXPECT_GT(reading.errors[0].column, 1);
    EXPECT_TRUE(reading.catalog.slos.empty());
}

TEST_F(Changed, TheSameObjectTwiceInPastedTextIsStillAProblem) {
    const Reading reading = read_changed(files, {{"", fixture::slo("b")}, {"", fixture::slo("b")}});
    ASSERT_EQ(reading.errors.size(), 1U);
    EXPECT_EQ(reading.errors[0].code, "catalog.duplicate");
    EXPECT_EQ(reading.errors[0].file, "(pasted) 2");
}

}  // namespace
}  // namespace plimsoll::catalog
