import { createChats } from "@docket/bots/chats";
import { createWorker } from "./worker/create-worker.ts";

export { DurableHub } from "./realtime/durable-hub.ts";

export default createWorker({ openChats: createChats });
