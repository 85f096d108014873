import type { AttachmentView } from "@docket/core/contract/attachment";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { DownloadEvent } from "./attachment-list.ts";
import "./attachment-list.ts";

const file: AttachmentView = {
  id: "att_00000000000000000000000001",
  name: `<b>"photo".png`,
  contentType: "image/png",
  size: 2048,
  createdAt: "2025-11-21T12:00:00.000Z",
};

afterEach(() => document.body.replaceChildren());

test("a file asks to be downloaded, under its own name and whatever that contains", async () => {
  const element = document.createElement("docket-attachments");
  element.files = [file];
  document.body.append(element);
  const asked = new Promise<AttachmentView>((resolve) =>
    document.addEventListener("docket-download", (event) => resolve((event as DownloadEvent).detail), { once: true }),
  );
  await page.getByRole("button", { name: `Download <b>"photo".png 2 kB` }).click();
  expect(await asked).toEqual(file);
  expect(element.renderRoot.querySelector("b")).toBeNull();
});

test("without files there is nothing", async () => {
  const element = document.createElement("docket-attachments");
  document.body.append(element);
  await element.updateComplete;
  expect(element.renderRoot.querySelector("ul")).toBeNull();
});
