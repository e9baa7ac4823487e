// exit_code.h: what `plimsoll` tells the shell. Documented in docs/cli.md; a test compares.
#pragma once

namespace plimsoll::cli {

enum ExitCode {
    kOk = 0,
    kFound = 1,        ///< `check` found errors; `audit verify` found damage; a check of `health` fails
    kUsage = 2,        ///< the command line itself
    kUnreachable = 3,  ///< no server answers
    kRefused = 4,      ///< the server refused: no such thing, no right, a rule
    kFailed = 5,       ///< the server or this machine failed
};

}  // namespace plimsoll::cli
