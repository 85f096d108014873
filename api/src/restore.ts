import { resolve } from "node:path";
import { restore } from "./backup/restore.ts";
import { readPlace } from "./node/place.ts";
import { filesIn, runCommand } from "./node/run-command.ts";

await runCommand("npm run restore -- FOLDER", "Nothing was restored from", async (folder, env) => {
  const place = readPlace(env);
  const { createdAt, files } = await restore(resolve(folder), place);
  return `Restored ${place.database} and ${filesIn(files)}, as they were on ${createdAt}.`;
});
