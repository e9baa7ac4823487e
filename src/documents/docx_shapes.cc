#include "documents/docx_shapes.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <string_view>

#include "documents/docx_xml.h"

namespace plimsoll::documents {

namespace {

/// Share of a page's area from which something can be a ground to write on.
constexpr double kBackdropShare = 0.06;

long long attribute_number(pugi::xml_node node, const char* name, long long otherwise) { return whole(node.attribute(name).value()).value_or(otherwise); }

/// Of "width:100pt;visibility:hidden": the value of one property; empty where it is not there.
std::string_view property(std::string_view style, std::string_view name) {
    while (!style.empty()) {
        const std::size_t end = std::min(style.find(';'), style.size());
        std::string_view item = style.substr(0, end);
        style.remove_prefix(std::min(end + 1, style.size()));
        while (item.starts_with(' ')) item.remove_prefix(1);
        if (item.size() > name.size() && item.starts_with(name) && item[name.size()] == ':') return item.substr(name.size() + 1);
    }
    return {};
}

/// "12.5pt", "1in", "40" (pixels) in EMU.
std::optional<long long> length(std::string_view text) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || value > 1e6 || value < -1e6) return std::nullopt;
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const double emu = unit.starts_with("pt") ? 12700 : unit.starts_with("in") ? 914400 : unit.starts_with("cm") ? 360000 : unit.starts_with("mm") ? 36000 : 9525;
    return static_cast<long long>(value * emu);
}

/// Reads one drawing, going down to its shapes. Its depth is bounded by the tree's.
class Reading {
public:
    Reading(const Theme& theme, const Sheet& sheet) : theme_(theme), sheet_(sheet) {}

    Drawing run(pugi::xml_node node) {
        visit_children(node);
        return std::move(out_);
    }

private:
    void visit_children(pugi::xml_node node) {
        for (const pugi::xml_node child : node.children()) visit(child);
    }

    void visit(pugi::xml_node node) {
        const std::string_view name = node.name();
        if (name == "mc:AlternateContent") visit_children(shown_version(node));
        else if (name == "wp:anchor" || name == "wp:inline") placed(node);
        else if (name == "wps:wsp") shape(node);
        else if (name == "v:shape" || name == "v:rect" || name == "v:roundrect" || name == "v:oval") vml(node);
        else if (name == "w:txbxContent") add(node, std::nullopt);
        else if (name == "pic:pic" || name == "v:imagedata") picture();
        else if (name == "c:chart" || name == "dgm:relIds") ++out_.diagrams;
        else if (name == "o:OLEObject") ++out_.embedded;
        else visit_children(node);
    }

    void placed(pugi::xml_node node) {
        frame_ = {};
        const pugi::xml_node extent = node.child("wp:extent");
        frame_.width = attribute_number(extent, "cx", 0);
        frame_.height = attribute_number(extent, "cy", 0);
        const auto position = [&](const char* name, bool& by_page) {
            const pugi::xml_node at = node.child(name);
            by_page = std::string_view(at.attribute("relativeFrom").value()) == "page";
            return whole(at.child("wp:posOffset").text().get());
        };
        frame_.x = position("wp:positionH", frame_.by_page_x);
        frame_.y = position("wp:positionV", frame_.by_page_y);
        const std::string_view hidden = node.child("wp:docPr").attribute("hidden").value();
        unseen_ = nullptr;
        if (hidden == "1" || hidden == "true") unseen_ = "never painted";
        else if (off_page(frame_, sheet_)) unseen_ = "outside the page";
        visit_children(node);
        unseen_ = nullptr;
    }

    void shape(pugi::xml_node node) {
        const Frame around = frame_;
        const pugi::xml_node properties = node.child("wps:spPr");
        // Within a group each shape has its own place.
        if (const pugi::xml_node own = properties.child("a:xfrm"); own && is(node.parent(), "wpg:wgp")) {
            frame_.x = attribute_number(own.child("a:off"), "x", 0) + frame_.x.value_or(0);
            frame_.y = attribute_number(own.child("a:off"), "y", 0) + frame_.y.value_or(0);
            frame_.width = attribute_number(own.child("a:ext"), "cx", frame_.width);
            frame_.height = attribute_number(own.child("a:ext"), "cy", frame_.height);
        }
        std::optional<Rgb> fill = theme_.drawn(properties.child("a:solidFill"));
        if (!fill) fill = theme_.drawn(properties.child("a:gradFill").child("a:gsLst").child("a:gs"));
        const pugi::xml_node by_style = node.child("wps:style").child("a:fillRef");
        const bool says = properties.child("a:noFill") || properties.child("a:solidFill") || properties.child("a:gradFill");
        if (!says && attribute_number(by_style, "idx", 0) > 0) fill = theme_.drawn(by_style);
        if (properties.child("a:blipFill")) out_.backdrop = out_.backdrop || is_large();
        ground(fill);
        const pugi::xml_node body = node.child("wps:bodyPr");
        const char* unseen = unseen_;
        const bool grows = static_cast<bool>(body.child("a:spAutoFit"));
        if (unseen == nullptr && ((frame_.width > 0 && frame_.width < kLeastExtent) || (!grows && frame_.height > 0 && frame_.height < kLeastExtent))) unseen = "too small to read";
        std::swap(unseen, unseen_);
        if (const pugi::xml_node content = node.child("wps:txbx").child("w:txbxContent")) add(content, fill);
        std::swap(unseen, unseen_);
        frame_ = around;
    }

