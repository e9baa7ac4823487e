#include "egress/secrets.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace plimsoll::egress {
namespace {

struct SecretFile {
    explicit SecretFile(const std::string& text)
        : path(std::filesystem::temp_directory_path() / ("plimsoll-secret-" + std::to_string(getpid()))) {
        std::ofstream(path, std::ios::binary) << text;
    }
    ~SecretFile() { std::filesystem::remove(path); }
    [[nodiscard]] std::string reference() const { return "file:" + path.string(); }
    std::filesystem::path path;
};

TEST(Secrets, ComeFromTheEnvironment) {
    setenv("PLIMSOLL_TEST_SECRET", "hunter2", 1);
    EXPECT_EQ(EnvFileSecrets().resolve("env:PLIMSOLL_TEST_SECRET").value(), "hunter2");
}

TEST(Secrets, ComeFromAFileWithoutItsLineEnd) {
    const SecretFile file("s3cret with space \r\n");
    EXPECT_EQ(EnvFileSecrets().resolve(file.reference()).value(), "s3cret with space ");
}

TEST(Secrets, ErrorsNameTheReferenceAndNeverTheValue) {
    const auto unset = EnvFileSecrets().resolve("env:PLIMSOLL_NOT_SET");
    EXPECT_TRUE(unset.error().is(errors::not_found));
    EXPECT_NE(unset.error().detail().find("env:PLIMSOLL_NOT_SET"), std::string::npos);
    EXPECT_TRUE(EnvFileSecrets().resolve("file:/nowhere/at/all").error().is(errors::io));
    const auto literal = EnvFileSecrets().resolve("whsec_dGhlIHZhbHVl");
    EXPECT_TRUE(literal.error().is(errors::invalid));
    EXPECT_EQ(literal.error().report().find("whsec_dGhl"), std::string::npos);
}

TEST(Secrets, RefusesEmptyAndHugeValues) {
    setenv("PLIMSOLL_TEST_EMPTY", "", 1);
    EXPECT_TRUE(EnvFileSecrets().resolve("env:PLIMSOLL_TEST_EMPTY").error().is(errors::invalid));
    const SecretFile file(std::string((64 << 10) + 1, 'x'));
    EXPECT_TRUE(EnvFileSecrets().resolve(file.reference()).error().is(errors::invalid));
}

}  // namespace
}  // namespace plimsoll::egress
