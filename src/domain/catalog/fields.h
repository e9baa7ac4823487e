// fields.h: one map of a document being read. It knows which keys may stand there, tells of each that may not, and reads
// values with the rule that each must keep. What breaks a rule is reported at its own line and column, and reading goes
// on, so that all errors come at once.
//
// Null       a key whose value is null counts as absent, as Go's and most other OpenSLO readers take it.
// Threads    one; the Problems must outlive it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "domain/catalog/problem.h"

namespace plimsoll::catalog {

enum class Need { optional, required };

class Fields {
public:
    /// `path` names the map in messages ("spec.objectives[0]"). An absent map reads as an empty one.
    Fields(yaml::Node map, std::string path, std::vector<std::string> known, Problems& problems);

    [[nodiscard]] bool has(std::string_view key) const { return static_cast<bool>((*this)[key]); }
    [[nodiscard]] yaml::Node operator[](std::string_view key) const;
    [[nodiscard]] const yaml::Place& place() const { return map_.place(); }
    /// Of the key's value, else of the map.
    [[nodiscard]] yaml::Place place(std::string_view key) const;
    /// "spec.objectives[0].target".
    [[nodiscard]] std::string path(std::string_view key) const;

    /// The scalar's text, trimmed; empty where it is absent or broke a rule. `longest` counts characters; 0: no bound.
    std::string text(std::string_view key, Need need = Need::optional, std::size_t longest = 0) const;
    std::optional<bool> flag(std::string_view key) const;
    std::optional<double> number(std::string_view key, Need need = Need::optional) const;
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most) const;
    /// One of `choices`; any letter case when `any_case`. Gives the choice as listed.
    std::string one_of(std::string_view key, const std::vector<std::string>& choices, Need need = Need::optional,
                       bool any_case = false) const;
    /// A name that refers to another object: a DNS label.
    std::string reference(std::string_view key, Need need = Need::optional) const;
    std::vector<yaml::Node> list(std::string_view key, Need need = Need::optional) const;
    std::vector<std::string> texts(std::string_view key, std::size_t most) const;

    /// At most 1,050 characters.
    std::string description() const { return text("description", Need::optional, 1050); }

    void wrong(const ErrorKind& kind, std::string_view key, std::string rule, std::string remedy = {}) const;
    void invalid(std::string_view key, std::string rule, std::string remedy = {}) const;
    [[nodiscard]] Problems& problems() const { return *problems_; }

private:
    void refuse_unknown(const std::vector<std::string>& known) const;

    yaml::Node map_;
    std::string path_;
    Problems* problems_;
};

/// True for RFC 1123 labels: 1 to 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit.
[[nodiscard]] bool is_dns_label(std::string_view text);
/// Characters, not bytes, of UTF-8 text.
[[nodiscard]] std::size_t characters(std::string_view utf8);
[[nodiscard]] std::string trimmed(std::string_view text);
/// What to write for a name that is not a DNS label; empty when nothing can be made of it.
[[nodiscard]] std::string as_dns_label(std::string_view text);

}  // namespace plimsoll::catalog
