import { hubContract } from "../ports/hub.contract.ts";
import { startWorkerOfPorts } from "./worker-of-ports.ts";

hubContract("a Durable Object", () => startWorkerOfPorts());
