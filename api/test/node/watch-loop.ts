/**
 * Loaded into a server before it starts: every half second it says how long its event loop kept others waiting, and how
 * much work there was in a turn of it, in milliseconds. On a busy machine or a slow disk one waits for more than the work.
 */
import { createHistogram, monitorEventLoopDelay } from "node:perf_hooks";

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const work = createHistogram();

let before = process.threadCpuUsage();
const turn = (): void => {
  const { user, system } = process.threadCpuUsage(before);
  // A turn in which nothing was done says nothing.
  if (user + system > 500) work.record(user + system);
  before = process.threadCpuUsage();
  setImmediate(turn);
};
turn();

setInterval(() => {
  const waited = Math.round(delay.max / 1e5) / 10;
  const [p99, max] = [work.percentile(99), work.max].map((microseconds) => Math.round(microseconds / 100) / 10);
  if (work.count > 0) process.stdout.write(`loop ${JSON.stringify({ waited, p99, max })}\n`);
  delay.reset();
  work.reset();
}, 500);
