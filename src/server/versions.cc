#include "server/versions.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>

#include "base/text.h"
#include "domain/catalog/catalog_codec.h"
#include "domain/catalog/change_text.h"

namespace plimsoll::server {

namespace {

SloVersion version_of(const log::Event& row, const catalog::CatalogApplied& applied, const catalog::Change& change) {
    SloVersion version;
    version.seq = row.seq;
    version.at = row.fact.at;
    version.actor_name = applied.author.empty() ? row.fact.actor : applied.author;
    version.commit = applied.commit;
    version.action = change.action;
    version.changes = catalog::in_words(change.fields);
    const auto now = applied.upserts.slos.find(change.name);
    if (now != applied.upserts.slos.end()) version.definition_version = now->second.definition_version;
    return version;
}

void tell(SloVersion& version, const slo::VersionRecord& judged) {
    version.what = boost::describe::enum_to_string(judged.event.what, "");
    version.generation = judged.event.generation;
    if (const auto objective = Objective::of(judged.definition().objective)) version.objective = text::percent(*objective);
    version.budget_before = judged.event.budget_before;
    version.budget_after = judged.event.budget_after;
    version.rejudged = judged.event.rejudged;
}

}  // namespace

void join(std::vector<SloVersion>& items, const std::vector<slo::VersionRecord>& judged) {
    std::uint64_t before = UINT64_MAX;  // the version after it was applied there
    for (SloVersion& version : items) {
        for (const slo::VersionRecord& record : judged) {
            if (record.seq <= version.seq || record.seq >= before || record.definition().version != version.definition_version) continue;
            tell(version, record);
            break;
        }
        before = version.seq;
    }
}

Result<> VersionIndex::catch_up() {
    return log_.read_stream("catalog", next_, SIZE_MAX, [&](const log::Event& row) {
        take(row);
        next_ = row.seq + 1;
        return true;
    });
}

void VersionIndex::take(const log::Event& row) {
    const auto event = catalog::decode(row.fact);
    if (!event) spdlog::warn("event #{} is left out of the versions: {}", row.seq, event.error().sentence());
    const auto* applied = event && *event ? std::get_if<catalog::CatalogApplied>(&**event) : nullptr;
    if (applied == nullptr) return;
    for (const catalog::Change& change : applied->changes) {
        if (change.kind != "SLO") continue;
        std::deque<SloVersion>& versions = by_slo_[change.name];
        SloVersion version = version_of(row, *applied, change);
        if (version.definition_version.empty() && !versions.empty()) version.definition_version = versions.back().definition_version;
        versions.push_back(std::move(version));
        ++total_;
        if (versions.size() > kPerSlo) {
            versions.pop_front();
            --total_;
        }
    }
    if (total_ > kInAll) forget_oldest();
}

void VersionIndex::forget_oldest() {
    std::vector<log::Seq> seqs;
    for (const auto& [name, versions] : by_slo_)
        for (const SloVersion& version : versions) seqs.push_back(version.seq);
    const auto bound = seqs.begin() + static_cast<std::ptrdiff_t>(seqs.size() / 10);
    std::nth_element(seqs.begin(), bound, seqs.end());
    const log::Seq oldest_kept = *bound;
    for (auto it = by_slo_.begin(); it != by_slo_.end();) {
        std::deque<SloVersion>& versions = it->second;
        // The newest version of an SLO that exists stays.
        const std::size_t least = versions.back().action == catalog::ChangeAction::removed ? 0 : 1;
        while (versions.size() > least && versions.front().seq < oldest_kept) {
            versions.pop_front();
            --total_;
        }
        it = versions.empty() ? by_slo_.erase(it) : std::next(it);
    }
}

std::vector<SloVersion> VersionIndex::of(const std::string& slo) const {
    const auto found = by_slo_.find(slo);
    if (found == by_slo_.end()) return {};
    return {found->second.rbegin(), found->second.rend()};
}

}  // namespace plimsoll::server
