const ending: readonly string[] = ["person.role_changed", "person.deactivated", "person.deleted"];

/** Whether what happened to a person signs them out everywhere. */
export const endsSessions = ({ type }: { readonly type: string }): boolean => ending.includes(type);
