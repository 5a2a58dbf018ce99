/** @returns the paths of the photos made, relative to the folder. */
export function makePhotos(folder: string, count: number, seed?: number): Promise<string[]>;
