#include "demo/home.h"

#include <fmt/format.h>

#include <fstream>
#include <span>
#include <sstream>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "demo/catalogue_text.h"
#include "demo/company.h"
#include "server/local_server.h"

namespace plimsoll::demo {
namespace fs = std::filesystem;
namespace {

Result<> make_folder(const fs::path& folder) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec) return fail(plimsoll::errors::io, fmt::format("making {}: {}", folder.string(), ec.message()));
    return {};
}

Result<> write_text(const fs::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return fail(plimsoll::errors::io, "writing " + file.string());
    return {};
}

}  // namespace

std::optional<std::string> small_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

fs::path running_demo_file() {
    const std::string beside = server::local_server_file();
    return beside.empty() ? fs::path() : fs::path(beside).parent_path() / "demo.folder";
}

Result<std::optional<Founding>> Home::read() const {
    std::error_code ec;
    if (!fs::exists(folder_, ec)) return std::optional<Founding>();
    if (!fs::is_directory(folder_, ec)) return fail(errors::folder, folder_.string() + " is no folder");
    const auto text = small_file(company_file());
    if (!text) {
        if (!fs::is_empty(folder_, ec)) return fail(errors::folder, folder_.string() + " holds something else");
        return std::optional<Founding>();
    }
    auto founding = json::decode<Founding>(*text);
    if (!founding) return fail(errors::folder, company_file().string() + ": " + founding.error().sentence());
    if (founding->version != 1) return fail(errors::folder, company_file().string() + " was made by another version");
    return std::optional<Founding>(*founding);
}

Result<> Home::save(const Founding& founding) const {
    TRY(make_folder(folder_));
    TRY(make_folder(folder_ / "broken"));
    std::error_code ec;
    fs::permissions(folder_, fs::perms::owner_all, ec);
    if (ec) return fail(plimsoll::errors::io, fmt::format("protecting {}: {}", folder_.string(), ec.message()));
    return server::write_private_file(company_file().string(), json::encode(founding) + "\n");
}

Result<> Home::write_catalogue(const std::string& pager_url) const {
    TRY(make_folder(catalogue()));
    const auto names = [&](const std::string& text) {
        return text.find(pager_url + "/pages/") != std::string::npos && text.find(secret_file().string() + "\"") != std::string::npos;
    };
    for (const auto& [name, text] : catalogue_files({pager_url, secret_file().string()})) {
        const fs::path file = catalogue() / name;
        const auto present = small_file(file);
        const bool right = present && (name != "company.yaml" || names(*present));
        if (!right) TRY(write_text(file, text));
    }
    return {};
}

Result<std::string> Home::pager_secret(Random& random) const {
    auto text = small_file(secret_file());
    if (!text) {
        std::string drawn(32, '\0');
        random.fill(std::as_writable_bytes(std::span(drawn)));
        text = "whsec_" + crypto::base64(drawn) + "\n";
        TRY(server::write_private_file(secret_file().string(), *text));
    }
    return text->substr(0, text->find('\n'));
}

std::map<std::string, double> Home::broken() const {
    std::map<std::string, double> out;
    for (const CompanyService& service : company()) {
        const auto text = small_file(broken_file(service.name));
        const auto ratio = text ? Ratio::parse_decimal(text->substr(0, text->find('\n'))) : fail(plimsoll::errors::not_found);
        if (ratio) out[service.name] = ratio->as_double();
    }
    return out;
}

Result<> Home::check_service(const std::string& service) const {
    TRY_ASSIGN(const auto founding, read());
    if (!founding) return fail(errors::no_demo, folder_.string());
    if (find_service(service) != nullptr) return {};
    std::string names;
    for (const CompanyService& one : company()) names += (names.empty() ? "" : ", ") + one.name;
    return fail(errors::no_service, fmt::format("\"{}\"; it has {}", text::printable(service), names));
}

Result<> Home::break_service(const std::string& service, double ratio) const {
    TRY(check_service(service));
    return server::write_private_file(broken_file(service).string(), text::number(ratio) + "\n");
}

Result<> Home::mend_service(const std::string& service) const {
    TRY(check_service(service));
    std::error_code ec;
    fs::remove(broken_file(service), ec);
    if (ec) return fail(plimsoll::errors::io, fmt::format("removing {}: {}", broken_file(service).string(), ec.message()));
    return {};
}

}  // namespace plimsoll::demo
