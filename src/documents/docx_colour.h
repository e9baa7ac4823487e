// docx_colour.h: colours as Word resolves them, and whether writing in one can be seen on another.
//
// Shape      Rgb is 0xRRGGBB. "auto" is no colour: Word then takes black or white, whichever shows.
// Theme      named colours come from the theme; the settings may map "background1" and its like to other ones.
// Approx     tints, shades and luminance are applied to red, green and blue instead of to hue and lightness, which is exact for grey and
//            close enough to tell dark from light.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace plimsoll::documents {

using Rgb = std::uint32_t;
inline constexpr Rgb kWhite = 0xFFFFFF;
/// Below this ratio of luminances a reader sees an empty place: #E6E6E6 on white is 1.25. Source of the ratio: WCAG 2.1, contrast ratio.
inline constexpr double kLeastContrast = 1.25;

/// 1 (the same) to 21 (black on white).
[[nodiscard]] double contrast(Rgb one, Rgb other);
[[nodiscard]] inline bool can_be_seen(Rgb ink, Rgb ground) { return contrast(ink, ground) >= kLeastContrast; }

/// "1F3864", "#1F3864"; nothing for "auto" and what is no colour.
[[nodiscard]] std::optional<Rgb> hex_colour(std::string_view text);
/// The colours of w:highlight; nothing for "none" and unknown names.
[[nodiscard]] std::optional<Rgb> highlight_colour(std::string_view name);
/// VML's colours: "#abc", "#aabbcc", "white", "black [3213]"; nothing for others.
[[nodiscard]] std::optional<Rgb> vml_colour(std::string_view text);

class Theme {
public:
    /// From the theme's part and the settings'; either may be a null node.
    Theme(pugi::xml_node theme, pugi::xml_node settings);
    Theme() : Theme(pugi::xml_node(), pugi::xml_node()) {}

    /// A colour in the attributes so named: as it is, or by the theme with its tint or shade, which wins.
    /// Nothing where it is "auto" or not there.
    [[nodiscard]] std::optional<Rgb> colour(pugi::xml_node node, const char* plain, const char* theme, const char* tint, const char* shade) const;
    /// The colour that a DrawingML element holds (a:srgbClr, a:schemeClr, a:sysClr, a:prstClr with their changes).
    [[nodiscard]] std::optional<Rgb> drawn(pugi::xml_node holder) const;
    /// The fill of a w:shd: its pattern of two colours, mixed; nothing where nothing is painted.
    [[nodiscard]] std::optional<Rgb> shading(pugi::xml_node shd) const;

private:
    [[nodiscard]] std::optional<Rgb> named(std::string_view name) const;
    std::map<std::string, Rgb, std::less<>> colours_;  // "dk1", "lt1", …
    std::map<std::string, std::string, std::less<>> mapped_;  // "bg1" -> "lt1"
};

}  // namespace plimsoll::documents
