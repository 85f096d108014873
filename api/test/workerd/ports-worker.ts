import { createWorker } from "../../src/worker/create-worker.ts";
import { portRoutes } from "../ports/port-routes.ts";

export { DurableHub } from "../../src/realtime/durable-hub.ts";

/** The Worker with ports that can be tried from outside. */
export default createWorker({ more: () => [portRoutes()] });
