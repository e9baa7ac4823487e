#include "http/openapi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/metrics.h"
#include "http/event_stream.h"
#include "http/server.h"

namespace plimsoll::http {
namespace {

api::Route typed(api::Method method, std::string path) {
    api::Route row;
    row.method = method;
    row.path = std::move(path);
    row.summary = "Do it";
    row.reply = {"Thing", R"({"type":"object","$defs":{"Part":{"type":"string"}},"properties":{"part":{"$ref":"#/$defs/Part"}}})", "application/json"};
    row.handler = [](const api::Request&) -> Result<api::Reply> { return api::Reply(); };
    return row;
}

std::vector<api::Route> all_rows() {
    static Metrics metrics;
    Ports ports;
    ports.metrics = &metrics;
    auto rows = event_routes(nullptr);
    rows.push_back(typed(api::Method::get, "/api/v1/things/{name}"));
    rows.push_back(typed(api::Method::put, "/api/v1/things/{name}"));
    rows.back().request = api::opaque("Text", "text/plain");
    rows.back().right = api::Right::edit;
    return with_system_rows(std::move(rows), ports);
}

TEST(OpenApi, HasEveryRow) {
    const auto rows = all_rows();
    ASSERT_TRUE(check_rows(rows)) << check_rows(rows).error().report();
    const boost::json::value document = boost::json::parse(openapi(rows, "1.2.3"));
    EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
    for (const api::Route& row : rows) {
        std::string method(row.method == api::Method::del ? "delete" : row.method == api::Method::put ? "put" : "get");
        const auto& operation = document.at("paths").at(row.path).at(method);
        EXPECT_EQ(operation.at("summary").as_string(), row.summary);
        EXPECT_TRUE(operation.at("responses").as_object().contains("default"));
    }
}

TEST(OpenApi, PagesOfTheWebUiAreNotInIt) {
    auto rows = all_rows();
    const std::string before = openapi(rows, "1");
    rows.push_back(typed(api::Method::get, "/slos/{path...}"));
    rows.back().reply = api::opaque("WebFile", "text/html");
    rows.back().listed = false;
    EXPECT_EQ(openapi(rows, "1"), before);
}

TEST(OpenApi, DescribesTypesParametersAndRights) {
    const boost::json::value document = boost::json::parse(openapi(all_rows(), "1"));
    const auto& put = document.at("paths").at("/api/v1/things/{name}").at("put");
    EXPECT_EQ(put.at("requestBody").at("content").at("text/plain").at("schema").at("$ref").as_string(), "#/components/schemas/Text");
    EXPECT_EQ(put.at("x-plimsoll-right").as_string(), "edit");
    EXPECT_EQ(put.at("parameters").at(0).at("name").as_string(), "name");
    EXPECT_EQ(put.at("parameters").at(0).at("in").as_string(), "path");
    EXPECT_EQ(document.at("components").at("schemas").at("Thing").at("properties").at("part").at("$ref").as_string(),
              "#/components/schemas/Thing/$defs/Part");
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Problem"));
    EXPECT_TRUE(document.at("paths").at("/healthz").at("get").at("security").as_array().empty());
}

TEST(OpenApi, IsTheSameTextWhateverTheOrderOfTheRows) {
    auto rows = all_rows();
    const std::string text = openapi(rows, "1");
    std::reverse(rows.begin(), rows.end());
    EXPECT_EQ(openapi(rows, "1"), text);
}

TEST(CheckRows, NamesEveryFault) {
    const auto faults = [](const auto& change) {
        api::Route row = typed(api::Method::get, "/x/{a}");
        change(row);
        const auto checked = check_rows({row});
        return checked ? 0u : checked.error().fields().size();
    };
    EXPECT_EQ(faults([](api::Route&) {}), 0u);
    EXPECT_EQ(faults([](api::Route& r) { r.summary.clear(); }), 1u);
    EXPECT_EQ(faults([](api::Route& r) { r.reply = api::no_body(); }), 1u) << "a GET without a reply type";
    EXPECT_EQ(faults([](api::Route& r) { r.method = api::Method::post; r.reply = api::no_body(); }), 1u);
    EXPECT_EQ(faults([](api::Route& r) { r.method = api::Method::del; r.reply = api::no_body(); }), 0u);
    EXPECT_EQ(faults([](api::Route& r) { r.handler = {}; }), 1u);
    EXPECT_EQ(faults([](api::Route& r) { r.async_handler = [](api::Request, api::Done) {}; }), 1u) << "two handlers";
    EXPECT_EQ(faults([](api::Route& r) { r.reply.schema = "{"; }), 1u);
    EXPECT_EQ(faults([](api::Route& r) { r.parameters = {{"b", "path", "B", true}, {"c", "header", "", false}}; }), 3u);
}

TEST(CheckRows, OneTypeNameHasOneSchema) {
    api::Route a = typed(api::Method::get, "/a");
    api::Route b = typed(api::Method::get, "/b");
    b.reply.schema = "{}";
    EXPECT_FALSE(check_rows({a, b}));
}

}  // namespace
}  // namespace plimsoll::http
