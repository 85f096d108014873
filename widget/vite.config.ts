import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, UserConfig } from "vite";
import { defineConfig } from "vite";

const root = import.meta.dirname;
const dist = join(root, "dist");

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}
type ViteManifest = Readonly<Record<string, Chunk>>;

/** One surface's first load: what the browser fetches before anybody does anything. Paths are from `dist`. */
interface Surface {
  readonly entry: string;
  /** Static imports of the entry and its style sheets, all the way down. */
  readonly imports: readonly string[];
  /** What is fetched later, when it is needed. */
  readonly lazy: readonly string[];
}

const readManifest = (folder: string): ViteManifest =>
  JSON.parse(readFileSync(join(dist, folder, ".vite/manifest.json"), "utf8")) as ViteManifest;

const surface = (folder: string, key: string): Surface => {
  const manifest = readManifest(folder);
  const eager = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk || eager.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) eager.add(file);
    chunk.imports?.forEach(visit);
  };
  visit(key);
  const entry = manifest[key]?.file ?? "";
  const all = Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]);
  const inDist = (file: string) => join(folder, file).replaceAll("\\", "/");
  return {
    entry: inDist(entry),
    imports: [...eager].filter((file) => file !== entry).map(inDist),
    lazy: [...new Set(all)].filter((file) => !eager.has(file)).map(inDist),
  };
};

const appKey = "src/embed/app.ts";

/** Writes `dist/manifest.json`: each surface's entry, what it imports at once, and what it loads later. */
const writeSurfaces: Plugin = {
  name: "docket-surfaces",
  closeBundle() {
    const surfaces = {
      launcher: { entry: "widget.js", imports: [], lazy: [] },
      widget: surface("widget", appKey),
      ...(existsSync(join(dist, "index.html")) ? { dashboard: surface("", "index.html") } : {}),
    };
    writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(surfaces, null, 2)}\n`);
    // They name every source file, and lie where everybody may read.
    for (const folder of ["", "widget"]) rmSync(join(dist, folder, ".vite"), { recursive: true, force: true });
  },
};

/**
 * Takes the line breaks out of the templates: once the code is minified, template literals are the only place where
 * there still are any.
 */
const compactTemplates: Plugin = {
  name: "docket-compact-templates",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(/\s*\n\s*/g, " ");
    }
  },
};

/** Modules of packages that nothing is taken from are left out, whatever they do when they are loaded. */
const treeshake = { moduleSideEffects: (id: string) => !id.includes("node_modules") };

/** What only the views of the widget need: each view is a file of its own, and `parts` is what several share. */
const ofViews = /\/embed\/views\/(?!desk-view)|\/elements\/(?!define|icon|notice)|\/locales\//;

const target = "es2022";

/** The hosted app: `index.html` and `assets/`. */
const dashboard = (): UserConfig => ({
  root: join(root, "src/dashboard"),
  build: {
    outDir: dist,
    emptyOutDir: true,
    manifest: true,
    target,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});

/** The app of the widget: modules that import each other relatively, so that any origin may load them. */
const app = (): UserConfig => ({
  root,
  base: "./",
  publicDir: false,
  plugins: [compactTemplates],
  build: {
    outDir: join(dist, "widget"),
    emptyOutDir: true,
    manifest: true,
    target,
    modulePreload: false,
    // As a library, because vite wraps every `import()` of an application in code of its own; the same for the launcher.
    lib: { entry: join(root, appKey), formats: ["es"] },
    rolldownOptions: {
      preserveEntrySignatures: "allow-extension",
      treeshake,
      output: {
        minify: true,
        comments: false,
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "app", test: (id) => !ofViews.test(id), priority: 2 },
            { name: "parts", test: (id) => ofViews.test(id), minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
});

/** The script that sites include: one classic file, with the app's hashed name compiled in. */
const launcher = (): UserConfig => ({
  root,
  publicDir: false,
  define: { APP_FILE: JSON.stringify(surface("widget", appKey).entry) },
  plugins: [writeSurfaces],
  build: {
    outDir: dist,
    emptyOutDir: false,
    target,
    modulePreload: false,
    lib: {
      entry: join(root, "src/embed/launcher.ts"),
      formats: ["iife"],
      name: "DocketLauncher",
      fileName: () => "widget.js",
    },
  },
});

const configs: Readonly<Record<string, () => UserConfig>> = { dashboard, app, launcher };

/** Three builds, in this order: `vite build --mode dashboard`, then `app`, then `launcher`. */
export default defineConfig(({ mode }) => (configs[mode] ?? dashboard)());
