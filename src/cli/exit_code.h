// exit_code.h: what `plimsoll` tells the shell. Documented in docs/cli.md; a test compares.
#pragma once

namespace plimsoll::cli {

enum ExitCode {
    kOk = 0,
    kFound = 1,        ///< `check` found errors; `question check`, `practise check` or `interview kit check` errors or warnings; `interview kit gaps` a dimension that nobody tests; `import slo` lost something; `fmt --check` would change a file; `audit verify` found damage; a check of `health` or of a probe fails
    kUsage = 2,        ///< the command line itself
    kUnreachable = 3,  ///< no server answers
    kRefused = 4,      ///< the server refused: no such thing, no right, a rule
    kFailed = 5,       ///< the server or this machine failed
    kGateUsage = 6,    ///< the command line of `gate`, whose 2 says something else
};

// `gate SERVICE` answers by its exit code, so that a pipeline needs nothing else: 0 is allowed.
inline constexpr int kGateRefused = 1;
inline constexpr int kGateCannotTell = 2;

}  // namespace plimsoll::cli
