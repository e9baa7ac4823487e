#include "documents/docx_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "documents/docx_xml.h"

namespace plimsoll::documents {

namespace {

constexpr const char* kInGround = "in the colour of its background";
constexpr const char* kTooSmall = "too small to read";
constexpr const char* kOffPage = "outside the page";
constexpr const char* kNotShown = "marked as hidden";
constexpr const char* kUnpainted = "never painted";
constexpr const char* kOverShape = "light, and perhaps over a dark shape";  // is read all the same, and told

constexpr long long kLeastHalfPoints = 6;       // 3 points
constexpr long long kLeastLine = 60;            // twentieths of a point
constexpr long long kLeastWidthPercent = 10;
constexpr std::size_t kMostFields = 256;
constexpr std::size_t kHeadingBox = 40;         // bytes; a box with one such line heads what it is anchored at

/// What stands in for a character of a font of symbols.
std::string symbol(std::uint32_t code) {
    switch (code & 0xFF) {
        case 0xB7: case 0xA7: case 0xD8: case 0x76: case 0xFC: case 0x6E: case 0x6C: case 0x71: case 0xA8: case 0x9F: return "\xE2\x80\xA2";
        case 0xE0: case 0xE8: case 0xAE: return "->";
        default: return " ";
    }
}

/// Text of a run as it is read: characters of fonts of symbols as bullets, no control characters but tabs.
std::string read_text(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    std::string repaired;
    if (!text::is_utf8(raw)) raw = repaired = text::printable(raw);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto c = static_cast<unsigned char>(raw[i]);
        // U+F000 to U+F0FF is EF 80 80 to EF 83 BF.
        if (c == 0xEF && i + 2 < raw.size() && static_cast<unsigned char>(raw[i + 1]) >= 0x80 && static_cast<unsigned char>(raw[i + 1]) <= 0x83) {
            out += symbol(static_cast<std::uint32_t>((static_cast<unsigned char>(raw[i + 1]) & 0x3F) << 6 | (static_cast<unsigned char>(raw[i + 2]) & 0x3F)));
            i += 2;
        } else if (c >= 0x20 && c != 0x7F) {
            out += raw[i];
        } else {
            out += ' ';
        }
    }
    return out;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t')) text.pop_back();
    const std::size_t first = text.find_first_not_of(" \n\t");
    return first == std::string::npos ? std::string() : text.substr(first);
}

std::vector<std::string_view> parts_of_cell(pugi::xml_node look, std::size_t row, std::size_t rows, std::size_t column, std::size_t columns) {
    // Old files say it as one hexadecimal number, newer ones by name.
    const unsigned bits = static_cast<unsigned>(std::strtoul(look.attribute("w:val").value(), nullptr, 16));
    const auto on = [&](const char* name, unsigned bit) {
        const pugi::xml_attribute attribute = look.attribute(name);
        return attribute ? std::string_view(attribute.value()) == "1" || std::string_view(attribute.value()) == "true" : (bits & bit) != 0;
    };
    const bool first_row = on("w:firstRow", 0x20);
    const bool first_column = on("w:firstColumn", 0x80);
    std::vector<std::string_view> out{"wholeTable"};
    if (!on("w:noVBand", 0x400)) out.push_back((column - (first_column && column > 0 ? 1 : 0)) % 2 == 0 ? "band1Vert" : "band2Vert");
    if (!on("w:noHBand", 0x200)) out.push_back((row - (first_row && row > 0 ? 1 : 0)) % 2 == 0 ? "band1Horz" : "band2Horz");
    if (first_column && column == 0) out.push_back("firstCol");
    if (on("w:lastColumn", 0x100) && column + 1 == columns) out.push_back("lastCol");
    if (first_row && row == 0) out.push_back("firstRow");
    if (on("w:lastRow", 0x40) && row + 1 == rows) out.push_back("lastRow");
    return out;
}

/// Whether a floating frame or table lies off the page, by its place in twips.
bool frame_off_page(pugi::xml_node at, const char* x, const char* y, const char* horizontal, const char* vertical, const Sheet& sheet) {
    Frame frame;
    const auto emu = [&](const char* name) -> std::optional<long long> {
        const auto twips = whole(at.attribute(name).value());
        return twips ? std::optional(*twips * kEmuPerTwip) : std::nullopt;
    };
    frame.x = emu(x);
    frame.y = emu(y);
    frame.width = emu("w:w").value_or(1440 * kEmuPerTwip);
    frame.height = emu("w:h").value_or(240 * kEmuPerTwip);
    frame.by_page_x = std::string_view(at.attribute(horizontal).value()) == "page";
    frame.by_page_y = std::string_view(at.attribute(vertical).value()) == "page";
    return at && off_page(frame, sheet);
}

}  // namespace

