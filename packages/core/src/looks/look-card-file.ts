import { isLookCard, readLookCard } from '../formats/look-card.js';
import type { LookReader } from './look.js';

/** A card's picture is small; what is larger is no card. */
const MAXIMUM_CARD_BYTES = 64 * 1024 * 1024;

/** Also answers for a PNG of no other kind, so that a card that lost its look hears why. */
export const cardReader: LookReader = {
  name: 'card',
  title: 'look card',
  extensions: ['png'],
  maximumBytes: MAXIMUM_CARD_BYTES,
  recognises: (bytes) => isLookCard(bytes),
  read: async (bytes) => ({ recipe: readLookCard(bytes), notes: [] }),
};
