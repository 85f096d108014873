import { systemClock } from "../../src/platform/clock.ts";
import { FakeClock } from "../fake-clock.ts";
import { runClock } from "./clock-run.ts";
import { clockContract } from "./clock.contract.ts";

clockContract("of the machine", (asked) => runClock(systemClock, asked));

const fake = new FakeClock();
clockContract("of the tests", (asked) => runClock(fake, asked));
