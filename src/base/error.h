// error.h: what can go wrong in the world, and what a person does about it.
//
// Shape      an Error points at one row of its module's catalogue (code, HTTP status, meaning, remedy) and adds the
//            particulars: a detail sentence, the fields that broke a rule, and the context each layer gave.
// Threads    values; copy freely.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plimsoll {

/// One row of a module's error catalogue. Rows are `inline constexpr` objects and live for ever.
struct ErrorKind {
    std::string_view code;     ///< permanent, dotted: "ledger.too_late"
    int http_status;           ///< how it leaves over HTTP
    std::string_view meaning;  ///< one sentence, sentence case, no full stop
    std::string_view remedy;   ///< what the user can do
};

/// One field that broke a rule. Validation returns every one of them at once.
struct FieldError {
    std::string where;   ///< JSON pointer ("/spec/objectives/0/target") or "file.yaml:12:5"
    std::string rule;    ///< the rule that it broke, in words
    std::string remedy;  ///< what to write instead; may be empty
    friend bool operator==(const FieldError&, const FieldError&) = default;
};

/// An error of the world: input, peer, disk, missing data, a refused command. Our own bugs are INVARIANTs instead.
class Error {
public:
    explicit Error(const ErrorKind& kind, std::string detail = {}, std::vector<FieldError> fields = {})
        : kind_(&kind), detail_(std::move(detail)), fields_(std::move(fields)) {}

    [[nodiscard]] const ErrorKind& kind() const { return *kind_; }
    [[nodiscard]] std::string_view code() const { return kind_->code; }
    [[nodiscard]] const std::string& detail() const { return detail_; }
    [[nodiscard]] const std::vector<FieldError>& fields() const { return fields_; }
    [[nodiscard]] bool is(const ErrorKind& kind) const { return kind_->code == kind.code; }

    /// Prepends where it happened: "while reading slo.yaml". Once per layer.
    [[nodiscard]] Error within(std::string_view context) &&;

    /// One line for logs: "meaning: detail".
    [[nodiscard]] std::string sentence() const;
    /// Several lines for a terminal: the sentence, each field with its place, and the remedy.
    [[nodiscard]] std::string report() const;

private:
    const ErrorKind* kind_;
    std::string detail_;
    std::vector<FieldError> fields_;
};

namespace errors {
inline constexpr ErrorKind invalid{"base.invalid", 422, "The input breaks a rule", "Correct the fields named and send it again"};
inline constexpr ErrorKind malformed{"base.malformed", 400, "The input cannot be read", "Check the format at the place named"};
inline constexpr ErrorKind not_found{"base.not_found", 404, "There is no such thing", "Check the name; list what exists first"};
inline constexpr ErrorKind conflict{"base.conflict", 409, "It changed meanwhile or is in the wrong state", "Read it again and decide anew"};
inline constexpr ErrorKind io{"base.io", 503, "The disk or the operating system refused", "Check space, rights and the path named"};
inline constexpr ErrorKind busy{"base.busy", 503, "Too much work is waiting", "Try again after a moment"};
inline constexpr ErrorKind unavailable{"base.unavailable", 503, "The peer did not answer", "Check that it runs and can be reached"};
}  // namespace errors

}  // namespace plimsoll
