/** The style sheet of the mailbox's pages. */
export const mailboxStyle = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1a2233, #e8ebf2);
  --quiet: light-dark(#55607a, #a3adc2);
  --paper: light-dark(#ffffff, #151a24);
  --ground: light-dark(#f4f5f8, #0d1017);
  --rule: light-dark(#d9dde6, #2b3345);
  --link: light-dark(#1f4fbf, #8fb0ff);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  font: 1rem/1.5 system-ui, sans-serif;
  color: var(--ink);
  background: var(--ground);
  overflow-wrap: anywhere;
}
main { max-width: 48rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.quiet { color: var(--quiet); margin: 0 0 1rem; }
.letters { list-style: none; margin: 0; padding: 0; border: 1px solid var(--rule); border-radius: 8px; overflow: hidden; background: var(--paper); }
.letters li + li { border-top: 1px solid var(--rule); }
.letters a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: 0.75rem 1rem; color: inherit; text-decoration: none; }
.letters a:hover { background: var(--ground); }
.letters a:focus-visible { outline-offset: -3px; }
.letters strong { grid-column: 1 / -1; font-weight: 600; }
.letters span, .letters time { color: var(--quiet); font-size: 0.875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0 0 1.5rem; font-size: 0.875rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
.text span { white-space: pre-wrap; }
.text, iframe { background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; padding: 1rem; }
iframe { display: block; width: 100%; height: 26rem; padding: 0; }
@media (max-width: 30rem) {
  .letters a, dl { grid-template-columns: 1fr; }
  dd + dt { margin-top: 0.5rem; }
}
`;
