import { boardContract } from "../board.contract.ts";
import { openWorld } from "./board-world.ts";

boardContract("Discord, a forum", () => openWorld("forum"));
boardContract("Discord, a text channel", () => openWorld("text"));
