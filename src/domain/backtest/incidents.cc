#include "domain/backtest/incidents.h"

namespace plimsoll::backtest {

Result<std::vector<KnownIncident>> read_incidents(std::string_view text, const std::string& name) {
    return (void)text, (void)name, std::vector<KnownIncident>{};
}

}  // namespace plimsoll::backtest
