/** A web address without the name and password before its host, with which it poses as another one. */
export const withoutCredentials = (url: string): string => url.replace(/^(https?:\/\/)[^/?#]*@/, "$1");
