#include "convert/source.h"

#include <fmt/format.h>

#include <charconv>

#include "domain/catalog/fields.h"

namespace plimsoll::convert {

namespace {

/// "spec.target"; keys that a path could mistake for several are quoted.
std::string below(const std::string& path, std::string_view key) {
    if (key.find_first_of(".[]\"") != std::string_view::npos) return fmt::format("{}[\"{}\"]", path, key);
    return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::string below(const std::string& path, std::size_t index) { return fmt::format("{}[{}]", path, index); }

bool is_there(const yaml::Node& node) { return node && node.kind() != yaml::Node::Kind::null; }

}  // namespace

Field::operator bool() const { return is_there(node_); }

Field Field::operator[](std::string_view key) const { return Field(*source_, node_[key], below(path_, key)); }

std::vector<Field> Field::items() const {
    std::vector<Field> out;
    const auto& items = node_.items();
    for (std::size_t i = 0; i < items.size(); ++i) out.push_back(Field(*source_, items[i], below(path_, i)));
    return out;
}

std::vector<std::pair<std::string, Field>> Field::entries() const {
    std::vector<std::pair<std::string, Field>> out;
    for (const auto& entry : node_.entries()) out.emplace_back(entry.key, Field(*source_, entry.value, below(path_, entry.key)));
    return out;
}

std::string Field::text() const {
    if (!node_.is_scalar()) return {};
    source_->read_.insert(path_);
    return catalog::trimmed(node_.text());
}

std::optional<double> Field::number() const {
    if (!node_.is_scalar()) return std::nullopt;
    const std::string written = catalog::trimmed(node_.text());
    double value = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
    if (error != std::errc() || end != written.data() + written.size() || written.find_first_of("nN") != std::string::npos)
        return std::nullopt;
    source_->read_.insert(path_);
    return value;
}

std::optional<bool> Field::flag() const {
    const auto value = node_.as_bool();
    if (value) source_->read_.insert(path_);
    return value;
}

std::vector<std::string> Field::texts() const {
    std::vector<std::string> out;
    if (node_.is_scalar()) out.push_back(text());
    for (const Field& item : items()) {
        if (item.is_scalar()) out.push_back(item.text());
    }
    return out;
}

void Field::carried() const { source_->taken_.insert(path_); }

void Field::changed(std::string why, std::string instead) const {
    if (!*this) return;
    carried();
    source_->tell(*this, Fate::changed, std::move(why), std::move(instead));
}

void Field::dropped(std::string why, std::string instead) const {
    if (!*this) return;
    carried();
    source_->tell(*this, Fate::dropped, std::move(why), std::move(instead));
}

void Field::assumed(std::string why, std::string instead) const { source_->tell(*this, Fate::changed, std::move(why), std::move(instead)); }

Source::Source(yaml::Node node, std::string path, std::string object, Losses& losses)
    : node_(std::move(node)), path_(std::move(path)), object_(std::move(object)), losses_(&losses), owner_(losses.owner()) {}

Source::~Source() {
    if (!left_out_) tell_unread(node_, path_);
}

Field Source::root() { return Field(*this, node_, path_); }

void Source::leave_out(const Field& because, std::string why, std::string instead) {
    if (left_out_) return;
    losses_->forget(owner_);
    tell(because, Fate::dropped, "left out: " + std::move(why), std::move(instead));
    left_out_ = true;
}

void Source::tell(const Field& field, Fate fate, std::string why, std::string instead) {
    if (left_out_) return;
    losses_->add({object_, field.path_, field.line(), fate, std::move(why), std::move(instead), file()}, owner_);
}

bool Source::any_read_below(const std::string& path) const {
    for (const auto* set : {&read_, &taken_}) {
        for (const char* next : {".", "["}) {
            const auto found = set->lower_bound(path + next);
            if (found != set->end() && (found->starts_with(path + next) || path.empty())) return true;
        }
        if (path.empty() && !set->empty()) return true;
    }
    return false;
}

void Source::tell_unread(const yaml::Node& node, const std::string& path) {
    if (!is_there(node) || taken_.contains(path) || read_.contains(path)) return;
    const bool leaf = node.is_scalar() || (node.items().empty() && node.entries().empty());
    if (leaf || (path != path_ && !any_read_below(path))) {
        losses_->add({object_, path, node.place().line, Fate::dropped, "nothing here means that", "", file()}, owner_);
        return;
    }
    for (const auto& entry : node.entries()) tell_unread(entry.value, below(path, entry.key));
    for (std::size_t i = 0; i < node.items().size(); ++i) tell_unread(node.items()[i], below(path, i));
}

}  // namespace plimsoll::convert
