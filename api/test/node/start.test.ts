import { once } from "node:events";
import { execFile } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoSecret, deskSettings, parseSettings, readConfig } from "../../src/config.ts";
import { unknownSettings } from "../../src/node/setting-names.ts";
import { startNode } from "../../src/node/server.ts";
import { nodeSettings, settings } from "../../src/node/settings.ts";
import { freePort } from "../../../.ci/free-port.ts";
import { root, run } from "./commands.ts";
import { ServerProcess } from "./server-process.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-start-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const right = { DOCKET_URL: "http://localhost:8787", DOCKET_SECRET: "a secret for tests that is long enough" };

/** What a desk says that does not start. */
const refusal = async (given: Record<string, string>): Promise<string> => {
  const server = ServerProcess.launch({ ...right, DATA_DIR: folder, PORT: "0", ...given });
  expect(await server.exited).toBe(1);
  return server.output;
};

test("a port that is no number is said in words", async () => {
  expect(await refusal({ PORT: "80a" })).toBe("docket: PORT is not right: must be a number.\n");
});

test("a secret that is missing is said in words", async () => {
  const said = await refusal({ DOCKET_SECRET: "" });
  expect(said).toMatch(/^docket: DOCKET_SECRET is not set: must have at least 32 characters; .*\n$/);
});

const odd = [" ", "x", "80a", "-1", "1.5", "1e9", "x".repeat(400), "http://a/b", "ü@"];

test.each([...deskSettings, ...nodeSettings])("whatever %s is set to, the words about it are ours", (name) => {
  for (const value of odd) {
    let said = "";
    try {
      readConfig({ ...right, [name]: value });
      parseSettings(settings, { ...right, [name]: value });
    } catch (error) {
      said = (error as Error).message;
      expect(said).toMatch(new RegExp(`^(?:${name}|MAIL_FROM|SLACK_\\w+)\\b`));
    }
    expect(said).not.toMatch(/invalid|expected|received|too (?:small|big)|undefined|NaN/i);
  }
});

test.each([
  ["a folder that cannot be", () => Promise.resolve("/proc/docket"), "no folder can be made there"],
  ["a folder behind a file", () => Promise.resolve("/etc/hostname/desk"), "a file is in the way of the folder"],
  [
    "a database that is none",
    async () => {
      const place = await mkdtemp(join(folder, "text-"));
      await writeFile(join(place, "docket.db"), "This is a letter to my mother. ".repeat(400));
      return place;
    },
    "the database file is damaged: bring back a backup",
  ],
  [
    "a database with a damaged page",
    async () => {
      const place = await mkdtemp(join(folder, "page-"));
      const path = join(place, "docket.db");
      const client = createClient({ url: `file:${path}` });
      await client.execute("CREATE TABLE __drizzle_migrations (id INTEGER, hash TEXT, created_at NUMERIC)");
      client.close();
      const file = await open(path, "r+");
      await file.write(Buffer.alloc(4096, 0x5a), 0, 4096, 4096);
      await file.close();
      return place;
    },
    "the database file is damaged: bring back a backup",
  ],
  [
    "a database that cannot be opened",
    async () => {
      const place = await mkdtemp(join(folder, "inner-"));
      await mkdir(join(place, "docket.db"));
      return place;
    },
    "the database file cannot be opened: it is not a file, or this user may not write there",
  ],
  [
    "a mailbox that is a folder",
    async () => {
      const place = await mkdtemp(join(folder, "mailbox-"));
      await mkdir(join(place, "mailbox.jsonl"));
      return place;
    },
    expect.stringMatching(/^\/.+\/mailbox\.jsonl is a folder$/),
  ],
  [
    "a file in place of the files",
    async () => {
      const place = await mkdtemp(join(folder, "files-"));
      await writeFile(join(place, "files"), "");
      return place;
    },
    "a file is in the way of the folder",
  ],
])("%s is said in one line", async (_, place, why) => {
  const said = await refusal({ DATA_DIR: await place() });
  const [, named] = /^docket: DATA_DIR cannot be used: (.+)\.\n$/.exec(said) ?? [said];
  expect(named).toEqual(why);
});

