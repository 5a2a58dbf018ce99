/** Of a group of choices only one is a stop of the Tab key; arrows go from one to the next, and round the ends. */
export function moveFocus(event: KeyboardEvent, role: string): HTMLElement | undefined {
  const direction = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const group = event.currentTarget as HTMLElement;
  const items = [...group.querySelectorAll<HTMLElement>(`[role="${role}"]:not(:disabled)`)];
  const index = items.indexOf(event.target as HTMLElement);
  const target = event.key === 'Home' ? items[0] : event.key === 'End' ? items.at(-1) : direction === undefined || index < 0 ? undefined : items[(index + direction + items.length) % items.length];
  if (target === undefined) return undefined;
  event.preventDefault();
  target.focus();
  return target;
}
