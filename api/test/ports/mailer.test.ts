import { mkdir, mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Mailbox } from "../../src/email/mailbox.ts";
import { createPostmarkMailer } from "../../src/email/postmark.ts";
import { FakePostmark } from "./fake-postmark.ts";
import { mailerContract } from "./mailer.contract.ts";

mailerContract("Postmark", async () => {
  const postmark = await new FakePostmark().start();
  const from = "Docket <support@desk.test>";
  return {
    mailer: createPostmarkMailer({ token: postmark.token, from, requestHost: postmark.host, useHttps: false }),
    arrived: () => postmark.letters(),
    refuse: () => {
      postmark.refuse(503, 100, "Down for maintenance.");
      return Promise.resolve(() => Promise.resolve());
    },
    stop: () => postmark.stop(),
  };
});

mailerContract("the development mailbox", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docket-mailbox-"));
  const file = join(folder, "mailbox.jsonl");
  const mailer = new Mailbox(folder);
  return {
    mailer,
    arrived: () =>
      mailer
        .letters()
        .toReversed()
        .map(({ id: _id, at: _at, ...letter }) => letter),
    refuse: async () => {
      // No letter can be written while a folder has the name of the file.
      await mkdir(file);
      return () => rmdir(file);
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  };
});
