// assertion.h: what must hold of an answer, whether it does, and in what words it does not.
//
// Subjects   http: status, header (key: its name), body, json (key: a path), size (bytes of the body). tcp: banner. tls: protocol,
//            name (each name of the certificate). dns: answer (each record), rcode. Of several values one that fits is enough.
// Compare    at_least and at_most as numbers; equals as text, or as numbers where both sides are; matches is RE2, anywhere.
// Pure       no I/O. Threads: any.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/prober.h"
#include "probes/substitution.h"

namespace plimsoll::probes {

/// What a step's answer was, as far as assertions and captures ask.
struct Facts {
    std::map<std::string, std::vector<std::string>> values;  ///< by subject: status, size, protocol, name, answer, rcode, banner
    std::multimap<std::string, std::string> headers;         ///< names in lower case
    std::string body;
};

/// Why a step is not good; a `reason` of StepResult.
struct Failure {
    std::string reason;
    std::string text;
};

/// The subjects that a kind of step has.
[[nodiscard]] const std::vector<std::string>& subjects(Kind kind);

/// The first assertion that does not hold; empty: all hold. The assertions are sound (faults()).
[[nodiscard]] std::optional<Failure> check(const std::vector<Assertion>& assertions, const Facts& facts);

/// Adds what a step captures to `values`. The first that has no value is a failure.
[[nodiscard]] std::optional<Failure> capture(const std::vector<Capture>& captures, const Facts& facts, Values& values);

/// Of an answer's body, for people: printable, at most 500 bytes.
[[nodiscard]] std::string excerpt_of(std::string_view body);

}  // namespace plimsoll::probes
