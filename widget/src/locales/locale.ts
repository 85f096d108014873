/** The language of the texts and of dates and numbers beside them. */
export const sourceLocale = "en";

export const getLocale = (): string => sourceLocale;
