// import_routes.h: history in, hour by hour: what `plimsoll import` sends.
//
// Shape      POST /api/v1/import/slots takes at most 200 hours of one SLO: whoever reads the files does the work, the
//            server fills slots. Only missing slots are filled, so that sending twice changes nothing. History never pages.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "api/route.h"
#include "ledger/ledger.h"
#include "server/catalog_keeper.h"

namespace plimsoll::server {

inline constexpr std::size_t kMostImportHours = 200;

struct ImportHour {
    Timestamp start;                      ///< on the hour
    /// Rows of [slot in the hour 0..359, valid, bad, reporting, live].
    std::vector<std::vector<std::int64_t>> slots;
};
BOOST_DESCRIBE_STRUCT(ImportHour, (), (start, slots))

struct ImportRequest {
    std::string slo;
    std::string sli_version;  ///< of the SLO whose queries chose the series: another one is refused
    std::vector<ImportHour> hours;
};
BOOST_DESCRIBE_STRUCT(ImportRequest, (), (slo, sli_version, hours))

struct ImportReply {
    std::int64_t filled = 0;  ///< slots that were missing and now are not
};
BOOST_DESCRIBE_STRUCT(ImportReply, (), (filled))

/// `run`: work that is too long for an I/O thread.
[[nodiscard]] std::vector<api::Route> import_routes(ledger::Ledger& ledger, const CatalogKeeper& keeper,
                                                    std::function<bool(std::function<void()>)> run);

/// One hour as the ledger takes it. Errors: invalid (every rule that the rows break).
[[nodiscard]] Result<std::vector<ledger::Slot>> slots_of(const ImportHour& hour);

}  // namespace plimsoll::server
