#include "documents/docx_colour.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "documents/docx_xml.h"

namespace plimsoll::documents {

namespace {

double channel(Rgb colour, int shift) { return static_cast<double>((colour >> shift) & 0xFF) / 255; }

/// Each channel put through f, from 0 to 1.
template <class F>
Rgb changed(Rgb colour, F f) {
    Rgb out = 0;
    for (const int shift : {16, 8, 0}) out |= static_cast<Rgb>(std::lround(std::clamp(f(channel(colour, shift)), 0.0, 1.0) * 255)) << shift;
    return out;
}
Rgb towards_white(Rgb colour, double kept) {
    return changed(colour, [=](double c) { return c * kept + (1 - kept); });
}
Rgb towards_black(Rgb colour, double kept) {
    return changed(colour, [=](double c) { return c * kept; });
}
Rgb mixed(Rgb one, Rgb other, double share_of_one) {
    Rgb out = 0;
    for (const int shift : {16, 8, 0}) out |= static_cast<Rgb>(std::lround((channel(one, shift) * share_of_one + channel(other, shift) * (1 - share_of_one)) * 255)) << shift;
    return out;
}

double luminance(Rgb colour) {
    const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(channel(colour, 16)) + 0.7152 * linear(channel(colour, 8)) + 0.0722 * linear(channel(colour, 0));
}

std::optional<unsigned> hex_number(std::string_view text) {
    unsigned value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

constexpr auto kNames = std::to_array<std::pair<std::string_view, Rgb>>({
    {"black", 0x000000}, {"blue", 0x0000FF}, {"cyan", 0x00FFFF}, {"green", 0x00FF00}, {"magenta", 0xFF00FF}, {"red", 0xFF0000}, {"yellow", 0xFFFF00}, {"white", 0xFFFFFF},
    {"darkBlue", 0x000080}, {"darkCyan", 0x008080}, {"darkGreen", 0x008000}, {"darkMagenta", 0x800080}, {"darkRed", 0x800000}, {"darkYellow", 0x808000}, {"darkGray", 0x808080},
    {"lightGray", 0xC0C0C0}, {"gray", 0x808080}, {"silver", 0xC0C0C0}, {"navy", 0x000080}, {"maroon", 0x800000}, {"teal", 0x008080}, {"purple", 0x800080}, {"olive", 0x808000}, {"lime", 0x00FF00},
    {"aqua", 0x00FFFF}, {"fuchsia", 0xFF00FF}, {"window", 0xFFFFFF}, {"windowText", 0x000000}});

std::optional<Rgb> by_name(std::string_view name) {
    for (const auto& [known, colour] : kNames)
        if (known == name) return colour;
    return std::nullopt;
}

/// Word's own theme, for files without one.
constexpr auto kOffice = std::to_array<std::pair<std::string_view, Rgb>>({{"dk1", 0x000000}, {"lt1", 0xFFFFFF}, {"dk2", 0x44546A}, {"lt2", 0xE7E6E6}, {"accent1", 0x4472C4}, {"accent2", 0xED7D31},
                                                                          {"accent3", 0xA5A5A5}, {"accent4", 0xFFC000}, {"accent5", 0x5B9BD5}, {"accent6", 0x70AD47}, {"hlink", 0x0563C1}, {"folHlink", 0x954F72}});

/// Word's names of the theme's colours, and DrawingML's, to the theme's own.
constexpr auto kSlots = std::to_array<std::pair<std::string_view, std::string_view>>({{"dark1", "dk1"}, {"light1", "lt1"}, {"dark2", "dk2"}, {"light2", "lt2"}, {"hyperlink", "hlink"},
                                                                                      {"followedHyperlink", "folHlink"}, {"background1", "bg1"}, {"text1", "tx1"}, {"background2", "bg2"}, {"text2", "tx2"}});

std::string_view slot_of(std::string_view name) {
    for (const auto& [word, slot] : kSlots)
        if (word == name) return slot;
    return name;
}

/// a:lumMod and its like, in thousandths of a percent.
Rgb with_changes(Rgb colour, pugi::xml_node holder) {
    for (const pugi::xml_node change : holder.children()) {
        const double by = std::clamp(static_cast<double>(whole(change.attribute("val").value()).value_or(100000)) / 100000, 0.0, 10.0);
        if (is(change, "a:lumMod") || is(change, "a:shade")) colour = towards_black(colour, by);
        else if (is(change, "a:lumOff")) colour = changed(colour, [=](double c) { return c + by; });
        else if (is(change, "a:tint")) colour = towards_white(colour, by);
    }
    return colour;
}

}  // namespace

double contrast(Rgb one, Rgb other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::optional<Rgb> hex_colour(std::string_view text) {
    if (text.starts_with('#')) text.remove_prefix(1);
    if (text.size() == 8) text.remove_prefix(2);  // with an alpha in front
    if (text.size() != 6) return std::nullopt;
    return hex_number(text);
}

std::optional<Rgb> highlight_colour(std::string_view name) { return by_name(name); }

std::optional<Rgb> vml_colour(std::string_view text) {
    text = text.substr(0, text.find(' '));
    if (text.size() == 4 && text[0] == '#') {
        const std::string wide{text[1], text[1], text[2], text[2], text[3], text[3]};
        return hex_colour(wide);
    }
    return text.starts_with('#') ? hex_colour(text) : by_name(text);
}

Theme::Theme(pugi::xml_node theme, pugi::xml_node settings) {
    for (const auto& [slot, colour] : kOffice) colours_.emplace(slot, colour);
    for (const pugi::xml_node slot : theme.child("a:themeElements").child("a:clrScheme").children()) {
        if (const auto colour = drawn(slot)) colours_[std::string(std::string_view(slot.name()).substr(std::string_view(slot.name()).find(':') + 1))] = *colour;
    }
    mapped_ = {{"bg1", "lt1"}, {"tx1", "dk1"}, {"bg2", "lt2"}, {"tx2", "dk2"}};
    const pugi::xml_node mapping = settings.child("w:clrSchemeMapping");
    for (const auto& [name, attribute] : {std::pair{"bg1", "w:bg1"}, {"tx1", "w:t1"}, {"bg2", "w:bg2"}, {"tx2", "w:t2"}})
        if (const pugi::xml_attribute to = mapping.attribute(attribute)) mapped_[name] = slot_of(to.value());
}

std::optional<Rgb> Theme::named(std::string_view name) const {
    name = slot_of(name);
    if (const auto mapped = mapped_.find(name); mapped != mapped_.end()) name = mapped->second;
    const auto found = colours_.find(name);
    return found == colours_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Rgb> Theme::colour(pugi::xml_node node, const char* plain, const char* theme, const char* tint, const char* shade) const {
    auto found = named(node.attribute(theme).value());
    if (!found) return hex_colour(node.attribute(plain).value());
    if (const auto kept = hex_number(node.attribute(tint).value())) found = towards_white(*found, *kept / 255.0);
    if (const auto kept = hex_number(node.attribute(shade).value())) found = towards_black(*found, *kept / 255.0);
    return found;
}

std::optional<Rgb> Theme::drawn(pugi::xml_node holder) const {
    for (const pugi::xml_node colour : holder.children()) {
        std::optional<Rgb> found;
        if (is(colour, "a:srgbClr")) found = hex_colour(colour.attribute("val").value());
        else if (is(colour, "a:schemeClr")) found = named(colour.attribute("val").value());
        else if (is(colour, "a:sysClr")) found = hex_colour(colour.attribute("lastClr").value());
        else if (is(colour, "a:prstClr")) found = by_name(colour.attribute("val").value());
        if (found) return with_changes(*found, colour);
    }
    return std::nullopt;
}

std::optional<Rgb> Theme::shading(pugi::xml_node shd) const {
    if (!shd) return std::nullopt;
    const std::string_view pattern = shd.attribute("w:val").value();
    const auto fill = colour(shd, "w:fill", "w:themeFill", "w:themeFillTint", "w:themeFillShade");
    if (pattern == "nil" || pattern == "clear" || pattern.empty()) return fill;
    const Rgb ink = colour(shd, "w:color", "w:themeColor", "w:themeTint", "w:themeShade").value_or(0x000000);
    if (pattern == "solid") return ink;
    const auto share = pattern.starts_with("pct") ? whole(pattern.substr(3)) : std::optional<long long>(50);
    return mixed(ink, fill.value_or(kWhite), std::clamp(static_cast<double>(share.value_or(50)) / 100, 0.0, 1.0));
}

}  // namespace plimsoll::documents
