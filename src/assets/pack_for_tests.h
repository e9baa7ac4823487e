// pack_for_tests.h: a small pack, made as web/pack.mjs makes one, for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "assets/pack.h"
#include "base/json.h"

namespace plimsoll::assets {

struct TestFile {
    std::string path;
    std::string type;
    std::vector<std::pair<std::string, std::string>> copies;  ///< coding and bytes
};

inline std::string pack_bytes(const std::vector<TestFile>& files) {
    PackIndex index;
    std::string blob;
    for (const TestFile& file : files) {
        PackedFile packed{file.path, file.type, "tag" + std::to_string(index.files.size()), {}};
        for (const auto& [coding, bytes] : file.copies) {
            packed.copies.push_back({coding, blob.size(), bytes.size()});
            blob += bytes;
        }
        index.files.push_back(std::move(packed));
    }
    const std::string text = json::encode(index);
    std::string out = "PLMPACK1";
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(text.size() >> shift & 0xff);
    return out + text + blob;
}

/// A page, a script in three codings, a font that is not worth compressing, an icon.
inline const std::string& test_pack_bytes() {
    static const std::string bytes = pack_bytes({
        {"/index.html",
         "text/html; charset=utf-8",
         {{"identity", "<!doctype html>page"}, {"gzip", "GZIPPAGE"}, {"br", "BRPAGE"}}},
        {"/assets/app-1a2b.js",
         "text/javascript; charset=utf-8",
         {{"identity", "plain script"}, {"gzip", "GZIPSCRIPT"}, {"br", "BRSCRIPT"}}},
        {"/assets/inter-9.woff2", "font/woff2", {{"identity", "woff2"}}},
        {"/mark.svg", "image/svg+xml", {{"identity", "<svg/>"}}},
    });
    return bytes;
}

}  // namespace plimsoll::assets
