import { css } from "lit";

/** The quiet page that signing in, registering and joining share: one card in the middle. */
export const card = css`
  :host {
    display: grid;
    min-block-size: 100dvh;
    place-items: center;
    padding: var(--dk-5) var(--dk-4);
  }

  main {
    display: grid;
    gap: var(--dk-5);
    inline-size: min(400px, 100%);
    padding: var(--dk-6);
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius-l);
    background: var(--dk-surface);
    box-shadow: var(--dk-shadow-1);
  }

  header {
    display: grid;
    gap: var(--dk-2);
  }

  .mark {
    inline-size: 40px;
    block-size: 40px;
    margin-block-end: var(--dk-2);
  }

  h1 {
    font-size: var(--dk-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }

  h1:focus-visible {
    outline: none;
  }

  p {
    color: var(--dk-text-2);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }

  strong {
    color: var(--dk-text);
    font-weight: 600;
  }

  form {
    display: grid;
    gap: var(--dk-4);
  }

  input[name="code"] {
    font-family: var(--dk-mono);
    font-size: 20px !important;
    letter-spacing: 0.3em;
    text-align: center;
  }

  .alert {
    padding: var(--dk-3) var(--dk-4);
    border-radius: var(--dk-radius);
    background: var(--dk-red-soft);
    color: var(--dk-red);
    font-size: var(--dk-text-s);
  }

  .told {
    padding: var(--dk-3) var(--dk-4);
    border-radius: var(--dk-radius);
    background: var(--dk-blue-soft);
    color: var(--dk-blue);
    font-size: var(--dk-text-s);
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2) var(--dk-4);
    justify-content: space-between;
    padding-block-start: var(--dk-4);
    border-block-start: 1px solid var(--dk-line);
    font-size: var(--dk-text-s);
    line-height: 24px;
  }

  button.link {
    font-size: var(--dk-text-s);
  }

  @media (max-width: 480px) {
    main {
      padding: var(--dk-5) var(--dk-4);
    }
  }
`;
