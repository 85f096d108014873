import { code, email, line } from "@docket/core/contract/common";
import { password } from "@docket/core/contract/person";
import { limits } from "@docket/core/limits";
import { z } from "zod";

/** A password that somebody claims to have; whether it fits shows when it is checked. */
const claimed = z.string().min(1).max(limits.password.max);
const name = line(limits.name);

// Fields that are not named here are dropped, so nobody chooses a role, an id or whether an address is proven.
export const signUp = z.object({ name, email, password });
export const signIn = z.object({ email, password: claimed });
export const signInByCode = z.object({ email, otp: code, name: name.optional() });
export const sendCode = z.object({ email, type: z.enum(["sign-in", "email-verification", "forget-password"]) });
export const requestReset = z.object({ email });
export const resetPassword = z.object({ email, otp: code, password });
/** The name and the password given together with the code are those that count from then on. */
export const proveEmail = z.object({ email, otp: code, name: name.optional(), password: password.optional() });
/** With a new password all other sessions end. */
export const changePassword = z.object({ currentPassword: claimed, newPassword: password });
export const revokeSession = z.object({ token: z.string().min(1).max(200) });
export const nothing = z.object({});
