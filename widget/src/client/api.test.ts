import { fieldError } from "@docket/core/field-errors";
import { expect, test } from "vitest";
import { ApiError, fieldErrors, isSignedOut, isUnanswered, problemText } from "./api.ts";

const failure = (status: number, more: Partial<ApiError["problem"]> = {}) =>
  new ApiError({ status, code: "server.error", detail: "It did not work.", ...more });

test("a problem is told in a sentence that says what to do", () => {
  expect(problemText(new TypeError("x is undefined"))).toBe("Something went wrong. Please try again.");
  expect(problemText(failure(0))).toBe("No connection. Check the network and try again.");
  expect(problemText(failure(409))).toBe("It did not work.");
  expect(problemText(failure(500, { requestId: "req_1" }))).toBe(
    "It did not work. If it happens again, mention req_1.",
  );
  const detail = "This was too much at once. Please try again in about 50 minutes.";
  expect(problemText(failure(429, { code: "request.rate_limited", retryAfter: 2970, detail }))).toBe(detail);
  expect(problemText(failure(400, { errors: [fieldError("title", "empty")] }))).toBe("The subject must not be empty.");
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
