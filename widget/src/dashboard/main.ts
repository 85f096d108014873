import { createClient } from "@docket/api/client";
import { Live, liveUrl } from "../client/realtime.ts";
import "./app/dashboard-app.ts";
import { Directory } from "./app/directory.ts";
import { Toasts } from "./app/toasts.ts";
import { createAuth } from "./session/auth.ts";
import { Session } from "./session/session.ts";

const session = new Session(createClient({ baseUrl: "" }));
const app = document.createElement("docket-dashboard");
app.parts = {
  session,
  client: session.client,
  auth: createAuth(),
  live: new Live({ url: liveUrl("") }),
  toasts: new Toasts(),
  directory: new Directory(session.client),
  storage: () => localStorage,
  origin: location.origin,
};
document.body.append(app);
