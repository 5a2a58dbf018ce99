import { join } from 'node:path';

/** What decides where a user's models are. */
export interface UserPlaces {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * Says where a user's models are: in the folder that `OPENRETOUCH_MODELS` names, else where the system keeps programs' data.
 *
 * @see XDG Base Directory Specification 0.8; Apple, "File System Programming Guide"; Microsoft, "Known Folders" (LocalAppData).
 */
export function userModelsFolder({ variables, platform, home }: UserPlaces): string {
  const named = variables['OPENRETOUCH_MODELS'];
  if (named !== undefined && named !== '') return named;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'openretouch', 'models');
  if (platform === 'win32') return join(variables['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'openretouch', 'models');
  const data = variables['XDG_DATA_HOME'];
  // The specification has relative paths ignored.
  return join(data?.startsWith('/') === true ? data : join(home, '.local', 'share'), 'openretouch', 'models');
}
