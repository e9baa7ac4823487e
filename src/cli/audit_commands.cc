// audit_commands.cc: `plimsoll audit verify | export | verify-export | head`.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "base/clock.h"
#include "base/random.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "log/export.h"
#include "log/verify.h"

namespace plimsoll::cli {

namespace {

std::filesystem::path log_file(const AuditOptions& options) { return std::filesystem::path(options.data) / "log.db"; }

/// `<data>.head-key` beside the data folder, where `serve` keeps its key when not told otherwise.
std::filesystem::path beside_data(const AuditOptions& options) {
    std::filesystem::path data = std::filesystem::absolute(options.data).lexically_normal();
    if (!data.has_filename()) data = data.parent_path();
    data += ".head-key";
    return data;
}

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
    if (!options.public_key.empty()) return log::find_public_key(options.public_key);
    std::filesystem::path beside = beside_data(options);
    beside += ".pub";
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

int audit_export(const Common& common, const AuditOptions& options) {
    const std::filesystem::path key_file = options.head_key.empty() ? beside_data(options) : std::filesystem::path(options.head_key);
    if (!std::filesystem::exists(key_file)) {
        return report(fail(plimsoll::errors::not_found, "no signing key at " + key_file.string() + "; give --head-key"));
    }
    SystemRandom random;
    auto key = log::SigningKey::load_or_create(key_file, options.data, random);
    if (!key) return report(key.error());
    std::ofstream file;
    const bool to_stdout = options.output == "-";
    if (!to_stdout) {
        file.open(options.output, std::ios::binary | std::ios::trunc);
        if (!file) return report(fail(plimsoll::errors::io, "cannot write " + options.output));
    }
    std::ostream& out = to_stdout ? std::cout : file;
    Progress progress("exporting");
    auto head = log::export_log(log_file(options), {options.from, INT64_MAX}, *key, SystemClock().now(), out,
                                [&](std::uint64_t at, std::uint64_t of) { progress.at(at, of); });
    if (!head) return report(head.error());
    out.flush();
    if (!out) return report(fail(plimsoll::errors::io, "writing " + options.output));
    if (!to_stdout && !common.json) fmt::print("exported events {} to {}, signed by key {}\n", options.from, head->seq, head->key_id);
    if (!to_stdout && common.json) return print_json(json::quote(log::to_text(*head)));
    return kOk;
}

int audit_verify_export(const Common& common, const AuditOptions& options, const std::string& file) {
    auto key = public_key_of(options);
    if (!key) return report(key.error());
    if (key->empty()) return report(fail(plimsoll::errors::not_found, "no public key; give --public-key: the key itself, or a file with it"));
    std::ifstream in(file, std::ios::binary);
    if (!in) return report(fail(plimsoll::errors::not_found, "there is no file " + file));
    auto result = log::verify_export(in, *key);
    if (!result) return report(result.error());
    return finish(common, *result);
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
