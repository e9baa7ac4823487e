// pdf.cc: from what poppler's programs wrote to pieces: what is hidden, what could not be read, in which order.
#include "documents/pdf.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "documents/pdf_look.h"
#include "documents/pdf_page.h"
#include "documents/reading_paragraphs.h"

namespace plimsoll::documents {

namespace {

constexpr double kLettersOfAPage = 60;  // fewer, with much else painted, is a picture with a caption
constexpr double kMuchInk = 0.006;      // of a page outside all text: more than rules and bullets
constexpr double kPicture = 0.008;      // changes of colour by pixel outside all text: a picture, not a bar or a rule

/// The part of a page that is shown, from its upper left corner as it is turned.
struct Shown {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

using Box = std::array<double, 4>;  // left, bottom, right, top in the file's own coordinates

Shown shown_of(const Box& media, const Box& crop, int turned) {
    const double width = media[2] - media[0];
    const double height = media[3] - media[1];
    const Shown s{crop[0] - media[0], media[3] - crop[3], crop[2] - media[0], media[3] - crop[1]};
    switch (((turned % 360) + 360) % 360) {
        case 90: return {height - s.bottom, s.left, height - s.top, s.right};
        case 180: return {width - s.right, height - s.bottom, width - s.left, height - s.top};
        case 270: return {s.top, width - s.right, s.bottom, width - s.left};
        default: return s;
    }
}

/// What pdfinfo -box says.
struct Info {
    int pages = 0;
    std::map<int, Shown> shown;
    std::map<int, std::pair<double, double>> sizes;  // pdftohtml rounds them
};

/// The words of a line.
std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (std::size_t at = line.find_first_not_of(' '); at != std::string_view::npos; at = line.find_first_not_of(' ', at)) {
        const std::size_t end = std::min(line.find(' ', at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

double number(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Info info_of(std::string_view text) {
    Info info;
    std::map<int, std::pair<Box, Box>> boxes;
    std::map<int, int> turned;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const auto words = words_of(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
        if (words.size() == 2 && words[0] == "Pages:") info.pages = static_cast<int>(number(words[1]));
        if (words.size() == 4 && words[0] == "Page" && words[2] == "rot:") turned[static_cast<int>(number(words[1]))] = static_cast<int>(number(words[3]));
        if (words.size() != 7 || words[0] != "Page") continue;
        const Box box{number(words[3]), number(words[4]), number(words[5]), number(words[6])};
        auto& [media, crop] = boxes[static_cast<int>(number(words[1]))];
        if (words[2] == "MediaBox:") media = box;
        if (words[2] == "CropBox:") crop = box;
    }
    for (const auto& [page, two] : boxes) {
        const double width = two.first[2] - two.first[0];
        const double height = two.first[3] - two.first[1];
        if (width <= 0 || height <= 0) continue;
        const bool lies = turned[page] % 180 != 0;
        info.sizes[page] = {lies ? height : width, lies ? width : height};
        if (two.second[2] > two.second[0]) info.shown[page] = shown_of(two.first, two.second, turned[page]);
    }
    return info;
}

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }));
}

/// Characters that no font said the meaning of: U+FFFD and private ones, but for bullets of fonts of symbols.
std::size_t meaningless(std::string_view text) {
    std::size_t found = 0;
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
        const bool replacement = at(0) == 0xEF && at(1) == 0xBF && at(2) == 0xBD;
        const bool own = (at(0) == 0xEE && at(1) >= 0x80) || (at(0) == 0xEF && at(1) < 0xA3);
        if (replacement || own) ++found;
    }
    return found;
}

/// One document's pages, page by page.
class PdfReader {
public:
    PdfReader(const PopplerAnswers& answers, const Limits& limits) : answers_(&answers), limits_(&limits), info_(info_of(answers.info)) {}

    Result<Pieces> read() {
        out_.format = "pdf";
        TRY_ASSIGN(std::vector<PdfPage> pages, read_poppler_xml(answers_->boxes));
        if (static_cast<int>(pages.size()) > limits_->pages || info_.pages > limits_->pages) {
            return fail(errors::too_many_pages, info_.pages > 0 ? fmt::format("it has {} pages; {} are read", info_.pages, limits_->pages) : fmt::format("it has more than {} pages", limits_->pages));
        }
        if (pages.empty()) return fail(errors::damaged, "it has no page");
        out_.pages = static_cast<int>(pages.size());
        tell_never_painted(pages);
        pictures_ = read_ppm(answers_->looks);
        looks_.reserve(pages.size());
        for (PdfPage& page : pages) {
            if (const auto size = info_.sizes.find(page.number); size != info_.sizes.end() && std::abs(size->second.first - page.width) < 1.5) std::tie(page.width, page.height) = size->second;
            keep_visible(page);
        }
        TRY(judge(pages));
        out_.pieces = paragraphs(reading_order(pages), [this](int page, double left, double top, double height) { return looks_[static_cast<std::size_t>(page)].bullet_before(left, top, height); });
        set_offsets(out_);
        tell();
        return std::move(out_);
    }

private:
    /// What stands only in the list with hidden text was never painted (a mode of writing that leaves no ink).
    void tell_never_painted(const std::vector<PdfPage>& painted) {
        if (answers_->all.empty()) return;
        const auto all = read_poppler_xml(answers_->all);
        if (!all) return;
        for (std::size_t i = 0; i < std::min(painted.size(), all->size()); ++i) {
            std::map<std::string_view, int> left;
            for (const TextBox& box : painted[i].boxes) ++left[box.text];
            for (const TextBox& box : (*all)[i].boxes) {
                if (auto seen = left.find(box.text); seen != left.end() && seen->second > 0) --seen->second;
                else hide(box.text, painted[i].number, "written so that nothing is painted");
            }
        }
    }

