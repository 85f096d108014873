import { expect, test } from "vitest";
import { html } from "./html.ts";

test("values become text, in content and in attributes", () => {
  const hostile = `<script>alert("1" & '2')</script>`;
  const escaped = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;";
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test("markup stays markup, one piece or many", () => {
  const items = ["a", "<b>"].map((item) => html`<i>${item}</i>`);
  expect(html`<b>${items}</b>${html`<u>${7}</u>`}`.markup).toBe("<b><i>a</i><i>&lt;b&gt;</i></b><u>7</u>");
});

test("what looks like an entity is shown as it was written", () => {
  expect(html`${"&lt;"}`.markup).toBe("&amp;lt;");
});
