"""Sign-in as a browser and the host's administrator meet it: the first link, wrong passwords, forgotten ones, a crash."""
import json
import re

from harness import until
from orders import Orders

PASSWORD = "correct horse battery"


class Browser:
    """Keeps one cookie and the session's CSRF token."""

    def __init__(self, orders):
        self.orders, self.cookie, self.csrf = orders, "", ""

    def ask(self, method, path, body=None, **headers):
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.csrf:
            headers["X-CSRF-Token"] = self.csrf
        answer = self.orders.call(method, path, json.dumps(body) if body is not None else None, **headers)
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
            self.csrf = json.loads(answer.text)["csrf"] if answer.status == 200 else ""
        return answer

    def session(self):
        return json.loads(self.ask("GET", "/api/v1/session").expect(200).text)

    def sign_in(self, name, password):
        return self.ask("POST", "/api/v1/session", {"name": name, "password": password})


def code_of(link):
    return link.strip().rsplit("#", 1)[1]


def checks(suite):
    orders = Orders("bad-sign-in")
    ada, bob = Browser(orders), Browser(orders)

    def links():
        return re.findall(r"/setup#(plc_\S+)", orders.world.log("plimsoll", 1000))

    def first_start():
        orders.start()
        old = until("the server greets", links, 10)
        assert len(old) == 1, "the greeting has one link"
        orders.stop()
        orders.start()
        fresh = [code for code in links() if code not in old]
        assert len(fresh) == 1, "a new start has a new link"
        person = {"name": "Ada", "display_name": "Ada L", "password": PASSWORD}
        assert ada.session()["setup_needed"]
        ada.ask("POST", "/api/v1/setup", {"code": old[0], **person}).expect(403, "link")
        answer = ada.ask("POST", "/api/v1/setup", {"code": fresh[0], **person}).expect(200)
        assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Strict" in answer.headers["Set-Cookie"], answer.headers
        ada.ask("POST", "/api/v1/setup", {"code": fresh[0], **person}).expect(409)
        assert ada.session()["person"]["role"] == "admin"

    def csrf():
        token = {"name": "mine", "rights": ["view"]}
        right, ada.csrf = ada.csrf, ""
        ada.ask("POST", "/api/v1/tokens", token).expect(403, "X-CSRF-Token")
        ada.csrf = right
        ada.ask("POST", "/api/v1/tokens", token, Origin="http://evil.example").expect(403)
        ada.ask("POST", "/api/v1/tokens", token).expect(201)

    def invited():
        link = orders.run("user", "invite", "bob", "--role", "viewer").stdout
        bob.ask("POST", "/api/v1/join", {"code": code_of(link), "password": "short"}).expect(422, "12 characters")
        bob.ask("POST", "/api/v1/join", {"code": code_of(link), "password": "another good one"}).expect(200)
        bob.ask("POST", "/api/v1/join", {"code": code_of(link), "password": "another good one"}).expect(403)
        bob.ask("GET", "/api/v1/people").expect(403, "admin")
        assert orders.run("user", "role", "ada", "viewer", check=False).returncode == 4, "the last administrator stays"

    def slowed():
        thief = Browser(orders)
        answer = thief.sign_in("ada", "guess")
        for n in range(9):  # the waits double, so that a slow machine meets one too
            answer.expect(401, "name or the password")
            answer = thief.sign_in("ada", f"guess {n}")
            if answer.status == 429:
                break
        answer.expect(429, "try again in")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60, answer.headers
        ada.ask("GET", "/api/v1/people").expect(200)

    def reset():
        link = orders.run("user", "reset", "bob").stdout
        again = Browser(orders)
        again.ask("POST", "/api/v1/join", {"code": code_of(link), "password": "a third good one"}).expect(200)
        bob.ask("GET", "/api/v1/roles").expect(401, "Sign in")
        bob.sign_in("bob", "a third good one").expect(200)
        orders.run("user", "disable", "bob")
        bob.ask("GET", "/api/v1/roles").expect(401)
        orders.run("user", "enable", "bob")
        bob.sign_in("bob", "a third good one").expect(200)

    def killed():
        orders.kill()
        orders.start()
        assert ada.session()["person"]["name"] == "ada", "the session goes on"
        assert bob.session()["signed_in"]
        ada.ask("DELETE", "/api/v1/session").expect(204)
        ada.ask("GET", "/api/v1/roles").expect(401)
        orders.stop()
        orders.run("audit", "verify", "--data", orders.data)
        with open(f"{orders.data}/log.db", "rb") as log:
            text = log.read()
        assert b"SignedIn" in text and b"argon2" not in text and b"Ada L" not in text, "people stay out of the log"

    try:
        if suite.check("the first start's link makes the administrator, once", first_start):
            suite.check("a change without the CSRF token is refused", csrf)
            suite.check("an invitation joins once, with the rights of its role", invited)
            suite.check("whoever guesses is slowed, and who is signed in is not", slowed)
            suite.check("`user reset` on the host makes a way back, `user disable` shuts it", reset)
            suite.check("sessions outlive a kill, and the log knows nobody's name", killed)
    finally:
        orders.world.close(keep=suite.failed > 0)
