import { resolve } from "node:path";
import { backUp } from "./backup/back-up.ts";
import { readPlace } from "./node/place.ts";
import { filesIn, runCommand } from "./node/run-command.ts";

await runCommand("npm run backup -- FOLDER", "Nothing was saved in", async (folder, env) => {
  const target = resolve(folder);
  const { manifest, lost } = await backUp(readPlace(env), target);
  const said = `Saved in ${target}: the database and ${filesIn(manifest.files)}.`;
  return lost.length === 0 ? said : `${said} Files of tickets that the desk has lost: ${lost.join(", ")}.`;
});
