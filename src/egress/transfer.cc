#include "egress/transfer.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "egress/mail_text.h"
#include "egress/policy.h"

namespace plimsoll::egress {
namespace {

constexpr std::size_t max_headers = 64 << 10;
constexpr const char* private_remedy =
    "set allowPrivate on the channel (or the setting of this sender) if it is meant to be reached";

bool visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
}

bool token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

/// Scheme and host of a URL, without user, path or query, so that an error may name them.
struct Place {
    std::string scheme;
    std::string host;
};

std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
    std::string out(text);
    curl_free(text);
    return out;
}

Result<Place> place_of(const std::string& text) {
    const std::unique_ptr<CURLU, void (*)(CURLU*)> url(curl_url(), curl_url_cleanup);
    if (text.size() > 8192 || !visible(text) || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return fail(errors::invalid, "the URL cannot be read; write scheme://host[:port]/path");
    return Place{part_of(url.get(), CURLUPART_SCHEME), part_of(url.get(), CURLUPART_HOST)};
}

Error not_allowed(const std::string& scheme, const char* allowed) {
    return fail(errors::invalid, fmt::format("the scheme \"{}\" is not allowed; use {}", text::printable(scheme), allowed));
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
    return text;
}

}  // namespace

const std::string& bulkhead(const Job& job) {
    if (const auto* http = std::get_if<HttpJob>(&job)) return http->request.bulkhead;
    return std::get<MailJob>(job).message.bulkhead;
}

void refuse(Job& job, Error error) {
    std::visit([&](auto& j) { j.done(std::move(error)); }, job);
}

Transfer::Transfer(Job job, std::string user_agent, std::string extra_ca_file)
    : job_(std::move(job)),
      user_agent_(std::move(user_agent)),
      extra_ca_file_(std::move(extra_ca_file)),
      easy_(curl_easy_init()) {}

Transfer::~Transfer() = default;

Result<> Transfer::prepare() {
    if (easy_ == nullptr) return fail(errors::busy, "no memory for another connection");
    if (const auto* http = std::get_if<HttpJob>(&job_)) return prepare_http(*http);
    return prepare_mail(std::get<MailJob>(job_));
}

void Transfer::prepare_common(Duration timeout, const std::string& ca_file) {
    CURL* easy = easy_.get();
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // none from the environment either
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    const std::string& extra = ca_file.empty() ? extra_ca_file_ : ca_file;
    // CAINFO would replace the system's bundle; the system's folder of certificates stays beside it.
    if (!extra.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, extra.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, "/etc/ssl/certs");
    const std::int64_t ms = std::clamp<std::int64_t>(timeout.in_ms(), 1, 300'000);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(ms));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<std::int64_t>(ms, 10'000)));
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
}

void Transfer::prepare_connection(const HttpRequest& request) {
    CURL* easy = easy_.get();
    if (request.keep_alive) {
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 0L);
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 0L);
        curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::before_request);
        curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
    }
    if (request.client_cert.empty()) return;
    curl_easy_setopt(easy, CURLOPT_SSLCERT, request.client_cert.c_str());
    curl_easy_setopt(easy, CURLOPT_SSLKEY, (request.client_key.empty() ? request.client_cert : request.client_key).c_str());
}

Result<> Transfer::prepare_http(const HttpJob& job) {
    const HttpRequest& request = job.request;
    TRY_ASSIGN(const Place place, place_of(request.url));
    if (place.scheme != "http" && place.scheme != "https") return not_allowed(place.scheme, "http or https");
    if (!token(request.method)) return fail(errors::invalid, "the HTTP method holds characters that it must not");
    host_ = place.host;
    allow_private_ = request.allow_private_addresses;
    body_limit_ = request.body_limit;
    prepare_common(request.timeout, request.ca_file);
    prepare_connection(request);
    CURL* easy = easy_.get();
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent_.c_str());
    List list;
    const auto add = [&](const std::string& line) { list.reset(curl_slist_append(list.release(), line.c_str())); };
    add("Expect:");
    if (!request.keep_alive) add("Connection: close");
    for (const auto& [name, value] : request.headers) {
        if (!token(name) || !visible(value))
            return fail(errors::invalid, "an HTTP header holds characters that it must not");
        add(value.empty() ? name + ";" : name + ": " + value);
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list.get());
    lists_.push_back(std::move(list));
    if (request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET" || !request.body.empty()) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    return {};
}

