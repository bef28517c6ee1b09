/** Commands that the consent text names. That each exists is tested where they are (cli/consent-text.test.ts). */
export const COMMANDS = {
  see: 'sluice me text',
  readers: 'sluice me readers',
  copy: 'sluice me export FOLDER',
  leaveOut: 'sluice consent --without app:NAME --without kind:KIND',
  pause: 'sluice me pause',
  withdraw: 'sluice me withdraw',
  trim: 'sluice me trim --from 2h --to 1h',
  erase: 'sluice me erase',
  report: 'sluice report',
  unnamed: 'sluice report --anonymous',
} as const;
