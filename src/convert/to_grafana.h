// to_grafana.h: a dashboard for each service, on the recordings of to_rules.h.
//
// Shape      Grafana's dashboard JSON (schema 38, Grafana 10 and above): a table of the service's SLOs, then for each of them a row
//            with what is left of its budget, how that went, its burn rates and its error ratio by window.
// Stable     uid "plimsoll-<service>" (hashed where that is longer than the 40 characters Grafana takes) and the panels' ids: importing
//            anew replaces, and links stay.
// Source     variable `datasource`, chosen in Grafana; variable `slo` asks the rules, so that new SLOs show without a new export.
#pragma once

#include "convert/exported.h"

namespace plimsoll::convert {

[[nodiscard]] Exported to_grafana(const catalog::Catalog& catalog, const Wanted& wanted);

/// At most 40 characters.
[[nodiscard]] std::string dashboard_uid(const std::string& service);

}  // namespace plimsoll::convert
