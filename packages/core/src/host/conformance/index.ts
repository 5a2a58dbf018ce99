/** The promises of the host contract as cases that any adapter can run, with any test runner or with none. */
export { ConformanceError } from './assert.js';
export type { ConformanceCase } from './conformance-case.js';
export { type Ability, type ConformanceFixture, type ConformancePicture, type LayerDescription, reasonToSkip } from './fixture.js';
export { HOSTILE_NAMES, makePicture, makeRampMask, type PictureOptions } from './pictures.js';
export { CONFORMANCE_CASES, type ConformanceOutcome, runConformance, runConformanceCase } from './run-conformance.js';
