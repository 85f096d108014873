import { setTimeout as wait } from "node:timers/promises";
import { minute, second } from "@docket/core/time";
import type { NodeSettings } from "./settings.ts";
import { SettingUnusable, use } from "./start-fault.ts";

const [shortest, longest] = [second / 2, 30 * second];

/**
 * Does something at the start for which a setting must be usable, again and again while it is not for a reason that passes by
 * itself: after a reboot the database may come later than the desk. Says so once a minute. Throws `ConfigError` for what does
 * not pass.
 */
export const keepTrying = async <T>(setting: keyof NodeSettings, work: () => Promise<T>): Promise<T> => {
  let said = -minute;
  for (let pause = shortest; ; pause = Math.min(2 * pause, longest)) {
    try {
      return await use(setting, work);
    } catch (error) {
      if (!(error instanceof SettingUnusable && error.passes)) throw error;
      if (performance.now() - said >= minute) {
        said = performance.now();
        console.warn(`docket: ${error.message} The desk keeps trying, and starts as soon as it can.`);
      }
      await wait(pause);
    }
  }
};
