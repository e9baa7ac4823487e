// audit_commands.cc: `plimsoll audit verify | export | verify-export | head`.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "log/export.h"
#include "log/verify.h"

namespace plimsoll::cli {

namespace {

std::filesystem::path log_file(const AuditOptions& options) { return std::filesystem::path(options.data) / "log.db"; }

/// A head is given as its line or as a file that holds it.
Result<log::SignedHead> head_of(const std::string& text_or_file) {
    if (text_or_file.find("plimsoll-head") != std::string::npos) return log::parse_head(text_or_file);
    std::ifstream in(text_or_file);
    if (!in) return fail(plimsoll::errors::not_found, "neither a signed head nor a file: " + text_or_file);
    std::ostringstream text;
    text << in.rdbuf();
    return log::parse_head(text.str());
}

/// The public key: given, else `<data>.head-key.pub` beside the data folder, where `serve` puts it.
Result<std::string> public_key_of(const AuditOptions& options) {
    if (!options.public_key.empty()) return log::load_public_key(options.public_key);
    std::filesystem::path beside = std::filesystem::absolute(options.data).lexically_normal();
    if (!beside.has_filename()) beside = beside.parent_path();
    beside += ".head-key.pub";
    if (!std::filesystem::exists(beside)) return std::string();
    return log::load_public_key(beside);
}

int finish(const Common& common, const log::AuditReport& report) {
    if (common.json) {
        print_json(json::encode(report));
    } else {
        fmt::print("{}", log::render(report));
    }
    return report.intact ? kOk : kFound;
}

}  // namespace

int audit_verify(const Common& common, const AuditOptions& options) {
    log::VerifyOptions verify;
    for (const std::string& text : options.heads) {
        auto head = head_of(text);
        if (!head) return report(head.error());
        verify.heads.push_back(*head);
    }
    auto key = public_key_of(options);
    if (!key) return report(key.error());
    verify.public_key = *key;
    std::optional<log::AuditReport> done;
    {
        Progress progress("verifying");
        verify.progress = [&](std::uint64_t at, std::uint64_t of) { progress.at(at, of); };
        auto result = log::verify_log(log_file(options), verify);
        if (!result) return report(result.error());
        done = std::move(*result);
    }
    return finish(common, *done);
}

int audit_head(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/audit/head");
    if (!body) return report(body.error());
    if (common.json) return print_json(json::quote(*body));
    fmt::print("{}\n", *body);
    return kOk;
}

}  // namespace plimsoll::cli
