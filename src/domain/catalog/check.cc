#include "domain/catalog/check.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::catalog {

namespace {

std::string counted(std::size_t n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); }

void append(std::string& out, const std::vector<Problem>& problems, std::string_view word) {
    for (const Problem& p : problems) {
        const std::string where = p.where();
        out += text::printable(fmt::format("{}{}{}: {}", where, where.empty() ? "" : ": ", word, p.rule)) + "\n";
        if (!p.remedy.empty()) out += "    " + text::printable(p.remedy) + "\n";
    }
}

}  // namespace

CheckReport check(const Reading& reading) {
    CheckReport out;
    out.ok = reading.errors.empty();
    out.files = reading.files;
    out.objects = reading.objects;
    out.services = static_cast<int>(reading.catalog.services.size());
    out.slos = static_cast<int>(reading.catalog.slos.size());
    out.errors = reading.errors;
    out.warnings = reading.warnings;
    return out;
}

std::string check_report(const CheckReport& report) {
    std::string out;
    append(out, report.errors, "error");
    append(out, report.warnings, "warning");
    const std::string read = counted(static_cast<std::size_t>(report.files), "file") + ", " +
                             counted(static_cast<std::size_t>(report.objects), "object");
    if (!report.ok) {
        return out + fmt::format("{}, {} in {}\n", counted(report.errors.size(), "error"),
                                 counted(report.warnings.size(), "warning"), read);
    }
    return out + fmt::format("ok: {}: {}, {}; {}\n", read, counted(static_cast<std::size_t>(report.services), "service"),
                             counted(static_cast<std::size_t>(report.slos), "SLO"), counted(report.warnings.size(), "warning"));
}

std::string check_report(const Reading& reading) { return check_report(check(reading)); }

int exit_code(const CheckReport& report) { return report.ok ? 0 : 1; }

}  // namespace plimsoll::catalog
