#include "documents/docx_package.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "documents/docx_xml.h"

namespace plimsoll::documents {

namespace {

Error damaged(std::string detail) { return fail(errors::damaged, std::move(detail)); }

Error holds_too_much(std::size_t limit) { return fail(errors::inflates, fmt::format("it unpacks to more than {} MiB", limit / 1024 / 1024)); }

std::string folder_of(std::string_view part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

std::string relationships_of(std::string_view part) {
    const std::string folder = folder_of(part);
    return folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

std::string last_word(std::string_view type) { return std::string(type.substr(type.rfind('/') + 1)); }

}  // namespace

void DocxPackage::Close::operator()(zip* archive) const { zip_discard(archive); }

std::string DocxPackage::key(std::string_view name) {
    std::string out(name.substr(name.starts_with('/') ? 1 : 0));
    for (char& c : out) c = c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

std::string resolved_target(std::string_view part, std::string_view target) {
    std::string path = target.starts_with('/') ? std::string(target.substr(1)) : folder_of(part) + std::string(target);
    std::vector<std::string> steps;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string step = path.substr(at, end - at);
        if (step == ".." && !steps.empty()) steps.pop_back();
        else if (step != "." && step != ".." && !step.empty()) steps.push_back(step);
        at = end + 1;
    }
    return fmt::format("{}", fmt::join(steps, "/"));
}

Result<DocxPackage> DocxPackage::open(std::string_view bytes, const Limits& limits) {
    zip_error_t problem;
    zip_error_init(&problem);
    DocxPackage package;
    package.limits_ = limits;
    if (zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &problem)) {
        package.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &problem));
        if (!package.archive_) zip_source_free(source);
    }
    const std::string why = zip_error_strerror(&problem);
    zip_error_fini(&problem);
    if (!package.archive_) return damaged("its archive cannot be opened: " + why);
    TRY(package.list(bytes.size()));
    return package;
}

Result<> DocxPackage::list(std::size_t bytes) {
    const auto entries = static_cast<std::uint64_t>(zip_get_num_entries(archive_.get(), 0));
    if (entries > kMostParts) return fail(errors::inflates, fmt::format("it holds {} parts, and at most {} are read", entries, kMostParts));
    std::uint64_t unpacked = 0;
    std::uint64_t packed = 0;
    for (std::uint64_t i = 0; i < entries; ++i) {
        zip_stat_t stat;
        if (zip_stat_index(archive_.get(), i, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0) return damaged("an entry of its archive cannot be read");
        const std::string name = key(stat.name);
        if (name.ends_with('/')) continue;
        if (stat.encryption_method != ZIP_EM_NONE) return fail(errors::encrypted, "its archive has a password");
        if (stat.size > limits_.inflated || stat.comp_size > bytes) return stat.comp_size > bytes ? damaged("an entry is longer than the file") : holds_too_much(limits_.inflated);
        unpacked += stat.size;
        packed += stat.comp_size;
        if (!parts_.emplace(name, Entry{i, stat.size, stat.comp_size, stat.comp_method}).second) return damaged("it holds a part twice under one name");
    }
    if (packed > bytes) return damaged("the entries of its archive overlap");
    if (unpacked > limits_.inflated) return holds_too_much(limits_.inflated);
    return {};
}

Result<std::string> DocxPackage::part(std::string_view name) {
    const auto found = parts_.find(key(name));
    if (found == parts_.end()) return damaged("a part is not there");
    const Entry& entry = found->second;
    if (entry.method != ZIP_CM_STORE && entry.method != ZIP_CM_DEFLATE) return damaged("a part is packed in a way that Word does not know");
    if (entry.size > kLongestPart) return fail(errors::inflates, fmt::format("one part is larger than {} MiB", kLongestPart / 1024 / 1024));
    const auto ratio = static_cast<std::uint64_t>(limits_.inflate_ratio);
    if (entry.size > kRatioFrom && entry.size > entry.packed * ratio) return fail(errors::inflates, fmt::format("a part is packed more than {} : 1", ratio));
    inflated_ += entry.size;
    if (inflated_ > limits_.inflated) return holds_too_much(limits_.inflated);
    zip_file_t* file = zip_fopen_index(archive_.get(), entry.index, 0);
    if (file == nullptr) return damaged("a part cannot be unpacked");
    std::string out(entry.size + 1, '\0');  // one more than declared shows that the header lies
    std::size_t got = 0;
    zip_int64_t read = 0;
    while (got < out.size() && (read = zip_fread(file, out.data() + got, out.size() - got)) > 0) got += static_cast<std::size_t>(read);
    zip_fclose(file);
    if (read < 0 || got != entry.size) return damaged("a part does not unpack to what its header says");
    out.resize(got);
    return out;
}

Result<std::vector<Relationship>> DocxPackage::relationships(std::string_view part) {
    std::vector<Relationship> out;
    const std::string name = relationships_of(part);
    if (!has(name)) return out;
    TRY_ASSIGN(std::string bytes, this->part(name));
    TRY_ASSIGN(const XmlPart xml, XmlPart::parse(bytes));
    for (const pugi::xml_node arrow : xml.root().children("pr:Relationship")) {
        const bool outside = std::string_view(arrow.attribute("TargetMode").value()) == "External";
        out.push_back({arrow.attribute("Id").value(), last_word(arrow.attribute("Type").value()), outside ? std::string() : resolved_target(part, arrow.attribute("Target").value())});
    }
    return out;
}

std::vector<std::string> DocxPackage::names() const {
    std::vector<std::string> out;
    for (const auto& [name, entry] : parts_) out.push_back(name);
    return out;
}

}  // namespace plimsoll::documents
