// gauge_reading_test.cc: what one sample of a gauge counts as, at and around every bound.
#include "ingest/gauge_reading.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace plimsoll::ingest {
namespace {

using Kind = GaugeReading::Kind;
using Fault = ledger::Anomaly::Kind;

const Timestamp kNow = Timestamp::from_ms(1'790'000'000'250);
const double kNan = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();

std::int64_t bad(Kind kind, double bound, double value) {
    const auto counted = GaugeReading{kind, bound}.bad_of(value, kNow);
    EXPECT_TRUE(counted) << value;
    return counted.value_or(-1);
}
Fault fault(Kind kind, double bound, double value) {
    const auto counted = GaugeReading{kind, bound}.bad_of(value, kNow);
    EXPECT_FALSE(counted) << value;
    return counted ? Fault::implausible : counted.error();
}

TEST(GaugeReading, ComparesWithItsBound) {
    const double under = std::nextafter(0.3, 0), over = std::nextafter(0.3, 1);
    EXPECT_EQ(bad(Kind::at_most, 0.3, 0.3), 0);
    EXPECT_EQ(bad(Kind::at_most, 0.3, over), 1);
    EXPECT_EQ(bad(Kind::at_least, 0.3, 0.3), 0);
    EXPECT_EQ(bad(Kind::at_least, 0.3, under), 1);
    EXPECT_EQ(bad(Kind::below, 0.3, 0.3), 1);
    EXPECT_EQ(bad(Kind::below, 0.3, under), 0);
    EXPECT_EQ(bad(Kind::above, 0.3, 0.3), 1);
    EXPECT_EQ(bad(Kind::above, 0.3, over), 0);
    EXPECT_EQ(bad(Kind::at_most, 0.3, kInfinity), 1);
    EXPECT_EQ(bad(Kind::at_most, 0.3, -kInfinity), 0);
    EXPECT_EQ(fault(Kind::at_most, 0.3, kNan), Fault::no_number);
}

TEST(GaugeReading, CountsSharesInMillionths) {
    EXPECT_EQ(bad(Kind::bad_share, 0, 0), 0);
    EXPECT_EQ(bad(Kind::bad_share, 0, 1), 1'000'000);
    EXPECT_EQ(bad(Kind::bad_share, 0, 0.0000005), 1) << "to the nearest";
    EXPECT_EQ(bad(Kind::bad_share, 0, 0.0000004), 0);
    EXPECT_EQ(bad(Kind::good_share, 0, 0.999), 1000);
    EXPECT_EQ(bad(Kind::good_share, 0, 1), 0);
    EXPECT_EQ(fault(Kind::good_share, 0, std::nextafter(1.0, 2)), Fault::not_a_share);
    EXPECT_EQ(fault(Kind::good_share, 0, std::nextafter(0.0, -1)), Fault::not_a_share);
    EXPECT_EQ(fault(Kind::bad_share, 0, 99.9), Fault::not_a_share) << "a percentage is no share";
    EXPECT_EQ(fault(Kind::bad_share, 0, kNan), Fault::no_number);
    EXPECT_EQ(fault(Kind::bad_share, 0, kInfinity), Fault::not_a_share);
}

TEST(GaugeReading, AgesATimeAtTheMomentOfItsSample) {
    EXPECT_EQ(bad(Kind::fresh, 60, 1'790'000'000.25), 0);
    EXPECT_EQ(bad(Kind::fresh, 60, 1'789'999'940.25), 0) << "60 s old";
    EXPECT_EQ(bad(Kind::fresh, 60, 1'789'999'940.249), 1);
    EXPECT_EQ(bad(Kind::fresh, 60, 0), 1) << "a job that never ran";
    EXPECT_EQ(bad(Kind::fresh, 60, 1'790'000'060.25), 0) << "clocks that differ by less than the bound";
    EXPECT_EQ(fault(Kind::fresh, 60, 1'790'000'060.251), Fault::time_ahead);
    EXPECT_EQ(fault(Kind::fresh, 60, 1'790'000'000'250.0), Fault::time_ahead) << "milliseconds are not fresh for ever";
    EXPECT_EQ(fault(Kind::fresh, 60, kInfinity), Fault::time_ahead);
    EXPECT_EQ(bad(Kind::fresh, 60, -kInfinity), 1);
}

TEST(GaugeReading, AnAlertTakesItsHeartbeat) {
    EXPECT_EQ(bad(Kind::heartbeat, 0, 0), 0);
    EXPECT_EQ(bad(Kind::firing, 0, 1), 1);
    EXPECT_EQ(bad(Kind::firing, 0, 0), 0);
    EXPECT_EQ((GaugeReading{Kind::heartbeat, 0}.contribution(7)), (ledger::Contribution{7, 1, 0, ledger::Counting::sample}));
    EXPECT_EQ((GaugeReading{Kind::firing, 0}.contribution(7)), (ledger::Contribution{7, 0, 1, ledger::Counting::sample}));
    EXPECT_EQ((GaugeReading{Kind::bad_share, 0}.contribution(7)), (ledger::Contribution{7, 1'000'000, 1, ledger::Counting::sample}));
}

TEST(GaugeReading, IsWrittenAndReadBack) {
    for (int kind = 0; kind <= static_cast<int>(Kind::firing); ++kind) {
        for (const double bound : {0.0, 0.3, 1e-9, 1.0 / 3, 86400.0, -5.5, 1e300}) {
            GaugeReading reading{static_cast<Kind>(kind), bound};
            const auto back = GaugeReading::read(reading.text());
            ASSERT_TRUE(back) << reading.text();
            EXPECT_EQ(back->kind, reading.kind) << reading.text();
            if (reading.text().find_first_of("0123456789") != std::string::npos) {
                EXPECT_EQ(back->bound, bound) << reading.text();
            }
        }
    }
    EXPECT_EQ((GaugeReading{Kind::at_most, 0.3}.text()), "good if <= 0.3");
    for (const char* text : {"", "good", "good if <= ", "good if <= x", "good if <= 1 ", "good if <= nan", "fresh within inf", "heartbeat 1"}) {
        EXPECT_FALSE(GaugeReading::read(text)) << text;
    }
}

}  // namespace
}  // namespace plimsoll::ingest
