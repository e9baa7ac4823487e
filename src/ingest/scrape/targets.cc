#include "ingest/scrape/targets.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "base/yaml.h"

namespace plimsoll::ingest::scrape {
namespace {

constexpr std::uintmax_t kMostFileBytes = 1 << 20;

const std::string* value_in(const Pairs& labels, std::string_view name) {
    const auto found = std::find_if(labels.begin(), labels.end(), [&](const auto& pair) { return pair.first == name; });
    return found == labels.end() ? nullptr : &found->second;
}

Error at(const yaml::Node& node, std::string rule) {
    return fail(plimsoll::errors::invalid, {},
                {{node.place().text(), std::move(rule), "write [{targets: [\"host:port\"], labels: {name: value}}]"}});
}

/// "h:80" of "http://h/x". Empty: no host.
std::string instance_of(std::string_view url) {
    const bool https = url.starts_with("https://");
    url.remove_prefix(https ? 8 : 7);
    std::string authority(url.substr(0, url.find_first_of("/?#")));
    if (const std::size_t user = authority.rfind('@'); user != std::string::npos) authority.erase(0, user + 1);
    if (authority.empty() || authority.front() == ':') return {};
    const std::size_t after_address = authority.front() == '[' ? authority.find(']') : 0;
    if (after_address == std::string::npos) return {};
    if (authority.find(':', after_address) == std::string::npos) authority += https ? ":443" : ":80";
    return authority;
}

bool has_path(std::string_view url) { return url.find('/', url.find("://") + 3) != std::string_view::npos; }

}  // namespace

Result<Target> target_of(const std::string& written, const Settings& job, const Pairs& labels) {
    const std::string* scheme = value_in(labels, "__scheme__");
    const std::string* path = value_in(labels, "__metrics_path__");
    Target out;
    out.url = written;
    if (written.find("://") == std::string::npos) out.url = (scheme == nullptr ? "http" : *scheme) + "://" + written;
    const bool known = out.url.starts_with("http://") || out.url.starts_with("https://");
    const std::string instance = known ? instance_of(out.url) : std::string();
    if (instance.empty() || written.find_first_of(" \t\r\n") != std::string::npos) {
        return fail(plimsoll::errors::invalid, "\"" + written + "\" is no target: write host:port, or an http or https URL");
    }
    if (!has_path(out.url)) out.url += path == nullptr ? "/metrics" : *path;
    std::map<std::string, std::string> all(job.labels.begin(), job.labels.end());
    for (const auto& [name, value] : labels) {
        if (!name.starts_with("__")) all[name] = value;
    }
    all.try_emplace("job", job.job);
    all.try_emplace("instance", instance);
    out.labels.assign(all.begin(), all.end());
    return out;
}

Result<std::vector<Target>> targets_of_file(std::string_view text, const Settings& job) {
    TRY_ASSIGN(const auto documents, yaml::parse_documents(text, job.target_file));
    std::vector<Target> out;
    for (const yaml::Node& document : documents) {
        if (!document.is_list()) return at(document, "is no list of target groups");
        for (const yaml::Node& group : document.items()) {
            const yaml::Node targets = group["targets"];
            if (!targets.is_list()) return at(group, "has no list of targets");
            const yaml::Node declared = group["labels"];
            if (declared && !declared.is_map()) return at(declared, "labels are no map");
            Pairs labels;
            for (const auto& entry : declared.entries()) labels.emplace_back(entry.key, entry.value.text());
            for (const yaml::Node& target : targets.items()) {
                auto made = target_of(target.text(), job, labels);
                if (!made) return at(target, made.error().detail());
                out.push_back(std::move(*made));
            }
        }
    }
    return out;
}

Result<bool> Targets::refresh() {
    std::optional<Version> version;
    std::string text;
    if (!job_.target_file.empty()) {
        std::error_code error;
        version = Version{std::filesystem::last_write_time(job_.target_file, error), 0};
        if (!error) version->size = std::filesystem::file_size(job_.target_file, error);
        if (error) return fail(plimsoll::errors::io, "cannot read targetFile " + job_.target_file + ": " + error.message());
        if (read_ && version == version_) return false;
        if (version->size > kMostFileBytes)
            return fail(plimsoll::errors::invalid, job_.target_file + " is larger than 1 MiB; use several jobs");
        std::ifstream in(job_.target_file, std::ios::binary);
        text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        if (!in) return fail(plimsoll::errors::io, "cannot read targetFile " + job_.target_file);
    } else if (read_) {
        return false;
    }
    std::vector<Target> all;
    for (const std::string& written : job_.targets) {
        TRY_ASSIGN(Target target, target_of(written, job_));
        all.push_back(std::move(target));
    }
    if (version) {
        TRY_ASSIGN(auto of_file, targets_of_file(text, job_));
        all.insert(all.end(), std::make_move_iterator(of_file.begin()), std::make_move_iterator(of_file.end()));
    }
    if (all.size() > kMostTargets)
        return fail(plimsoll::errors::invalid, job_.name + " has more than 10,000 targets; use several DataSources");
    read_ = true;
    version_ = version;
    const bool changed = all != all_;
    all_ = std::move(all);
    return changed;
}

}  // namespace plimsoll::ingest::scrape
