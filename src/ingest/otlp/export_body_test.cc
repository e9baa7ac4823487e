#include "ingest/otlp/export_body.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "ingest/otlp/answer.h"
#include "ingest/otlp/errors.h"
#include "ingest/otlp/export_bytes.h"

namespace plimsoll::ingest::otlp {
namespace {

std::string gzipped(const std::string& plain) {
    z_stream stream{};
    EXPECT_EQ(::deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(::deflateBound(&stream, plain.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

api::Request request(std::string body, const std::string& type, const std::string& coding = "") {
    api::Request out;
    if (!type.empty()) out.headers["content-type"] = type;
    if (!coding.empty()) out.headers["content-encoding"] = coding;
    out.body = std::move(body);
    return out;
}

TEST(ExportBody, TheMediaTypeDecides) {
    EXPECT_EQ(*encoding_of(request("", "application/x-protobuf")), Encoding::protobuf);
    EXPECT_EQ(*encoding_of(request("", "Application/JSON; charset=utf-8")), Encoding::json);
    for (const char* other : {"", "text/plain", "application/x-protobuf-too", "application/grpc"}) {
        const auto encoding = encoding_of(request("", other));
        ASSERT_FALSE(encoding) << other;
        EXPECT_TRUE(encoding.error().is(errors::wrong_media));
    }
}

TEST(ExportBody, UnpacksGzipOfOneAndOfSeveralMembers) {
    const std::string plain(300'000, 'x');
    EXPECT_EQ(*unpacked_export(request(plain, "", ""), Encoding::protobuf, 1 << 20), plain);
    EXPECT_EQ(*unpacked_export(request(plain, "", "identity"), Encoding::protobuf, 1 << 20), plain);
    EXPECT_EQ(*unpacked_export(request(gzipped(plain), "", "GZIP"), Encoding::protobuf, 1 << 20), plain);
    EXPECT_EQ(*unpacked_export(request(gzipped("ab") + gzipped("cd"), "", "gzip"), Encoding::protobuf, 1 << 20), "abcd");
    EXPECT_EQ(*unpacked_export(request(gzipped("{}"), "", "gzip"), Encoding::json, 1 << 20), "");
}

TEST(ExportBody, ASmallBodyThatUnpacksToMuchIsGivenUp) {
    const std::string bomb = gzipped(std::string(50 << 20, '\0'));
    ASSERT_LT(bomb.size(), 60'000u);
    const auto out = unpacked_export(request(bomb, "", "gzip"), Encoding::protobuf, 1 << 20);
    ASSERT_FALSE(out);
    EXPECT_TRUE(out.error().is(errors::too_large));
    const std::string full(1 << 20, 'x');
    EXPECT_TRUE(unpacked_export(request(gzipped(full), "", "gzip"), Encoding::protobuf, 1 << 20)) << "the limit itself is allowed";
    EXPECT_FALSE(unpacked_export(request(gzipped(full + 'x'), "", "gzip"), Encoding::protobuf, 1 << 20));
    EXPECT_FALSE(unpacked_export(request(full + 'x', ""), Encoding::protobuf, 1 << 20));
}

TEST(ExportBody, DamagedGzipIsNoExport) {
    const std::string good = gzipped(std::string(1000, 'x') + "and something else");
    std::string flipped = good;
    flipped[flipped.size() - 6] ^= 0x55;  // of the checksum
    for (const std::string& bad :
         {std::string(), good.substr(0, good.size() - 3), good.substr(0, 5), flipped, good + "junk", std::string("plain")}) {
        const auto out = unpacked_export(request(bad, "", "gzip"), Encoding::protobuf, 1 << 20);
        ASSERT_FALSE(out) << bad.size();
        EXPECT_TRUE(out.error().is(errors::malformed)) << out.error().sentence();
    }
    const auto other = unpacked_export(request("x", "", "zstd"), Encoding::protobuf, 1 << 20);
    ASSERT_FALSE(other);
    EXPECT_TRUE(other.error().is(errors::wrong_media));
}

TEST(Answer, IsInTheEncodingOfTheRequest) {
    EXPECT_EQ(accepted(Encoding::protobuf, 0, "").body, "");
    EXPECT_EQ(accepted(Encoding::protobuf, 0, "").content_type, "application/x-protobuf");
    EXPECT_EQ(accepted(Encoding::protobuf, 3, "why").body, bytes::message(1, bytes::number(1, 3) + bytes::message(2, "why")));
    EXPECT_EQ(accepted(Encoding::json, 0, "").body, "{}");
    EXPECT_EQ(accepted(Encoding::json, 3, "a \"b\"").body, R"({"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"a \"b\""}})");
    EXPECT_EQ(accepted(Encoding::json, 3, "").content_type, "application/json");
    EXPECT_EQ(accepted(Encoding::json, 3, "").status, 200);
}

TEST(Answer, AnErrorIsAStatusAndSaysWhetherToTryAgain) {
    const auto bad = refused(Encoding::json, fail(errors::malformed, "the detail"));
    EXPECT_EQ(bad.status, 400);
    EXPECT_NE(bad.body.find(R"("code":3)"), std::string::npos) << bad.body;
    EXPECT_NE(bad.body.find("the detail"), std::string::npos);
    EXPECT_NE(bad.body.find(std::string(errors::malformed.remedy)), std::string::npos) << "what to do";
    EXPECT_TRUE(bad.headers.empty());
    const auto busy = refused(Encoding::protobuf, fail(plimsoll::errors::busy));
    EXPECT_EQ(busy.status, 503);
    EXPECT_TRUE(busy.body.starts_with(bytes::number(1, 14)));
    ASSERT_EQ(busy.headers.size(), 1u);
    EXPECT_EQ(busy.headers[0].first, "Retry-After");
    EXPECT_EQ(refused(Encoding::protobuf, fail(errors::too_large)).status, 413);
    EXPECT_EQ(refused(Encoding::protobuf, fail(errors::wrong_media)).status, 415);
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
