import type { DemoAccounts } from "../demo/seed.ts";

/** Said before it, for it takes a while. */
export const filling = "Filling a desk with sample data …";

/** Says where everything of a desk with sample data is, and how to get in. */
export const announce = (url: string, accounts: DemoAccounts): void => {
  const widest = (pick: (account: DemoAccounts[number]) => string) =>
    Math.max(...accounts.map((one) => pick(one).length));
  const names = widest(({ name }) => name);
  const addresses = widest(({ email }) => email);
  const lines = accounts.map(
    ({ role, name, email, password }) =>
      `    ${role.padEnd(7)}  ${name.padEnd(names)}  ${email.padEnd(addresses)}  ${password}`,
  );
  console.log(`
  Docket is running with sample data.

  A shop's page with the widget   ${url}/examples/script-tag/
  The dashboard                   ${url}/
  The emails that were sent       ${url}/dev/mailbox
  The API                         ${url}/docs

  Sign in to the dashboard as:
${lines.join("\n")}

  Stop with Ctrl+C; the data is gone then.
`);
};
