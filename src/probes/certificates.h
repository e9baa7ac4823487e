// certificates.h: whom TLS checks trust, what a server's certificate said, and in what words it is refused.
//
// Trust      the system's authorities and, besides, a probe's ca_file; read once an hour at most, not for each check.
// Time       certificates are judged by the prober's clock.
// Threads    the reactor's.
#pragma once

#include <openssl/ssl.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace plimsoll::probes {

class TrustStores {
public:
    explicit TrustStores(const Clock& clock) : clock_(clock) {}
    /// A store stays whole for whoever holds it, also when it is read again. Errors: io (the file cannot be read, or holds no
    /// certificate), naming the file.
    Result<std::shared_ptr<X509_STORE>> get(const std::string& ca_file);

private:
    struct Entry {
        std::shared_ptr<X509_STORE> store;
        Duration read_at;
    };
    const Clock& clock_;
    std::map<std::string, Entry> stores_;
};

/// Filled during a handshake, also one that fails.
struct CertificateReport {
    std::optional<Timestamp> ends;   ///< of the server's own certificate
    std::vector<std::string> names;  ///< DNS names and addresses that it carries
    int error = 0;                   ///< the first of X509_V_ERR_*; 0: none
    int depth = 0;                   ///< of the certificate at fault: 0 is the server's own
};

/// Makes handshakes of this context verify chain and name against `store` at `now`, and tell `report`, which must outlive them.
void require_valid(SSL_CTX* context, X509_STORE* store, const std::string& host, Timestamp now, CertificateReport& report);

/// "certificate ended 2026-11-01"; empty: nothing is wrong with it.
[[nodiscard]] std::string refusal_words(const CertificateReport& report, const std::string& host);
/// "certificate ends 2026-11-25, in 4 d; at least 14 d are wanted"; empty: long enough, or nothing is known.
[[nodiscard]] std::string validity_words(const CertificateReport& report, Duration least, Timestamp now);

}  // namespace plimsoll::probes
