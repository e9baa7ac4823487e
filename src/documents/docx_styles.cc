#include "documents/docx_styles.h"

#include <algorithm>

#include "documents/docx_xml.h"

namespace plimsoll::documents {

namespace {

template <class T>
void take(std::optional<T>& to, const std::optional<T>& from) {
    if (from) to = from;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

bool names_a_heading(std::string_view name) {
    const std::string low = lower(name);
    return low.starts_with("heading") || low == "title" || low == "subtitle";
}

std::optional<long long> number_of(pugi::xml_node parent, const char* child) { return whole(value_of(parent, child)); }

}  // namespace

void RunLook::add(const RunLook& over) {
    take(vanish, over.vanish);
    take(struck, over.struck);
    take(ink, over.ink);
    take(automatic, over.automatic);
    take(half_points, over.half_points);
    take(width_percent, over.width_percent);
    take(spacing, over.spacing);
    take(ground, over.ground);
    take(unpainted, over.unpainted);
}

void ParagraphLook::add(const ParagraphLook& over) {
    take(ground, over.ground);
    take(list, over.list);
    take(level, over.level);
    take(outline, over.outline);
    take(exact, over.exact);
    take(line, over.line);
    take(left, over.left);
    take(new_page, over.new_page);
    heading = heading || over.heading;
}

TableLook::Part TableLook::of(const std::vector<std::string_view>& which) const {
    Part out;
    for (const std::string_view name : which) {
        const auto part = parts.find(name);
        if (part == parts.end()) continue;
        out.run.add(part->second.run);
        take(out.ground, part->second.ground);
    }
    return out;
}

Styles::Styles(pugi::xml_node styles, pugi::xml_node numbering, Theme theme) : theme_(std::move(theme)) {
    const pugi::xml_node defaults = styles.child("w:docDefaults");
    default_run_ = read_run(defaults.child("w:rPrDefault").child("w:rPr"));
    default_paragraph_ = read_paragraph(defaults.child("w:pPrDefault").child("w:pPr"));
    for (const pugi::xml_node node : styles.children("w:style")) {
        const std::string id = node.attribute("w:styleId").value();
        styles_.emplace(id, Style{node, std::string(value_of(node, "w:basedOn")), names_a_heading(value_of(node, "w:name"))});
        const std::string_view usual = node.attribute("w:default").value();
        if (usual != "1" && usual != "true") continue;
        const std::string_view type = node.attribute("w:type").value();
        if (type == "paragraph") usual_paragraph_ = id;
        if (type == "table") usual_table_ = id;
    }
    read_numbering(numbering);
}

void Styles::read_numbering(pugi::xml_node numbering) {
    std::map<std::string, std::set<long long>> abstract;
    const auto note = [](std::set<long long>& levels, pugi::xml_node level) {
        const bool empty = value_of(level, "w:numFmt") == "none" && value_of(level, "w:lvlText").empty();
        if (empty) levels.insert(whole(level.attribute("w:ilvl").value()).value_or(0));
    };
    for (const pugi::xml_node list : numbering.children("w:abstractNum")) {
        std::set<long long>& levels = abstract[list.attribute("w:abstractNumId").value()];
        for (const pugi::xml_node level : list.children("w:lvl")) note(levels, level);
    }
    for (const pugi::xml_node list : numbering.children("w:num")) {
        std::set<long long>& levels = unmarked_[list.attribute("w:numId").value()];
        if (const auto from = abstract.find(std::string(value_of(list, "w:abstractNumId"))); from != abstract.end()) levels = from->second;
        for (const pugi::xml_node change : list.children("w:lvlOverride")) note(levels, change.child("w:lvl"));
    }
}

bool Styles::has_marks(const std::string& list, long long level) const {
    const auto found = unmarked_.find(list);
    return list != "0" && (found == unmarked_.end() || !found->second.contains(level));
}

RunLook Styles::read_run(pugi::xml_node properties) const {
    RunLook look;
    if (!properties) return look;
    look.vanish = flag_of(properties, "w:vanish");
    look.struck = flag_of(properties, "w:strike");
    if (const auto twice = flag_of(properties, "w:dstrike"); twice && *twice) look.struck = true;
    if (const pugi::xml_node colour = properties.child("w:color")) {
        look.ink = theme_.colour(colour, "w:val", "w:themeColor", "w:themeTint", "w:themeShade");
        look.automatic = !look.ink.has_value();
    }
    look.half_points = number_of(properties, "w:sz");
    look.width_percent = number_of(properties, "w:w");
    look.spacing = number_of(properties, "w:spacing");
    if (const auto marked = highlight_colour(value_of(properties, "w:highlight"))) look.ground = marked;
    else look.ground = theme_.shading(properties.child("w:shd"));
    if (const pugi::xml_node fill = properties.child("w14:textFill")) {
        look.unpainted = static_cast<bool>(fill.child("w14:noFill")) && !properties.child("w14:textOutline");
        // Its colours are DrawingML's, under names of its own.
        const pugi::xml_node solid = fill.child("w14:solidFill");
        for (const pugi::xml_node colour : solid.children()) {
            if (whole(colour.child("w14:alpha").attribute("w14:val").value()).value_or(0) >= 90000) look.unpainted = true;
            if (const auto ink = is(colour, "w14:srgbClr") ? hex_colour(colour.attribute("w14:val").value()) : std::nullopt) {
                look.ink = ink;
                look.automatic = false;
            }
        }
    }
    return look;
}

ParagraphLook Styles::read_paragraph(pugi::xml_node properties) const {
    ParagraphLook look;
    if (!properties) return look;
    look.ground = theme_.shading(properties.child("w:shd"));
    if (const pugi::xml_node list = properties.child("w:numPr")) {
        if (const std::string_view id = value_of(list, "w:numId"); !id.empty()) look.list = std::string(id);
        look.level = number_of(list, "w:ilvl");
    }
    look.outline = number_of(properties, "w:outlineLvl");
    const pugi::xml_node spacing = properties.child("w:spacing");
    if (spacing.attribute("w:line")) {
        look.exact = std::string_view(spacing.attribute("w:lineRule").value()) == "exact";
        look.line = whole(spacing.attribute("w:line").value());
    }
    const pugi::xml_node indent = properties.child("w:ind");
    look.left = whole(indent.attribute(indent.attribute("w:start") ? "w:start" : "w:left").value());
    look.new_page = flag_of(properties, "w:pageBreakBefore");
    return look;
}

std::vector<const Styles::Style*> Styles::chain(std::string_view id) const {
    std::vector<const Style*> out;
    for (auto found = styles_.find(id); found != styles_.end() && out.size() < kLongestChain; found = styles_.find(found->second.based_on)) out.push_back(&found->second);
    std::reverse(out.begin(), out.end());
    return out;
}

std::string Styles::style_of(pugi::xml_node properties, const char* element, const std::string& usual) const {
    const std::string named(value_of(properties, element));
    return styles_.contains(named) ? named : usual;
}

ParagraphLook Styles::paragraph(pugi::xml_node properties) const {
    ParagraphLook look = default_paragraph_;
    for (const Style* style : chain(style_of(properties, "w:pStyle", usual_paragraph_))) {
        look.add(read_paragraph(style->node.child("w:pPr")));
        look.heading = look.heading || style->heading;
    }
    look.add(read_paragraph(properties));
    look.heading = look.heading || (look.outline && *look.outline >= 0 && *look.outline < 9);
    return look;
}

RunLook Styles::chain_run(std::string_view id) const {
    if (const auto kept = runs_by_style_.find(id); kept != runs_by_style_.end()) return kept->second;
    RunLook look;
    for (const Style* style : chain(id)) look.add(read_run(style->node.child("w:rPr")));
    runs_by_style_.emplace(id, look);
    return look;
}

RunLook Styles::run(pugi::xml_node paragraph_properties, pugi::xml_node run_properties, const RunLook& table) const {
    RunLook look = default_run_;
    look.add(table);
    const RunLook by_paragraph = chain_run(style_of(paragraph_properties, "w:pStyle", usual_paragraph_));
    const RunLook by_character = chain_run(style_of(run_properties, "w:rStyle", ""));
    look.add(by_paragraph);
    look.add(by_character);
    if (by_paragraph.vanish && by_character.vanish) look.vanish = *by_paragraph.vanish != *by_character.vanish;
    look.add(read_run(run_properties));
    return look;
}

TableLook Styles::table(pugi::xml_node table_properties) const {
    TableLook look;
    const auto add = [&](std::string_view name, pugi::xml_node node) {
        TableLook::Part& part = look.parts[std::string(name)];
        part.run.add(read_run(node.child("w:rPr")));
        take(part.ground, theme_.shading(node.child("w:tblPr").child("w:shd")));
        take(part.ground, theme_.shading(node.child("w:tcPr").child("w:shd")));
    };
    for (const Style* style : chain(style_of(table_properties, "w:tblStyle", usual_table_))) {
        add("wholeTable", style->node);
        for (const pugi::xml_node part : style->node.children("w:tblStylePr")) add(part.attribute("w:type").value(), part);
    }
    return look;
}

}  // namespace plimsoll::documents