    void hide(const std::string& text, int page, std::string_view why) {
        ++hidden_;
        hidden_letters_ += letters(text);
        add_hidden(out_, text, page, std::string(why));
    }

    /// Leaves on the page what a person sees there.
    void keep_visible(PdfPage& page) {
        const std::size_t i = looks_.size();
        looks_.emplace_back(page, i < pictures_.size() ? pictures_[i] : Picture{});
        const PageLook& look = looks_.back();
        const auto shown = info_.shown.find(page.number);
        const Overprint over = overprinted(page);
        std::vector<char> left_out(page.boxes.size());
        for (const std::size_t k : over.twice) left_out[k] = 1;
        std::vector<char> lies_on(page.boxes.size());
        for (const std::size_t k : over.boxes) lies_on[k] = 1;
        std::vector<TextBox> visible;
        for (std::size_t k = 0; k < page.boxes.size(); ++k) {
            TextBox& box = page.boxes[k];
            if (left_out[k] != 0) continue;
            if (box.width <= 0.01 && box.text.size() > 1) {
                ++turned_;
                add_hidden(out_, box.text, page.number, "turned: text that does not run from left to right is not read");
                continue;
            }
            std::string_view why = look.hidden(box);
            if (why.empty() && shown != info_.shown.end()) {
                const double x = box.left + box.width / 2;
                const double y = box.top + box.height / 2;
                const Shown& s = shown->second;
                if (x < s.left || x > s.right || y < s.top || y > s.bottom) why = "outside the page";
            }
            if (why.empty() && lies_on[k] != 0) why = "printed over other text";
            std::string lost;
            if (why.empty()) box.text = look.painted_words(box, lost);
            if (!why.empty()) hide(box.text, page.number, why);
            else if (!box.text.empty()) visible.push_back(std::move(box));
            if (!lost.empty()) hide(lost, page.number, "covered, or never painted");
        }
        page.boxes = std::move(visible);
    }

    /// Whether there is text enough, and how much of it can be trusted.
    Result<> judge(const std::vector<PdfPage>& pages) {
        std::size_t bytes = 0;
        std::size_t all_letters = 0;
        std::size_t unknown = 0;
        bool inked = false;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            std::size_t here = 0;
            for (const TextBox& box : pages[i].boxes) {
                bytes += box.text.size() + 1;
                here += letters(box.text);
                unknown += meaningless(box.text);
            }
            all_letters += here;
            inked = inked || looks_[i].ink_outside() > kMuchInk;
            if (looks_[i].texture_outside() > kPicture && static_cast<double>(here) < kLettersOfAPage) picture_pages_.push_back(pages[i].number);
        }
        if (bytes > limits_->text) return fail(errors::too_large, fmt::format("it holds more than {} bytes of text", limits_->text));
        if (!picture_pages_.empty() && static_cast<double>(all_letters) < kLettersOfAPage * static_cast<double>(pages.size())) {
            return fail(errors::scanned, hidden_letters_ > all_letters ? "the text that stands behind the picture cannot be seen, and is not read" : std::string());
        }
        if (all_letters == 0) {
            if (hidden_ > 0) return fail(errors::empty, "all of its text is hidden from who looks at it");
            return fail(inked ? errors::scanned : errors::empty);
        }
        out_.confidence = 1 - static_cast<double>(3 * unknown) / static_cast<double>(all_letters + 3 * unknown + 1);
        if (unknown * 100 > all_letters) out_.problems.push_back({"unmappable_font", fmt::format("{} characters are of a font that does not say what they mean", unknown)});
        return {};
    }

    void tell() {
        if (hidden_ > 0) {
            out_.problems.push_back({"hidden_text", fmt::format("{} of text cannot be seen on the page and {} left out: {}", hidden_ == 1 ? "one piece" : fmt::format("{} pieces", hidden_), hidden_ == 1 ? "is" : "are", reasons())});
        }
        if (turned_ > 0) out_.problems.push_back({"turned_text", fmt::format("{} of text {} turned on the page and not read", turned_ == 1 ? "one piece" : fmt::format("{} pieces", turned_), turned_ == 1 ? "is" : "are")});
        for (const int page : picture_pages_) out_.problems.push_back({"picture_page", fmt::format("page {} holds a picture and hardly any text; what the picture says is not read", page)});
        if (pictures_.size() < static_cast<std::size_t>(out_.pages)) {
            out_.problems.push_back({"no_appearance", fmt::format("{} could not be painted; text that is covered there is not found", pictures_.empty() ? "the pages" : fmt::format("pages from {} on", pictures_.size() + 1))});
        }
    }

    [[nodiscard]] std::string reasons() const {
        std::map<std::string_view, int> counts;
        for (const HiddenText& hidden : out_.hidden) {
            if (!hidden.why.starts_with("turned")) ++counts[hidden.why];
        }
        std::string words;
        for (const auto& [why, _] : counts) words += (words.empty() ? "" : "; ") + std::string(why);
        return words;
    }

    const PopplerAnswers* answers_;
    const Limits* limits_;
    Info info_;
    Pieces out_;
    std::vector<Picture> pictures_;
    std::vector<PageLook> looks_;
    std::vector<int> picture_pages_;
    std::size_t hidden_ = 0;
    std::size_t hidden_letters_ = 0;
    std::size_t turned_ = 0;
};

}  // namespace

Result<Pieces> pdf_pieces(const PopplerAnswers& answers, const Limits& limits) { return PdfReader(answers, limits).read(); }

}  // namespace plimsoll::documents
