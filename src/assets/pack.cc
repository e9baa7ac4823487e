#include "assets/pack.h"

#include "base/json.h"

namespace plimsoll::assets {

namespace {

constexpr std::string_view kMagic = "PLMPACK1";

Error broken(std::string what) {
    return fail(errors::malformed, "the pack of the web UI " + std::move(what));
}

std::size_t little_endian(std::string_view four) {
    std::size_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(four[i]);
    return value;
}

Result<Asset> asset_of(const PackedFile& file, std::string_view blob) {
    Asset asset{file.type, file.tag, {}};
    for (const PackedCopy& copy : file.copies) {
        if (copy.offset > blob.size() || copy.length > blob.size() - copy.offset)
            return broken("is cut off in " + file.path);
        asset.copies[copy.coding] = blob.substr(copy.offset, copy.length);
    }
    if (!asset.copies.contains("identity")) return broken("has no plain copy of " + file.path);
    return asset;
}

}  // namespace

Result<Pack> Pack::open(std::string_view bytes) {
    Pack pack;
    if (bytes.empty()) return pack;
    if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + 4)
        return broken("does not begin with " + std::string(kMagic));
    bytes.remove_prefix(kMagic.size());
    const std::size_t length = little_endian(bytes.substr(0, 4));
    bytes.remove_prefix(4);
    if (length > bytes.size()) return broken("is cut off in its index");
    TRY_ASSIGN(const PackIndex index, json::decode_strict<PackIndex>(bytes.substr(0, length)));
    for (const PackedFile& file : index.files) {
        TRY_ASSIGN(pack.files_[file.path], asset_of(file, bytes.substr(length)));
    }
    return pack;
}

const Asset* Pack::find(const std::string& path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

}  // namespace plimsoll::assets
