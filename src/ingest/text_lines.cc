#include "ingest/text_lines.h"

#include <zlib.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "base/invariant.h"
#include "ingest/refusal.h"

namespace plimsoll::ingest {
namespace {

constexpr std::size_t kBlock = 256 << 10;
constexpr int kGzip = 16 + MAX_WBITS;

struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
};

}  // namespace

struct TextLines::Impl {
    Impl() { std::memset(&inflater, 0, sizeof(inflater)); }
    ~Impl() {
        if (packed) inflateEnd(&inflater);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::string name;
    std::unique_ptr<std::FILE, CloseFile> file;
    Limits limits;
    std::uint64_t total = 0;
    std::uint64_t read = 0;
    std::uint64_t unpacked = 0;
    std::uint64_t line_number = 0;

    bool packed = false;
    bool member_open = false;  // a gzip member has begun and not ended
    z_stream inflater;
    std::vector<char> input = std::vector<char>(kBlock);
    std::size_t input_at = 0;
    std::size_t input_end = 0;
    std::vector<char> output;  // of plain files: unused
    std::string_view ready;    // text not handed out yet
    std::string line;          // a line that crosses blocks

    Result<> fill_input() {
        input_at = 0;
        input_end = std::fread(input.data(), 1, input.size(), file.get());
        read += input_end;
        if (input_end == 0 && std::ferror(file.get()) != 0) return fail(plimsoll::errors::io, "cannot read " + name);
        return {};
    }

    Result<> start() {
        TRY(fill_input());
        packed = input_end >= 2 && input[0] == '\x1f' && input[1] == '\x8b';
        if (!packed) return {};
        output.resize(kBlock);
        const int status = inflateInit2(&inflater, kGzip);
        INVARIANT(status == Z_OK, "zlib has memory for one stream");
        member_open = true;
        return {};
    }

    /// More text into `ready`; stays empty at the end.
    Result<> refill() {
        if (packed) {
            TRY(inflate_some());
        } else {
            if (input_at == input_end) TRY(fill_input());
            ready = {input.data() + input_at, input_end - input_at};
            input_at = input_end;
        }
        unpacked += ready.size();
        if (unpacked > limits.unpacked_bytes) {
            return fail(errors::unreadable,
                        name + " is longer than " + std::to_string(limits.unpacked_bytes) + " bytes of text");
        }
        return {};
    }

    Result<> inflate_some() {
        ready = {};
        while (ready.empty()) {
            if (input_at == input_end) TRY(fill_input());
            if (input_end == 0) {
                if (member_open) return fail(errors::unreadable, "the gzip data of " + name + " is cut short");
                return {};
            }
            if (!member_open) {
                inflateReset(&inflater);
                member_open = true;
            }
            TRY(inflate_input());
        }
        return {};
    }

    Result<> inflate_input() {
        inflater.next_in = reinterpret_cast<Bytef*>(input.data() + input_at);
        inflater.avail_in = static_cast<uInt>(input_end - input_at);
        inflater.next_out = reinterpret_cast<Bytef*>(output.data());
        inflater.avail_out = static_cast<uInt>(output.size());
        const int status = ::inflate(&inflater, Z_NO_FLUSH);
        input_at = input_end - inflater.avail_in;
        ready = {output.data(), output.size() - inflater.avail_out};
        if (status == Z_STREAM_END) {
            member_open = false;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            return fail(errors::unreadable, "the gzip data of " + name + " is damaged" +
                                                (inflater.msg == nullptr ? "" : std::string(": ") + inflater.msg));
        }
        return {};
    }

    Result<std::optional<TextLine>> next() {
        line.clear();
        bool too_long = false;
        bool any = false;
        while (true) {
            if (ready.empty()) TRY(refill());
            if (ready.empty()) {
                if (!any) return std::nullopt;
                return std::optional(TextLine{line, ++line_number, too_long});
            }
            any = true;
            const std::size_t end = ready.find('\n');
            const std::string_view part = ready.substr(0, end);
            ready.remove_prefix(end == std::string_view::npos ? ready.size() : end + 1);
            const std::size_t room = limits.line_bytes - line.size();
            too_long = too_long || part.size() > room;
            if (end != std::string_view::npos && line.empty() && !too_long) {
                return std::optional(TextLine{part, ++line_number, false});
            }
            line += part.substr(0, room);
            if (end != std::string_view::npos) return std::optional(TextLine{line, ++line_number, too_long});
        }
    }
};

TextLines::TextLines(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextLines::TextLines(TextLines&&) noexcept = default;
TextLines::~TextLines() = default;

Result<TextLines> TextLines::open(const std::filesystem::path& path, Limits limits) {
    auto impl = std::make_unique<Impl>();
    impl->name = path.string();
    impl->limits = limits;
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(plimsoll::errors::not_found, "there is no file " + impl->name);
    if (std::filesystem::is_directory(path, error))
        return fail(plimsoll::errors::io, impl->name + " is a folder, not a file");
    const auto size = std::filesystem::file_size(path, error);
    impl->total = error ? 0 : size;  // a pipe has no size
    impl->file.reset(std::fopen(path.c_str(), "rb"));
    if (!impl->file) return fail(plimsoll::errors::io, "cannot open " + impl->name + ": " + std::strerror(errno));
    TRY(impl->start());
    return TextLines(std::move(impl));
}

Result<std::optional<TextLine>> TextLines::next() {
    return impl_->next();
}
std::uint64_t TextLines::bytes_read() const {
    return impl_->read - (impl_->input_end - impl_->input_at);
}
std::uint64_t TextLines::bytes_total() const {
    return impl_->total;
}

}  // namespace plimsoll::ingest
