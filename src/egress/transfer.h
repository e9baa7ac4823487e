// transfer.h: one request or mail on its way through curl: how the handle is set, what comes back, what it means.
//
// Threads    belongs to the client's thread from prepare() on.
// Policy     every socket is asked for at connect (policy.h), and a connection that is used again before each use, so that
//            one that was allowed inward is of no use to a transfer that is not.
// Secrets    errors name the host at most: paths and users may be secrets.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/http_client.h"
#include "base/result.h"

namespace plimsoll::egress {

struct HttpJob {
    HttpRequest request;
    std::function<void(Result<HttpResponse>)> done;
};

struct MailJob {
    MailMessage message;
    std::function<void(Result<std::string>)> done;
};

using Job = std::variant<HttpJob, MailJob>;

[[nodiscard]] const std::string& bulkhead(const Job& job);
/// Gives the job its end without having been sent.
void refuse(Job& job, Error error);

class Transfer {
public:
    Transfer(Job job, std::string user_agent, std::string extra_ca_file);
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// Sets the handle. Errors: invalid (URL, header, address), before anything was sent.
    [[nodiscard]] Result<> prepare();
    /// Gives the job its end, from curl's verdict.
    void finish(CURLcode code);
    void abandon(Error error) { refuse(job_, std::move(error)); }

    [[nodiscard]] CURL* handle() const { return easy_.get(); }
    [[nodiscard]] const std::string& bulkhead() const { return egress::bulkhead(job_); }

private:
    struct CloseEasy {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    };
    struct CloseList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    using List = std::unique_ptr<curl_slist, CloseList>;

    Result<> prepare_http(const HttpJob& job);
    Result<> prepare_mail(const MailJob& job);
    void prepare_common(Duration timeout, const std::string& ca_file);
    void prepare_connection(const HttpRequest& request);
    Error explained(CURLcode code) const;
    bool connected() const;
    HttpResponse http_response();
    std::string mail_answer() const;

    static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static int before_request(void* self, char* remote_address, char* local_address, int remote_port, int local_port);
    static std::size_t on_body(char* data, std::size_t size, std::size_t n, void* self);
    static std::size_t on_header(char* data, std::size_t size, std::size_t n, void* self);
    static std::size_t on_read(char* out, std::size_t size, std::size_t n, void* self);
    std::size_t take_header(std::string_view line);

    Job job_;
    std::string user_agent_;
    std::string extra_ca_file_;
    std::unique_ptr<CURL, CloseEasy> easy_;
    std::vector<List> lists_;  // headers, recipients: curl reads them until the end
    bool allow_private_ = false;
    std::string host_;

    std::string upload_;
    std::size_t uploaded_ = 0;
    std::string body_;
    std::size_t body_limit_ = 0;
    bool cut_ = false;  // the body reached its bound
    std::size_t header_bytes_ = 0;
    bool header_flood_ = false;
    std::map<std::string, std::string> headers_;
    std::string answer_;                // mail: the last reply line
    std::vector<std::string> refused_;  // mail: replies that refused something
    std::vector<std::string> kept_out_; // addresses the policy refused
    char error_[CURL_ERROR_SIZE] = "";
};

}  // namespace plimsoll::egress
