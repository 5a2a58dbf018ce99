import type { TargetReference } from '@openretouch/core';
import { type Edit, EMPTY_EDIT } from './edit.js';
import { type History, startHistory } from './history.js';
import type { AppliedResult, SessionPhoto } from './state.js';

/** What is remembered of one target, whether it is selected or not. */
export interface SessionDocument {
  readonly history: History<Edit>;
  readonly photo: SessionPhoto | undefined;
  readonly applied: AppliedResult | undefined;
}

export const NEW_DOCUMENT: SessionDocument = { history: startHistory(EMPTY_EDIT), photo: undefined, applied: undefined };

/** The documents of a session, by target. */
export class DocumentStore {
  readonly #documents = new Map<string, SessionDocument>();

  get(target: TargetReference): SessionDocument {
    return this.#documents.get(keyOf(target)) ?? NEW_DOCUMENT;
  }

  patch(target: TargetReference, fields: Partial<SessionDocument>): SessionDocument {
    const document = { ...this.get(target), ...fields };
    this.#documents.set(keyOf(target), document);
    return document;
  }

  photos(): SessionPhoto[] {
    return [...this.#documents.values()].flatMap(({ photo }) => (photo === undefined ? [] : [photo]));
  }
}

export function isSameTarget(a: TargetReference | undefined, b: TargetReference | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && keyOf(a) === keyOf(b));
}

function keyOf({ documentId, layerId }: TargetReference): string {
  return JSON.stringify([documentId, layerId]);
}
