// scale_test.cc: the load is what it says it is, and growth is told between sizes that can be compared.
#include <gtest/gtest.h>
#include <snappy.h>

#include "base/temp_folder_for_tests.h"
#include "measure.h"

namespace plimsoll::scale {
namespace {

TEST(Load, HasEverySeriesOnceInBodiesOfItsSize) {
    const Load load({10, 3}, 8);
    std::int64_t samples = 0;
    for (std::size_t n = 0; n < load.bodies(); ++n) samples += load.samples(n);
    EXPECT_EQ(samples, 60);
    EXPECT_EQ(load.bodies(), 8U);
}

TEST(Load, BodiesUnpackAndGrowWithTheRound) {
    const Load load({2, 1}, 100);
    std::string first;
    std::string second;
    const std::string one = load.body(0, 1, 1'000'000);
    const std::string two = load.body(0, 2, 1'015'000);
    ASSERT_TRUE(snappy::Uncompress(one.data(), one.size(), &first));
    ASSERT_TRUE(snappy::Uncompress(two.data(), two.size(), &second));
    EXPECT_NE(first, second);
    EXPECT_NE(first.find("bad_total"), std::string::npos);
}

TEST(Catalogue, IsWrittenAndOneOfItChanges) {
    const TempFolder folder("scale");
    const Size size{250, 1};
    const std::int64_t bytes = write_catalogue(folder.path(), size);
    std::int64_t found = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) found += static_cast<std::int64_t>(file.file_size());
    EXPECT_EQ(found, bytes);
    change_one(folder.path(), size);
    std::int64_t after = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) after += static_cast<std::int64_t>(file.file_size());
    EXPECT_EQ(after, bytes) << "0.995 is as long as 0.999";
}

TEST(Growth, IsTheExponentBetweenSizesOfEqualShape) {
    Found small;
    small.slos = 1'000;
    small.series = 2'000;
    small.check_s = 1;
    small.restart_s = 2;
    Found large = small;
    large.slos = 10'000;
    large.series = 20'000;
    large.check_s = 100;
    large.restart_s = std::nullopt;
    Found wide = large;
    wide.series = 1'000'000;
    const auto growth = growth_of({small, large, wide});
    ASSERT_EQ(growth.size(), 1U);
    EXPECT_EQ(growth[0].figure, "check");
    EXPECT_DOUBLE_EQ(growth[0].exponent, 2);
    EXPECT_NE(text_of({2, 24, {small, large}, growth}).find("n^2.00"), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::scale