Result<> Transfer::prepare_mail(const MailJob& job) {
    const MailMessage& message = job.message;
    TRY_ASSIGN(const Place place, place_of(message.server_url));
    if (place.scheme != "smtp" && place.scheme != "smtps") return not_allowed(place.scheme, "smtp or smtps");
    TRY_ASSIGN(upload_, compose(message));
    TRY_ASSIGN(const std::string from, mail_address(message.from));
    if (!visible(message.user) || !visible(message.password))
        return fail(errors::invalid, "the SMTP user or password holds control characters");
    host_ = place.host;
    allow_private_ = message.allow_private_addresses;
    prepare_common(message.timeout, message.ca_file);
    CURL* easy = easy_.get();
    curl_easy_setopt(easy, CURLOPT_URL, message.server_url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(message.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (!message.user.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, message.user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, message.password.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from.c_str());
    List recipients;
    for (const std::string& to : message.to) {
        TRY_ASSIGN(const std::string address, mail_address(to));
        recipients.reset(curl_slist_append(recipients.release(), address.c_str()));
    }
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients.get());
    lists_.push_back(std::move(recipients));
    // One mistyped recipient must not keep a page from the others; the answer names who was refused.
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Transfer::on_read);
    curl_easy_setopt(easy, CURLOPT_READDATA, this);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(upload_.size()));
    return {};
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (!transfer.allow_private_) {
        if (auto why = refusal(&address->addr)) {
            transfer.kept_out_.push_back(std::move(*why));
            return CURL_SOCKET_BAD;
        }
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// A connection that is used again was not asked for at open_socket().
int Transfer::before_request(void* self, char* remote_address, char*, int, int) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.allow_private_) return CURL_PREREQFUNC_OK;
    auto why = refusal(remote_address);
    if (!why) return CURL_PREREQFUNC_OK;
    transfer.kept_out_.push_back(std::move(*why));
    return CURL_PREREQFUNC_ABORT;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t n, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t bytes = size * n;
    if (!std::holds_alternative<HttpJob>(transfer.job_)) return bytes;
    const std::size_t room = transfer.body_limit_ - transfer.body_.size();
    transfer.body_.append(data, std::min(room, bytes));
    if (bytes <= room) return bytes;
    transfer.cut_ = true;
    return 0;  // ends the transfer: the rest is not read
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t n, void* self) {
    return static_cast<Transfer*>(self)->take_header({data, size * n});
}

std::size_t Transfer::take_header(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > max_headers) {
        header_flood_ = true;
        return 0;
    }
    const std::string_view text = trimmed(line);
    if (std::holds_alternative<MailJob>(job_)) {
        if (text.size() < 3 || text.starts_with("221")) return line.size();  // the good-bye is no answer
        answer_ = text::printable(text);
        if ((text[0] == '4' || text[0] == '5') && refused_.size() < 10) refused_.push_back(answer_);
        return line.size();
    }
    if (text.starts_with("HTTP/")) headers_.clear();  // a 100 came before the real one
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) headers_[lower(text.substr(0, colon))] = std::string(trimmed(text.substr(colon + 1)));
    return line.size();
}

std::size_t Transfer::on_read(char* out, std::size_t size, std::size_t n, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t bytes = std::min(size * n, transfer.upload_.size() - transfer.uploaded_);
    std::copy_n(transfer.upload_.data() + transfer.uploaded_, bytes, out);
    transfer.uploaded_ += bytes;
    return bytes;
}

void Transfer::finish(CURLcode code) {
    if (auto* http = std::get_if<HttpJob>(&job_)) {
        if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && cut_)) return http->done(http_response());
        return http->done(explained(code));
    }
    auto& mail = std::get<MailJob>(job_);
    if (code == CURLE_OK) return mail.done(mail_answer());
    // A refusal in words is an answer; a connection that broke after friendly ones is none.
    const bool said_no = !answer_.empty() && (answer_[0] == '4' || answer_[0] == '5');
    if (said_no && code != CURLE_OPERATION_TIMEDOUT) return mail.done(answer_);
    mail.done(explained(code));
}

HttpResponse Transfer::http_response() {
    HttpResponse response;
    long status = 0;
    curl_off_t took_us = 0;
    char* address = nullptr;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME_T, &took_us);
    curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &address);
    response.status = static_cast<int>(status);
    response.headers = std::move(headers_);
    response.body = std::move(body_);
    response.cut = cut_;
    response.took = Duration::ms(took_us / 1000);
    response.remote_address = address == nullptr ? "" : address;
    return response;
}

std::string Transfer::mail_answer() const {
    if (refused_.empty()) return answer_;
    std::string all;
    for (const std::string& one : refused_) all += (all.empty() ? "" : "; ") + one;
    return fmt::format("{} (refused: {})", answer_, all);
}

Error Transfer::explained(CURLcode code) const {
    const std::string host = text::printable(host_);
    if (header_flood_) return fail(errors::unavailable, fmt::format("{}: the answer's headers exceed 64 KiB", host));
    if (!kept_out_.empty() && (code == CURLE_ABORTED_BY_CALLBACK || !connected()))
        return fail(errors::invalid, fmt::format("{}: {}; {}", host, kept_out_.front(), private_remedy));
    std::string what = curl_easy_strerror(code);
    if (code == CURLE_OPERATION_TIMEDOUT) what = "time-out";
    // The buffer repeats host and port, and TLS's own reason; for the rest the code's sentence says as much.
    if (error_[0] != '\0') what += fmt::format(" ({})", text::printable(error_));
    return fail(connected() ? errors::unavailable : errors::unreachable, fmt::format("{}: {}", host, what));
}

/// Whether the transfer got as far as sending: TCP, and TLS where the URL asks for it.
bool Transfer::connected() const {
    curl_off_t tcp_us = 0;
    curl_off_t ready_us = 0;
    long opened = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_CONNECT_TIME_T, &tcp_us);
    curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &ready_us);
    curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &opened);
    const bool used_again = opened == 0 && ready_us > 0;
    return used_again || (tcp_us > 0 && ready_us > 0);
}

}  // namespace plimsoll::egress
