import { launch } from "./launch.ts";

/** The file of the app, from the root of the desk; the build fills it in. */
declare const APP_FILE: string;

launch(document.currentScript as HTMLScriptElement, (desk) => import(`${desk}/${APP_FILE}`));
