#include "domain/hiring/copy.h"

#include <gtest/gtest.h>

#include "domain/access/token_text.h"

namespace plimsoll::hiring {
namespace {

const Timestamp now = Timestamp::from_seconds(1'795'000'000);

/// An application with a link of a known secret.
struct Linked {
    State state;
    access::TokenText drawn{link_id(7, "0123abcd"), std::string(access::secret_bytes, 's')};

    Linked() {
        state.candidates["person:c1"].id = "person:c1";
        ApplicationRow& row = state.applications["ap-7"];
        row.id = "ap-7";
        row.number = 7;
        row.candidate = "person:c1";
        row.links.push_back({drawn.id, access::secret_hash(drawn.secret), now, now + Duration::days(30), false, CopyShows::evidence});
    }
    [[nodiscard]] std::string code(access::SecretKind kind = access::SecretKind::copy) const { return access::format(drawn, kind); }
    [[nodiscard]] std::string refusal(const std::string& code, Timestamp at = now) const {
        const auto holder = holder_of(state, code, at);
        return holder ? "" : holder.error().report();
    }
};

TEST(CopyLink, ItsIdBeginsWithItsApplicationsNumber) {
    EXPECT_EQ(link_id(7, "0123abcd"), "000000070123abcd");
    EXPECT_EQ(link_id(200'000, "0123abcd"), "00030d400123abcd");
}

TEST(CopyLink, OpensWhatItIsOf) {
    const Linked l;
    const auto holder = holder_of(l.state, l.code(), now);
    ASSERT_TRUE(holder) << holder.error().report();
    EXPECT_EQ(holder->application, "ap-7");
    EXPECT_EQ(holder->candidate, "person:c1");
    EXPECT_EQ(holder->shows, CopyShows::evidence);
}

TEST(CopyLink, WhateverIsWrongIsAnsweredAlike) {
    Linked l;
    const std::string alike = l.refusal("nonsense");
    EXPECT_NE(alike, "");
    access::TokenText other = l.drawn;
    other.secret.back() = 't';
    EXPECT_EQ(l.refusal(access::format(other, access::SecretKind::copy)), alike) << "another secret";
    other = l.drawn;
    other.id = link_id(8, "0123abcd");
    EXPECT_EQ(l.refusal(access::format(other, access::SecretKind::copy)), alike) << "no such application";
    other.id = link_id(7, "0123abce");
    EXPECT_EQ(l.refusal(access::format(other, access::SecretKind::copy)), alike) << "no such link";
    other.id = "12345678";
    EXPECT_EQ(l.refusal(access::format(other, access::SecretKind::copy)), alike) << "too short for one";
    EXPECT_EQ(l.refusal(l.code(access::SecretKind::code)), alike) << "a code of another kind";
    EXPECT_EQ(l.refusal(l.code(), now + Duration::days(30)), alike) << "ended";
    EXPECT_EQ(l.refusal(l.code(), now + Duration::days(30) - Duration::ms(1)), "");
    l.state.applications["ap-7"].links[0].withdrawn = true;
    EXPECT_EQ(l.refusal(l.code()), alike) << "withdrawn";
    l.state.applications["ap-7"].links[0].withdrawn = false;
    l.state.candidates["person:c1"].erased_at = now;
    EXPECT_EQ(l.refusal(l.code()), alike) << "erased";
}

}  // namespace
}  // namespace plimsoll::hiring
