#include "domain/catalog/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/crypto.h"
#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/inventory.h"
#include "domain/catalog/lint.h"
#include "domain/catalog/resolve.h"

namespace plimsoll::catalog {

namespace {

constexpr std::string_view kRules = "catalogue rules 3";  // raise when the same files would read differently

bool by_path(const FileText& a, const FileText& b) { return std::tie(a.path, a.text) < std::tie(b.path, b.text); }

/// Whether the bounds hold for the list as a whole.
bool within_bounds(const std::vector<FileText>& files, Problems& problems) {
    std::size_t bytes = 0;
    for (const FileText& file : files) bytes += file.text.size();
    if (files.size() > kMostFiles) {
        problems.add(errors::too_large, {}, fmt::format("there are {} files; {} are allowed", files.size(), kMostFiles));
    }
    if (bytes > kMostBytes) {
        problems.add(errors::too_large, {}, fmt::format("the files have {} bytes together; {} are allowed", bytes, kMostBytes));
    }
    return files.size() <= kMostFiles && bytes <= kMostBytes;
}

using Key = std::tuple<std::string, std::string, std::string>;

Key key_of(const Object& object) { return {object.api_version, object.kind, object.metadata.name.name}; }

/// What pasted text defines: objects of the same key in files do not count.
std::set<Key> overriding(const std::vector<FileText>& files, const std::set<std::string>& pasted) {
    std::set<Key> keys;
    Problems told_later;  // when the same text is read in its turn
    for (const FileText& file : files) {
        if (!pasted.contains(file.path)) continue;
        for (const Object& object : read_objects(file, told_later)) keys.insert(key_of(object));
    }
    return keys;
}

/// Every object of the files, read file by file. Returns how many there are.
int take_files(const std::vector<FileText>& files, const std::set<std::string>& pasted, InventoryTaker& taker, Problems& problems) {
    const std::set<Key> overridden = overriding(files, pasted);
    for (const FileText& file : files) {
        auto objects = read_objects(file, problems);
        if (!overridden.empty() && !pasted.contains(file.path))
            std::erase_if(objects, [&](const Object& object) { return overridden.contains(key_of(object)); });
        if (taker.objects() + objects.size() > kMostObjects) {
            problems.add(errors::too_large, {file.path, 0, 0}, fmt::format("there are more than {} objects", kMostObjects));
            break;
        }
        taker.take(objects);
    }
    return static_cast<int>(taker.objects());
}

Reading read(std::vector<FileText> files, const std::set<std::string>& pasted, const std::vector<Problem>& before) {
    Problems problems;
    for (const Problem& p : before) problems.add(p);
    std::sort(files.begin(), files.end(), by_path);
    Reading out;
    out.files = static_cast<int>(files.size());
    if (within_bounds(files, problems)) {
        Texts texts;
        for (const FileText& file : files) texts.emplace(file.path, file.text);
        InventoryTaker taker(texts, problems);
        out.objects = take_files(files, pasted, taker, problems);
        out.catalog = resolve(taker.finish(), problems);
    }
    if (problems.errors() == 0) lint(out.catalog, problems);
    else out.catalog = {};
    out.errors = problems.in_order_errors();
    out.warnings = problems.in_order_warnings();
    return out;
}

}  // namespace

Reading read_catalog(std::vector<FileText> files, const std::vector<Problem>& before) { return read(std::move(files), {}, before); }

Reading read_changed(std::vector<FileText> files, std::vector<FileText> changed, const std::vector<Problem>& before) {
    std::set<std::string> pasted;
    for (FileText& file : changed) {
        if (file.path.empty()) {
            file.path = pasted.empty() ? std::string(kPasted) : fmt::format("{} {}", kPasted, pasted.size() + 1);
            pasted.insert(file.path);
        } else {
            std::erase_if(files, [&](const FileText& old) { return old.path == file.path; });
        }
    }
    std::vector<Problem> left;  // of files that were replaced nothing is said
    for (const Problem& p : before) {
        if (std::none_of(changed.begin(), changed.end(), [&](const FileText& file) { return file.path == p.file; })) left.push_back(p);
    }
    std::move(changed.begin(), changed.end(), std::back_inserter(files));
    return read(std::move(files), pasted, left);
}

std::string content_hash(const std::vector<FileText>& files) {
    std::vector<const FileText*> ordered;
    for (const FileText& file : files) ordered.push_back(&file);
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return by_path(*a, *b); });
    std::string names(kRules);
    for (const FileText* file : ordered) {
        names += fmt::format("\n{}:{}", file->path.size(), file->path);
        names += text::hex(crypto::view(crypto::sha256(file->text)));
    }
    return text::hex(crypto::view(crypto::sha256(names)));
}

}  // namespace plimsoll::catalog