Walk::Walk(const Styles& styles, Settings settings, Pieces& out) : styles_(styles), settings_(std::move(settings)), out_(out) {}

Result<std::vector<Written>> Walk::story(pugi::xml_node root) {
    std::vector<Written> lines;
    fields_.clear();
    Around around;
    around.ground = settings_.ground;
    blocks(root, around, lines);
    if (too_many_pages_) return fail(errors::too_many_pages, fmt::format("it has more than {} pages", settings_.limits.pages));
    if (too_much_ != nullptr) return fail(errors::too_large, too_much_);
    return lines;
}

void Walk::spend(std::size_t bytes) {
    text_ += bytes;
    if (text_ > settings_.limits.text) too_much_ = "it holds more text than is read";
    if (paragraphs_ > kMostParagraphs) too_much_ = "it holds more paragraphs than are read";
    if (cells_ > kMostCells) too_much_ = "its tables hold more cells than are read";
}

void Walk::new_page() {
    ++page_;
    too_many_pages_ = too_many_pages_ || page_ > settings_.limits.pages;
}

// --- Blocks

void Walk::blocks(pugi::xml_node parent, const Around& around, std::vector<Written>& to) {
    for (const pugi::xml_node child : parent.children()) {
        if (too_much_ != nullptr || too_many_pages_) return;
        block(child, around, to);
    }
    flush_aside(to);
}

void Walk::flush_aside(std::vector<Written>& to) {
    std::move(aside_.begin(), aside_.end(), std::back_inserter(to));
    aside_.clear();
}

void Walk::block(pugi::xml_node node, const Around& around, std::vector<Written>& to) {
    const std::string_view name = node.name();
    if (name == "w:p") paragraph(node, around, to);
    else if (name == "w:tbl") table(node, around, to);
    else if (name == "w:sdt") content_control(node, nullptr, around, &to);
    else if (name == "w:customXml" || name == "w:smartTag" || name == "w:ins" || name == "w:moveTo") blocks(node, around, to);
    else if (name == "mc:AlternateContent") blocks(shown_version(node), around, to);
    else if (name == "w:del" || name == "w:moveFrom") ++met_.deletions;
    else if (name == "w:altChunk" || name == "w:subDoc") ++met_.embedded;
}

void Walk::content_control(pugi::xml_node node, Open* open, const Around& around, std::vector<Written>* to) {
    if (flag_of(node.child("w:sdtPr"), "w:showingPlcHdr").value_or(false)) {
        ++met_.placeholders;
        return;
    }
    if (open != nullptr) inlines(node.child("w:sdtContent"), *open);
    else blocks(node.child("w:sdtContent"), around, *to);
}

void Walk::paragraph(pugi::xml_node node, Around around, std::vector<Written>& to) {
    ++paragraphs_;
    Open open;
    open.properties = node.child("w:pPr");
    open.look = styles_.paragraph(open.properties);
    if (open.look.new_page.value_or(false) && !settings_.rendered && paragraphs_ > 1) new_page();
    if (open.look.ground) {
        around.ground = *open.look.ground;
        around.on_page = false;
    }
    if (around.unseen == nullptr) {
        const long long edge = settings_.sheet.width / kEmuPerTwip;
        const long long left = open.look.left.value_or(0);
        if (open.look.exact.value_or(false) && open.look.line.value_or(kLeastLine) < kLeastLine) around.unseen = kTooSmall;
        else if (left >= edge || left <= -edge) around.unseen = kOffPage;
        else if (frame_off_page(open.properties.child("w:framePr"), "w:x", "w:y", "w:hAnchor", "w:vAnchor", settings_.sheet)) around.unseen = kOffPage;
    }
    open.around = around;
    open.page = page_;
    inlines(node, open);
    close(open, to);
    const pugi::xml_node section = open.properties.child("w:sectPr");
    if (section && !settings_.rendered && value_of(section, "w:type") != "continuous") new_page();
}

