import type { Session } from './session.js';

/** @returns a function that gives each session one of something, made when it is first asked for. */
export function perSession<T>(create: (session: Session) => T): (session: Session) => T {
  const made = new WeakMap<Session, T>();
  return (session) => {
    const known = made.get(session) ?? create(session);
    made.set(session, known);
    return known;
  };
}
