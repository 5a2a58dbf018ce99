/** Words of the tab; one key a line. */
export const style = {} as const;
