/**
 * Stands in a Worker for the HTTP servers and clients of Node that Bolt imports and never uses there (see `[alias]` in
 * `wrangler.toml`): together they weigh more than all the rest.
 */
export default {};
