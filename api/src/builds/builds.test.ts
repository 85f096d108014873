import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepBuild, parseBuilds } from "./builds.ts";
import { carryBuilds } from "./carry-builds.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-builds-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A folder with a build: a file of its own, and one that never changes. */
const build = async (label: string): Promise<string> => {
  const dist = join(folder, `dist-${label}`);
  await mkdir(join(dist, "assets"), { recursive: true });
  await mkdir(join(dist, "widget"), { recursive: true });
  await writeFile(join(dist, "assets", `index-${label}.js`), label);
  await writeFile(join(dist, "widget", "app-same.js"), "same");
  await writeFile(join(dist, "index.html"), label);
  return dist;
};

const names = async (place: string) => [
  ...(await readdir(join(place, "assets"))),
  ...(await readdir(join(place, "widget"))),
];

test("the files of the last three builds are kept, and a build that comes again pushes none out", async () => {
  const kept = join(folder, "kept");
  for (const label of ["A", "B", "C", "D", "D", "D"]) await keepBuild(await build(label), kept);
  expect(await names(kept)).toEqual(["index-B.js", "index-C.js", "index-D.js", "app-same.js"]);
  await keepBuild(await build("B"), kept);
  expect(await names(kept)).toEqual(["index-B.js", "index-C.js", "index-D.js", "app-same.js"]);
  await keepBuild(await build("E"), kept);
  expect(await names(kept)).toEqual(["index-B.js", "index-D.js", "index-E.js", "app-same.js"]);
  expect(await readFile(join(kept, "assets/index-B.js"), "utf8")).toBe("B");
});

test("what was left behind by a start that broke off goes with the next one", async () => {
  const kept = join(folder, "kept");
  await keepBuild(await build("A"), kept);
  await writeFile(join(kept, "assets/half-written.js"), "");
  await keepBuild(await build("B"), kept);
  expect(await names(kept)).toEqual(["index-A.js", "index-B.js", "app-same.js"]);
});

/** Serves a folder as the desk that runs. */
const serve = async (root: string): Promise<{ readonly url: string; readonly server: Server }> => {
  const server = createServer((request, response) => {
    readFile(join(root, request.url ?? "")).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

test("deployments from fresh clones carry on the files of two builds before", async () => {
  let live = await build("A");
  expect(await carryBuilds(live, "http://127.0.0.1:1")).toEqual({ builds: 1, fault: "it did not answer" });
  for (const [i, label] of ["B", "C", "D"].entries()) {
    const next = await build(label);
    const { server, url } = await serve(live);
    expect(await carryBuilds(next, url)).toEqual({ builds: Math.min(i + 2, 3), fault: null });
    server.close();
    live = next;
  }
  expect(await names(live)).toEqual(["index-B.js", "index-C.js", "index-D.js", "app-same.js"]);
  expect(await readFile(join(live, "assets/index-B.js"), "utf8")).toBe("B");
  expect(await readFile(join(live, "index.html"), "utf8")).toBe("D");
});

test.each([
  ["has no list", "builds.json", null, { builds: 1, fault: "/builds.json answered 404" }],
  ["shows a page in place of its list", "builds.json", "<!doctype html>", { builds: 1, fault: "/builds.json is no" }],
  ["has lost a file", "assets/index-A.js", null, { builds: 2, fault: "/assets/index-A.js answered 404" }],
])("a deployment from a desk that %s says so, and keeps the rest", async (_, path, text, { builds, fault }) => {
  const live = await build("A");
  await keepBuild(live, live);
  if (text === null) await rm(join(live, path));
  else await writeFile(join(live, path), text);
  const next = await build("B");
  const { server, url } = await serve(live);
  expect(await carryBuilds(next, url)).toEqual({ builds, fault: expect.stringContaining(fault) as string });
  server.close();
  expect(await names(next)).toEqual(["index-B.js", "app-same.js"]);
});

test.each(['{"a":1}', '[["../secret.js"]]', '[["assets/../../secret.js"]]', '[["index.html"]]', '[["assets/.."]]'])(
  "%s names no builds",
  (text) => {
    expect(parseBuilds(text)).toEqual([]);
  },
);
