#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/temp_folder_for_tests.h"
#include "server/server.h"

namespace plimsoll::server {
namespace {

/// The web client's types are generated from docs/openapi.json, so a change of the API shows in a diff that is
/// reviewed.
TEST(OpenApiGolden, DocsOpenApiJsonIsTheApiAsServed) {
    const TempFolder scratch("golden");
    const auto served = Server::open_api(scratch.path());
    ASSERT_TRUE(served) << served.error().report();
    std::ifstream in(std::filesystem::path(PLIMSOLL_SOURCE_DIR) / "docs" / "openapi.json", std::ios::binary);
    std::ostringstream written;
    written << in.rdbuf();
    EXPECT_TRUE(written.str() == *served)
        << "routes or their types changed: run `./dev golden`, look at the diff, commit it";
}

}  // namespace
}  // namespace plimsoll::server
