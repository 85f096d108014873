const changing: readonly string[] = ["person.renamed", "person.activated", "person.deactivated", "person.deleted"];

/** Whether what happened to a person changes how tickets name them, or whether email reaches them. */
export const changesNames = ({ type }: { readonly type: string }): boolean => changing.includes(type);
