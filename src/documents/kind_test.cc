#include "documents/kind.h"

#include <gtest/gtest.h>

#include "documents/pieces.h"

namespace plimsoll::documents {
namespace {

TEST(Kind, IsReadOffTheBytes) {
    EXPECT_EQ(*kind_of("%PDF-1.7\n…"), Kind::pdf);
    EXPECT_EQ(*kind_of("\n\n%PDF-1.4"), Kind::pdf);
    EXPECT_EQ(*kind_of(std::string("PK\x03\x04") + std::string(26, '\0') + "[Content_Types].xml"), Kind::docx);
    EXPECT_EQ(*kind_of("\xEF\xBB\xBF {\"basics\": {}}"), Kind::json);
    EXPECT_EQ(*kind_of("# Asha\n%PDF- is a format"), Kind::text);
    EXPECT_EQ(*kind_of("PK is not a zip"), Kind::text);
}

TEST(Kind, WhatIsNotReadIsNamedWithARemedy) {
    const auto refused = [](std::string bytes, const ErrorKind& kind, const char* says) {
        const auto read = kind_of(bytes);
        ASSERT_FALSE(read) << says;
        EXPECT_TRUE(read.error().is(kind)) << read.error().sentence();
        EXPECT_NE(read.error().sentence().find(says), std::string::npos) << read.error().sentence();
    };
    refused("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 WordDocument", errors::format, "DOCX");
    std::string encrypted = "\xD0\xCF\x11\xE0";
    for (const char c : std::string("EncryptedPackage")) encrypted += {c, '\0'};
    refused(encrypted, errors::encrypted, "password");
    refused("{\\rtf1\\ansi", errors::format, "RTF");
    refused(std::string("PK\x03\x04") + std::string(26, '\0') + "mimetypeapplication/vnd.oasis.opendocument.text", errors::format, "OpenDocument");
    refused(std::string("PK\x03\x04") + std::string(26, '\0') + "photo.jpg", errors::format, "zip");
    refused("\x89PNG\r\n\x1A\n", errors::format, "picture");
    refused("\xFF\xD8\xFF\xE0", errors::format, "picture");
    refused("\x7F" "ELF", errors::format, "program");
    refused("%!PS-Adobe-3.0", errors::format, "PDF");
    refused(" \n\t ", errors::empty, "no text");
    refused("", errors::empty, "no text");
}

}  // namespace
}  // namespace plimsoll::documents
