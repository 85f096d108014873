import type { Call, Routes } from "../call.ts";
import { commandList } from "../check-commands.ts";
import { refusal } from "../discord-error.ts";
import { checked } from "../form.ts";
import { commandView } from "../views.ts";
import type { Command } from "../world.ts";

const scopeOf = ({ state, app, params }: Call): string | null => {
  if (params["app"] !== app.id) throw refusal(20012);
  const guild = params["guild"];
  return guild === undefined ? null : state.guild(app.user.id, guild).guild.id;
};

const list = (call: Call): readonly Command[] => {
  const scope = scopeOf(call);
  return call.app.commands.filter(({ guildId }) => guildId === scope);
};

const show = (call: Call): readonly unknown[] => list(call).map((command) => commandView(command, call.app.id));

/** All commands of this place are those of the body from now on; one that had the same name keeps its id. */
const overwrite = (call: Call): readonly unknown[] => {
  const before = list(call);
  const guildId = scopeOf(call);
  const commands = checked(commandList, call.body).map<Command>((command) => ({
    ...command,
    guildId,
    id: before.find(({ name, type }) => name === command.name && type === command.type)?.id ?? call.state.ids.next(),
  }));
  call.app.commands = [...call.app.commands.filter((command) => command.guildId !== guildId), ...commands];
  return show(call);
};

/** The commands of an application. */
export const commandRoutes: Routes = {
  "GET /applications/:app/commands": show,
  "PUT /applications/:app/commands": overwrite,
  "GET /applications/:app/guilds/:guild/commands": show,
  "PUT /applications/:app/guilds/:guild/commands": overwrite,
};
