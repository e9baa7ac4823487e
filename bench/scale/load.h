// load.h: many SLOs as a catalogue, and the series that feed them as remote-write bodies.
//
// Shape      SLO n counts bad_total and all_total with n="<n>"; each of the two has `instances` series, each a target of its own.
// Traffic    100 events a sample and series, one in a thousand bad; each target is scraped at its own moment of the interval, as
//            Prometheus spreads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace plimsoll::scale {

struct Size {
    int slos = 0;
    int instances = 1;
    [[nodiscard]] std::int64_t series() const { return 2LL * slos * instances; }
};

inline constexpr int kInterval_s = 15;

/// Writes the catalogue: a hundred SLOs a file. Returns its bytes.
std::int64_t write_catalogue(const std::filesystem::path& folder, const Size& size);
/// The first file again, with another objective for its first SLO.
void change_one(const std::filesystem::path& folder, const Size& size);

class Load {
public:
    explicit Load(const Size& size, int series_a_body);
    [[nodiscard]] std::size_t bodies() const { return bodies_.size(); }
    /// The body's part of a round: its samples lie within the interval that begins at `round_ms`, spread by its place in the round.
    [[nodiscard]] std::string body(std::size_t n, std::int64_t round, std::int64_t round_ms) const;
    [[nodiscard]] std::int64_t samples(std::size_t n) const { return static_cast<std::int64_t>(bodies_[n].size()); }

private:
    struct One {
        std::string labels;  ///< encoded
        bool bad;
    };
    std::vector<std::vector<One>> bodies_;
};

}  // namespace plimsoll::scale
