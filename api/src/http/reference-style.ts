/** The style sheet of the reference page. */
export const referenceStyle = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2430, #e6e9ef);
  --quiet: light-dark(#566072, #a4aec0);
  --ground: light-dark(#f5f6f8, #0e1218);
  --paper: light-dark(#ffffff, #161b24);
  --code: light-dark(#eef0f4, #1f2631);
  --rule: light-dark(#dcdfe6, #2c3543);
  --link: light-dark(#1d4fb8, #93b4ff);
  --get: light-dark(#1d4fb8, #93b4ff);
  --post: light-dark(#1b6b3a, #7fd3a0);
  --change: light-dark(#85500a, #efbd6e);
  --delete: light-dark(#a5242f, #ff9ea5);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0;
  display: grid;
  grid-template: "header" auto "nav" auto "main" auto / minmax(0, 1fr);
  color: var(--ink);
  background: var(--ground);
  font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
a { color: var(--link); }
a:focus-visible, main:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.875em; }
:not(pre) > code { background: var(--code); border-radius: 4px; padding: 0.1em 0.3em; }
pre {
  margin: 0 0 1rem;
  padding: 0.75rem 1rem;
  background: var(--code);
  border-radius: 6px;
  white-space: pre-wrap;
}
pre code { font-size: inherit; }
.skip { position: absolute; left: -100vw; background: var(--paper); padding: 0.5rem 1rem; z-index: 1; }
.skip:focus { left: 0; }

header { grid-area: header; padding: 1.5rem 1rem 0.5rem; max-width: 60rem; }
header p { margin: 0 0 0.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.5rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2rem 0 0.75rem; }
h3 { font-size: 1.05rem; line-height: 1.35; margin: 0 0 0.5rem; }
h4 { font-size: 0.875rem; margin: 1.25rem 0 0.5rem; color: var(--quiet); }
.note { color: var(--quiet); font-size: 0.8125rem; font-weight: 400; }

nav { grid-area: nav; padding: 0 1rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav > ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
nav > ul > li > a { display: inline-block; padding: 0.25rem 0; font-weight: 600; }
nav ul ul { display: none; }

main { grid-area: main; padding: 0 1rem 4rem; max-width: 56rem; outline-offset: -3px; }
.card {
  background: var(--paper);
  border: 1px solid var(--rule);
  border-radius: 8px;
  padding: 1rem;
  margin: 0 0 1rem;
}
.card:target { border-color: var(--link); }
.card p { margin: 0 0 0.5rem; }
.card > :last-child { margin-bottom: 0; }
div.card > h3:not(:first-child) { margin-top: 1.25rem; }
.method { font: 600 0.75rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--change); }
.method.get { color: var(--get); }
.method.post { color: var(--post); }
.method.delete { color: var(--delete); }
.route .method { border: 1px solid currentColor; border-radius: 4px; padding: 0.1rem 0.4rem; }
dl { margin: 0; }
dd { margin: 0; }
.type { color: var(--quiet); font-size: 0.9375rem; }
.field { border-top: 1px solid var(--rule); padding: 0.5rem 0; }
.field dd > :last-child { margin-bottom: 0; }
.field p { margin: 0.15rem 0; }
.field .fields { margin: 0.5rem 0 0; padding-left: 0.75rem; border-left: 2px solid var(--rule); }
.answers > div { display: grid; grid-template-columns: 3.25rem minmax(0, 1fr); gap: 0.5rem; padding: 0.2rem 0; }

@media (min-width: 48rem) {
  .card { padding: 1.25rem 1.5rem; }
  .field { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); gap: 1rem; }
  .field .field { display: block; }
}
@media (min-width: 64rem) {
  body { grid-template: "nav header" auto "nav main" 1fr / 19rem minmax(0, 1fr); }
  header, main { padding-left: 2rem; padding-right: 2rem; }
  nav {
    position: sticky;
    top: 0;
    height: 100vh;
    overflow-y: auto;
    padding: 1.5rem 1rem 2rem;
    border-right: 1px solid var(--rule);
    background: var(--paper);
  }
  nav > ul { display: block; }
  nav > ul > li { margin-bottom: 0.75rem; }
  nav ul ul { display: block; }
  nav ul ul a {
    display: block;
    padding: 0.2rem 0 0.2rem 0.5rem;
    color: inherit;
    font-size: 0.875rem;
    text-decoration: none;
  }
  nav ul ul a:hover { text-decoration: underline; }
}
@media print {
  nav, .skip { display: none; }
  body { display: block; background: none; font-size: 10pt; }
  .card { border: 0; border-top: 1px solid; border-radius: 0; padding: 0.5rem 0; }
  h2, h3, h4, .route { break-after: avoid; }
  pre, .field { break-inside: avoid; }
}
`;
