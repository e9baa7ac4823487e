#!/usr/bin/python3
"""An SMTP server for tests, on loopback: Debian's python3-aiosmtpd with what a strict relay asks for.

Each mail received becomes one JSON line in --out: peer, tls, user, from, to, subject, message_id, headers, body.
Prints "listening PORT" once it accepts connections; ends with its standard input or by its process id.

    /usr/bin/python3 smtp_server.py --out FILE [--port 0] [--cert PEM --key PEM] [--tls-on-connect]
        [--require-tls] [--user NAME --password WORD] [--fail-first N] [--refuse ADDRESS]
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Recorder:
    def __init__(self, options):
        self.options = options
        self.failures_left = options.fail_first

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address == self.options.refuse:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.failures_left > 0:
            self.failures_left -= 1
            return "451 4.3.0 Try again later"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        row = {
            "tls": session.ssl is not None or self.options.tls_on_connect,
            "user": session.auth_data,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": str(mail["Subject"]),
            "message_id": str(mail["Message-ID"]),
            "headers": [[name, str(value)] for name, value in mail.items()],
            "body": mail.get_content().replace("\r\n", "\n"),
            "raw": envelope.original_content.decode("utf-8", "replace"),
        }
        with open(self.options.out, "a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
        return "250 2.0.0 Ok: queued as 1"


def authenticator(options):
    def check(server, session, envelope, mechanism, data):
        good = data.login.decode() == options.user and data.password.decode() == options.password
        return AuthResult(success=good, handled=False, auth_data=data.login.decode() if good else None)
    return check


async def serve(options):
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    handler = Recorder(options)

    def protocol():
        return SMTP(handler, hostname="localhost", enable_SMTPUTF8=True,
                    tls_context=None if options.tls_on_connect else context,
                    require_starttls=options.require_tls,
                    authenticator=authenticator(options) if options.user else None,
                    auth_required=bool(options.user), auth_require_tls=options.require_tls)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", options.port,
                                      ssl=context if options.tls_on_connect else None)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--tls-on-connect", action="store_true")
    parser.add_argument("--require-tls", action="store_true")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--fail-first", type=int, default=0)
    parser.add_argument("--refuse", default="")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
