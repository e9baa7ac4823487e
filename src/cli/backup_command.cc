// backup_command.cc: `plimsoll backup` and `plimsoll restore`: on the data folder itself, whether the server runs or
// not.
#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "server/backup.h"

namespace plimsoll::cli {

namespace {

void tell(const server::BackupManifest& manifest) {
    std::uint64_t bytes = 0;
    for (const server::BackupFile& file : manifest.files) bytes += file.bytes;
    fmt::print("  as of {}: the log up to event {}, {} kB in {} files; verified\n", text::rfc3339(manifest.at),
               manifest.seq, text::count(static_cast<std::int64_t>(bytes / 1000)), manifest.files.size());
}

}  // namespace

int backup(const Common& common, const BackupCommand& command) {
    Progress progress("backing up");
    auto done = server::back_up({command.data, command.output, command.keys, SystemClock().now(),
                                 [&](std::uint64_t at, std::uint64_t of) { progress.at(at, of); }});
    if (!done) return report(done.error());
    if (common.json)
        return print_json(fmt::format(R"({{"folder":{},"keys":{},"manifest":{}}})", json::quote(done->folder.string()),
                                      json::quote(done->keys.string()), json::encode(done->manifest)));
    fmt::print("backed up to {}\n", done->folder.string());
    tell(done->manifest);
    if (done->keys.empty()) {
        fmt::print("  without people's names and passwords; --keys FOLDER keeps those apart\n");
    } else {
        fmt::print("  people's names and passwords to {}: keep them apart, and not for long\n", done->keys.string());
    }
    return kOk;
}

int restore(const Common& common, const RestoreCommand& command) {
    auto manifest = server::restore({command.backup, command.keys, command.data});
    if (!manifest) return report(manifest.error());
    if (common.json) return print_json(json::encode(*manifest));
    fmt::print("restored to {}\n", command.data);
    tell(*manifest);
    if (command.keys.empty())
        fmt::print("  without people's names and passwords: `plimsoll user reset` makes a way in\n");
    return kOk;
}

}  // namespace plimsoll::cli
