// app.h: the command line, read into plain options and handed to commands.h.
#pragma once

namespace plimsoll::cli {

/// Returns the exit code.
int run(int argc, char** argv);

}  // namespace plimsoll::cli
