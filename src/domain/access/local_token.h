// local_token.h: the admin token that lets the command line on the server's own host in.
//
// Life       at start the server reads <data>/cli.token and asks plan_local_token(). If something is to do, it gives the
//            commands, waits until they are durable, and writes the new text to the file, mode 0600, atomically. A crash
//            in between leaves a file that does not fit, and the next start begins anew.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access/decide.h"
#include "domain/access/token_text.h"

namespace plimsoll::access {

inline constexpr std::string_view local_token_name = "command line on this host";

struct LocalTokenPlan {
    std::vector<Command> commands;  ///< in order; empty: the file's token works
    std::string file_text;          ///< to be written when there are commands
};

/// `file`: what the file holds, if there is one; white space around the token is ignored.
[[nodiscard]] LocalTokenPlan plan_local_token(const State& state, std::optional<std::string_view> file, const TokenText& fresh,
                                              Timestamp now);

}  // namespace plimsoll::access
