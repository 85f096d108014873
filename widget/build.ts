/** Builds what the browser loads: the dashboard, the widget, and the script that a page includes. */
import { build } from "vite";

process.chdir(import.meta.dirname);
for (const mode of ["dashboard", "app", "launcher"]) await build({ mode });
