// export_commands.cc: `plimsoll export rules | grafana | openslo | csv | metrics`.
#include <fmt/format.h>

#include <boost/describe/enum_to_string.hpp>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "convert/exported.h"

namespace plimsoll::cli {

namespace {

namespace errors {
inline constexpr ErrorKind not_written{"export.not_written", 500, "A file could not be written", "Check the folder and its rights"};
}  // namespace errors

std::string query_of(const ExportOptions& options) {
    std::string out;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) out += fmt::format("{}{}={}", out.empty() ? "?" : "&", name, encoded(value));
    };
    add("service", options.service);
    add("slo", options.slo);
    add("files", options.per_service ? "service" : "");
    return out;
}

Result<> write_file(const std::filesystem::path& path, const std::string& text) {
    std::error_code error;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return fail(errors::not_written, path.string());
    return {};
}

/// A folder takes files under their own names: "-o rules/", or one that is there.
bool names_folder(const std::string& out) { return out.ends_with('/') || std::filesystem::is_directory(out); }

Result<> write_files(const std::vector<convert::ExportedFile>& files, const std::string& out) {
    if (files.size() > 1 || names_folder(out)) {
        for (const convert::ExportedFile& file : files) {
            TRY(write_file(std::filesystem::path(out) / file.path, file.text));
            fmt::print("{}\n", text::printable((std::filesystem::path(out) / file.path).string()));
        }
        return {};
    }
    for (const convert::ExportedFile& file : files) {
        TRY(write_file(out, file.text));
        fmt::print("{}\n", text::printable(out));
    }
    return {};
}

/// On standard error, so that standard output holds nothing but the files.
void print_losses(const std::vector<convert::Loss>& losses) {
    for (const convert::Loss& loss : losses) {
        const std::string place = loss.file.empty() ? "" : fmt::format(" ({}:{})", loss.file, loss.line);
        fmt::print(stderr, "{}: {} {}{}: {}\n", boost::describe::enum_to_string(loss.fate, ""), text::printable(loss.object),
                   text::printable(loss.field), text::printable(place), text::printable(loss.why));
        if (!loss.instead.empty()) fmt::print(stderr, "    {}\n", text::printable(loss.instead));
    }
}

int export_files(const Common& common, const std::string& what, const ExportOptions& options) {
    const Session session(common);
    auto body = session.get("/api/v1/export/" + what + query_of(options));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto exported = json::decode<convert::Exported>(*body);
    if (!exported) return report(exported.error());
    print_losses(exported->losses);
    if (options.out.empty()) {
        for (const convert::ExportedFile& file : exported->files) fmt::print("{}", file.text);
    } else if (auto written = write_files(exported->files, options.out); !written) {
        return report(written.error());
    }
    fmt::print(stderr, "{} SLO{} in {} file{}\n", exported->slos, exported->slos == 1 ? "" : "s", exported->files.size(),
               exported->files.size() == 1 ? "" : "s");
    return kOk;
}

int export_text(const Common& common, const std::string& target, const ExportOptions& options) {
    const Session session(common);
    auto body = session.get(target);
    if (!body) return report(body.error());
    if (options.out.empty()) {
        fmt::print("{}", *body);
        return kOk;
    }
    if (auto written = write_file(options.out, *body); !written) return report(written.error());
    fmt::print("{}\n", text::printable(options.out));
    return kOk;
}

}  // namespace

int export_rules(const Common& common, const ExportOptions& options) { return export_files(common, "rules", options); }
int export_grafana(const Common& common, const ExportOptions& options) { return export_files(common, "grafana", options); }
int export_openslo(const Common& common, const ExportOptions& options) { return export_files(common, "openslo", options); }

int export_csv(const Common& common, const ExportOptions& options) {
    if (options.slo.empty()) return export_text(common, "/api/v1/export/csv", options);
    std::string target = fmt::format("/api/v1/export/csv/slos/{}/{}", encoded(options.slo), options.counts ? "counts" : "budget");
    const char* separator = "?";
    for (const auto& [name, value] : {std::pair{"from", &options.from}, std::pair{"to", &options.to}, std::pair{"step", &options.step}}) {
        if (value->empty()) continue;
        target += fmt::format("{}{}={}", separator, name, encoded(*value));
        separator = "&";
    }
    return export_text(common, target, options);
}

int export_metrics(const Common& common, const ExportOptions& options) { return export_text(common, "/api/v1/export/metrics", options); }

}  // namespace plimsoll::cli
