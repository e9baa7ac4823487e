// docx_walk.h: one story of a Word document (its body, a header, a footer, its notes) read from its tree into paragraphs.
//
// Order      that of the file; the text of a box where the box is anchored, but not amid what runs past it: before the next heading, empty
//            paragraph or table, unless the box is itself a heading; the cells of a table as docx_table.h says.
// Read       insertions, results of fields, links, content controls, the shown version of what is there in two.
// Left out   deletions, instructions of fields, what nobody sees (kept apart, with the reason), placeholders of a template.
// Pages      counted by the breaks that Word noted when it last laid the document out, else by those that somebody set.
// Bounds     kMostParagraphs, kMostCells, Limits::text; more is an error of the whole.
#pragma once

#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "documents/docx_shapes.h"
#include "documents/docx_styles.h"
#include "documents/docx_table.h"
#include "documents/pieces.h"

namespace plimsoll::documents {

inline constexpr std::size_t kMostParagraphs = 50'000;
inline constexpr std::size_t kMostCells = 20'000;

/// What was met on the way and is told rather than read.
struct Met {
    int pictures = 0;
    int diagrams = 0;
    int embedded = 0;
    int deletions = 0;
    int struck = 0;
    int placeholders = 0;
    int hidden = 0;        ///< stretches of text that nobody sees
    int over_shapes = 0;   ///< stretches in a light colour that were read because a dark shape may lie behind them
    std::vector<std::string> footnotes;  ///< ids, in order
    std::vector<std::string> endnotes;
};

class Walk {
public:
    struct Settings {
        Sheet sheet;
        Rgb ground = kWhite;    ///< of the pages
        bool rendered = false;  ///< Word noted where its pages break
        bool backdrop = false;  ///< somewhere there is a dark shape or a picture that is large enough to write on
        Limits limits;
    };
    Walk(const Styles& styles, Settings settings, Pieces& out);

    /// Reads a story's blocks (w:body, w:hdr, w:ftr, w:footnote). Errors: too_large, too_many_pages.
    [[nodiscard]] Result<std::vector<Written>> story(pugi::xml_node root);
    [[nodiscard]] const Met& met() const { return met_; }
    /// The page that is being read; 1 until a break.
    [[nodiscard]] int page() const { return page_; }

private:
    /// What is around what is being read.
    struct Around {
        Rgb ground = kWhite;
        bool on_page = true;           ///< the ground is the page's own
        const char* unseen = nullptr;  ///< why nothing in here is seen
        RunLook table;                 ///< what the table's style gives
    };
    /// A paragraph while it is read.
    struct Open {
        pugi::xml_node properties;
        ParagraphLook look;
        Around around;
        std::string text;
        int page = 0;
        std::vector<BoxText> boxes_before;
        std::vector<BoxText> boxes_after;
        std::string hidden;            ///< not yet told
        const char* hidden_why = nullptr;
        bool hid = false;              ///< something of it was told
    };
    /// A field: its instruction is not text, its result is.
    enum class Field { instruction, result };

    void blocks(pugi::xml_node parent, const Around& around, std::vector<Written>& to);
    void block(pugi::xml_node node, const Around& around, std::vector<Written>& to);
    void paragraph(pugi::xml_node node, Around around, std::vector<Written>& to);
    void close(Open& open, std::vector<Written>& to);
    /// `beside_text`: the paragraph that anchors them has text of its own.
    void boxes(std::vector<BoxText>& list, const Around& around, std::vector<Written>& to, bool beside_text);
    [[nodiscard]] std::vector<Written> box_lines(const BoxText& box, const Around& around);
    void flush_aside(std::vector<Written>& to);
    void inlines(pugi::xml_node parent, Open& open);
    void inline_node(pugi::xml_node node, Open& open);
    void run(pugi::xml_node node, Open& open);
    void run_children(pugi::xml_node node, const RunLook& look, const char* unseen, Open& open);
    void run_child(pugi::xml_node node, const RunLook& look, const char* unseen, Open& open);
    void field(pugi::xml_node node);
    void drawing(pugi::xml_node node, Open& open);
    void line_break(pugi::xml_node node, const char* unseen, Open& open);
    void table(pugi::xml_node node, Around around, std::vector<Written>& to);
    void rows(pugi::xml_node parent, std::vector<pugi::xml_node>& to, const char* name);
    void put(Open& open, std::string_view text, const char* unseen);
    void tell_hidden(Open& open);
    void new_page();
    [[nodiscard]] const char* why_unseen(const RunLook& look, const Open& open);
    [[nodiscard]] bool shown_field() const;
    void content_control(pugi::xml_node node, Open* open, const Around& around, std::vector<Written>* to);
    void spend(std::size_t bytes);

    const Styles& styles_;
    Settings settings_;
    Pieces& out_;
    Met met_;
    std::vector<Field> fields_;
    std::vector<Written> aside_;  ///< boxes that wait for a place where nothing runs past them
    int page_ = 1;
    std::size_t text_ = 0;
    std::size_t paragraphs_ = 0;
    std::size_t cells_ = 0;
    const char* too_much_ = nullptr;  ///< reading stops here
    bool too_many_pages_ = false;
};

}  // namespace plimsoll::documents
