#include "documents/docx.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "documents/docx_package.h"
#include "documents/docx_walk.h"
#include "documents/docx_xml.h"

namespace plimsoll::documents {

namespace {

/// Whether anything large and dark, or a picture, is drawn in the tree. Without recursion; a drawing is looked at once.
bool has_backdrop(pugi::xml_node root, const Theme& theme, const Sheet& sheet) {
    for (pugi::xml_node node = root; node;) {
        const bool drawn = is(node, "w:drawing") || is(node, "w:pict");
        if (drawn && read_drawing(node, theme, sheet).backdrop) return true;
        if (!drawn && node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node && node != root && !node.next_sibling()) node = node.parent();
        node = node && node != root ? node.next_sibling() : pugi::xml_node();
    }
    return false;
}

/// All elements of a name, in the order of the tree.
std::vector<pugi::xml_node> all(pugi::xml_node root, std::string_view name) {
    std::vector<pugi::xml_node> out;
    for (pugi::xml_node node = root; node;) {
        if (is(node, name)) out.push_back(node);
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node && node != root && !node.next_sibling()) node = node.parent();
        node = node && node != root ? node.next_sibling() : pugi::xml_node();
    }
    return out;
}

bool is_word(std::string_view type) { return type.find("wordprocessingml") != std::string_view::npos || type.find("ms-word") != std::string_view::npos; }

/// One document being read.
class Reader {
public:
    Reader(DocxPackage package, const Limits& limits) : package_(std::move(package)), limits_(limits) { out_.format = "docx"; }

    Result<Pieces> run() {
        TRY_ASSIGN(main_, main_part());
        TRY_ASSIGN(arrows_, package_.relationships(main_));
        TRY_ASSIGN(const std::string bytes, package_.part(main_));
        TRY_ASSIGN(const XmlPart document, XmlPart::parse(bytes));
        const pugi::xml_node body = document.root().child("w:body");
        if (!is(document.root(), "w:document") || !body) return fail(errors::damaged, "its main part is not a Word document");
        TRY(read_styles());
        TRY(read_headers(body));
        Walk::Settings settings;
        settings.limits = limits_;
        settings.rendered = bytes.find("lastRenderedPageBreak") != std::string::npos;
        settings.sheet = sheet_of(last_section(body));
        settings.ground = ground_of(document.root());
        settings.backdrop = has_backdrop(body, styles_->theme(), settings.sheet);
        for (const Story& header : headers_) settings.backdrop = settings.backdrop || has_backdrop(header.xml.root(), styles_->theme(), settings.sheet);
        Walk walk(*styles_, settings, out_);
        TRY(read_stories(walk, body));
        TRY(finish(walk, bytes));
        return std::move(out_);
    }

private:
    struct Story {
        XmlPart xml;
        std::string part;
        bool footer = false;
    };

    /// The part that the file itself names as its document.
    Result<std::string> main_part() {
        TRY_ASSIGN(const std::vector<Relationship> arrows, package_.relationships(""));
        for (const Relationship& arrow : arrows)
            if (arrow.type == "officeDocument" && package_.has(arrow.target)) {
                TRY(check_type(arrow.target));
                return arrow.target;
            }
        if (package_.has("mimetype")) return fail(errors::format, "it is an OpenDocument file or an e-book; save it as DOCX");
        return fail(errors::format, "it is a ZIP archive, but no Word document");
    }

    /// A spreadsheet and a presentation are such packages too.
    Result<> check_type(const std::string& part) {
        if (!package_.has("[Content_Types].xml")) return fail(errors::damaged, "it does not say what its parts are");
        TRY_ASSIGN(const std::string bytes, package_.part("[Content_Types].xml"));
        TRY_ASSIGN(const XmlPart types, XmlPart::parse(bytes));
        for (const pugi::xml_node type : types.root().children("ct:Override")) {
            if (resolved_target("", type.attribute("PartName").value()) != part) continue;
            const std::string_view content = type.attribute("ContentType").value();
            macros_ = content.find("macroEnabled") != std::string_view::npos;
            if (!is_word(content)) return fail(errors::format, "it is a spreadsheet or a presentation; save the text as DOCX");
        }
        return {};
    }

    [[nodiscard]] std::string target_of(std::string_view type) const {
        for (const Relationship& arrow : arrows_)
            if (arrow.type == type && package_.has(arrow.target)) return arrow.target;
        return {};
    }
    /// The part that the document names by a type; nothing where there is none.
    Result<std::optional<XmlPart>> linked(std::string_view type) {
        const std::string part = target_of(type);
        if (part.empty()) return std::optional<XmlPart>();
        TRY_ASSIGN(const std::string bytes, package_.part(part));
        TRY_ASSIGN(XmlPart xml, XmlPart::parse(bytes));
        return std::optional<XmlPart>(std::move(xml));
    }
    static pugi::xml_node root_of(const std::optional<XmlPart>& part) { return part ? part->root() : pugi::xml_node(); }

