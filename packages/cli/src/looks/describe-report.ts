import type { FieldReport } from '@openretouch/core';

const STATUSES = ['mapped', 'approximated', 'dropped', 'neutral'] as const;
/** Those that lost something first, those that had nothing to lose last. */
const ORDER = ['dropped', 'approximated', 'mapped', 'neutral'] as const;

/** @returns a report as lines for people: the counts, then a line a field, those that lost something first, those without effect last. */
export function describeReport(report: readonly FieldReport[]): string[] {
  const width = Math.max(0, ...report.map(({ field, value }) => `${field} ${value}`.length));
  const rows = ORDER.flatMap((status) => report.filter((row) => row.status === status));
  const lines = rows.map(({ field, value, status, becomes, why }) => `  ${`${field} ${value}`.padEnd(Math.min(width, 48))}  ${status.padEnd(12)}  ${[becomes, why].filter((part) => part !== undefined && part !== '').join('; ')}`);
  return [summariseReport(report), ...lines];
}

/** @returns `12 fields: 9 mapped, 1 approximated, 2 dropped`. */
export function summariseReport(report: readonly FieldReport[]): string {
  const counts = STATUSES.map((status) => [status, report.filter((row) => row.status === status).length] as const).filter(([, count]) => count > 0);
  const total = `${report.length} ${report.length === 1 ? 'field' : 'fields'}`;
  return counts.length === 0 ? total : `${total}: ${counts.map(([status, count]) => `${count} ${status}`).join(', ')}`;
}
