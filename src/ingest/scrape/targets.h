// targets.h: what a job scrapes: targets declared one by one, and those of a file that is read anew as it changes.
//
// Target     "host:port" is http://host:port/metrics; an http:// or https:// URL is taken as it is, with /metrics if it names no path.
//            instance is host:port, with the scheme's port if the URL names none.
// File       Prometheus' file_sd, JSON or YAML: [{targets: ["host:port"], labels: {a: b}}]; of labels that begin with __ only
//            __scheme__ and __metrics_path__ are read. A file that cannot be read leaves the targets as they were.
// Bounds     10,000 targets a job.
// Threads    one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ingest/scrape/page.h"
#include "ingest/scrape/scrapes.h"

namespace plimsoll::ingest::scrape {

inline constexpr std::size_t kMostTargets = 10'000;

struct Target {
    std::string url;
    Pairs labels;  ///< job, instance, the job's and the file's; sorted by name
    friend bool operator==(const Target&, const Target&) = default;
};

/// Errors: invalid (no host; a scheme that is neither http nor https).
[[nodiscard]] Result<Target> target_of(const std::string& written, const Settings& job, const Pairs& labels = {});
/// The targets of a file's text. Errors: malformed, invalid: with the place.
[[nodiscard]] Result<std::vector<Target>> targets_of_file(std::string_view text, const Settings& job);

/// All targets of a job.
class Targets {
public:
    explicit Targets(Settings job) : job_(std::move(job)) {}

    /// Reads the file if it changed since the last call. True: the targets are others than before. Errors: io; malformed; invalid.
    Result<bool> refresh();
    [[nodiscard]] const std::vector<Target>& all() const { return all_; }

private:
    struct Version {
        std::filesystem::file_time_type written;
        std::uintmax_t size = 0;
        friend bool operator==(const Version&, const Version&) = default;
    };
    const Settings job_;
    std::vector<Target> all_;
    bool read_ = false;
    std::optional<Version> version_;
};

}  // namespace plimsoll::ingest::scrape
