/** Loaded into a server before it starts: what it does once a minute, it does twice a second. */
import { minute } from "@docket/core/time";

const inTime = globalThis.setInterval;

globalThis.setInterval = ((work: () => void, pause?: number, ...given: []) =>
  inTime(work, pause === minute ? minute / 120 : pause, ...given)) as typeof setInterval;
