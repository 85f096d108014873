/** An address as it was copied, without the scheme of a link. What else there is to clean the desk cleans. */
export const bareEmail = (text: string): string => text.trim().replace(/^mailto:/i, "");
