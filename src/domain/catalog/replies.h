// replies.h: what the catalogue's routes take and give, as described structs.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/check.h"
#include "domain/catalog/state.h"

namespace plimsoll::catalog {

/// The catalogue at a glance: what applies, and what waits or was refused since.
struct CatalogSummary {
    std::uint64_t version = 0;
    std::optional<Timestamp> applied_at;  ///< empty: nothing was applied yet
    std::string author;
    std::string commit;
    int files = 0;
    std::uint64_t services = 0;
    std::uint64_t slos = 0;
    std::uint64_t channels = 0;
    std::uint64_t tiers = 0;
    std::uint64_t policies = 0;
    std::uint64_t slas = 0;
    std::uint64_t data_sources = 0;
    std::uint64_t probes = 0;
    std::optional<Refusal> refusal;
    std::optional<Hold> hold;
    std::vector<std::string> removed_slos;  ///< whose ledger is still kept
};
BOOST_DESCRIBE_STRUCT(CatalogSummary, (), (version, applied_at, author, commit, files, services, slos, channels, tiers,
                                           policies, slas, data_sources, probes, refusal, hold, removed_slos))

struct ServiceList {
    std::vector<Service> items;
    std::string next_cursor;  ///< empty at the end
};
BOOST_DESCRIBE_STRUCT(ServiceList, (), (items, next_cursor))

struct ServiceDetail {
    Service service;
    std::optional<Tier> tier;
    std::vector<std::string> slos;
    std::vector<std::string> dependents;  ///< services that depend on it
};
BOOST_DESCRIBE_STRUCT(ServiceDetail, (), (service, tier, slos, dependents))

/// One object; exactly the member that its kind names is there.
struct CatalogObject {
    std::string kind;
    std::string name;
    Source source;
    std::optional<Service> service;
    std::optional<Tier> tier;
    std::optional<Channel> channel;
    std::optional<Slo> slo;
    std::optional<ErrorBudgetPolicy> policy;
    std::optional<Sla> sla;
    std::optional<DataSource> data_source;
    std::optional<Probe> probe;
};
BOOST_DESCRIBE_STRUCT(CatalogObject, (), (kind, name, source, service, tier, channel, slo, policy, sla, data_source, probe))

struct ObjectList {
    std::vector<CatalogObject> items;
    std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(ObjectList, (), (items, next_cursor))

struct CheckFile {
    std::string path;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(CheckFile, (), (path, text))

struct CheckRequest {
    std::vector<CheckFile> files;
};
BOOST_DESCRIBE_STRUCT(CheckRequest, (), (files))

struct ApplyRequest {
    using json_defaults = void;
    bool allow_deletes = false;
};
BOOST_DESCRIBE_STRUCT(ApplyRequest, (), (allow_deletes))

struct ApplyReply {
    bool changed = false;  ///< false: the files say what already applied
    std::uint64_t version = 0;
    int files = 0;
};
BOOST_DESCRIBE_STRUCT(ApplyReply, (), (changed, version, files))

}  // namespace plimsoll::catalog
