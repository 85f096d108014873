import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDiskBlobs, removeUnfinished } from "../../src/platform/blobs-disk.ts";
import { MemoryBlobs } from "../memory-blobs.ts";
import { blobsContract } from "./blobs.contract.ts";

const streamOf = (...bytes: number[]) => new Blob([new Uint8Array(bytes)]).stream();

const newFolder = () => mkdtemp(join(tmpdir(), "docket-blobs-"));

blobsContract("a folder", async () => {
  const folder = await newFolder();
  return {
    blobs: createDiskBlobs(join(folder, "files")),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
});

blobsContract("memory", () => Promise.resolve({ blobs: new MemoryBlobs(), stop: () => Promise.resolve() }));

test.each(["../secret", "att_1/../../x", "/etc/passwd", "att", "ATT_1", "att_1.part", ""])(
  "a folder refuses %j as a key",
  async (key) => {
    const folder = await newFolder();
    const blobs = createDiskBlobs(folder);
    await expect(blobs.put(key, streamOf(1), 1)).rejects.toThrow("must be an id");
    await expect(blobs.get(key)).rejects.toThrow("must be an id");
    await expect(blobs.delete(key)).rejects.toThrow("must be an id");
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  },
);

test("a folder is left without half a file when writing fails", async () => {
  const folder = await newFolder();
  const blobs = createDiskBlobs(folder);
  await mkdir(join(folder, "att_1"));
  await expect(blobs.put("att_1", streamOf(1, 2), 2)).rejects.toThrow("att_1");
  expect(await readdir(folder)).toEqual(["att_1"]);
  await rm(folder, { recursive: true });
});

test("a folder has the first bytes before the last have come", async () => {
  const folder = await newFolder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const put = createDiskBlobs(folder).put("att_1", readable, null);
  const writer = writable.getWriter();
  await writer.write(new Uint8Array([1]));
  await writer.write(new Uint8Array([2]));
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^att_1\..*\.part$/)]);
  await writer.close();
  await put;
  expect(await readdir(folder)).toEqual(["att_1"]);
  await rm(folder, { recursive: true });
});

test("what a process that died was writing is removed, and nothing else", async () => {
  const folder = await newFolder();
  for (const name of ["att_1", "att_2.old.part", "att_3.new.part"]) await writeFile(join(folder, name), "x");
  for (const name of ["att_1", "att_2.old.part"]) await utimes(join(folder, name), 1000, 1000);
  await removeUnfinished(folder, 2_000_000);
  expect((await readdir(folder)).toSorted()).toEqual(["att_1", "att_3.new.part"]);
  await rm(folder, { recursive: true });
});

test("a folder brings back what another process kept there", async () => {
  const folder = await newFolder();
  await createDiskBlobs(folder).put("att_1", streamOf(7), 1);
  const stream = await createDiskBlobs(folder).get("att_1");
  expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(new Uint8Array([7]));
  await rm(folder, { recursive: true });
});
