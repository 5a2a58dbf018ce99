import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PUBLIC_API_FILE, readPublicApi } from '../../scripts/public-api.mjs';

it('the packages export the listed names and no others (after a change on purpose: npm run public-api)', async () => {
  expect(await readPublicApi()).toEqual(JSON.parse(readFileSync(PUBLIC_API_FILE, 'utf8')));
});