test("a folder or a file that a desk left is no fresh desk", async () => {
  const [place, other, empty] = [
    await mkdtemp(join(folder, "vanished-")),
    await mkdtemp(join(folder, "left-")),
    await mkdtemp(join(folder, "empty-")),
  ];
  await mkdir(join(place, "files"));
  await writeFile(join(place, "files/att_1"), "");
  expect(await refusal({ DATA_DIR: place })).toBe(
    `docket: ${place} holds files of tickets but no database, which would be ${join(place, "docket.db")}. Was it moved? ` +
      `Bring back a backup, or remove the folder ${join(place, "files")} to begin anew.\n`,
  );
  await mkdir(join(place, "builds/assets"), { recursive: true });
  await expect(startNode({ ...right, DATA_DIR: place })).rejects.toThrow(
    `or remove the folders ${join(place, "files")} and ${join(place, "builds")} to begin anew.`,
  );
  await mkdir(join(other, "builds/assets"), { recursive: true });
  await expect(startNode({ ...right, DATA_DIR: other })).rejects.toThrow(
    `${other} holds what a desk left but no database`,
  );
  const database = join(empty, "docket.db");
  await writeFile(database, "");
  await expect(startNode({ ...right, DATA_DIR: empty })).rejects.toThrow(
    `${database} is empty, so it is damaged: bring back a backup, or remove it to begin anew.`,
  );
  await rm(database);
  const desk = await startNode({ ...right, DATA_DIR: empty, PORT: "0" }, { write: () => {} });
  await desk.stop();
  // A copy of this file alone is the whole desk.
  expect((await stat(`${database}-wal`).catch(() => null))?.size ?? 0).toBe(0);
});

test.each([
  "libsql://desk:geheim@127.0.0.1:1",
  "https://desk:geheim@127.0.0.1:1/desk",
  "libsql://desk:geheim@desk:port",
  "libsql://127.0.0.1:1?authToken=geheim&more=geheim",
])("what is secret in the address of a database is in no word about it: %s", async (url) => {
  const said = await refusal({ DATABASE_URL: url });
  expect(said).toMatch(/^docket: DATABASE_URL cannot be used: .+\.\n$/);
  expect(said).not.toContain("geheim");
});

test.each([
  ["https://user:pw@desk.example.com", "a user name and a password"],
  ["https://desk.example.com/?x=1", "`?` and `#`"],
  ["https://desk.example.com/#x", "`?` and `#`"],
  ["https://desk.example.com/desk", "a path"],
])("nothing of DOCKET_URL is cut off silently: %s", (url, what) => {
  const read = () => readConfig({ ...right, DOCKET_URL: url });
  expect(read).toThrow(`DOCKET_URL is not right: must be an address without ${what}.`);
});

test("a name that is almost that of a setting is said, before anything else is", async () => {
  const said = await refusal({
    POSTMARK_TOKN: "x",
    CLIENT_IP_HEADR: "X-Forwarded-For",
    log_level: "warn",
    PORT: "80a",
  });
  expect(said.split("\n")).toEqual([
    "docket: POSTMARK_TOKN is not a Docket setting and has no effect. Did you mean POSTMARK_TOKEN?",
    "docket: CLIENT_IP_HEADR is not a Docket setting and has no effect. Did you mean CLIENT_IP_HEADER?",
    "docket: log_level is not a Docket setting and has no effect. Did you mean LOG_LEVEL?",
    "docket: PORT is not right: must be a number.",
    "",
  ]);
});

test("of what a .env file sets every unknown name is said, and of the environment none that is far from all", () => {
  const known = Object.fromEntries([...deskSettings, ...nodeSettings].map((name) => [name, "x"]));
  expect(unknownSettings({ ...known, HOME: "/root", POST: "x", EDITOR: "vi" }, { NODE_ENV: "production" })).toEqual([]);
  expect(unknownSettings({}, { ...known, DOCKET_KEY: "dk_", POSTMARK_URL: "x", DOCKET_COLOUR: "red" })).toEqual([
    "DOCKET_COLOUR, in the .env file, is not a Docket setting and has no effect.",
  ]);
});

test("a public desk with a token does not send from an address at localhost", () => {
  const given = { ...right, POSTMARK_TOKEN: "x", MAIL_FROM: "Docket <support@localhost>" };
  expect(() =>
    readConfig({
      ...given,
      DOCKET_SECRET: "0123456789abcdefghijklmnopqrstuvwxyz",
      DOCKET_URL: "https://desk.example.com",
    }),
  ).toThrow("MAIL_FROM is not right: nobody outside accepts emails from an address at localhost");
  expect(readConfig(given).mail.from).toBe("Docket <support@localhost>");
});

