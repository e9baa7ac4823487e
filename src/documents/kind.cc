#include "documents/kind.h"

#include <array>

#include "documents/pieces.h"

namespace plimsoll::documents {

namespace {

struct Foreign {
    std::string_view begins;
    std::string_view is;
    std::string_view remedy;
};

constexpr std::string_view kSaveAsDocx = "save it as DOCX or PDF";
constexpr std::string_view kNoPicture = "give the document from the program that wrote it; pictures are not read";

constexpr auto kForeign = std::to_array<Foreign>({
    {"{\\rtf", "RTF", kSaveAsDocx},
    {"%!PS", "PostScript", "save it as PDF"},
    {"\x89PNG\r\n", "a PNG picture", kNoPicture},
    {"\xFF\xD8\xFF", "a JPEG picture", kNoPicture},
    {"GIF8", "a GIF picture", kNoPicture},
    {std::string_view("II*\0", 4), "a TIFF picture", kNoPicture},
    {std::string_view("MM\0*", 4), "a TIFF picture", kNoPicture},
    {"\x7F" "ELF", "a program", "give the document itself"},
    {"\x1F\x8B", "a gzip archive", "unpack it"},
    {"7z\xBC\xAF", "a 7z archive", "unpack it"},
    {"Rar!", "a RAR archive", "unpack it"},
    {"BZh", "a bzip2 archive", "unpack it"},
    {"PK\x05\x06", "an empty zip", "give the document itself"},
    {"PK\x07\x08", "a split zip", "give the document itself"},
});

Error refused(std::string_view is, std::string_view remedy) { return fail(errors::format, "it is " + std::string(is) + "; " + std::string(remedy)); }

bool holds(std::string_view bytes, std::string_view word) { return bytes.find(word) != std::string_view::npos; }

/// "EncryptedPackage" in the UTF-16 of a compound file's directory.
bool is_encrypted_package(std::string_view bytes) {
    std::string name;
    for (const char c : std::string_view("EncryptedPackage")) name.append({c, '\0'});
    return holds(bytes, name);
}

Result<Kind> zip_kind(std::string_view bytes) {
    // The names of a zip's entries stand in it as they are. An OpenDocument begins with its media type, not packed.
    if (holds(bytes.substr(0, 200), "application/vnd.oasis.opendocument")) return refused("an OpenDocument", kSaveAsDocx);
    if (holds(bytes, "[Content_Types].xml") || holds(bytes, "word/")) return Kind::docx;
    return refused("a zip archive without a Word document", "give the document itself");
}

}  // namespace

Result<Kind> kind_of(std::string_view bytes) {
    if (bytes.starts_with("PK\x03\x04")) return zip_kind(bytes);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
        if (is_encrypted_package(bytes)) return fail(errors::encrypted, "it is a Word document with a password");
        return refused("DOC, or another file of old Office", kSaveAsDocx);
    }
    for (const Foreign& foreign : kForeign) {
        if (bytes.starts_with(foreign.begins)) return refused(foreign.is, foreign.remedy);
    }
    std::string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t begin = text.find_first_not_of(" \t\r\n\f");
    if (begin == std::string_view::npos) return fail(errors::empty);
    text.remove_prefix(begin);
    if (text.starts_with("%PDF-")) return Kind::pdf;
    return text.front() == '{' ? Kind::json : Kind::text;
}

}  // namespace plimsoll::documents
