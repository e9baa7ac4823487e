// docx_styles.h: what Word's styles, numbering and theme make of a run and of a paragraph, as far as it decides what can be seen.
//
// Order      defaults, table style, paragraph style, character style, the run's own: what comes later wins. w:vanish of a paragraph
//            style and of a character style cancel each other, as Word has it.
// Bounds     a chain of styles is followed for kLongestChain steps; a loop ends there.
// Source     ECMA-376 part 1, 17.7 (styles), 17.3.2 (runs), 17.4 (tables), 17.9 (numbering).
// Threads    one: what a style comes to is kept as it is asked for.
#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "documents/docx_colour.h"

namespace plimsoll::documents {

inline constexpr int kLongestChain = 24;

/// How a run is written; unset where nothing says so.
struct RunLook {
    std::optional<bool> vanish;
    std::optional<bool> struck;
    std::optional<Rgb> ink;           ///< unset or `automatic`: black or white, whichever shows
    std::optional<bool> automatic;
    std::optional<long long> half_points;
    std::optional<long long> width_percent;
    std::optional<long long> spacing;  ///< between characters, twentieths of a point
    std::optional<Rgb> ground;         ///< shading or highlight behind the run
    std::optional<bool> unpainted;     ///< w14:textFill that paints nothing

    /// What `over` says wins.
    void add(const RunLook& over);
};

/// Word's own sizes where nothing says another.
inline constexpr long long kUsualHalfPoints = 20;

struct ParagraphLook {
    std::optional<Rgb> ground;
    std::optional<std::string> list;   ///< w:numId; "0" is none
    std::optional<long long> level;    ///< of the list
    std::optional<long long> outline;  ///< 0 to 8: a heading
    std::optional<bool> exact;         ///< its lines are as high as `line` says, and no higher
    std::optional<long long> line;     ///< twentieths of a point
    std::optional<long long> left;     ///< indentation, twentieths of a point
    std::optional<bool> new_page;      ///< it begins a page
    bool heading = false;              ///< its style is one of headings

    void add(const ParagraphLook& over);
};

/// The looks that a table's style gives the cells, by the part of the table: "wholeTable", "firstRow", "band1Horz", …
struct TableLook {
    struct Part {
        RunLook run;
        std::optional<Rgb> ground;
    };
    std::map<std::string, Part, std::less<>> parts;
    /// Put together for one cell. `which`: the parts that apply, weakest first.
    [[nodiscard]] Part of(const std::vector<std::string_view>& which) const;
};

class Styles {
public:
    /// Of the parts' roots; any may be a null node. The trees outlive this.
    Styles(pugi::xml_node styles, pugi::xml_node numbering, Theme theme);

    [[nodiscard]] const Theme& theme() const { return theme_; }
    /// Of a w:pPr, with its style.
    [[nodiscard]] ParagraphLook paragraph(pugi::xml_node properties) const;
    /// Of a run in a paragraph: `table` is what the table's style gives.
    [[nodiscard]] RunLook run(pugi::xml_node paragraph_properties, pugi::xml_node run_properties, const RunLook& table) const;
    [[nodiscard]] TableLook table(pugi::xml_node table_properties) const;
    /// Whether a list paints something before its items.
    [[nodiscard]] bool has_marks(const std::string& list, long long level) const;

private:
    struct Style {
        pugi::xml_node node;
        std::string based_on;
        bool heading = false;
    };
    [[nodiscard]] RunLook read_run(pugi::xml_node properties) const;
    [[nodiscard]] ParagraphLook read_paragraph(pugi::xml_node properties) const;
    /// From the root of the chain to the style itself.
    [[nodiscard]] std::vector<const Style*> chain(std::string_view id) const;
    [[nodiscard]] std::string style_of(pugi::xml_node properties, const char* element, const std::string& usual) const;
    [[nodiscard]] RunLook chain_run(std::string_view id) const;
    void read_numbering(pugi::xml_node numbering);

    Theme theme_;
    std::map<std::string, Style, std::less<>> styles_;
    std::string usual_paragraph_;
    std::string usual_table_;
    RunLook default_run_;
    ParagraphLook default_paragraph_;
    std::map<std::string, std::set<long long>, std::less<>> unmarked_;  // levels of a list that paint nothing
    mutable std::map<std::string, RunLook, std::less<>> runs_by_style_;  // chain_run, kept
};

}  // namespace plimsoll::documents
