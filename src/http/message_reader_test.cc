#include "http/message_reader.h"

#include <gtest/gtest.h>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

using State = RequestReader::State;

/// Feeds `text` in pieces of `step` bytes, as a network may deliver it.
State feed(RequestReader& reader, std::string_view text, std::size_t step, std::size_t buffer = 64 << 10) {
    std::string unread;
    State state = State::need_more;
    for (std::size_t at = 0; at < text.size() && state != State::broken && state != State::done; at += step) {
        unread += text.substr(at, step);
        for (;;) {
            std::size_t used = 0;
            state = reader.feed(unread, unread.size() >= buffer, used);
            unread.erase(0, used);
            if (state != State::head) break;
            if (!reader.has_body()) return State::done;
        }
    }
    return state;
}

constexpr std::string_view chunked =
    "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nAuthorization: late\r\n\r\n";

TEST(RequestReader, ReadsTheSameRequestHoweverItIsCut) {
    constexpr std::string_view sized = "POST /x?y=1 HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 11\r\n\r\nhello world";
    for (const std::string_view text : {sized, chunked}) {
        for (std::size_t step = 1; step <= text.size(); ++step) {
            RequestReader reader(16 << 10);
            ASSERT_EQ(feed(reader, text, step), State::done) << step;
            EXPECT_EQ(reader.parts().method, "POST");
            EXPECT_EQ(reader.parts().body, "hello world");
            EXPECT_EQ(reader.parts().headers.at("host"), "a");
        }
    }
}

TEST(RequestReader, JoinsRepeatedFields) {
    RequestReader reader(1 << 10);
    ASSERT_EQ(feed(reader, "GET / HTTP/1.1\r\nX-A: 1\r\nx-a: 2\r\n\r\n", 1000), State::done);
    EXPECT_EQ(reader.parts().headers.at("x-a"), "1, 2");
}

TEST(RequestReader, FieldsAfterTheBodyDoNotPassForFieldsBeforeIt) {
    RequestReader reader(1 << 10);
    ASSERT_EQ(feed(reader, chunked, 1000), State::done);
    EXPECT_FALSE(reader.parts().headers.contains("authorization"));
}

TEST(RequestReader, AnEmptyChunkedBodySentByteByByteDoesNotStopTheServer) {
    RequestReader reader(1 << 10);
    EXPECT_EQ(feed(reader, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1), State::done);
}

TEST(RequestReader, RefusesWhatWouldHideWhereAMessageEnds) {
    for (const char* fields : {"Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, gzip",
                               "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3",
                               "Content-Length: 3\r\nTransfer-Encoding: chunked", "Content-Length: 3\r\nContent-Length: 4", "Content-Length: -1",
                               "Content-Length: 3x", "Content-Length: 99999999999999999999", "Content-Length: ", "Host : a", "\x01: a", "a"}) {
        RequestReader reader(16 << 10);
        EXPECT_EQ(feed(reader, "POST / HTTP/1.1\r\n" + std::string(fields) + "\r\n\r\nabcdefghijk", 1000), State::broken) << fields;
    }
    RequestReader old(16 << 10);
    EXPECT_EQ(feed(old, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1000), State::broken);
}

TEST(RequestReader, BoundsTheHeader) {
    const std::string text = "GET / HTTP/1.1\r\nX: " + std::string(2'000, 'x') + "\r\n\r\n";
    for (const std::size_t step : {1u, 100u, 10'000u}) {
        RequestReader reader(1'000);
        ASSERT_EQ(feed(reader, text, step), State::broken) << step;
        EXPECT_EQ(reader.error().code, errors::header_too_large.code) << step;
    }
    std::string many = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 300; ++i) many += "X: y\r\n";
    RequestReader reader(1'000);
    ASSERT_EQ(feed(reader, many + "\r\n", 7), State::broken);
    EXPECT_EQ(reader.error().code, errors::header_too_large.code);
}

TEST(RequestReader, BoundsChunkedBodies) {
    RequestReader reader(1 << 10);
    std::size_t used = 0;
    const std::string_view text = chunked;
    ASSERT_EQ(reader.feed(text, false, used), State::head);
    ASSERT_TRUE(reader.limit_body(10));
    std::size_t more = 0;
    EXPECT_EQ(reader.feed(text.substr(used), false, more), State::broken);
    EXPECT_EQ(reader.error().code, errors::too_large.code);
}

TEST(RequestReader, AnAnnouncedLengthAboveTheLimitIsKnownBeforeTheBody) {
    RequestReader reader(1 << 10);
    std::size_t used = 0;
    ASSERT_EQ(reader.feed("POST / HTTP/1.1\r\nContent-Length: 1000000000000\r\n\r\n", false, used), State::head);
    EXPECT_FALSE(reader.limit_body(1'000));
}

TEST(RequestReader, AChunkExtensionWithoutEndIsRefused) {
    RequestReader reader(1 << 10);
    const std::string text = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(100'000, 'x');
    EXPECT_EQ(feed(reader, text, 1'000, 32'000), State::broken);
}

TEST(ResponseReader, ABodyWithoutLengthEndsWithTheConnection) {
    ResponseReader reader(1 << 10);
    std::size_t used = 0;
    const std::string text = "HTTP/1.1 200 OK\r\n\r\nabc";
    ASSERT_EQ(reader.feed(text, false, used), ResponseReader::State::head);
    const std::string rest = text.substr(used);
    EXPECT_EQ(reader.feed(rest, false, used), ResponseReader::State::need_more);
    EXPECT_EQ(reader.feed_end(), ResponseReader::State::done);
    EXPECT_EQ(reader.parts().body, "abc");
}

TEST(ResponseReader, AnAnnouncedBodyThatStopsShortIsBroken) {
    ResponseReader reader(1 << 10);
    std::size_t used = 0;
    const std::string text = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc";
    ASSERT_EQ(reader.feed(text, false, used), ResponseReader::State::head);
    reader.feed(text.substr(used), false, used);
    EXPECT_EQ(reader.feed_end(), ResponseReader::State::broken);
}

}  // namespace
}  // namespace plimsoll::http