    Result<> read_styles() {
        TRY_ASSIGN(style_part_, linked("styles"));
        TRY_ASSIGN(numbering_, linked("numbering"));
        TRY_ASSIGN(settings_, linked("settings"));
        TRY_ASSIGN(const std::optional<XmlPart> theme, linked("theme"));
        styles_.emplace(root_of(style_part_), root_of(numbering_), Theme(root_of(theme), root_of(settings_)));
        return {};
    }

    [[nodiscard]] pugi::xml_node last_section(pugi::xml_node body) const {
        const std::vector<pugi::xml_node> sections = all(body, "w:sectPr");
        return sections.empty() ? pugi::xml_node() : sections.back();
    }

    /// A coloured page is shown as such only where the settings say so.
    [[nodiscard]] Rgb ground_of(pugi::xml_node document) const {
        if (!flag_of(root_of(settings_), "w:displayBackgroundShape").value_or(false)) return kWhite;
        return styles_->theme().colour(document.child("w:background"), "w:color", "w:themeColor", "w:themeTint", "w:themeShade").value_or(kWhite);
    }

    /// Headers and footers that some section shows, each once, in the order of the sections.
    Result<> read_headers(pugi::xml_node body) {
        const bool even = flag_of(root_of(settings_), "w:evenAndOddHeaders").value_or(false);
        for (const pugi::xml_node section : all(body, "w:sectPr")) {
            const bool first = flag_of(section, "w:titlePg").value_or(false);
            for (const pugi::xml_node reference : section.children()) {
                const bool footer = is(reference, "w:footerReference");
                if (!footer && !is(reference, "w:headerReference")) continue;
                const std::string_view type = reference.attribute("w:type").value();
                if ((type == "first" && !first) || (type == "even" && !even)) continue;
                TRY(add_header(reference.attribute("r:id").value(), footer));
            }
        }
        return {};
    }
    Result<> add_header(std::string_view id, bool footer) {
        const auto arrow = std::find_if(arrows_.begin(), arrows_.end(), [&](const Relationship& a) { return a.id == id; });
        if (arrow == arrows_.end() || !package_.has(arrow->target)) return {};
        for (const Story& known : headers_)
            if (known.part == arrow->target) return {};
        TRY_ASSIGN(const std::string bytes, package_.part(arrow->target));
        TRY_ASSIGN(XmlPart xml, XmlPart::parse(bytes));
        headers_.push_back({std::move(xml), arrow->target, footer});
        return {};
    }

    Result<> read_stories(Walk& walk, pugi::xml_node body) {
        TRY(read_headers_of(walk, false));
        TRY_ASSIGN(std::vector<Written> lines, walk.story(body));
        add(std::move(lines));
        TRY(read_notes(walk, "footnotes", "w:footnote", walk.met().footnotes));
        TRY(read_notes(walk, "endnotes", "w:endnote", walk.met().endnotes));
        return read_headers_of(walk, true);
    }
    Result<> read_headers_of(Walk& walk, bool footers) {
        std::vector<std::vector<Written>> seen;
        for (const Story& header : headers_) {
            if (header.footer != footers) continue;
            TRY_ASSIGN(std::vector<Written> lines, walk.story(header.xml.root()));
            for (Written& line : lines) line.page = 1;
            if (std::find(seen.begin(), seen.end(), lines) != seen.end()) continue;
            seen.push_back(lines);
            add(std::move(lines));
        }
        return {};
    }
    /// The notes that the text refers to, in its order.
    Result<> read_notes(Walk& walk, std::string_view type, const char* element, std::vector<std::string> ids) {
        if (ids.empty()) return {};
        TRY_ASSIGN(const std::optional<XmlPart> part, linked(type));
        std::map<std::string, pugi::xml_node, std::less<>> notes;
        for (const pugi::xml_node note : root_of(part).children(element)) notes.emplace(note.attribute("w:id").value(), note);
        for (const std::string& id : ids) {
            const auto note = notes.find(id);
            if (note == notes.end()) continue;
            TRY_ASSIGN(std::vector<Written> lines, walk.story(note->second));
            add(std::move(lines));
            notes.erase(note);
        }
        return {};
    }

    /// Puts lines behind what is read; of empty ones at most one in a row, and none at the beginning.
    void add(std::vector<Written> lines) {
        for (Written& line : lines) {
            const bool empty = line.text.empty();
            if (empty && (out_.pieces.empty() || out_.pieces.back().text.empty())) continue;
            out_.pieces.push_back({std::move(line.text), line.page, 1, 0});
        }
    }

