import { expect, test } from "vitest";
import { FakeDesk } from "../../test/fake-desk.ts";
import { createClient } from "./api.ts";
import { Upload, sendAll } from "./upload.ts";

const setUp = () => {
  const desk = new FakeDesk();
  const token = desk.session();
  return { desk, client: createClient({ baseUrl: "https://desk.test", token: () => token, fetch: desk.fetch }) };
};

test("files arrive in order, each once, whatever happens on the way", async () => {
  const { desk, client } = setUp();
  const uploads = [new Upload(new File(["one"], "one.txt")), new Upload(new File(["two"], "two.txt"))];
  desk.losesAnswerTo = "POST /attachments";
  await expect(sendAll(client, uploads)).rejects.toThrow("There was no answer");
  const ids = await sendAll(client, uploads);
  expect(await sendAll(client, uploads)).toEqual(ids);
  expect(desk.uploads.size).toBe(2);
  expect(ids.map((id) => desk.uploads.get(id)?.view.name)).toEqual(["one.txt", "two.txt"]);
  expect(await desk.uploads.get(ids[1] ?? "")?.blob.text()).toBe("two");
});

test("a name that is no plain file name becomes one", () => {
  expect(new Upload(new File(["x"], "a/b\\c\u0001.txt")).name).toBe("a_b_c_.txt");
  expect(new Upload(new File(["x"], "")).name).toBe("file");
});

test("after a reset it is another upload", async () => {
  const { desk, client } = setUp();
  const upload = new Upload(new File(["one"], "one.txt"));
  const first = await upload.send(client);
  upload.reset();
  expect(await upload.send(client)).not.toBe(first);
  expect(desk.uploads.size).toBe(2);
});
