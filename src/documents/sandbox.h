// sandbox.h: hostile bytes are read in a process that can do nothing but read them.
//
// Shape      run_sandboxed starts this same program again as `read-document`, with the document as its standard input (a sealed memory
//            file) and its answer on a pipe. The child gives up its rights before it looks at a byte (confine), and so does every
//            program that it starts.
// Child      CPU, memory, file and process limits; no core; no new privileges; Landlock: reads /usr, /lib and the settings of fonts,
//            runs poppler's programs, writes nothing; seccomp: only the calls that reading takes, no sockets, no other process.
// Parent     counts time and bytes, ends the whole process group at the limit, and leaves no process behind, not even a zombie: the process
//            adopts the orphans of its children from the first run on.
// Missing    what the kernel lacks is left out and told by sandbox_parts(); without seccomp nothing is read.
// Threads    run_sandboxed from any; it blocks. confine() once, at the start of a process that has one thread.
#pragma once

#include <boost/describe/class.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "documents/pieces.h"

namespace plimsoll::documents {

/// How a run ended and what it wrote.
struct SandboxRun {
    int exit_code = 0;         ///< where it ended by itself
    int signal = 0;            ///< else what ended it
    bool out_of_time = false;  ///< the parent ended it: wall_ms went by
    bool out_of_room = false;  ///< the parent ended it: more than `most_output` came
    std::string output;
    std::string complaint;     ///< the first kLongestComplaint bytes of standard error
};

inline constexpr std::size_t kLongestComplaint = 4096;
inline constexpr std::size_t kMostOutput = 16 * 1024 * 1024;

struct SandboxStart {
    std::filesystem::path program;       ///< reader_program()
    std::vector<std::string> arguments;  ///< without the program's name
    int wall_ms = 8000;
    std::size_t most_output = kMostOutput;
};

/// Runs the program on the input. Errors: errors::refused (no process, no memory file).
[[nodiscard]] Result<SandboxRun> run_sandboxed(std::string_view input, const SandboxStart& start);

/// One thing that the sandbox is made of.
struct SandboxPart {
    std::string name;   ///< "seccomp", "landlock", …
    bool works = false;
    std::string text;   ///< what it stops, or what is lacking
};
BOOST_DESCRIBE_STRUCT(SandboxPart, (), (name, works, text))

/// Gives up what reading a document does not need, for this process and all it starts. Reads nothing of the document.
/// Errors: errors::refused when seccomp cannot be had.
[[nodiscard]] Result<std::vector<SandboxPart>> confine(const Limits& limits);

/// From here on the process starts no other, runs no other program, and ends after `cpu_s` more of processor time. After confine().
/// Errors: errors::refused.
[[nodiscard]] Result<> start_no_more(double cpu_s);

/// One of poppler's programs ("pdftohtml"): an absolute path; empty: not installed.
[[nodiscard]] std::filesystem::path poppler_program(std::string_view name);

/// A program that confine()d processes may start, with its output to be read.
struct Helper {
    int pid = 0;
    int output = -1;     ///< reading end of a pipe; the caller closes it
    int complaint = -1;  ///< the same of its standard error
};
/// Starts a program that reads standard input again by "/dev/fd/0", ends after `cpu_s` of CPU, and starts no other.
/// Errors: errors::refused.
[[nodiscard]] Result<Helper> start_helper(const std::filesystem::path& program, const std::vector<std::string>& arguments, double cpu_s);

}  // namespace plimsoll::documents
