/** Words of the tab; one key a line. */
export const brush = {} as const;
