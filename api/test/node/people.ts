import type { ServerProcess } from "./server-process.ts";

export interface Reply<T = never> {
  readonly status: number;
  readonly body: T;
}

/** Somebody who talks to a real server over HTTP. */
export class RemoteCaller {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  async call<T = never>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        origin: this.#url,
        ...this.#headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as T };
  }

  get = <T = never>(path: string) => this.call<T>("GET", `/api/v1${path}`);
  post = <T = never>(path: string, body?: unknown) => this.call<T>("POST", `/api/v1${path}`, body);
}

/** What everybody chooses. */
export const password = "a long enough password";

/**
 * Somebody who signed in with email and password; requests carry the bearer token. `origin` is where people reach the desk,
 * when that is not the address of this server.
 */
export const signIn = async (url: string, email: string, origin = url): Promise<RemoteCaller> => {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email, password }),
  });
  const token = response.headers.get("set-auth-token");
  if (token === null) throw new Error(`sign-in failed: ${response.status} ${await response.text()}`);
  return new RemoteCaller(url, { authorization: `Bearer ${token}`, origin });
};

/** Makes the first admin with the link that the server printed, and signs in. */
export const firstAdmin = async (
  server: Pick<ServerProcess, "url" | "adminToken">,
  email = "ada@desk.test",
  origin = server.url,
): Promise<RemoteCaller> => {
  const answer = await new RemoteCaller(server.url, { origin }).post("/invitations/accept", {
    token: decodeURIComponent(server.adminToken),
    name: "Ada Admin",
    email,
    password,
  });
  if (answer.status >= 300) throw new Error(`the link for the first admin failed: ${JSON.stringify(answer)}`);
  return signIn(server.url, email, origin);
};