    void vml(pugi::xml_node node) {
        const Frame around = frame_;
        const char* unseen = unseen_;
        const std::string_view style = node.attribute("style").value();
        const auto either = [&](const char* one, const char* other) {
            const auto first = length(property(style, one));
            return first ? first : length(property(style, other));
        };
        frame_ = {either("margin-left", "left"), either("margin-top", "top"), length(property(style, "width")).value_or(0), length(property(style, "height")).value_or(0), false, false};
        if (property(style, "visibility") == "hidden" || property(style, "display") == "none") unseen_ = "never painted";
        else if (off_page(frame_, sheet_)) unseen_ = "outside the page";
        const std::string_view filled = node.attribute("filled").value();
        const bool painted = filled != "f" && filled != "false";
        const std::optional<Rgb> fill = painted ? vml_colour(node.attribute("fillcolor").value()) : std::nullopt;
        ground(fill);
        for (const pugi::xml_node child : node.children()) {
            if (is(child, "v:textbox")) add(child.child("w:txbxContent"), fill);
            else visit(child);
        }
        unseen_ = unseen;
        frame_ = around;
    }

    void add(pugi::xml_node content, std::optional<Rgb> fill) {
        if (content) out_.texts.push_back({content, fill, frame_, unseen_});
    }
    void picture() {
        ++out_.pictures;
        out_.backdrop = out_.backdrop || is_large();
    }
    void ground(std::optional<Rgb> fill) { out_.backdrop = out_.backdrop || (fill && contrast(kWhite, *fill) >= 2 && is_large()); }
    [[nodiscard]] bool is_large() const {
        return unseen_ == nullptr && static_cast<double>(frame_.width) * static_cast<double>(frame_.height) >= kBackdropShare * static_cast<double>(sheet_.width) * static_cast<double>(sheet_.height);
    }

    const Theme& theme_;
    const Sheet& sheet_;
    Drawing out_;
    Frame frame_;
    const char* unseen_ = nullptr;
};

/// Orders indices[first, last) in place: by columns where an empty strip from top to bottom parts them, else the top band first.
class Order {
public:
    explicit Order(const std::vector<Frame>& frames) : frames_(frames) {}

    void sort(std::vector<std::size_t>::iterator first, std::vector<std::size_t>::iterator last, int depth) {
        if (last - first < 2 || depth > 64) return;
        if (const auto cut = gap(first, last, true); cut != last) {
            sort(first, cut, depth + 1);
            sort(cut, last, depth + 1);
        } else if (const auto band = gap(first, last, false); band != last) {
            sort(first, band, depth + 1);
            sort(band, last, depth + 1);
        }
    }

private:
    /// Sorts by one axis and gives where the first empty strip lies; `last` where there is none.
    std::vector<std::size_t>::iterator gap(std::vector<std::size_t>::iterator first, std::vector<std::size_t>::iterator last, bool across) const {
        const auto begin = [&](std::size_t i) { return across ? *frames_[i].x : *frames_[i].y; };
        const auto size = [&](std::size_t i) { return across ? frames_[i].width : frames_[i].height; };
        std::stable_sort(first, last, [&](std::size_t a, std::size_t b) { return begin(a) < begin(b); });
        // Neighbours that touch by a hair are still apart.
        long long end = begin(*first) + size(*first) * 9 / 10;
        for (auto at = first + 1; at != last; ++at) {
            if (begin(*at) >= end) return at;
            end = std::max(end, begin(*at) + size(*at) * 9 / 10);
        }
        return last;
    }
    const std::vector<Frame>& frames_;
};

}  // namespace

Sheet sheet_of(pugi::xml_node section) {
    Sheet sheet;
    const auto twips = [](pugi::xml_node node, const char* name, long long& to, long long least) {
        if (const auto value = whole(node.attribute(name).value()); value && *value >= least) to = *value * kEmuPerTwip;
    };
    twips(section.child("w:pgSz"), "w:w", sheet.width, 1);
    twips(section.child("w:pgSz"), "w:h", sheet.height, 1);
    twips(section.child("w:pgMar"), "w:left", sheet.left, 0);
    twips(section.child("w:pgMar"), "w:top", sheet.top, 0);
    return sheet;
}

bool off_page(const Frame& frame, const Sheet& sheet) {
    const auto beyond = [](std::optional<long long> at, long long size, bool by_page, long long margin, long long page) {
        if (!at) return false;
        const long long from = *at + (by_page ? 0 : margin);
        return from + size <= 0 || from >= page;
    };
    return beyond(frame.x, frame.width, frame.by_page_x, sheet.left, sheet.width) || beyond(frame.y, frame.height, frame.by_page_y, sheet.top, sheet.height);
}

Drawing read_drawing(pugi::xml_node node, const Theme& theme, const Sheet& sheet) { return Reading(theme, sheet).run(node); }

pugi::xml_node shown_version(pugi::xml_node alternatives) {
    for (const pugi::xml_node choice : alternatives.children("mc:Choice"))
        if (std::string_view(choice.attribute("Requires").value()) == "known") return choice;
    return alternatives.child("mc:Fallback");
}

std::vector<std::size_t> reading_order_of(const std::vector<Frame>& frames) {
    std::vector<std::size_t> order(frames.size());
    std::iota(order.begin(), order.end(), 0);
    const bool comparable = std::all_of(frames.begin(), frames.end(), [&](const Frame& f) {
        return f.x && f.y && f.by_page_x == frames.front().by_page_x && f.by_page_y == frames.front().by_page_y;
    });
    if (comparable) Order(frames).sort(order.begin(), order.end(), 0);
    return order;
}

}  // namespace plimsoll::documents
