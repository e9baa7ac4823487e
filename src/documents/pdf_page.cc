#include "documents/pdf_page.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>

#include "base/text.h"
#include "base/utf8.h"

namespace plimsoll::documents {

namespace {

/// The value of an attribute of a tag ("top" in `text top="1" left="2"`); empty: it has none.
std::string_view attribute(std::string_view tag, std::string_view name) {
    std::size_t at = 0;
    while ((at = tag.find(name, at)) != std::string_view::npos) {
        const std::size_t equals = at + name.size();
        const bool whole = at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\t') && tag.substr(equals, 2) == "=\"";
        if (whole) {
            const std::size_t end = tag.find('"', equals + 2);
            return end == std::string_view::npos ? std::string_view{} : tag.substr(equals + 2, end - equals - 2);
        }
        at = equals;
    }
    return {};
}

/// A number of at most a million; 0 for what is none.
double number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || !std::isfinite(value) || std::abs(value) > 1e6) return 0;
    return value;
}

std::uint32_t colour_of(std::string_view text) {
    std::uint32_t value = 0;
    if (text.starts_with('#')) std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    return value & 0xFFFFFF;
}

void append_entity(std::string& out, std::string_view entity) {
    if (entity == "amp") out += '&';
    else if (entity == "lt") out += '<';
    else if (entity == "gt") out += '>';
    else if (entity == "quot") out += '"';
    else if (entity == "apos") out += '\'';
    else if (entity == "nbsp") out += ' ';
    else if (entity.starts_with('#')) {
        const bool hex = entity.size() > 1 && (entity[1] == 'x' || entity[1] == 'X');
        std::uint32_t c = 0;
        const std::string_view digits = entity.substr(hex ? 2 : 1);
        std::from_chars(digits.data(), digits.data() + digits.size(), c, hex ? 16 : 10);
        text::append_utf8(out, c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c);
    } else {
        out += '&';
        out.append(entity) += ';';
    }
}

/// The text between tags, entities as what they stand for, white space of every kind as spaces.
std::string plain(std::string_view inner) {
    std::string out;
    for (std::size_t i = 0; i < inner.size();) {
        if (inner[i] == '<') {
            const std::size_t end = inner.find('>', i);
            if (end == std::string_view::npos) break;
            i = end + 1;
        } else if (inner[i] == '&') {
            const std::size_t end = inner.find(';', i);
            if (end == std::string_view::npos || end - i > 10) {
                out += inner[i++];
                continue;
            }
            append_entity(out, inner.substr(i + 1, end - i - 1));
            i = end + 1;
        } else {
            out += static_cast<unsigned char>(inner[i]) < 0x20 || inner[i] == 0x7F ? ' ' : inner[i];
            ++i;
        }
    }
    return text::is_utf8(out) ? out : text::printable(out);
}

bool blank(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ') continue;
        if (text.substr(i, 2) == "\xC2\xA0") ++i;
        else return false;
    }
    return true;
}

struct Font {
    double size = 0;
    bool bold = false;
    std::uint32_t colour = 0;
};

/// The pages, tag by tag.
class PageReader {
public:
    Result<> tag(std::string_view tag, std::string_view inner) {
        if (tag.starts_with("page ")) {
            PdfPage page;
            page.number = static_cast<int>(pages.size()) + 1;
            page.width = number(attribute(tag, "width"));
            page.height = number(attribute(tag, "height"));
            pages.push_back(std::move(page));
        } else if (tag.starts_with("fontspec ")) {
            const std::string_view family = attribute(tag, "family");
            const bool bold = family.find("Bold") != std::string_view::npos || family.find("bold") != std::string_view::npos || family.find("Black") != std::string_view::npos;
            fonts_[std::string(attribute(tag, "id"))] = {number(attribute(tag, "size")), bold, colour_of(attribute(tag, "color"))};
        } else if (tag.starts_with("text ")) {
            return box(tag, inner);
        }
        return {};
    }
    std::vector<PdfPage> pages;

private:
    Result<> box(std::string_view tag, std::string_view inner) {
        if (pages.empty()) return {};
        std::string text = plain(inner);
        if (blank(text)) return {};
        PdfPage& page = pages.back();
        if (++boxes_ > kMostBoxes || page.boxes.size() >= kMostBoxesOnPage) return fail(errors::too_large, fmt::format("page {} holds more pieces of text than are read", page.number));
        TextBox box;
        box.left = number(attribute(tag, "left"));
        box.top = number(attribute(tag, "top"));
        box.width = std::max(0.0, number(attribute(tag, "width")));
        box.height = std::max(0.0, number(attribute(tag, "height")));
        const Font& font = fonts_[std::string(attribute(tag, "font"))];
        box.size = font.size;
        box.bold = font.bold || inner.starts_with("<b>");
        box.colour = font.colour;
        box.text = std::move(text);
        page.boxes.push_back(std::move(box));
        return {};
    }

    std::map<std::string, Font> fonts_;
    std::size_t boxes_ = 0;
};

}  // namespace

Result<std::vector<PdfPage>> read_poppler_xml(std::string_view xml) {
    if (xml.find("<pdf2xml") == std::string_view::npos) return fail(errors::damaged, "it could not be opened");
    PageReader reader;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
        const std::size_t end = xml.find('>', at);
        if (end == std::string_view::npos) break;
        const std::string_view tag = xml.substr(at + 1, end - at - 1);
        std::string_view inner;
        at = end + 1;
        if (tag.starts_with("text ")) {
            const std::size_t close = xml.find("</text>", at);
            if (close == std::string_view::npos) break;  // cut off where the program was ended
            inner = xml.substr(at, close - at);
            at = close;
        }
        TRY(reader.tag(tag, inner));
    }
    return std::move(reader.pages);
}

}  // namespace plimsoll::documents