void Walk::close(Open& open, std::vector<Written>& to) {
    tell_hidden(open);
    std::erase(fields_, Field::instruction);  // an instruction ends with its paragraph, if nothing ended it
    std::string text = trimmed(std::move(open.text));
    const bool parts = text.empty() || open.look.heading;
    if (parts) flush_aside(to);
    boxes(open.boxes_before, open.around, to, !text.empty());
    if (!text.empty()) {
        const long long level = std::clamp<long long>(open.look.level.value_or(0), 0, 8);
        const bool item = !open.look.heading && open.look.list && styles_.has_marks(*open.look.list, level);
        if (item) text.insert(0, std::string(static_cast<std::size_t>(2 * level), ' ') + "- ");
        spend(text.size());
        to.push_back({std::move(text), open.page});
    } else if (open.boxes_before.empty() && open.boxes_after.empty() && !open.hid) {
        spend(1);
        to.push_back({"", open.page});  // an empty paragraph parts what is around it
    }
    boxes(open.boxes_after, open.around, to, !parts);
}

void Walk::boxes(std::vector<BoxText>& list, const Around& around, std::vector<Written>& to, bool beside_text) {
    std::vector<Frame> frames;
    for (const BoxText& box : list) frames.push_back(box.frame);
    for (const std::size_t i : reading_order_of(frames)) {
        std::vector<Written> lines = box_lines(list[i], around);
        const bool heading = lines.size() == 1 && lines[0].text.size() <= kHeadingBox;
        std::vector<Written>& where = beside_text && !heading ? aside_ : to;
        std::move(lines.begin(), lines.end(), std::back_inserter(where));
    }
}

std::vector<Written> Walk::box_lines(const BoxText& box, const Around& around) {
    Around inside = around;
    inside.table = {};
    if (box.ground) {
        inside.ground = *box.ground;
        inside.on_page = false;
    }
    if (inside.unseen == nullptr) inside.unseen = box.unseen;
    std::vector<Written> lines;
    const std::vector<Field> fields = std::exchange(fields_, {});
    std::vector<Written> aside = std::exchange(aside_, {});
    blocks(box.content, inside, lines);
    fields_ = fields;
    aside_ = std::move(aside);
    return lines;
}

void Walk::rows(pugi::xml_node parent, std::vector<pugi::xml_node>& to, const char* name) {
    for (const pugi::xml_node child : parent.children()) {
        if (is(child, name)) to.push_back(child);
        else if (is(child, "w:sdt")) rows(child.child("w:sdtContent"), to, name);
        else if (is(child, "w:customXml") || is(child, "w:ins") || is(child, "w:smartTag")) rows(child, to, name);
    }
}

