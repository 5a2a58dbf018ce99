/** One number of an operation, as the registry declares it. */
export interface CatalogueNumber {
  readonly name: string;
  readonly default: number | string;
  /** Hard range. */
  readonly minimum: number;
  readonly maximum: number;
  /** Range of the slider. */
  readonly slider: readonly [number, number];
  readonly step: number;
  readonly unit: string;
}

/** Numbers of an operation that belong together, such as those of one band of hues. */
export interface CatalogueGroup {
  readonly name: string;
  readonly numbers: readonly CatalogueNumber[];
}

/** An operation that people set by hand. */
export interface CatalogueOperation {
  readonly name: string;
  readonly title: string;
  readonly numbers: readonly CatalogueNumber[];
  readonly groups: readonly CatalogueGroup[];
  /** Whether having it changes the photo before any number is set. */
  readonly actsByDefault: boolean;
}
