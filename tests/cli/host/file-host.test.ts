import { testHost } from '../../hosts/run-conformance.js';
import { createFileFixture } from './file-fixture.js';

testHost('FileHost', () => createFileFixture(false));

testHost('FileHost that may replace files', () => createFileFixture(true));
