import { testHost } from './run-conformance.js';
import { createSeparateFixture } from './separate-host.js';

testHost('A host whose results stand on their own', createSeparateFixture);
