export { seededRandom } from '../../scripts/seeded-random.mjs';
