import { fieldError } from "@docket/core/field-errors";
import { expect, test, vi } from "vitest";
import { ApiError, fieldErrors, isSignedOut, isUnanswered, problemText, readingText, writingText } from "./api.ts";

const failure = (status: number, more: Partial<ApiError["problem"]> = {}) =>
  new ApiError({ status, code: "server.error", detail: "It did not work.", ...more });

test("a problem is told in a sentence that says what to do", () => {
  expect(problemText(new TypeError("x is undefined"))).toBe("Something went wrong. Please try again.");
  expect(problemText(failure(0))).toBe("The help desk does not answer just now. Try again in a moment.");
  expect(problemText(failure(409))).toBe("It did not work.");
  expect(problemText(failure(500, { requestId: "req_1" }))).toBe(
    "It did not work. If it happens again, mention req_1.",
  );
  const detail = "This was too much at once. Please try again in about 50 minutes.";
  expect(problemText(failure(429, { code: "request.rate_limited", retryAfter: 2970, detail }))).toBe(detail);
  expect(problemText(failure(400, { errors: [fieldError("title", "empty")] }))).toBe("The subject must not be empty.");
});

test("the network is to blame only where the browser says that there is none", () => {
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  expect(problemText(failure(0))).toBe("There is no connection. Check the network. Try again in a moment.");
  online.mockRestore();
  expect(problemText(failure(0))).toBe("The help desk does not answer just now. Try again in a moment.");
});

test("what is read is tried again by itself while the desk is away, and what was written is kept", () => {
  expect(readingText(failure(0))).toBe("The help desk does not answer just now. Trying again …");
  expect(readingText(failure(503))).toBe("It did not work. Trying again …");
  expect(writingText(failure(0))).toBe(
    "The help desk does not answer just now. Try again in a moment. What you wrote is kept.",
  );
  for (const text of [readingText, writingText]) {
    expect(text(failure(409))).toBe("It did not work.");
    expect(text(failure(502, { code: "integration.failed" }))).toBe("It did not work.");
  }
});

test("errors of fields go by the field's own name", () => {
  const errors = [fieldError("requester.email", "email"), fieldError("title", "empty")];
  expect(fieldErrors(failure(400, { errors }))).toEqual({
    email: "The email address must look like ada@example.com.",
    title: "The subject must not be empty.",
  });
  expect(fieldErrors(new Error("no"))).toEqual({});
});

test("only the two codes of a lost session mean that it is lost", () => {
  expect(isSignedOut(failure(401, { code: "auth.required" }))).toBe(true);
  expect(isSignedOut(failure(401, { code: "auth.invalid_session" }))).toBe(true);
  expect(isSignedOut(failure(401, { code: "auth.invalid_code" }))).toBe(false);
});

test("nobody knows what became of a request without an answer, or with a server's fault", () => {
  expect([0, 500, 503, 400, 409].map((status) => isUnanswered(failure(status)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