void Walk::table(pugi::xml_node node, Around around, std::vector<Written>& to) {
    flush_aside(to);
    const pugi::xml_node properties = node.child("w:tblPr");
    const TableLook look = styles_.table(properties);
    if (around.unseen == nullptr && frame_off_page(properties.child("w:tblpPr"), "w:tblpX", "w:tblpY", "w:horzAnchor", "w:vertAnchor", settings_.sheet)) around.unseen = kOffPage;
    std::vector<pugi::xml_node> row_nodes;
    rows(node, row_nodes, "w:tr");
    std::vector<Row> read;
    for (std::size_t r = 0; r < row_nodes.size() && too_much_ == nullptr && !too_many_pages_; ++r) {
        const pugi::xml_node row_properties = row_nodes[r].child("w:trPr");
        if (row_properties.child("w:del")) {
            ++met_.deletions;
            continue;
        }
        Around in_row = around;
        const pugi::xml_node height = row_properties.child("w:trHeight");
        const bool flat = std::string_view(height.attribute("w:hRule").value()) == "exact" && whole(height.attribute("w:val").value()).value_or(kLeastLine) < kLeastLine;
        if (in_row.unseen == nullptr && flat) in_row.unseen = kTooSmall;
        if (in_row.unseen == nullptr && flag_of(row_properties, "w:hidden").value_or(false)) in_row.unseen = kNotShown;
        std::vector<pugi::xml_node> cells;
        rows(row_nodes[r], cells, "w:tc");
        Row row;
        for (std::size_t c = 0; c < cells.size() && too_much_ == nullptr; ++c) {
            ++cells_;
            spend(0);
            const TableLook::Part part = look.of(parts_of_cell(properties.child("w:tblLook"), r, row_nodes.size(), c, cells.size()));
            Around in_cell = in_row;
            in_cell.table = part.run;
            const auto own = styles_.theme().shading(cells[c].child("w:tcPr").child("w:shd"));
            if (own || part.ground) {
                in_cell.ground = own ? *own : *part.ground;
                in_cell.on_page = false;
            }
            // Of cells that are one over several rows or columns only the first is shown.
            for (const char* merge : {"w:vMerge", "w:hMerge"})
                if (const pugi::xml_node merged = cells[c].child("w:tcPr").child(merge); merged && value_of(cells[c].child("w:tcPr"), merge) != "restart" && in_cell.unseen == nullptr) in_cell.unseen = kUnpainted;
            Cell lines;
            blocks(cells[c], in_cell, lines);
            std::erase_if(lines, [](const Written& line) { return line.text.empty(); });
            row.push_back(std::move(lines));
        }
        read.push_back(std::move(row));
    }
    std::vector<Written> lines = lines_of(std::move(read));
    std::move(lines.begin(), lines.end(), std::back_inserter(to));
}

// --- Within a paragraph

void Walk::inlines(pugi::xml_node parent, Open& open) {
    for (const pugi::xml_node child : parent.children()) {
        if (too_much_ != nullptr || too_many_pages_) return;
        inline_node(child, open);
    }
}

void Walk::inline_node(pugi::xml_node node, Open& open) {
    const std::string_view name = node.name();
    if (name == "w:r") run(node, open);
    else if (name == "w:sdt") content_control(node, &open, open.around, nullptr);
    else if (name == "mc:AlternateContent") inlines(shown_version(node), open);
    else if (name == "w:del" || name == "w:moveFrom") ++met_.deletions;
    else if (name == "w:hyperlink" || name == "w:smartTag" || name == "w:ins" || name == "w:moveTo" || name == "w:customXml" || name == "w:fldSimple" || name == "w:bdo" || name == "w:dir" ||
             name == "w:rubyBase")
        inlines(node, open);
    else if (name == "m:t") put(open, node.text().get(), open.around.unseen);
    else if (name.starts_with("m:")) inlines(node, open);
}

void Walk::run(pugi::xml_node node, Open& open) {
    const RunLook look = styles_.run(open.properties, node.child("w:rPr"), open.around.table);
    run_children(node, look, why_unseen(look, open), open);
}

const char* Walk::why_unseen(const RunLook& look, const Open& open) {
    if (open.around.unseen != nullptr) return open.around.unseen;
    if (look.vanish.value_or(false)) return kNotShown;
    if (look.unpainted.value_or(false)) return kUnpainted;
    const long long size = look.half_points.value_or(kUsualHalfPoints);
    if (size < kLeastHalfPoints || look.width_percent.value_or(100) < kLeastWidthPercent) return kTooSmall;
    // Twentieths of a point against halves of one: letters that lie on each other.
    if (-look.spacing.value_or(0) * 10 >= size * 60) return kTooSmall;
    if (look.automatic.value_or(true) || !look.ink) return nullptr;
    const bool on_page = open.around.on_page && !look.ground;
    if (can_be_seen(*look.ink, look.ground.value_or(open.around.ground))) return nullptr;
    return on_page && settings_.backdrop && contrast(*look.ink, kWhite) < 2 ? kOverShape : kInGround;
}

