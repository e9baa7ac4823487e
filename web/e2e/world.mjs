/** What the browser stories stand on: a scratch folder, processes on loopback that end by their id, and bounded patience. */
import { execFile, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const plimsoll = process.env.PLIMSOLL_BINARY || join(root, "build/release/bin/plimsoll");

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Asks until the answer is true; the bound is on patience, not on speed. */
export async function until(what, ask, seconds = 60, every = 100) {
  const deadline = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < deadline) {
    try {
      last = await ask();
      if (last) return last;
    } catch (problem) {
      last = problem.message;
    }
    await new Promise((done) => setTimeout(done, every));
  }
  throw new Error(`${what}: not within ${seconds} s; last: ${last}`);
}

export class World {
  constructor(name) {
    this.folder = mkdtempSync(join(tmpdir(), `plimsoll-web-${name}-`));
    this.env = { ...process.env, XDG_CONFIG_HOME: this.path("config"), NO_COLOR: "1" };
    this.processes = new Map();
  }
  path(...parts) {
    return join(this.folder, ...parts);
  }
  write(name, text) {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
    return this.path(name);
  }
  /** Its output goes to NAME.log; its standard input is a pipe that ends with us. */
  start(name, command, args) {
    const child = spawn(command, args, { cwd: this.folder, env: this.env, stdio: ["pipe", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => appendFileSync(this.path(`${name}.log`), text));
    this.processes.set(name, child);
    return child;
  }
  log(name) {
    try {
      return readFileSync(this.path(`${name}.log`), "utf8");
    } catch {
      return ""; // nothing was said yet
    }
  }
  async end(name, signal = "SIGTERM") {
    const child = this.processes.get(name);
    this.processes.delete(name);
    if (child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }
  async close() {
    for (const name of [...this.processes.keys()]) await this.end(name, "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
  /** What the CLI prints. */
  async run(...args) {
    return (await promisify(execFile)(plimsoll, args, { cwd: this.folder, env: this.env })).stdout;
  }
  /** The CLI's answer as JSON. */
  async cli(...args) {
    return JSON.parse(await this.run(...args, "--json"));
  }
}

/** A plain server; `greeting` is what it says at the start, `more` further options of it. */
export async function serve(world, catalog, data = world.path("data"), more = []) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = world.start("plimsoll", plimsoll, ["serve", "--data", data, "--catalog", catalog, "--listen", `127.0.0.1:${port}`, ...more]);
  await until("the server is ready", async () => {
    if (child.exitCode !== null) throw new Error(`it ended: ${world.log("plimsoll")}`);
    return (await fetch(`${url}/readyz`)).ok;
  });
  const greeting = () => world.log("plimsoll");
  return { url, greeting, token: readFileSync(join(data, "cli.token"), "utf8").trim() };
}

/** GET as the command line of this host would. */
export async function api(server, path) {
  const reply = await fetch(server.url + path, { headers: { Authorization: `Bearer ${server.token}` } });
  if (!reply.ok) throw new Error(`GET ${path}: ${reply.status} ${await reply.text()}`);
  return reply.json();
}

export class Suite {
  passed = 0;
  failed = 0;
  async check(name, run) {
    try {
      await run();
      this.passed += 1;
      console.log(`ok      ${name}`);
    } catch (problem) {
      this.failed += 1;
      console.log(`FAILED  ${name}\n        ${String(problem.stack ?? problem).split("\n").slice(0, 12).join("\n        ")}`);
    }
  }
}

export function expect(truth, said) {
  if (!truth) throw new Error(said);
}
export function same(got, wanted, what) {
  if (got !== wanted) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
