/** How the address of the caller gets to better-auth; what callers send under this name is overwritten. */
export const callerHeader = "docket-caller";
