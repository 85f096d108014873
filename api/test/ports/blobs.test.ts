import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDiskBlobs } from "../../src/platform/blobs-disk.ts";
import { MemoryBlobs } from "../memory-blobs.ts";
import { blobsContract } from "./blobs.contract.ts";

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
    await expect(blobs.put(key, new Uint8Array([1]))).rejects.toThrow("must be an id");
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
  await expect(blobs.put("att_1", new Uint8Array([1, 2]))).rejects.toThrow("att_1");
  expect(await readdir(folder)).toEqual(["att_1"]);
  await rm(folder, { recursive: true });
});

test("a folder brings back what another process kept there", async () => {
  const folder = await newFolder();
  await createDiskBlobs(folder).put("att_1", new Uint8Array([7]));
  const stream = await createDiskBlobs(folder).get("att_1");
  expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(new Uint8Array([7]));
  await rm(folder, { recursive: true });
});
