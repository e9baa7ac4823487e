// draft.h: the catalogue that a conversion makes: documents with where each came from, names that are DNS labels and stand
// once, services and burn policies that several SLOs share.
//
// Threads    one.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "convert/convert.h"
#include "convert/source.h"
#include "convert/tree.h"
#include "domain/catalog/fields.h"
#include "domain/catalog/model.h"

namespace plimsoll::convert {

/// Where a document came from, for what is told of it later.
struct Origin {
    std::string file;
    int line = 0;
    std::string object;
    std::size_t owner = 0;  ///< of Losses
};
[[nodiscard]] Origin origin_of(Source& source);

/// A file to be. `slos`: how many SLO documents and composites it holds.
struct Made {
    std::string path;
    std::vector<Tree> documents;
    Origin origin;
    int slos = 0;
};

using Texts = std::vector<std::pair<std::string, std::string>>;

/// An SLO to be written as openslo/v1.
struct Promise {
    std::string name;
    std::string display_name;
    std::string description;
    std::string service;
    Texts labels;
    Texts annotations;
    std::string method = "Occurrences";
    Tree indicator = map_tree();  ///< spec of the SLI; empty: each objective has one of its own
    std::vector<Tree> windows;
    std::vector<Tree> objectives;
};

/// What is known of a service; empty texts are not.
struct ServiceDraft {
    std::string display_name;
    std::string description;
    std::string owner;
    std::string runbook;
    std::vector<std::string> dependencies;
};

class Draft {
public:
    explicit Draft(Options options) : options_(std::move(options)) {}

    [[nodiscard]] const Options& options() const { return options_; }

    /// A name of its kind ("SLO", "BurnPolicy", ...) that nobody has yet. What had to change is told at `from`.
    std::string name(const std::string& kind, const std::string& wanted, const Field& from);
    /// The DNS label of a service; it is made if it is not there yet. Empty: no label can be made of it.
    std::string service(const std::string& wanted, const Field& from);
    ServiceDraft& service_called(const std::string& name) { return services_[name]; }
    [[nodiscard]] const std::map<std::string, ServiceDraft>& services() const { return services_; }

    /// A BurnPolicy of these rules under this name; one with the same rules is used again. Rules that can never fire, or look
    /// back longer than the period, are told at `from` and left out. Empty: none is left.
    std::string burn_policy(const std::string& wanted, std::vector<catalog::BurnRule> rules, const Ratio& objective, Duration period,
                            const Field& from);
    /// The policy of an SLO that its tool lets burn in silence: every SLO has a rule here.
    std::string silent_policy(const Field& from, Duration period);

    void slo(Promise promise, Source& source);
    /// The file is `<folder>/<name>.yaml`, with a number behind the name where another has it.
    void object(const std::string& folder, const std::string& name, Tree document, Origin origin, int slos = 0);

    /// Services are written last, when all is known of them.
    [[nodiscard]] std::vector<Made> take();

    /// A metric of an SLI, from the data source of the options, else one whose samples are pushed.
    [[nodiscard]] Tree metric(const std::string& query) const;
    /// spec.ratioMetric of two counts. `part`: "good" or "bad".
    [[nodiscard]] Tree ratio(const std::string& part, const std::string& part_query, const std::string& total_query) const;
    [[nodiscard]] Tree raw_ratio(const std::string& gauge, const std::string& raw_type) const;
    [[nodiscard]] Tree threshold(const std::string& gauge) const;

private:
    Options options_;
    std::set<std::pair<std::string, std::string>> names_;  ///< kind, name
    std::map<std::string, ServiceDraft> services_;
    std::map<std::string, std::string> policies_;  ///< rules as text, to the name of their policy
    std::set<std::string> paths_;
    std::vector<Made> made_;
};

/// metadata and spec under apiVersion and kind.
[[nodiscard]] Tree document(const std::string& api_version, const std::string& kind, Tree metadata, Tree spec);
[[nodiscard]] Tree metadata_of(const std::string& name, const std::string& display_name = {}, const Texts& labels = {},
                               const Texts& annotations = {});

/// {duration: 30d, isRolling: true}.
[[nodiscard]] Tree rolling_window(Duration period);
[[nodiscard]] Tree calendar_window(const std::string& duration, const std::string& start, const std::string& zone);
/// "30d", "12h", "90m": OpenSLO's shorthand of one unit.
[[nodiscard]] std::string shorthand(Duration duration);

/// As Prometheus writes durations: "4w", "1h30m", "1y". Empty: it is none, or not above zero.
[[nodiscard]] std::optional<Duration> prometheus_duration(std::string_view text);

/// An objective as a ratio. `percent`: it is written as 99.9. Told at `field`, and empty, where it is none: 100 % too.
[[nodiscard]] std::optional<Ratio> objective_of(Source& source, const Field& field, bool percent);
/// {target: 0.999} or {targetPercent: 99.9}, with the digits that were written.
[[nodiscard]] Tree objective_tree(const Field& field, bool percent);

/// Up to 63 letters, digits, '-', '.', '_', with a letter or digit at both ends.
[[nodiscard]] bool is_label_key(const std::string& key);
/// Labels that OpenSLO takes; of others the field is told.
[[nodiscard]] Texts labels_of(const Field& labels);

/// A rule between two windows: "page-1h-5m".
[[nodiscard]] catalog::BurnRule burn_rule(catalog::Severity severity, Duration long_window, Duration short_window, double factor);

inline constexpr Duration kAssumedPeriod = Duration::days(30);

}  // namespace plimsoll::convert
