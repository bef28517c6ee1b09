import { win32 } from 'node:path';

/**
 * Windows' own PowerShell, by its whole path: a bare name is looked for in the folder that the agent runs in first, and what lies there would run
 * in its place.
 */
export const powershell = (env: NodeJS.ProcessEnv = process.env): string =>
  win32.join(env.SystemRoot || 'C:\\Windows', 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
