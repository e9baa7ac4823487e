#include "base/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.h"

namespace plimsoll {

Result<> make_private(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const bool done = fd >= 0 && ::fchmod(fd, 0600) == 0;
    const int code = errno;
    if (fd >= 0) ::close(fd);
    if (done) return {};
    return fail(errors::io, file.string() + ": " + std::generic_category().message(code));
}

}  // namespace plimsoll
