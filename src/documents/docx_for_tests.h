// docx_for_tests.h: Word documents made in memory: a body and what it needs around it.
#pragma once

#include <zip.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace plimsoll::documents::testing {

using Parts = std::vector<std::pair<std::string, std::string>>;

/// A ZIP archive of the parts, deflated, in their order.
inline std::string zip_of(const Parts& parts, zip_int32_t method = ZIP_CM_DEFLATE) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (const auto& [name, bytes] : parts) {
        const auto index = zip_file_add(archive, name.c_str(), zip_source_buffer(archive, bytes.data(), bytes.size(), 0), ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), method, 9);
    }
    zip_close(archive);
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string out(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, out.data(), out.size());
    zip_source_close(source);
    zip_source_free(source);
    return out;
}

inline constexpr const char* kNamespaces =
    R"( xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")"
    R"( xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing")"
    R"( xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape")"
    R"( xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml")";

inline std::string part_of(const std::string& element, const std::string& inner) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + element + kNamespaces + ">" + inner + "</" + element + ">";
}

/// A package of a body and further parts, each linked by its type: {"styles", "<w:style …/>"}; "header#rId9" links it by that id.
/// The parts' roots are added where they are Word's own; a part with "raw:" before its type is taken as it is.
class MadeDocx {
public:
    explicit MadeDocx(std::string body) : body_(std::move(body)) {}
    MadeDocx& with(const std::string& type, const std::string& inner, const std::string& id = "") {
        static const std::map<std::string, std::string> roots{{"styles", "w:styles"}, {"numbering", "w:numbering"}, {"settings", "w:settings"}, {"header", "w:hdr"}, {"footer", "w:ftr"},
                                                              {"footnotes", "w:footnotes"}, {"endnotes", "w:endnotes"}, {"comments", "w:comments"}, {"theme", "a:theme"}};
        const std::string name = type + std::to_string(parts_.size()) + ".xml";
        const auto root = roots.find(type);
        parts_.emplace_back("word/" + name, root == roots.end() ? inner : part_of(root->second, inner));
        arrows_ += "<Relationship Id=\"" + (id.empty() ? "rAuto" + std::to_string(parts_.size()) : id) +
                   "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type + "\" Target=\"" + name + "\"/>";
        return *this;
    }
    MadeDocx& part(const std::string& name, const std::string& bytes) {
        parts_.emplace_back(name, bytes);
        return *this;
    }
    MadeDocx& type(std::string content_type) {
        type_ = std::move(content_type);
        return *this;
    }
    [[nodiscard]] Parts parts() const {
        static const std::string package = "http://schemas.openxmlformats.org/package/2006/";
        Parts all{{"[Content_Types].xml", "<Types xmlns=\"" + package + "content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"" + type_ + "\"/></Types>"},
                  {"_rels/.rels", "<Relationships xmlns=\"" + package + "relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
                                  "Target=\"word/document.xml\"/></Relationships>"},
                  {"word/document.xml", part_of("w:document", "<w:body>" + body_ + "</w:body>")},
                  {"word/_rels/document.xml.rels", "<Relationships xmlns=\"" + package + "relationships\">" + arrows_ + "</Relationships>"}};
        all.insert(all.end(), parts_.begin(), parts_.end());
        return all;
    }
    [[nodiscard]] std::string bytes() const { return zip_of(parts()); }

private:
    std::string body_;
    std::string arrows_;
    std::string type_ = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    Parts parts_;
};

/// A run, with properties; a paragraph of runs or of a text.
inline std::string run(const std::string& text, const std::string& properties = "") { return "<w:r><w:rPr>" + properties + "</w:rPr><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>"; }
inline std::string para(const std::string& runs, const std::string& properties = "") { return "<w:p><w:pPr>" + properties + "</w:pPr>" + runs + "</w:p>"; }
inline std::string line(const std::string& text) { return para(run(text)); }
inline std::string cell(const std::string& blocks, const std::string& properties = "") { return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + blocks + "</w:tc>"; }
inline std::string row(const std::string& cells, const std::string& properties = "") { return "<w:tr><w:trPr>" + properties + "</w:trPr>" + cells + "</w:tr>"; }
inline std::string table(const std::string& rows, const std::string& properties = "") { return "<w:tbl><w:tblPr>" + properties + "</w:tblPr>" + rows + "</w:tbl>"; }

/// A floating box of DrawingML as Word writes it, with the fallback of older versions. Place and extent in EMU.
inline std::string text_box(const std::string& blocks, long x = 0, long y = 0, long width = 2'000'000, long height = 1'000'000, const std::string& shape = "<a:noFill/>") {
    const std::string content = "<w:txbxContent>" + blocks + "</w:txbxContent>";
    const auto number = [](long n) { return std::to_string(n); };
    return "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wp:positionH relativeFrom=\"page\"><wp:posOffset>" + number(x) +
           "</wp:posOffset></wp:positionH><wp:positionV relativeFrom=\"page\"><wp:posOffset>" + number(y) + "</wp:posOffset></wp:positionV><wp:extent cx=\"" + number(width) + "\" cy=\"" + number(height) +
           "\"/><a:graphic><a:graphicData><wps:wsp><wps:spPr>" + shape + "</wps:spPr><wps:txbx>" + content + "</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>" +
           "<mc:Fallback><w:pict><v:shape><v:textbox>" + content + "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
}

}  // namespace plimsoll::documents::testing
