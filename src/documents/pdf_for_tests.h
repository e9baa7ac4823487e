// pdf_for_tests.h: small PDFs written by hand: pages of content streams in two fonts.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

namespace plimsoll::documents::fixture {

/// A line of text at a place, from the lower left corner of a page of 612 by 792 points.
inline std::string line(double x, double y, const std::string& text, double size = 12) { return fmt::format("BT /F1 {} Tf {} {} Td ({}) Tj ET\n", size, x, y, text); }

/// Objects 1 to 4 and two for each page; `page_more` goes into each page's dictionary.
inline std::string pdf(const std::vector<std::string>& pages, const std::string& page_more = "/MediaBox [0 0 612 792]") {
    std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>"};
    std::string kids;
    for (const std::string& content : pages) {
        const std::size_t page = objects.size() + 1;
        kids += fmt::format("{} 0 R ", page);
        objects.push_back(fmt::format("<< /Type /Page /Parent 2 0 R {} /Contents {} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>", page_more, page + 1));
        objects.push_back(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content));
    }
    objects[1] = fmt::format("<< /Type /Pages /Count {} /Kids [{}] >>", pages.size(), kids);
    std::string out = "%PDF-1.4\n";
    std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", out.size());
        out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    const std::size_t at = out.size();
    return out + table + fmt::format("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, at);
}

}  // namespace plimsoll::documents::fixture
