#include "ingest/logs/access_logs.h"

namespace plimsoll::ingest::logs {

class AccessLogs::Tails {};

std::vector<FieldError> faults(const Settings&) { return {}; }
AccessLogs::AccessLogs(Intake&, const Clock&, SourceBook&, Metrics&) : tails_(std::make_unique<Tails>()) {}
AccessLogs::~AccessLogs() = default;
void AccessLogs::apply(std::vector<Settings>) {}
void AccessLogs::start() {}
void AccessLogs::stop() {}
Result<ImportReport> import_access_log(const std::filesystem::path&, const Settings&, const BindingSet&, const FillHour&, const ImportOptions&) {
    return fail(plimsoll::errors::unavailable, "access logs");
}

}  // namespace plimsoll::ingest::logs
