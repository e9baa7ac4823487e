// home.h: the folder in which a demo company lives, so that it can be kept and started again.
//
// Shape      company.json (seed and founding), catalog/ (YAML, yours to edit), data/ (the server's own data folder),
//            prometheus.token (what its traffic is sent with), pager.secret (what its pages are signed with), broken/ (one file for each service that `demo break` broke,
//            holding the share of bad events).
// Apart      a folder that holds anything else is refused: a demo never mixes with a server's own data.
// Threads    broken(), break_service() and mend_service() are safe from any thread and process.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/units.h"

namespace plimsoll::demo {

namespace errors {
inline constexpr ErrorKind folder{"demo.folder", 422, "The folder cannot hold a demo company", "Name a folder that is empty or was made by `plimsoll demo --data`"};
inline constexpr ErrorKind seed{"demo.seed", 422, "The company in this folder has another seed", "Leave --seed out, or name another folder"};
inline constexpr ErrorKind no_demo{"demo.none", 404, "No demo company is found", "Start one with `plimsoll demo`, or name its folder with --data"};
inline constexpr ErrorKind no_service{"demo.no_service", 404, "The demo company has no such service", "`plimsoll demo break --help` lists them"};
}  // namespace errors

/// company.json.
struct Founding {
    int version = 1;
    std::uint64_t seed = 1;
    Timestamp founded;      ///< on a slot edge
    int pager_port = 0;     ///< so that the catalogue's channels stay right
    bool imported = false;  ///< the past is in the ledger
    std::string password;   ///< of the demo's person, as its first start printed it
};
BOOST_DESCRIBE_STRUCT(Founding, (), (version, seed, founded, pager_port, imported, password))

class Home {
public:
    explicit Home(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// What lives there; nothing in an empty or missing folder. Errors: folder; io.
    [[nodiscard]] Result<std::optional<Founding>> read() const;
    /// Makes the folder, readable by its owner alone. Errors: io.
    Result<> save(const Founding& founding) const;
    /// Writes the catalogue's files that are missing, and company.yaml if its channels name another address or secret.
    Result<> write_catalogue(const std::string& pager_url) const;
    /// Writes what pages are signed with, if it is missing, and reads it. Errors: io.
    Result<std::string> pager_secret(Random& random) const;

    [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
    [[nodiscard]] std::filesystem::path catalogue() const { return folder_ / "catalog"; }
    [[nodiscard]] std::filesystem::path traffic_token() const { return folder_ / "prometheus.token"; }
    [[nodiscard]] std::filesystem::path secret_file() const { return folder_ / "pager.secret"; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    /// Which services are broken now, and how badly. What cannot be read is not broken.
    [[nodiscard]] std::map<std::string, double> broken() const;
    /// Requires: 0 < ratio <= 1. Errors: no_demo; no_service; io.
    Result<> break_service(const std::string& service, double ratio) const;
    /// Errors: no_demo; no_service; io. A service that is whole stays so.
    Result<> mend_service(const std::string& service) const;

private:
    [[nodiscard]] std::filesystem::path company_file() const { return folder_ / "company.json"; }
    [[nodiscard]] std::filesystem::path broken_file(const std::string& service) const { return folder_ / "broken" / service; }
    Result<> check_service(const std::string& service) const;

    std::filesystem::path folder_;
};

/// Where a demo that runs as this user says which folder it lives in; empty where there is no home.
[[nodiscard]] std::filesystem::path running_demo_file();

/// The text of a small file; nothing if it cannot be read.
[[nodiscard]] std::optional<std::string> small_file(const std::filesystem::path& file);

}  // namespace plimsoll::demo
