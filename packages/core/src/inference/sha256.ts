import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** @returns the SHA-256 of bytes as 64 lowercase hex digits. @see FIPS 180-4 */
export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