    Result<> finish(const Walk& walk, std::string_view bytes) {
        while (!out_.pieces.empty() && out_.pieces.back().text.empty()) out_.pieces.pop_back();
        const Met& met = walk.met();
        if (out_.pieces.empty() && met.pictures > 0) return fail(errors::scanned);
        if (out_.pieces.empty()) return fail(errors::empty, met.hidden > 0 ? "all of its text is hidden" : "");
        TRY(number_pages(walk.page(), bytes.find("lastRenderedPageBreak") != std::string_view::npos));
        set_lines();
        set_offsets(out_);
        tell(met);
        return {};
    }

    /// Pages as far as the file tells: by breaks, or by what the program that saved it counted.
    Result<> number_pages(int counted, bool rendered) {
        const int said = pages_said();
        if (said > limits_.pages) return fail(errors::too_many_pages, fmt::format("it has {} pages, and at most {} are read", said, limits_.pages));
        const bool known = rendered || counted > 1 || said == 1;
        out_.pages = known ? std::max(counted, said) : said;
        for (Piece& piece : out_.pieces) piece.page = known ? piece.page : 0;
        return {};
    }
    [[nodiscard]] int pages_said() {
        const auto arrows = package_.relationships("");
        if (!arrows) return 0;
        for (const Relationship& arrow : *arrows) {
            if (arrow.type != "extended-properties" && arrow.type != "extendedProperties") continue;
            const auto bytes = package_.has(arrow.target) ? package_.part(arrow.target) : Result<std::string>(fail(errors::damaged));
            const auto xml = bytes ? XmlPart::parse(*bytes) : Result<XmlPart>(fail(errors::damaged));
            if (xml) return static_cast<int>(std::clamp<long long>(whole(xml->root().child("ep:Pages").text().get()).value_or(0), 0, 1'000'000));
        }
        return 0;
    }

    void set_lines() {
        std::map<int, int> next;  // by page
        for (Piece& piece : out_.pieces) {
            int& line = next[piece.page];
            piece.line = line + 1;
            line += 1 + static_cast<int>(std::count(piece.text.begin(), piece.text.end(), '\n'));
        }
    }

    void problem(bool there, const char* code, std::string text) {
        if (there) out_.problems.push_back({code, std::move(text)});
    }
    void tell(const Met& met) {
        const auto count = [](int n, const char* one, const char* many) { return n == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}", n, many); };
        problem(met.hidden > 0, "hidden_text", count(met.hidden, "stretch of text that nobody sees was left out", "stretches of text that nobody sees were left out"));
        problem(met.over_shapes > 0, "light_text", count(met.over_shapes, "stretch of light text was read; it may", "stretches of light text were read; they may") + " stand on a dark shape, or be invisible on white: look at the document");
        problem(met.deletions > 0, "tracked_changes", "It holds tracked changes: what was deleted is left out, what was inserted is read");
        problem(met.struck > 0, "struck_text", count(met.struck, "stretch of text is", "stretches of text are") + " struck through and left out");
        problem(met.placeholders > 0, "placeholders", count(met.placeholders, "placeholder of a template was", "placeholders of a template were") + " never filled in and left out");
        problem(met.pictures > 0, "pictures", count(met.pictures, "picture was not read", "pictures were not read") + ": what they show is unknown");
        problem(met.diagrams > 0, "diagrams", count(met.diagrams, "chart or diagram was not read", "charts or diagrams were not read"));
        problem(met.embedded > 0, "embedded", count(met.embedded, "embedded object was not read", "embedded objects were not read"));
        problem(!target_of("comments").empty(), "comments", "Comments were not read");
        problem(macros_ || !target_of("vbaProject").empty(), "macros", "It holds macros, which were neither read nor run");
    }

    DocxPackage package_;
    Limits limits_;
    Pieces out_;
    std::string main_;
    std::vector<Relationship> arrows_;
    std::optional<XmlPart> style_part_;
    std::optional<XmlPart> numbering_;
    std::optional<XmlPart> settings_;
    std::optional<Styles> styles_;
    std::vector<Story> headers_;
    bool macros_ = false;
};

}  // namespace

Result<Pieces> read_docx(std::string_view bytes, const Limits& limits) {
    if (bytes.size() > limits.bytes) return fail(errors::too_large, fmt::format("it has {} bytes", bytes.size()));
    TRY_ASSIGN(DocxPackage package, DocxPackage::open(bytes, limits));
    return Reader(std::move(package), limits).run();
}

}  // namespace plimsoll::documents
