import { useEffect, useState } from 'preact/hooks';

/** @returns true once something has been true for a while, false at once when it is not. */
export function useDelayed(isTrue: boolean, milliseconds: number): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isTrue) return setLong(false);
    const timer = setTimeout(() => setLong(true), milliseconds);
    return () => clearTimeout(timer);
  }, [isTrue, milliseconds]);
  return isTrue && isLong;
}
