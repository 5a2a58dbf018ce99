/** Words of the tab; one key a line. */
export const looks = {} as const;