test("a sender whose address has no domain is refused in words", async () => {
  const said = "MAIL_FROM is not right: must be a sender such as Docket <desk@example.com>.";
  expect(await refusal({ MAIL_FROM: "support@example" })).toBe(`docket: ${said}\n`);
  for (const sender of ["Docket <support@example>", "support@example..com", "support@-.com", "a b@example.com"])
    expect(() => readConfig({ ...right, MAIL_FROM: sender })).toThrow(said);
});

test.each(["support@localhost", "Docket <support@127.0.0.1>", "Hilfe <hilfe@müller-bau.de>", "a@desk.intranet"])(
  "%s is a sender",
  (sender) => {
    expect(readConfig({ ...right, MAIL_FROM: sender }).mail.from).toBe(sender);
  },
);

test("a setting of nothing but blanks is not set, and no database is in memory", () => {
  expect(readConfig({ ...right, REOPEN_DAYS: " " })).toEqual(readConfig(right));
  expect(parseSettings(settings, { PORT: "\t" }).PORT).toBe(8787);
  for (const DATABASE_URL of ["file::memory:", "file:desk.db?mode=memory", "file::memory:?cache=shared"])
    expect(() => parseSettings(settings, { DATABASE_URL })).toThrow("DATABASE_URL is not right: must name a file");
});

test.each(["POSTMARK_TOKEN", "DISCORD_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET"])(
  "a %s that no header can hold is refused, and not taken for a service that is away",
  (name) => {
    expect(() => readConfig({ ...right, MAIL_FROM: "a@desk.test", [name]: "“0123456789abcdef”" })).toThrow(
      `${name} is not right: must be plain letters, digits and signs`,
    );
  },
);

test("the token of a database of which nobody says where it is begins no other one", async () => {
  const said = "DATABASE_TOKEN is not right: must come with DATABASE_URL, which says where its database is.";
  expect(await refusal({ DATABASE_TOKEN: "a-token" })).toBe(`docket: ${said}\n`);
});

test("a folder that only a shell would find is refused", () => {
  expect(() => parseSettings(settings, { DATA_DIR: "~/desk" })).toThrow("DATA_DIR is not right: must be a whole path");
});

test("what a DATABASE_URL may begin with is said, all of it", () => {
  const read = (url: string) => parseSettings(settings, { DATABASE_URL: url });
  expect(() => read("mysql://desk")).toThrow("must begin with file:, libsql:, https:, http:, wss: or ws:.");
  for (const scheme of ["file:", "libsql:", "https:", "http:", "wss:", "ws:"])
    expect(read(`${scheme}//desk`)).toMatchObject({ DATABASE_URL: `${scheme}//desk` });
});

const elsewhere = { DOCKET_URL: "http://desk.intranet", POSTMARK_TOKEN: "a token", MAIL_FROM: "desk@desk.intranet" };

test.each([
  ["desk.invalid", "there is no address of that name"],
  ["192.0.2.1", "it is not an address of this machine"],
])("a HOST that is not here is said to be that: %s", async (host, why) => {
  const said = await refusal({ ...elsewhere, HOST: host, LOG_LEVEL: "error" });
  expect(said).toBe(`docket: HOST ${host} cannot be used: ${why}.\n`);
});

test("the demo looks at its port before it makes anything", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const temporary = await mkdtemp(join(folder, "demo-"));
  const { port } = taken.address() as AddressInfo;
  const { code, said, complained } = await run(process.execPath, [join(root, "api/src/demo.ts")], {
    PORT: String(port),
    TMPDIR: temporary,
  });
  taken.close();
  expect(await readdir(temporary)).toEqual([]);
  expect({ code, said, complained }).toEqual({
    code: 1,
    said: "",
    complained: `docket: PORT ${port} is taken by another program.\n`,
  });
});

test("a desk that cannot keep the files of its build says why in words", async () => {
  const place = await mkdtemp(join(folder, "builds-"));
  await writeFile(join(place, "builds"), "");
  const server = await ServerProcess.start(place);
  expect(server.output).toContain('kept for the next one","reason":"a file is in the way of the folder"');
  expect(server.output).not.toContain("at async");
  await server.end("SIGTERM");
});