void Walk::run_children(pugi::xml_node node, const RunLook& look, const char* unseen, Open& open) {
    for (const pugi::xml_node child : node.children()) {
        if (too_much_ != nullptr || too_many_pages_) return;
        run_child(child, look, unseen, open);
    }
}

void Walk::run_child(pugi::xml_node node, const RunLook& look, const char* unseen, Open& open) {
    const std::string_view name = node.name();
    if (name == "w:t") {
        if (look.struck.value_or(false) && shown_field()) {
            ++met_.struck;
            return;
        }
        put(open, read_text(node.text().get()), unseen);
    } else if (name == "w:tab" || name == "w:ptab") {
        put(open, "\t", unseen);
    } else if (name == "w:br" || name == "w:cr") {
        line_break(node, unseen, open);
    } else if (name == "w:noBreakHyphen") {
        put(open, "-", unseen);
    } else if (name == "w:softHyphen") {
        put(open, "\xC2\xAD", unseen);
    } else if (name == "w:sym") {
        put(open, symbol(static_cast<std::uint32_t>(std::strtoul(node.attribute("w:char").value(), nullptr, 16))), unseen);
    } else if (name == "w:fldChar") {
        field(node);
    } else if (name == "w:lastRenderedPageBreak") {
        new_page();
        if (is_blank(open.text)) open.page = page_;
    } else if (name == "w:drawing" || name == "w:pict" || name == "w:object") {
        if (name == "w:object") ++met_.embedded;
        drawing(node, open);
    } else if (name == "w:footnoteReference") {
        met_.footnotes.emplace_back(node.attribute("w:id").value());
    } else if (name == "w:endnoteReference") {
        met_.endnotes.emplace_back(node.attribute("w:id").value());
    } else if (name == "mc:AlternateContent") {
        run_children(shown_version(node), look, unseen, open);
    } else if (name == "w:ruby") {
        inlines(node.child("w:rubyBase"), open);
    }
}

void Walk::line_break(pugi::xml_node node, const char* unseen, Open& open) {
    const bool page = std::string_view(node.attribute("w:type").value()) == "page";
    if (page && !settings_.rendered) {
        new_page();
        if (is_blank(open.text)) open.page = page_;
    }
    put(open, "\n", unseen);
}

void Walk::field(pugi::xml_node node) {
    const std::string_view type = node.attribute("w:fldCharType").value();
    if (type == "begin" && fields_.size() < kMostFields) fields_.push_back(Field::instruction);
    else if (type == "separate" && !fields_.empty()) fields_.back() = Field::result;
    else if (type == "end" && !fields_.empty()) fields_.pop_back();
}

bool Walk::shown_field() const { return std::find(fields_.begin(), fields_.end(), Field::instruction) == fields_.end(); }

void Walk::put(Open& open, std::string_view text, const char* unseen) {
    if (!shown_field()) return;
    if (unseen == kOverShape) {
        if (!is_blank(text)) ++met_.over_shapes;
        unseen = nullptr;
    }
    if (unseen == nullptr) {
        if (!is_blank(text)) tell_hidden(open);
        open.text += text;
        return;
    }
    spend(text.size());
    if (open.hidden_why != unseen) tell_hidden(open);
    open.hidden += text;
    open.hidden_why = unseen;
}

void Walk::tell_hidden(Open& open) {
    if (!is_blank(open.hidden)) {
        ++met_.hidden;
        open.hid = true;
        add_hidden(out_, trimmed(std::move(open.hidden)), open.page, open.hidden_why);
        // Words in the colour of the paper leave their room: what stands on both sides of them is not one word.
        if (open.hidden_why == kInGround && !open.text.empty()) open.text += ' ';
    }
    open.hidden.clear();
    open.hidden_why = nullptr;
}

void Walk::drawing(pugi::xml_node node, Open& open) {
    Drawing read = read_drawing(node, styles_.theme(), settings_.sheet);
    met_.pictures += read.pictures;
    met_.diagrams += read.diagrams;
    met_.embedded += read.embedded;
    std::vector<BoxText>& to = is_blank(open.text) ? open.boxes_before : open.boxes_after;
    std::move(read.texts.begin(), read.texts.end(), std::back_inserter(to));
}

}  // namespace plimsoll::documents
