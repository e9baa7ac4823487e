"""Bad input and bad days: each gets a clear error and loses nothing. A real server on loopback, one scene for each story."""
import sys

import bad_access
import bad_catalogue
import bad_sign_in
import bad_start
import bad_writes
import full_disk
import history_files
import load_and_kill
import log_tampering
from harness import Suite

STORIES = {story.__name__: story for story in (bad_writes, bad_access, bad_sign_in, bad_catalogue, bad_start, history_files,
                                               log_tampering, load_and_kill, full_disk)}


def main():
    suite = Suite()
    for name in sys.argv[1:] or STORIES:
        STORIES[name].checks(suite)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
