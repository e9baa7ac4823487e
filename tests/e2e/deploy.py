"""deploy/ without a container engine: files that parse, name what exists, and ask only for metrics that there are."""
import json
import os
import re
import subprocess
import sys

import yaml
from harness import HERE, ROOT, Plimsoll, Suite, World, free_port, get, until

DEPLOY = os.path.join(ROOT, "deploy")

CATALOGUE = """
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: hook}}
spec: {{type: webhook, url: "http://127.0.0.1:{port}/page", secret: env:HOOK_SECRET, allowPrivate: true}}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {{name: shop}}
spec: {{channels: [hook]}}
"""
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def text(*parts):
    with open(os.path.join(DEPLOY, *parts), encoding="utf-8") as file:
        return file.read()


def compose_names_what_exists():
    compose = yaml.safe_load(text("compose.yaml"))
    volumes = set(compose["volumes"])
    for name, service in compose["services"].items():
        image = service["image"]
        assert "build" in service or image == "plimsoll" or re.search(r":v?\d+\.\d+\.\d+$", image), f"{name}: {image} is not pinned"
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in volumes or os.path.exists(os.path.join(DEPLOY, source)), f"{name}: there is no {source}"
        for other in service.get("depends_on", []):
            assert other in compose["services"], f"{name} waits for {other}"
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name}: {port} is open to the world"


def container_copies_what_exists():
    lines = re.sub(r"\\\n", " ", text("Containerfile")).splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    assert [w[1] for w in words if w[0] == "FROM"] == ["debian:12", "debian:12-slim"]
    for line in words:
        if line[0] == "COPY" and not line[1].startswith("--"):
            assert os.path.exists(os.path.join(ROOT, line[1])), f"COPY of {line[1]}"
    command = json.loads(next(" ".join(w[1:]) for w in words if w[0] == "CMD"))
    serve = yaml.safe_load(text("compose.yaml"))["services"]["plimsoll"]["command"]
    assert command == serve[:len(command)], "the compose file starts what the image starts, and adds"


def prometheus_takes_it(world):
    settings = text("prometheus.yml").replace("/shared/token", world.write("token", "secret"))
    done = subprocess.run(["promtool", "check", "config", world.write("prometheus.yml", settings)],
                          capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def expressions():
    dashboard = json.loads(text("grafana", "plimsoll.json"))
    found = [(panel["title"], target["expr"]) for panel in dashboard["panels"] for target in panel.get("targets", [])]
    assert len(found) > 15, found
    variables = {v["name"] for v in dashboard["templating"]["list"]}
    for title, expression in found:
        unknown = set(re.findall(r"\$(\w+)", expression)) - variables - {"__rate_interval"}
        assert not unknown, f"{title}: {unknown}"
    names = re.findall(r"label_values\((\w+),", json.dumps(dashboard))
    return found + [("variables", name) for name in names]


def promql_is_valid(world):
    rules = [{"record": f"check:panel_{n}", "expr": e.replace("$__rate_interval", "1m").replace("$job", ".*")}
             for n, (_, e) in enumerate(expressions())]
    file = world.write("rules.yml", yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    done = subprocess.run(["promtool", "check", "rules", file], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def measured(url):
    """The labels of each series name that /metrics shows."""
    labels = {}
    for line in get(url + "/metrics").decode().splitlines():
        name = re.match(r"([a-z_]+)(?:\{(.*)\})? ", line)
        if name:
            labels.setdefault(name[1], set()).update(re.findall(r'(\w+)="', name[2] or ""))
    return labels


def metrics_exist(plimsoll):
    there = measured(plimsoll.url)
    assert "plimsoll_log_durable_seq" in there, sorted(there)
    for title, expression in expressions():
        of_all = set()
        for name, matchers in re.findall(r"(plimsoll_\w+)(?:\{([^}]*)\})?", expression):
            assert name in there, f"{title}: there is no {name}"
            of_all |= there[name]
            unknown = set(re.findall(r"(\w+)(?:=|!=|=~)", matchers)) - there[name] - {"job"}
            assert not unknown, f"{title}: {name} has no {unknown}"
        for by in re.findall(r"by \(([^)]*)\)", expression):
            unknown = {label.strip() for label in by.split(",")} - of_all
            assert not unknown, f"{title}: nothing has {unknown}"


def first_token(plimsoll, world):
    script = os.path.join(DEPLOY, "container", "first-token.sh")
    file = world.path("token-of-prometheus")
    env = {**world.env, "PATH": os.path.join(ROOT, "build", "release", "bin") + ":" + os.environ["PATH"]}

    def run():
        subprocess.run(["/bin/sh", script, plimsoll.url, os.path.join(plimsoll.data, "cli.token"), file], env=env, check=True,
                       timeout=60)
        with open(file, encoding="utf-8") as token:
            return token.read()

    made = run()
    assert made.startswith("plm_"), made
    assert run() == made, "a token that works is kept"
    listed = plimsoll.json("token", "list")["items"]
    rights = [t["rights"] for t in listed if t["name"].startswith("prometheus-")]
    assert [sorted(r) for r in rights] == [["ingest", "view"]], rights
    os.remove(file)
    until("one that is gone is made anew", lambda: run() != made, 20)


def main():
    suite, world = Suite(), World("deploy")
    hook = free_port()
    plimsoll = Plimsoll(world, os.path.dirname(world.write("catalog/all.yaml", CATALOGUE.format(port=hook))),
                        env={"HOOK_SECRET": SECRET})
    try:
        suite.check("the compose file names what exists, pinned, and opens nothing to the world", compose_names_what_exists)
        suite.check("the Containerfile copies what exists and starts what the compose file starts", container_copies_what_exists)
        suite.check("Prometheus takes its settings", lambda: prometheus_takes_it(world))
        suite.check("every expression of the dashboard is PromQL", lambda: promql_is_valid(world))
        world.start("receiver", sys.executable, os.path.join(HERE, "receiver.py"), str(hook), SECRET, world.path("pages"))
        plimsoll.start()
        # Metrics of pages are there once there was one.
        until("a test page arrives", lambda: plimsoll.run("channel", "test", "hook", check=False).returncode == 0, 20)
        suite.check("every metric and label of the dashboard is in /metrics", lambda: metrics_exist(plimsoll))
        suite.check("a token for Prometheus is made once, and again when it is gone", lambda: first_token(plimsoll, world))
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