test.each([demoSecret, "a".repeat(32)])("the secret %s is for this machine alone", async (secret) => {
  expect(await refusal({ ...elsewhere, DOCKET_SECRET: secret })).toMatch(/^docket: DOCKET_SECRET .* guess it; .*\n$/);
  const server = await ServerProcess.start(await mkdtemp(join(folder, "known-")), { DOCKET_SECRET: secret });
  expect(server.output).toContain("docket: DOCKET_SECRET can be guessed.");
  await server.end("SIGTERM");
});

test("tokens for Slack that do not go together are said before anything begins", async () => {
  const said = await refusal({ SLACK_APP_TOKEN: "xapp-1" });
  expect(said).toBe("docket: SLACK_BOT_TOKEN is not set: SLACK_APP_TOKEN goes together with it.\n");
});

test("a desk on plain http says what that means", async () => {
  const server = await ServerProcess.start(await mkdtemp(join(folder, "plain-")), elsewhere);
  expect(server.output).toContain("docket: DOCKET_URL begins with http:");
  await server.end("SIGTERM");
  expect(server.output).not.toContain("Slack");
  const local = await ServerProcess.start(await mkdtemp(join(folder, "local-")), { SLACK_BOT_TOKEN: "xoxb-1" });
  expect(local.output).not.toContain("docket:");
  await local.says("Slack shows tickets, but what people do there does not reach this desk");
  await local.end("SIGTERM");
});

test("a desk that is not where its links lead says so in one line, and starts", async () => {
  const place = await mkdtemp(join(folder, "port-"));
  const server = await ServerProcess.start(place, { DOCKET_URL: "http://localhost" });
  const listens = new URL(server.url).port;
  const lines = server.output.split("\n").filter((line) => line.startsWith("docket:"));
  expect(lines).toEqual([
    expect.stringContaining(`DOCKET_URL is at port 80, but the desk listens on port ${listens}: links`),
  ]);
  await server.end("SIGTERM");
});

test("a desk whose log nobody reads any more goes on, and stops in order when its terminal is closed", async () => {
  const server = await ServerProcess.start(await mkdtemp(join(folder, "unread-")), { LOG_LEVEL: "info" });
  server.stopReading();
  for (let i = 0; i < 5; i++) expect((await fetch(`${server.url}/api/v1/tickets`)).status).toBe(401);
  expect(await server.end("SIGHUP")).toBe(0);
});

test("a folder within that of the desk which is somebody else's is said before the desk is ready", async () => {
  const place = await mkdtemp(join(folder, "others-"));
  await mkdir(join(place, "files"), { mode: 0o500 });
  const nobody = 65_534;
  await chmod(folder, 0o711);
  if (process.getuid?.() === 0) await chown(place, nobody, nobody);
  const opening = `
    const { openDatabase } = await import(${JSON.stringify(new URL("../../src/node/open-database.ts", import.meta.url))});
    if (process.getuid() === 0) process.setuid(${nobody});
    await openDatabase({ DATA_DIR: ${JSON.stringify(place)} }).catch(({ message }) => console.log(message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", opening]);
  expect(stdout).toBe("DATA_DIR cannot be used: this user may not write there.\n");
});

test("systemd is told that the desk is ready when it answers", async () => {
  const place = await mkdtemp(join(folder, "systemd-"));
  const told = join(place, "told");
  const port = await freePort();
  // In place of the program that tells systemd: writes down what it is to say, and what the desk answers at that moment.
  const program = `const [file, address, ...words] = process.argv.slice(1);
    fetch(address).then(({ status }) => require("fs").writeFileSync(file, [...words, status].join(" ")));`;
  const command = `#!/bin/sh\nexec '${process.execPath}' -e '${program}' '${told}' http://127.0.0.1:${port}/readyz -- "$@"\n`;
  await writeFile(join(place, "systemd-notify"), command.replaceAll("\n    ", " "), { mode: 0o755 });
  const server = ServerProcess.launch({
    ...right,
    DATA_DIR: join(place, "data"),
    PORT: String(port),
    NOTIFY_SOCKET: "/run/systemd/notify",
    PATH: `${place}:${process.env["PATH"] ?? ""}`,
  });
  await expect.poll(() => readFile(told, "utf8").catch(() => "")).toBe("-- --ready 200");
  expect(await server.end("SIGTERM")).toBe(0);
});
